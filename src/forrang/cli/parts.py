"""The parts of a running instance: telephone engine, exchange, pages; the demo's telephones."""

import os
import sys
from collections.abc import Awaitable

from forrang.cli.engine import place
from forrang.cli.probes import (
    engine_answers,
    exchange_answers,
    pages_answer,
    telephones_answer,
)
from forrang.cli.supervisor import Answers, Heartbeat, Part
from forrang.settings import Settings

__all__ = ["Part", "the_parts"]

HANG_SECONDS = 2.0
"""An exchange without a heartbeat for so long is ended."""
FIRST_BEAT_SECONDS = 20.0
"""For its first one: it may have a million entries to read."""
ENGINE_HANG_SECONDS = 10.0
"""An engine that does not answer for so long is ended: its calls are lost, but new ones are not."""
PAGES_HANG_SECONDS = 30.0
"""As long for the pages: a large paste may take its time."""

_RETURN_LARGE_BLOCKS = {"MALLOC_MMAP_THRESHOLD_": str(1 << 20)}
"""glibc gives blocks of a MB and more back when they are freed: a list of a million entries that is
written anew would leave a hole of its own size behind (mallopt(3))."""


def the_parts(own: Settings, engine_words: list[str]) -> list[Part]:
    """The parts, in the order in which they are started."""
    environment = _environment(own)
    command = [sys.executable, "-m", "forrang.cli.main"]
    password = place(own).password()
    logs = own.data / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)

    def engine() -> Awaitable[bool]:
        return engine_answers(own.ari, password)

    def pages() -> Awaitable[bool]:
        return pages_answer(own.http)

    parts = [
        Part(
            "engine",
            engine_words,
            environment,
            ready=engine,
            life=Answers(engine, ENGINE_HANG_SECONDS),
            output=logs / "engine",
        ),
        Part(
            "exchange",
            [*command, "exchange"],
            {**environment, **_RETURN_LARGE_BLOCKS},
            ready=lambda: exchange_answers(own.data),
            life=Heartbeat(own.data / "exchange.beat", HANG_SECONDS, FIRST_BEAT_SECONDS),
        ),
        Part(
            "portal",
            [*command, "portal"],
            environment,
            ready=pages,
            life=Answers(pages, PAGES_HANG_SECONDS),
            vital=False,
        ),
    ]
    if own.mail is not None:
        parts.append(Part("mail", [*command, "mail"], environment, ready=_at_once, vital=False))
    if own.simulates_telephones:
        parts.append(
            Part(
                "telephones",
                [*command, "telephones"],
                environment,
                ready=lambda: telephones_answer(own.data),
                vital=False,
            )
        )
    return parts


async def _at_once() -> bool:
    """Nobody waits for it."""
    return True


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
        "FORRANG_TRUNK_NUMBERS": own.trunk_numbers,
        "DATABASE_URL": own.database_url,
    }
