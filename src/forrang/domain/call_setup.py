"""Call setups: what a main number, or one choice of a menu, does with a call.

A setup goes to exactly one of: a telephone queue, a menu of key choices, another number, a message
and the end, or voicemail. A menu's choices are setups again, so both stand here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from forrang.domain.destination import Destination, Voicemail
from forrang.domain.fields import Form, Plain, bounded, keyed_by, written
from forrang.domain.opening_hours import OpeningHours
from forrang.domain.prompt import Prompt
from forrang.domain.vip_list import VipList

__all__ = [
    "KEY", "KEYS", "Announcements", "CallSetup", "Choice", "Destination", "Menu", "NobodyLoggedIn",
    "Queue", "Voicemail", "prompts_in",
]  # fmt: skip

KEYS = "1234567890*#"
"""The keys of a telephone, in the order in which a menu names them."""


class NobodyLoggedIn(StrEnum):
    """What happens to a call when nobody is logged in who may ever be offered it."""

    WAIT = "wait"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Announcements:
    """What a caller who waits is told by and by; the music goes on in between."""

    every_seconds: float = bounded(10, 3600, 45.0)
    "Between the end of one and the start of the next; seconds."
    position: bool = False
    "Whether the place in line is told: «du er nummer …». Never one that grew."
    expected_wait: bool = False
    """Whether it is told about how long it will take, where that can be said. Never longer than was
    told before."""
    comfort: tuple[Prompt, ...] = ()
    "Messages that are told one after the other, from the first again after the last."


@dataclass(frozen=True, slots=True)
class Callback:
    """Callers may hang up and keep their place: they are called back when their turn comes."""

    tries: int = bounded(1, 10, 3)
    "How often they are rung."
    retry_seconds: float = bounded(30, 3600, 300.0)
    "From one try to the next; seconds."


@dataclass(frozen=True, slots=True)
class Queue:
    """A waiting line and who takes from it."""

    group: str
    "The answer group: the point's ordinary answerers."
    max_wait_seconds: float = bounded(1, 86_400, 600.0)
    "The longest wait, counted from when the call stood in this line; seconds."
    max_waiting: int | None = bounded(0, 1_000_000, None)
    "How many ordinary calls may wait; one more is refused. None: as many as come."
    nobody_logged_in: NobodyLoggedIn = NobodyLoggedIn.WAIT
    "Whether a call waits on when nobody is logged in."
    overflow_to: str | None = None
    "The group that is asked too after `overflow_after`. None: nobody."
    overflow_after: float = bounded(0, 86_400, 60.0)
    "When that group is asked too, counted as the longest wait is; seconds."
    welcome: Prompt | None = None
    "What a caller is told when they come to stand in line."
    announcements: Announcements | None = None
    "What they are told while they wait. None: nothing."
    callback: Callback | None = None
    "Whether they may ask to be called back, by pressing 1. None: they may not."
    waited_too_long: "Destination | None" = None
    "Where a call goes after the longest wait. None: a tone, and the end."
    line_full: "Destination | None" = None
    "Where a call goes that is one too many. None: the same."
    all_logged_out: "Destination | None" = None
    "Where a call goes when nobody is logged in, and it does not wait. None: the same."


@dataclass(frozen=True, slots=True)
class CallSetup(Destination):
    """What is done with the calls of a main number, or of one choice of a menu: a destination, or
    one of these; exactly one is given, and `repeat` only on a choice.
    """

    queue: Queue | None = None
    "The telephone queue that the calls come to."
    menu: "Menu | None" = None
    "The menu that callers hear."
    repeat: bool = False
    "The menu is told again."


def _read_key(plain: Plain) -> str:
    key = str(plain)
    if isinstance(plain, bool) or len(key) != 1 or key not in KEYS:
        raise ValueError('a key is one of 0 to 9, "*" and "#"')
    return key


KEY = Form(_read_key, lambda key: int(key) if key.isdigit() else key)
"""One key of a telephone."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One key of a menu, and what it does."""

    key: str = written(KEY)
    "The key."
    name: str | None = None
    "What the customer calls it."
    setup: CallSetup = field(default_factory=CallSetup, metadata={"flat": True})
    "What it does with a call."
    vip: VipList | None = None
    "The VIP list of this key, if it ever had one."
    opening_hours: OpeningHours | None = None
    "When it is open; None: always."
    closed: Destination | None = None
    "What it does when closed. None: the standard message, and the end."


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu of key choices."""

    greeting: Prompt
    "What names the keys."
    choices: tuple[Choice, ...] = keyed_by("key")
    "The keys, always in the order of `KEYS`: a database need not keep another one."
    wait_seconds: float = bounded(1, 60, 6.0)
    "How long a key is waited for after the greeting; seconds."
    repeats: int = bounded(0, 5, 1)
    "How often it is told again when no key, or a wrong one, is pressed."
    otherwise: str | None = written(KEY, None)
    "The key that counts as pressed after that. None: a tone, and the end."

    def __post_init__(self) -> None:
        in_order = tuple(sorted(self.choices, key=lambda one: KEYS.index(one.key)))
        object.__setattr__(self, "choices", in_order)

    def choice(self, key: str) -> Choice | None:
        """What a key does; None for a key that does nothing."""
        return next((one for one in self.choices if one.key == key), None)


def prompts_in(value: Any) -> Iterator[Prompt]:
    """Every prompt in a part of a document."""
    if isinstance(value, Prompt):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from prompts_in(one)
    elif hasattr(value, "__dataclass_fields__"):
        for one in fields(value):
            yield from prompts_in(getattr(value, one.name))
