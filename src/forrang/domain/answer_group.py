"""Answer groups: who answers, in which order, and how long each is asked."""

from dataclasses import dataclass, field
from enum import StrEnum

from forrang.domain.destination import Destination, Voicemail
from forrang.domain.fields import bounded
from forrang.domain.phone_number import PhoneNumber


class Strategy(StrEnum):
    """How one of several free answerers is chosen (rule 6)."""

    IN_ORDER = "in-order"
    LONGEST_IDLE = "longest-idle"
    ROUND_ROBIN = "round-robin"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Ringing:
    """What is asked of an answerer: the settings that a group and a VIP list have in common."""

    strategy: Strategy = Strategy.IN_ORDER
    "Who of the free is asked first."
    ring_seconds: float = bounded(0.5, 600, 20.0)
    "How long one answerer's telephone rings; seconds."
    wrap_up_seconds: float = bounded(0, 3600, 0.0)
    "Rest after a talk, for every call; seconds."
    rest_seconds: float = bounded(0.5, 3600, 15.0)
    """Nobody is asked again for a call within this time of missing it; seconds. Never 0: a sole
    answerer who refuses would be asked without end."""
    pause_after_misses: int = bounded(0, 100, 0)
    "Misses in a row after which the employee is paused here; 0: never."


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """Employees who answer together."""

    name: str
    "What the group is called; one group of a customer has it."
    members: tuple[PhoneNumber, ...] = ()
    "The members' mobile numbers, in the group's order."
    ringing: Ringing = field(
        default_factory=lambda: Ringing(strategy=Strategy.LONGEST_IDLE), metadata={"flat": True}
    )
    "How its members are asked."
    voicemail: Voicemail | None = None
    """Where a call goes that waited for the group and leaves its line unserved, wherever that is,
    where its point and list say nothing else. None: a tone, and the end."""

    @property
    def unserved(self) -> Destination | None:
        """The same as a destination."""
        return None if self.voicemail is None else Destination(voicemail=self.voicemail)
