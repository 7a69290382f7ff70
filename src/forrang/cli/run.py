"""Run everything in the foreground: telephone engine, exchange and pages; Ctrl-C ends all of it."""

import argparse
import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path

from forrang.asterisk.engine.configure import Place, configure
from forrang.asterisk.engine.program import NoEngine
from forrang.asterisk.engine.sounds import lay_out
from forrang.asterisk.engine.start import start_words
from forrang.cli.database import database
from forrang.cli.demo_customers import load_demo
from forrang.cli.engine import place, the_engine
from forrang.cli.fault import CommandFault
from forrang.cli.guards import alone, check_ports
from forrang.cli.parts import Part, the_parts
from forrang.cli.settings import settings
from forrang.cli.supervisor import Supervisor
from forrang.settings import Settings
from forrang.speech.prompts import make_prompts
from forrang.speech.voice import NoVoice

START_SECONDS = 30.0
"""How long a part may take until it serves."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything is a setting."""


def run(arguments: argparse.Namespace) -> int:
    """Set up what is missing, then run."""
    own = settings()
    engine = the_engine(own, get=True)
    _make_folder(own.data)
    with alone(own.data):
        check_ports(own)
        _say("database …")
        _prepare_database(own)
        here = place(own)
        _make_prompts(here)
        try:
            configure(here, engine)
            words = start_words(here, engine)
        except (NoEngine, OSError) as fault:
            raise CommandFault(f"the telephone engine: {fault}") from None
        return asyncio.run(_run(own, words))


def _make_folder(data: Path) -> None:
    """Others may pass through, and read nothing: the engine, which is not root, has its folder here."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o711)
    except OSError as error:
        raise CommandFault(f"FORRANG_DATA: {data} cannot be used ({error.strerror})") from None


def _make_prompts(here: Place) -> None:
    """What the engine reads out. Without a voice calls can be taken all the same."""
    try:
        lay_out(make_prompts(_say), here.sounds)
    except (NoVoice, OSError) as fault:
        _say(f"{fault}; codes cannot be read out")


def _prepare_database(own: Settings) -> None:
    """Bring the database up to date. With the database away calls can be taken all the same, where
    the exchange has taken some before: it has the setups on its own disk.
    """
    try:
        with database():
            pass
        if own.demo:
            load_demo(_say)
    except CommandFault as fault:
        if not (own.data / "exchange" / "snapshots" / "seq").exists():
            raise
        _say(f"{fault}; calls are taken with the setups that were in force")


async def _run(own: Settings, engine_words: list[str]) -> int:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    parts = the_parts(own, engine_words)
    supervisor = Supervisor(_say)
    try:
        for part in parts:
            _say(f"{part.name} …")
            await supervisor.start(part)
        for part in parts:
            if not await _ready(part, stopped):
                if stopped.is_set():
                    return 0
                if part.vital:
                    raise CommandFault(_why_not(part))
                _say(f"{_why_not(part)}; calls are taken all the same")
        _tell(own)
        await stopped.wait()
        _say("stopping …")
    finally:
        for part in reversed(parts):
            await supervisor.stop(part)
        await supervisor.close()
    return 0


async def _ready(part: Part, stopped: asyncio.Event) -> bool:
    """Wait until a part serves; False when it does not, or when we are stopped meanwhile."""
    try:
        async with asyncio.timeout(START_SECONDS):
            while not stopped.is_set() and part.restarts < 3:
                if await part.ready():
                    return True
                await asyncio.sleep(0.05)
    except TimeoutError:
        pass
    return False


def _why_not(part: Part) -> str:
    said = ""
    if part.output is not None:
        with suppress(OSError):
            lines = part.output.read_text(errors="replace").strip().splitlines()
            said = f": {lines[-1]}" if lines else ""
    return f"the {part.name} does not start{said}"


def _tell(own: Settings) -> None:
    print(
        f"Forrang runs.\n"
        f"  pages      http://{own.http}/\n"
        f"  telephone  sip:NUMBER@{own.sip} (calls from {own.trunk.host} are the trunk's)\n"
        f"  trunk      calls to mobiles go to {own.trunk}\n"
        f"  data       {own.data}",
        flush=True,
    )
    if own.demo:
        print(
            "  demo       log in as Kari, the administrator of Nordlys Tannklinikk:\n"
            "             mobile number 900 00 001, password nordlys-kari; then «Prøv det»\n"
            "             its number is 22 33 44 55, and the VIP is +47 411 11 111",
            flush=True,
        )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
