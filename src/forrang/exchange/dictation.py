"""Calls in which somebody records a sound: one request to the engine, as for a code that is read out.

The engine's dialplan leads through the call by itself, so an exchange that starts anew does not cut
it. What was said lies in a file then, which `dictated` carries to the database.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from forrang.asterisk.connection import Request
from forrang.asterisk.engine.configure import DICTATION
from forrang.asterisk.requests import endpoint
from forrang.domain.phone_number import PhoneNumber
from forrang.exchange.boards import Boards
from forrang.exchange.spoken import LATE_SECONDS, RING_SECONDS, TONGUES, shown_number

log = logging.getLogger(__name__)

_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class DictationCall:
    """News: somebody wants to be called, to record a sound."""

    customer: int
    "Whose number the call shows."
    seq: int
    "Its place in the table of changes: names the call."
    mobile: PhoneNumber
    "Who is called."
    token: str
    "What the files are named; the database knows what it was asked for."
    language: str
    "nb or en."
    asked: float
    "When it was asked for; UTC seconds."


class DictationCalls:
    """Calls the mobiles."""

    def __init__(
        self,
        send: Callable[[Request], None],
        trunk: str,
        boards: Boards,
        clock: Callable[[], float],
    ):
        """`trunk` is host and port."""
        self._send, self._trunk, self._boards, self._clock = send, trunk, boards, clock

    def call(self, wanted: DictationCall) -> None:
        """Ask the engine, unless it is too late."""
        if self._clock() - wanted.asked > LATE_SECONDS:
            log.warning("somebody asked to record a sound too long ago and is not called")
            return
        if not is_token(wanted.token) or wanted.language not in TONGUES:
            log.error("nobody can be called to record as it stands in the table of changes")
            return
        shown = shown_number(self._boards, wanted.customer)
        self._send(request(wanted, self._trunk, shown))


def is_token(text: str) -> bool:
    """Whether a text can be the name of a recording."""
    return _TOKEN.fullmatch(text) is not None


def request(wanted: DictationCall, trunk: str, shown: PhoneNumber | None) -> Request:
    """The one request. Nothing that a person typed is in it."""
    query = {
        "endpoint": endpoint(wanted.mobile, trunk),
        "context": DICTATION,
        "extension": "record",
        "priority": "1",
        "callerId": f"<{shown}>" if shown else '"Anonymous" <anonymous>',
        "timeout": str(RING_SECONDS),
    }
    variables = {"TOKEN": wanted.token, "TONGUE": wanted.language}
    return Request("POST", f"channels/dictation-{wanted.seq}", query, {"variables": variables})
