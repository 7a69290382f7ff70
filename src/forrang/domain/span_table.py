"""The ranges and prefixes of a VIP list, quick to ask however wide one of them is.

Spans are kept by *scale*: those of one scale are of about the same width, at least 2^(n-1) and less
than 2^n numbers wide. Within a scale they are sorted by where they begin, so the few that may cover
a number lie side by side, just left of it. A lookup goes from the narrow scales to the wide and
stops at the first span in force: there are at most fifty scales, and seldom more than three. So one
prefix for a whole country costs the others nothing. Only ranges of one scale that lie over each
other at one place are gone through one by one.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator

from forrang.domain.number_span import fits

Span = tuple[int, int, int, int]
"low, high, digits (see `number_span`) and what is kept for it."

_LENGTH_BITS = 4


class SpanTable:
    """Spans, each with an integer. 24 bytes a span."""

    __slots__ = ("_scales",)

    def __init__(self) -> None:
        self._scales: dict[int, _Scale] = {}

    def __len__(self) -> int:
        return sum(len(scale.begins) for scale in self._scales.values())

    def __iter__(self) -> Iterator[Span]:
        for _, scale in sorted(self._scales.items()):
            for begin, high, kept in zip(scale.begins, scale.highs, scale.kept, strict=True):
                yield begin >> _LENGTH_BITS, high, begin & 15, kept

    def put(self, low: int, high: int, digits: int, kept: int) -> None:
        """Keep `kept` for a span, instead of what was kept for it."""
        bits = (high - low).bit_length()
        scale = self._scales.get(bits)
        if scale is None:
            scale = self._scales[bits] = _Scale()
            self._scales = dict(sorted(self._scales.items()))
        scale.put(low << _LENGTH_BITS | digits, high, kept)

    def remove(self, low: int, high: int, digits: int) -> None:
        """Forget a span; nothing happens when it is not there."""
        scale = self._scales.get((high - low).bit_length())
        if scale is not None:
            scale.remove(low << _LENGTH_BITS | digits, high)

    def narrowest(self, place: int, length: int, good: Callable[[int], bool]) -> int | None:
        """What is kept for the narrowest span that covers the number with this line-up and so many
        digits, and is `good`; else for the narrowest that is not; else None.
        """
        second: int | None = None
        for bits, scale in self._scales.items():
            found = sorted(scale.over(place, length, bits))
            for _, kept in found:
                if good(kept):
                    return kept
            if second is None and found:
                second = found[0][1]
        return second


class _Scale:
    """Spans of one scale: three columns, sorted by the first."""

    __slots__ = ("begins", "highs", "kept")

    def __init__(self) -> None:
        self.begins = array("Q")
        "The first number's line-up, packed with the digits."
        self.highs = array("Q")
        self.kept = array("Q")

    def put(self, begin: int, high: int, kept: int) -> None:
        at, there = self._find(begin, high)
        if there:
            self.kept[at] = kept
            return
        self.begins.insert(at, begin)
        self.highs.insert(at, high)
        self.kept.insert(at, kept)

    def remove(self, begin: int, high: int) -> None:
        at, there = self._find(begin, high)
        if there:
            del self.begins[at], self.highs[at], self.kept[at]

    def over(self, place: int, length: int, bits: int) -> Iterator[tuple[int, int]]:
        """Width and what is kept, of the spans that cover the number."""
        first = max(place - (1 << bits) + 1, 0) << _LENGTH_BITS
        for at in range(
            bisect_left(self.begins, first),
            bisect_left(self.begins, place + 1 << _LENGTH_BITS),
        ):
            high = self.highs[at]
            if high >= place:
                low, digits = self.begins[at] >> _LENGTH_BITS, self.begins[at] & 15
                if fits(low, high, digits, length):
                    yield high - low, self.kept[at]

    def _find(self, begin: int, high: int) -> tuple[int, bool]:
        """Where a span is, or belongs; whether it is there."""
        at = bisect_left(self.begins, begin)
        while at < len(self.begins) and self.begins[at] == begin:
            if self.highs[at] >= high:
                return at, self.highs[at] == high
            at += 1
        return at, False
