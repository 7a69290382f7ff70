"""Codes that are read out in a call: one request to the engine, and nothing of it in the core.

The call is no offer and no call of anybody's main number: it has no record, and whoever is called is
as free as before. The engine's dialplan reads the digits out by itself, so an exchange that starts
anew does not cut it. Whoever asked may have given up meanwhile: a code that is late is not called.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from forrang.asterisk.connection import Request
from forrang.asterisk.engine.configure import SPOKEN
from forrang.asterisk.requests import endpoint
from forrang.domain.phone_number import PhoneNumber
from forrang.exchange.boards import Boards

log = logging.getLogger(__name__)

LATE_SECONDS = 120.0
"""After so long the call would surprise whoever asked for it."""

RING_SECONDS = 30
"""How long it rings."""

SHOWN_IN_DEMO = "PJSIP_HEADER(add,X-Forrang-Code)"
"""Sets the header that tells the demo's telephones what they are told; in the demo alone."""

_CODE = re.compile(r"[0-9]{6}")
TONGUES = ("nb", "en")
"""Languages that the engine has sentences in."""


@dataclass(frozen=True, slots=True)
class SpokenCode:
    """News: a code is to be read out."""

    customer: int
    "Whose number the call shows."
    seq: int
    "Its place in the table of changes: names the call."
    mobile: PhoneNumber
    "Who is called."
    digits: str
    "Six of them."
    language: str
    "nb or en."
    asked: float
    "When it was asked for; UTC seconds."


class CodeCalls:
    """Calls the mobiles."""

    def __init__(
        self,
        send: Callable[[Request], None],
        trunk: str,
        boards: Boards,
        clock: Callable[[], float],
        shows: bool,
    ):
        """`trunk` is host and port; `shows` lets the demo's telephones show the digits."""
        self._send, self._trunk, self._boards = send, trunk, boards
        self._clock, self._shows = clock, shows

    def call(self, code: SpokenCode) -> None:
        """Ask the engine, unless it is too late."""
        if self._clock() - code.asked > LATE_SECONDS:
            log.warning("a code was asked for too long ago and is not read out")
            return
        if not _CODE.fullmatch(code.digits) or code.language not in TONGUES:
            log.error("a code cannot be read out as it stands in the table of changes")
            return
        self._send(
            request(code, self._trunk, shown_number(self._boards, code.customer), self._shows)
        )


def shown_number(boards: Boards, customer: int) -> PhoneNumber | None:
    """The first main number of a customer, where there is one."""
    found = boards.customers.get(customer)
    numbers = found.board.house.routes.document.main_numbers if found else ()
    return numbers[0].number if numbers else None


def request(code: SpokenCode, trunk: str, shown: PhoneNumber | None, shows: bool) -> Request:
    """The one request. Nothing that a person typed is in it."""
    variables = {"CODE": code.digits, "TONGUE": code.language}
    if shows:
        variables[SHOWN_IN_DEMO] = code.digits
    query = {
        "endpoint": endpoint(code.mobile, trunk),
        "context": SPOKEN,
        "extension": "code",
        "priority": "1",
        "callerId": f"<{shown}>" if shown else '"Anonymous" <anonymous>',
        "timeout": str(RING_SECONDS),
    }
    return Request("POST", f"channels/spoken-{code.seq}", query, {"variables": variables})
