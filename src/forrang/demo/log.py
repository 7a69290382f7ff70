"""What happened on the network, as values with the time of the event loop's clock."""

from dataclasses import dataclass

__all__ = [
    "Answered",
    "Cancelled",
    "Ended",
    "Event",
    "Forwarded",
    "Offered",
    "Placed",
    "Rang",
    "Refused",
]


@dataclass(frozen=True, slots=True)
class _Event:
    at: float
    "Seconds of the event loop's (monotonic) clock."

    call: str
    "Id of the leg that it happened to: the same in all events of one call here."

    number: str
    "Whose leg it is: the caller's number of an outside call, the telephone's own of an offer."


@dataclass(frozen=True, slots=True)
class Placed(_Event):
    """Somebody outside calls."""

    dialled: str
    "The number that they dialled."


@dataclass(frozen=True, slots=True)
class Rang(_Event):
    """The exchange says that it rings (180)."""


@dataclass(frozen=True, slots=True)
class Offered(_Event):
    """A telephone is offered a call."""

    shown: str
    "User part of the From: the number that the telephone shows."

    display: str
    "The name that it shows."


@dataclass(frozen=True, slots=True)
class Answered(_Event):
    """An outside call was answered by the exchange, or an offer by the telephone."""


@dataclass(frozen=True, slots=True)
class Refused(_Event):
    """The telephone said no."""

    status: int
    "The SIP status that it said no with."


@dataclass(frozen=True, slots=True)
class Forwarded(_Event):
    """The network forwards the call elsewhere."""

    to: str
    "The number that it goes to."


@dataclass(frozen=True, slots=True)
class Cancelled(_Event):
    """An offer was taken back before it was answered."""

    elsewhere: bool
    "Because somebody else answered: the telephone shows no missed call."


@dataclass(frozen=True, slots=True)
class Ended(_Event):
    """A leg is over."""

    cause: int
    "Q.850 cause; 0 when nothing was said."

    status: int
    "SIP status of an outside call that was refused; otherwise 0."

    by_us: bool
    "Whether this end hung up."


Event = Placed | Rang | Offered | Answered | Refused | Forwarded | Cancelled | Ended
