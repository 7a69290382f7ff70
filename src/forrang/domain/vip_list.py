"""VIP lists: whose calls come first, who answers them, and the key that orders every line.

The exchange never carries a list's entries in a setup: there may be a million of them. In a
document they stand here; in the database they are rows, in the exchange two sorted arrays
(`vip_entries`).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from forrang.domain.answer_group import Ringing
from forrang.domain.destination import Destination
from forrang.domain.fields import NAME_LENGTH, Form, Plain, text_up_to, written
from forrang.domain.number_span import EntryKind, NumberSpan, parse_span
from forrang.domain.opening_hours import OpeningHours
from forrang.domain.phone_number import PhoneNumber

ALWAYS_FIRST = 1e10
"""The head start of «alltid først»; seconds (some 317 years).

Finite on purpose: the key stays one ordinary number, which JSON carries and which still orders two
VIPs by their arrival. At this size a float resolves two microseconds.
"""


def queue_key(arrived: float, head_start: float) -> float:
    """The number by which a call stands in line; the smallest is first (rule 4).

    `arrived` is UTC seconds, `head_start` seconds. The key changes only when the caller's class
    does, so a place is this one number, kept through restarts and lost lines.
    """
    return arrived - head_start


@dataclass(frozen=True, slots=True)
class Answerer:
    """One who may be offered a VIP's call: an employee or a whole group; exactly one is given."""

    employee: PhoneNumber | None = None
    "The employee's mobile number."
    group: str | None = None
    "The group's name; it stands for its members, in its order."


def _read_typed(plain: Plain) -> str:
    if isinstance(plain, int) and not isinstance(plain, bool):
        return str(plain)  # digits without quotation marks
    if not isinstance(plain, str) or not plain.strip():
        raise ValueError("a telephone number is expected here, in quotation marks")
    if len(plain) > NAME_LENGTH:
        raise ValueError(f"at most {NAME_LENGTH} characters are expected")
    return plain.strip()


_TYPED = Form(_read_typed, str)


@dataclass(frozen=True, slots=True)
class Entry:
    """Numbers on a VIP list; exactly one of `number`, `range` and `prefix` is given."""

    number: str | None = written(_TYPED, None)
    "One whole number, as typed."
    range: str | None = written(_TYPED, None)
    "From first to last, as typed; the last may be shortened to the digits that differ."
    prefix: str | None = written(_TYPED, None)
    "Everything that begins so, as typed."
    name: str | None = None
    "Who that is."
    note: str | None = text_up_to(2000)
    "What colleagues should know."
    last_day: date | None = None
    "In force through it, in the customer's time zone; None: without end."

    @property
    def kind(self) -> EntryKind:
        """Which of the three it is."""
        if self.number is not None:
            return EntryKind.NUMBER
        return EntryKind.RANGE if self.range is not None else EntryKind.PREFIX

    @property
    def typed(self) -> str:
        """The text of it, as typed."""
        return self.number or self.range or self.prefix or ""

    def span(self) -> NumberSpan:
        """The numbers that it covers. Raises `NumberFault`."""
        return parse_span(self.kind, self.typed)


class HeadStart(StrEnum):
    """The one head start that is no number."""

    ALWAYS_FIRST = "always-first"


class Overflow(StrEnum):
    """The one overflow that is no number."""

    NEVER = "never"


def _read_head_start(plain: Plain) -> float:
    if plain == HeadStart.ALWAYS_FIRST:
        return ALWAYS_FIRST
    if isinstance(plain, bool) or not isinstance(plain, int | float) or not 0 <= plain <= 10_080:
        raise ValueError("always-first, or minutes from 0 to 10080, is expected here")
    return plain * 60.0


def _write_head_start(seconds: float) -> Plain:
    if seconds >= ALWAYS_FIRST:
        return str(HeadStart.ALWAYS_FIRST)
    minutes = seconds / 60
    return int(minutes) if minutes.is_integer() else minutes


def _read_overflow(plain: Plain) -> float | None:
    if plain == Overflow.NEVER:
        return None
    if isinstance(plain, bool) or not isinstance(plain, int | float) or not 0 <= plain <= 86_400:
        raise ValueError("never, or seconds from 0 to 86400, is expected here")
    return float(plain)


def _write_overflow(seconds: float | None) -> Plain:
    if seconds is None:
        return str(Overflow.NEVER)
    return int(seconds) if seconds.is_integer() else seconds


@dataclass(frozen=True, slots=True)
class VipWhenClosed:
    """VIPs who call outside the opening hours."""

    opening_hours: OpeningHours | None = None
    "When they are taken all the same; None: always."
    answerers: tuple[Answerer, ...] = ()
    "Who answers then; empty: the list's own."


@dataclass(frozen=True, slots=True)
class VipList:
    """How a point treats the callers on its VIP list. The list is known by its point."""

    on: bool = False
    "Whether «VIP-kø» is ticked."
    entries: tuple[Entry, ...] = ()
    "Who is on it, in a document; empty in a setup."
    answerers: tuple[Answerer, ...] = ()
    "Who answers, in order; empty: the ordinary answerers of the point."
    ringing: Ringing = field(default_factory=Ringing, metadata={"flat": True})
    "How they are asked; holds for a VIP call in overflow too."
    overflow_after: float | None = written(Form(_read_overflow, _write_overflow), 30.0)
    "Seconds until the ordinary answerers may be asked too; 0: at once; None: never."
    head_start: float = written(Form(_read_head_start, _write_head_start), ALWAYS_FIRST)
    "Seconds by which a VIP is taken to have come earlier."
    skips_menu: bool = True
    "Whether a VIP of the main number goes straight to the answerers, past a menu."
    overflow_to: str | None = None
    """The group that is asked too where the point has no ordinary answerers: a menu's main number,
    a number that is forwarded. None: nobody."""
    when_closed: "VipWhenClosed | None" = None
    "How VIPs are taken when the point is closed. None: like everybody."
    waited_too_long: Destination | None = None
    "Where a VIP goes after the longest wait. None: where everybody goes then."
