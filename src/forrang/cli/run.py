"""Run everything in the foreground: telephone engine, exchange and pages; Ctrl-C ends all of it."""

import argparse
import asyncio
import fcntl
import os
import signal
import socket
import sys
from collections.abc import Awaitable
from contextlib import suppress
from pathlib import Path
from typing import IO

from forrang.asterisk.engine.configure import configure
from forrang.asterisk.engine.program import NoEngine
from forrang.asterisk.engine.start import start_words
from forrang.cli.database import database
from forrang.cli.demo_customers import load_demo
from forrang.cli.engine import place, the_engine
from forrang.cli.fault import CommandFault
from forrang.cli.probes import engine_answers, exchange_answers, pages_answer
from forrang.cli.settings import settings
from forrang.cli.supervisor import Answers, Heartbeat, Part, Supervisor
from forrang.settings import Address, Settings

HANG_SECONDS = 2.0
"""An exchange without a heartbeat for so long is ended."""
FIRST_BEAT_SECONDS = 20.0
ENGINE_HANG_SECONDS = 10.0
"""An engine that does not answer for so long is ended: its calls are lost, but new ones are not."""
START_SECONDS = 30.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: everything is a setting."""


def run(arguments: argparse.Namespace) -> int:
    """Set up what is missing, then run."""
    own = settings()
    engine = the_engine(own, get=True)
    own.data.mkdir(parents=True, exist_ok=True)
    # Others may pass through, and read nothing: the engine, which is not root, has its folder here.
    own.data.chmod(0o711)
    with _alone(own.data):
        _check_ports(own)
        _say("database …")
        with database():
            pass
        if own.demo:
            load_demo(_say)
        here = place(own)
        try:
            configure(here, engine)
            words = start_words(here, engine)
        except (NoEngine, OSError) as fault:
            raise CommandFault(f"the telephone engine: {fault}") from None
        return asyncio.run(_run(own, words))


async def _run(own: Settings, engine_words: list[str]) -> int:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    environment = _environment(own)
    command = [sys.executable, "-m", "forrang.cli.main"]
    heart = Heartbeat(own.data / "exchange.beat", HANG_SECONDS, FIRST_BEAT_SECONDS)
    password = place(own).password()
    (own.data / "logs").mkdir(mode=0o700, exist_ok=True)

    def answers() -> Awaitable[bool]:
        return engine_answers(own.ari, password)

    engine_log = own.data / "logs" / "engine"
    life = Answers(answers, ENGINE_HANG_SECONDS)
    parts = [
        Part("engine", engine_words, environment, answers, life, engine_log),
        Part(
            "exchange",
            [*command, "exchange"],
            environment,
            lambda: exchange_answers(own.data),
            heart,
        ),
        Part("portal", [*command, "portal"], environment, lambda: pages_answer(own.http)),
    ]
    supervisor = Supervisor(_say)
    try:
        for part in parts:
            _say(f"{part.name} …")
            await supervisor.start(part)
        for part in parts:
            if not await _ready(part, stopped):
                if stopped.is_set():
                    return 0
                raise CommandFault(_why_not(part))
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


def _environment(own: Settings) -> dict[str, str]:
    """What every part has: the settings as we read them, so that all read the same."""
    return {
        **os.environ,
        "FORRANG_DATA": str(own.data),
        "FORRANG_ENGINE": str(own.engine),
        "FORRANG_HTTP": own.http,
        "FORRANG_SIP": str(own.sip),
        "FORRANG_RTP": f"{own.rtp[0]}-{own.rtp[1]}",
        "FORRANG_ARI": str(own.ari),
        "FORRANG_TRUNK": str(own.trunk),
        "DATABASE_URL": own.database_url,
    }


class _alone:
    """Holds the data directory for us alone."""

    def __init__(self, data: Path):
        self._path = data / "run.lock"
        self._file: IO[str] | None = None

    def __enter__(self) -> None:
        self._file = self._path.open("w")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise CommandFault(
                f"FORRANG_DATA: an instance runs in {self._path.parent} already"
            ) from None

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


def _check_ports(own: Settings) -> None:
    """Raises `CommandFault` where somebody else has one of our ports."""
    http = Address.parse("FORRANG_HTTP", own.http)
    for name, address, kinds in (
        ("FORRANG_SIP", own.sip, (socket.SOCK_DGRAM, socket.SOCK_STREAM)),
        ("FORRANG_ARI", own.ari, (socket.SOCK_STREAM,)),
        ("FORRANG_HTTP", http, (socket.SOCK_STREAM,)),
    ):
        for kind in kinds:
            with socket.socket(socket.AF_INET, kind) as probe:
                if kind is socket.SOCK_STREAM:
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((address.host, address.port))
                except OSError as error:
                    raise CommandFault(
                        f"{name}: {address} cannot be listened on ({error.strerror}); "
                        f"another process may have it, or set {name} to another host:port"
                    ) from None


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
            "  demo       Nordlys Tannklinikk has 22 33 44 55; the VIP is +47 411 11 111\n"
            "             ask `forrang who-answers 41111111 22334455`, or run `make demo`",
            flush=True,
        )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
