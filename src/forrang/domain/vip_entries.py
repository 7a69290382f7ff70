"""The numbers of a VIP list as the exchange holds them: small, and quick to ask.

A million entries are asked at each call's door, so they are two sorted arrays: a number packed in
8 bytes, beside it the entry's id and last day packed in 8 more. Ranges and prefixes lie in a table
of their own (`span_table`). A changed entry goes into an overlay at once and is merged when the
overlay grows, so one change never reads the list again. Names and notes stay in the database: no
decision needs them.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from forrang.domain.number_span import NumberSpan, line_up
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.span_table import Span, SpanTable

OVERLAY_LIMIT = 5_000
"""Changes kept beside the arrays before they are merged; the merge copies slices, some ms."""

_DAY_BITS = 16
_LATEST_DAY = (1 << _DAY_BITS) - 1
_EPOCH = date(1970, 1, 1).toordinal()
_GONE = -1


def day_number(day: date) -> int:
    """Days since 1970; what a last day is compared as. Days before 1970 count as its second day,
    which is past too, and those after 6 June 2149 as that one: 0 says that there is none, and there
    is room for no more.
    """
    return max(1, min(day.toordinal() - _EPOCH, _LATEST_DAY))


@dataclass(frozen=True, slots=True)
class Found:
    """The entry that covers a number."""

    entry: int
    "The entry's id."
    expired: bool
    "Whether its last day is past: then it says why the caller is no VIP."


class VipEntries:
    """The entries of one list. Not thread-safe; built in a thread, then handed over whole."""

    __slots__ = ("_numbers", "_overlay", "_refs", "_spans")

    def __init__(self, numbers: "array[int] | None" = None, refs: "array[int] | None" = None):
        """`numbers` sorted, packed; `refs` beside it. Both are kept, not copied."""
        self._numbers = array("Q") if numbers is None else numbers
        self._refs = array("Q") if refs is None else refs
        self._overlay: dict[int, int] = {}
        self._spans = SpanTable()

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[int, int, int, int, int]]) -> Self:
        """From rows of (low, high, digits, entry id, last day number or 0), sorted by the first
        three: the order in which the database keeps them.
        """
        entries = cls()
        numbers, refs = entries._numbers, entries._refs
        for low, high, digits, entry, last_day in rows:
            if low == high and digits:
                numbers.append(low << 4 | digits)
                refs.append(entry << _DAY_BITS | last_day)
            else:
                entries._spans.put(low, high, digits, entry << _DAY_BITS | last_day)
        return entries

    def __len__(self) -> int:
        self.merge()
        return len(self._numbers) + len(self._spans)

    def find(self, number: PhoneNumber, today: int) -> Found | None:
        """The entry that covers `number`; one in force on day `today` before an expired one, the
        whole number before a range, the narrow range before the wide.
        """
        place = line_up(number)
        ref = self._exact(place << 4 | len(number) - 1)
        if ref is not None and not _expired(ref, today):
            return Found(ref >> _DAY_BITS, expired=False)
        span_ref = self._spans.narrowest(
            place, len(number) - 1, lambda one: not _expired(one, today)
        )
        if span_ref is not None and (ref is None or not _expired(span_ref, today)):
            ref = span_ref
        return None if ref is None else Found(ref >> _DAY_BITS, _expired(ref, today))

    def put(self, span: NumberSpan, entry: int, last_day: int) -> None:
        """Add the entry, or give the one with this span another last day (0: none)."""
        ref = entry << _DAY_BITS | last_day
        if span.is_number:
            self._overlay[span.low << 4 | span.digits] = ref
            if len(self._overlay) > OVERLAY_LIMIT:
                self.merge()
        else:
            self._spans.put(span.low, span.high, span.digits, ref)

    def remove(self, span: NumberSpan) -> None:
        """Take the entry with this span away; nothing happens when there is none."""
        if span.is_number:
            self._overlay[span.low << 4 | span.digits] = _GONE
            if len(self._overlay) > OVERLAY_LIMIT:
                self.merge()
        else:
            self._spans.remove(span.low, span.high, span.digits)

    def merge(self) -> None:
        """Lay the overlay into the arrays: slices between the changes are copied whole."""
        if not self._overlay:
            return
        numbers, refs, start = array("Q"), array("Q"), 0
        for packed in sorted(self._overlay):
            end = bisect_left(self._numbers, packed, start)
            numbers.extend(self._numbers[start:end])
            refs.extend(self._refs[start:end])
            start = end + (end < len(self._numbers) and self._numbers[end] == packed)
            if (ref := self._overlay[packed]) != _GONE:
                numbers.append(packed)
                refs.append(ref)
        numbers.extend(self._numbers[start:])
        refs.extend(self._refs[start:])
        self._numbers, self._refs = numbers, refs
        self._overlay = {}

    def arrays(self) -> tuple["array[int]", "array[int]", list[Span]]:
        """Numbers, refs and spans, merged: what a file on disk holds."""
        self.merge()
        return self._numbers, self._refs, list(self._spans)

    @classmethod
    def from_arrays(
        cls,
        numbers: "array[int]",
        refs: "array[int]",
        spans: Iterable[Span],
    ) -> Self:
        """The opposite of `arrays`."""
        entries = cls(numbers, refs)
        for span in spans:
            entries._spans.put(*span)
        return entries

    def _exact(self, packed: int) -> int | None:
        ref = self._overlay.get(packed)
        if ref is not None:
            return None if ref == _GONE else ref
        at = bisect_left(self._numbers, packed)
        if at < len(self._numbers) and self._numbers[at] == packed:
            return self._refs[at]
        return None


def _expired(ref: int, today: int) -> bool:
    last_day = ref & _LATEST_DAY
    return 0 < last_day < today
