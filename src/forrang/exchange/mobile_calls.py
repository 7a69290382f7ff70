"""Calls to a mobile that are none of the core's: a code is read out, or a sound is recorded.

Such a call is one request to the engine, whose dialplan leads through it by itself: an exchange that
starts anew does not cut it. It is no offer and no call of anybody's main number: it has no record, and
whoever is called is as free as before. Whoever asked may have given up meanwhile: a call that is late
is not made.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from forrang.asterisk.connection import Request
from forrang.asterisk.requests import endpoint
from forrang.domain.phone_number import PhoneNumber
from forrang.exchange.boards import Boards

log = logging.getLogger(__name__)

LATE_SECONDS = 120.0
"""After so long the call would surprise whoever asked for it."""

RING_SECONDS = 30
"""How long it rings."""

TONGUES = ("nb", "en")
"""Languages that the engine has sentences in."""

SHOWN_IN_DEMO = "PJSIP_HEADER(add,X-Forrang-Code)"
"""Sets the header that tells the demo's telephones what they are told; in the demo alone."""


@dataclass(frozen=True, slots=True)
class Script:
    """What the dialplan does with such a call. Nothing that a person typed is in it."""

    name: str
    "The channel's name begins so."
    context: str
    "Where the dialplan has it."
    extension: str
    "Where in there."
    variables: Mapping[str, str]
    "What it is told."
    code: str | None = None
    "What the demo's telephones may show of it."


class MobileCall(Protocol):
    """News: somebody wants to be called."""

    @property
    def customer(self) -> int:
        """Whose number the call shows."""

    @property
    def seq(self) -> int:
        """Its place in the table of changes: names the call."""

    @property
    def mobile(self) -> PhoneNumber:
        """Who is called."""

    @property
    def language(self) -> str:
        """nb or en."""

    @property
    def asked(self) -> float:
        """When it was asked for; UTC seconds."""

    def script(self) -> Script | None:
        """What is done; None where it cannot be, as it stands in the table of changes."""


class MobileCalls:
    """Calls the mobiles."""

    def __init__(
        self,
        send: Callable[[Request], None],
        trunk: str,
        boards: Boards,
        clock: Callable[[], float],
        shows: bool,
    ):
        """`trunk` is host and port; `shows` lets the demo's telephones show what they are told."""
        self._send, self._trunk, self._boards = send, trunk, boards
        self._clock, self._shows = clock, shows

    def call(self, wanted: MobileCall) -> None:
        """Ask the engine, unless it is too late."""
        if self._clock() - wanted.asked > LATE_SECONDS:
            log.warning("a call to a mobile was asked for too long ago and is not made")
            return
        script = wanted.script() if wanted.language in TONGUES else None
        if script is None:
            log.error("a call to a mobile cannot be made as it stands in the table of changes")
            return
        self._send(self._request(wanted, script))

    def _request(self, wanted: MobileCall, script: Script) -> Request:
        variables = {**script.variables, "TONGUE": wanted.language}
        if self._shows and script.code is not None:
            variables[SHOWN_IN_DEMO] = script.code
        shown = self._number_of(wanted.customer)
        query = {
            "endpoint": endpoint(wanted.mobile, self._trunk),
            "context": script.context,
            "extension": script.extension,
            "priority": "1",
            "callerId": f"<{shown}>" if shown else '"Anonymous" <anonymous>',
            "timeout": str(RING_SECONDS),
        }
        path = f"channels/{script.name}-{wanted.seq}"
        return Request("POST", path, query, {"variables": variables})

    def _number_of(self, customer: int) -> PhoneNumber | None:
        """The first main number of a customer, where there is one."""
        found = self._boards.customers.get(customer)
        numbers = found.board.house.routes.document.main_numbers if found else ()
        return numbers[0].number if numbers else None
