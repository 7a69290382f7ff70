"""See a VIP pass the line over real calls, on an instance of its own with the demo customers.

Exit status: 0 if the VIP was served first, and by Kari; 1 if not. What counts is what the callers and
the mobiles saw and heard, not what the exchange says of itself.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from forrang.cli.fault import CommandFault
from forrang.cli.settings import settings
from forrang.cli.words import CLASS, OPENED, condition
from forrang.demo.instance import Instance, InstanceFault
from forrang.demo.network import Network
from forrang.demo.picture import Picture, Screen
from forrang.demo.ports import NoPorts, Ports
from forrang.demo.story import CALLERS, KARI, PEOPLE, StoryFault, judge, play
from forrang.demo.waiting import CallOver, NetworkDown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How."""
    parser.add_argument(
        "--without-vip",
        action="store_true",
        help="the same with «VIP-kø» unticked: the VIP waits like everybody, and this exits with 1",
    )


def run(arguments: argparse.Namespace) -> int:
    """Tell the story and judge it."""
    try:
        return asyncio.run(_run(settings().engine, without_vip=arguments.without_vip))
    except (CallOver, InstanceFault, NetworkDown, NoPorts, StoryFault, TimeoutError) as fault:
        raise CommandFault(f"the demonstration broke off: {fault}") from None


async def _run(engine: Path, *, without_vip: bool) -> int:
    print("Starting an exchange and a telephone network of their own …", flush=True)
    with Ports() as ports, tempfile.TemporaryDirectory(prefix="forrang-network-") as folder:
        trunk = ports.address()
        instance = Instance(engine, ports, trunk=trunk)
        network = Network(
            Path(folder), engine, trunk=trunk, exchange=instance.sip,
            ari=ports.address(), rtp=ports.span(100),
        )  # fmt: skip
        async with network, instance:
            return await _show(instance, network, without_vip=without_vip)


async def _show(instance: Instance, network: Network, *, without_vip: bool) -> int:
    customer = await instance.customer_with(KARI)
    if without_vip:
        await _untick(instance, customer)
    picture = Picture(CALLERS, PEOPLE)
    screen = Screen(sys.stdout, picture)
    showing = asyncio.create_task(_follow(instance, customer, picture, screen))
    try:
        evidence = await play(network, screen.say)
    finally:
        showing.cancel()
        with suppress(asyncio.CancelledError):
            await showing
        screen.close()
    print("\nWhat the call records say:")
    for line in _timeline(await _records(instance, len(CALLERS))):
        print(line)
    print("\nWhat callers and telephones saw and heard:")
    judged = judge(evidence)
    for true, told in judged:
        print(f"  {'yes' if true else 'NO '}  {told}")
    served = all(true for true, _ in judged)
    print(f"\nThe VIP was {'' if served else 'not '}served first, by Kari.", flush=True)
    return 0 if served else 1


async def _follow(instance: Instance, customer: int, picture: Picture, screen: Screen) -> None:
    async for frame in instance.live(customer):
        picture.update(frame)
        screen.show()


async def _untick(instance: Instance, customer: int) -> None:
    """Load the demo customer with «VIP-kø» unticked, and wait until calls are decided by that."""
    before = await instance.ask(f"/calls/{customer}")
    document = (files("forrang.storage") / "demo" / "nordlys.yaml").read_text()
    changed = document.replace("on: true", "on: false")
    if changed == document:
        raise InstanceFault("no VIP list is ticked in the demo customer")
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(changed)
        file.flush()
        await instance.run("load", file.name)
    async with asyncio.timeout(5):
        while (await instance.ask(f"/calls/{customer}"))["version"] == before["version"]:
            await asyncio.sleep(0.05)


async def _records(instance: Instance, wanted: int) -> list[dict[str, Any]]:
    """The records of all calls, oldest first; they reach the database a moment after the calls."""
    async with asyncio.timeout(10):
        while len(records := await instance.calls()) < wanted:
            await asyncio.sleep(0.2)
    return records[::-1]


def _timeline(records: list[dict[str, Any]]) -> Iterator[str]:
    """Every step of every call in the order of time, with its reason."""
    steps = [(step["at"], record, step) for record in records for step in record["story"]]
    steps.sort(key=lambda found: found[0])
    for at, record, step in steps:
        if told := _told(record, step):
            yield f"  {at - steps[0][0]:5.1f} s  {told}"


def _told(record: dict[str, Any], step: dict[str, Any]) -> str:
    caller = CALLERS.get(record["caller"], record["caller"])
    match step:
        case {"step": "Arrived", "standing": standing}:
            name = "VIP" if record["class"] == "vip" else "ordinary caller"
            return f"{caller} calls: {name}, who {CLASS[standing['why']]}"
        case {"step": "Offered", "to": to, "roster": roster}:
            choice = ", ".join(f"{_name(one)}: {condition(doing)}" for one, doing in roster)
            return f"{_name(to)}'s telephone rings for {caller} ({choice})"
        case {"step": "Missed", "to": to, "why": why}:
            return f"{_name(to)} does not take {caller}'s call: {why}"
        case {"step": "Overflowed", "why": why}:
            return f"the others may be asked for {caller}: {OPENED[why]}"
        case {"step": "Answered", "by": by}:
            return f"{_name(by)} answers {caller}, who waited {record['waited_seconds']:.1f} s"
        case {"step": "Ended", "outcome": "answered"}:
            return ""
        case {"step": "Ended", "outcome": outcome}:
            return f"{caller} leaves: {outcome}"
    return f"{caller}: {step['step']}"


def _name(mobile: str) -> str:
    return PEOPLE.get(mobile, mobile)
