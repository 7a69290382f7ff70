"""`make demo`: the story over real calls, how it is judged, and what the terminal shows."""

import asyncio
import io
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from forrang.demo.picture import Picture, Screen
from forrang.demo.sound import MUSIC
from forrang.demo.story import AISHA, BERIT, CALLERS, KARI, OLA, PEOPLE, VIP, Evidence, judge
from peers import needs

COMMAND = [sys.executable, "-m", "forrang.cli.main", "demo"]


@pytest.fixture
def environment() -> dict[str, str]:
    """What the command is run with."""
    return {**os.environ, "FORRANG_ENGINE": str(needs.engine())}


def demo(environment: dict[str, str], *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [*COMMAND, *words], env=environment, capture_output=True, text=True, timeout=100
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


@pytest.mark.engine
def test_the_vip_is_served_first(environment: dict[str, str]) -> None:
    status, out = demo(environment)
    assert status == 0, out
    assert "line: Stor Kunde (VIP), Cecilie, David, Eva" in out
    assert "Kari rings for Stor Kunde (VIP)" in out
    assert "Stor Kunde calls: VIP, who is on the VIP list" in out
    assert "  NO  " not in out


@pytest.mark.engine
def test_without_vip_the_same_caller_waits(environment: dict[str, str]) -> None:
    status, out = demo(environment, "--without-vip")
    assert status == 1, out
    assert "Cecilie, David, Eva, Stor Kunde |" in out
    assert "(VIP)" not in out
    assert "«VIP-kø» is not ticked there" in out


@pytest.mark.engine
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
async def test_nothing_stays_behind_when_it_is_ended(
    environment: dict[str, str], number: signal.Signals
) -> None:
    process = subprocess.Popen(COMMAND, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if "line: empty" in line:
            break
    below = _below(process.pid)
    process.send_signal(number)
    process.wait()
    process.stdout.close()
    assert len(below) >= 5  # two engines, the supervisor, the exchange and the pages
    async with asyncio.timeout(5):
        while any(_alive(pid) for pid in below):
            await asyncio.sleep(0.05)


def _below(pid: int) -> list[int]:
    """All processes that a process started, directly or not."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [one for child in map(int, children) for one in (child, *_below(child))]


def _alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


# How it is judged

SERVED = Evidence(
    answered_by=KARI, shown=VIP, after=3.0,
    caller_hears=frozenset({700}), telephone_sends=700,
    telephone_hears=frozenset({800}), caller_sends=800,
    others=tuple((name, frozenset({MUSIC})) for name in ("Cecilie", "David", "Eva")),
)  # fmt: skip


def test_a_vip_who_was_served_first_by_kari_is_all_yes() -> None:
    assert all(true for true, _ in judge(SERVED))


@pytest.mark.parametrize(
    "other",
    [
        replace(SERVED, answered_by=OLA),
        replace(SERVED, shown=BERIT),
        replace(SERVED, caller_hears=frozenset({900})),
        replace(SERVED, caller_hears=frozenset({700, MUSIC})),
        replace(SERVED, telephone_hears=frozenset({800, 900})),
        replace(SERVED, others=SERVED.others[:2]),
        replace(SERVED, others=(*SERVED.others[:2], ("Eva", frozenset({900})))),
        Evidence("", "", 0.0, frozenset(), None, frozenset(), None, SERVED.others),
    ],
)
def test_anything_else_is_not(other: Evidence) -> None:
    assert not all(true for true, _ in judge(other))


# What the terminal shows


def _call(caller: str | None, key: float, **other: object) -> dict[str, Any]:
    waits = {"state": "in-line", "came": key, "vip": False, "rings_at": [], "talks_with": None}
    return {"caller": caller, "key": key, **waits, **other}


FRAMES: list[dict[str, Any]] = [
    {"calls": {"a": _call(BERIT, 10.0), "b": _call(None, 12.0)}, "people": {}},
    {"calls": {"v": _call(VIP, -1e9, vip=True, rings_at=[KARI])}},
    {"calls": {"v": _call(VIP, -1e9, vip=True, talks_with=KARI, state="talking")}, "gone": ["b"]},
]


def test_the_picture_follows_the_stream() -> None:
    picture = Picture(CALLERS, PEOPLE)
    picture.update(FRAMES[0])
    assert picture.line() == ["Berit", "unknown"]
    picture.update(FRAMES[1])
    assert picture.line() == ["Stor Kunde (VIP)", "Berit", "unknown"]
    assert picture.people()[0] == ("Kari", "rings for Stor Kunde (VIP)")
    picture.update(FRAMES[2])
    assert picture.line() == ["Berit"]
    assert picture.people() == [
        (PEOPLE[KARI], "talks with Stor Kunde (VIP)"), (PEOPLE[OLA], "free"), (PEOPLE[AISHA], "free"),
    ]  # fmt: skip


def test_elsewhere_than_on_a_terminal_each_change_is_a_line() -> None:
    out, picture = io.StringIO(), Picture(CALLERS, PEOPLE)
    screen = Screen(out, picture)
    for frame in (*FRAMES, FRAMES[2]):
        picture.update(frame)
        screen.show()
    assert len(out.getvalue().splitlines()) == 3
    assert "\x1b" not in out.getvalue()


class Terminal(io.StringIO):
    """Output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_block_is_drawn_over_the_last_one() -> None:
    out, picture = Terminal(), Picture(CALLERS, PEOPLE)
    screen = Screen(out, picture)
    for frame in FRAMES:
        picture.update(frame)
        screen.show()
        screen.say("so it goes")
    screen.close()
    lines: list[str] = []
    for part in re.split(r"(\x1b\[\d+F\x1b\[J)", out.getvalue()):
        if up := re.match(r"\x1b\[(\d+)F", part):
            del lines[len(lines) - int(up[1]) :]
        else:
            lines += part.splitlines()
    assert [line.split("s  ")[1] for line in lines] == ["so it goes"] * 3
