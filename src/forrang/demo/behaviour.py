"""What a telephone of the outside world does with a call that is offered to it.

Each is a value; `Phone.does(…)` takes one per offer, and the last one stays.
"""

from dataclasses import dataclass

__all__ = [
    "BUSY",
    "BUSY_EVERYWHERE",
    "DECLINES",
    "GONE",
    "LINE_FAULT",
    "NO_SUCH_NUMBER",
    "OVERLOADED",
    "TIMED_OUT",
    "UNREACHABLE",
    "Answers",
    "Behaviour",
    "Forwards",
    "Progresses",
    "Redirects",
    "Refuses",
    "Rings",
    "Silent",
]


@dataclass(frozen=True, slots=True)
class Rings:
    """180 Ringing, until the caller gives up or somebody answers by hand."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Rings and is picked up."""

    after: float = 0.0
    "Seconds of ringing."

    talk: float | None = None
    "Seconds until it hangs up; `None` leaves that to the other side."


@dataclass(frozen=True, slots=True)
class Refuses:
    """A final answer that is no: busy, declined, unreachable, a fault of the line."""

    status: int
    "SIP status, 400 to 699."

    after: float = 0.0
    "Seconds of ringing before it; 0 does not ring at all."


BUSY = Refuses(486)
BUSY_EVERYWHERE = Refuses(600)
DECLINES = Refuses(603)
UNREACHABLE = Refuses(480)
NO_SUCH_NUMBER = Refuses(404)
GONE = Refuses(410)
TIMED_OUT = Refuses(408)
LINE_FAULT = Refuses(500)
OVERLOADED = Refuses(503)


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing: the network says 100 Trying, and no word comes from the telephone.

    A network that does not even say that is a network that is frozen (`Network.freeze`), or SIPp.
    """


@dataclass(frozen=True, slots=True)
class Progresses:
    """183 Session Progress and nothing more: a network that plays its own announcement."""


@dataclass(frozen=True, slots=True)
class Redirects:
    """302 Moved Temporarily: a telephone that asks the caller to call elsewhere."""

    number: str
    "The number in the Contact."


@dataclass(frozen=True, slots=True)
class Forwards:
    """The network forwards the call as a new call of its own, with the first caller's number.

    What the new call meets, the old one is told: it rings, is answered or is refused with it.
    """

    number: str
    "The number to which it goes: a main number of the exchange under test, mostly."

    diversion: bool = True
    "Whether the new call says who forwarded it (RFC 5806 `Diversion`). Many networks do not."

    history_info: bool = False
    "Whether it says so by RFC 7044 `History-Info`."


Behaviour = Rings | Answers | Refuses | Silent | Progresses | Redirects | Forwards
