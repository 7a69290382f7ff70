"""Spans of a day by the wall clock, as documents and people write them.

A document has a list of texts like 08:00-16:00. People type a line, and a day without a line is
closed:

    8-16
    0800-1130, 12.30–16.00
    0-24                         all day

A span ends on the day on which it begins, at 24:00 at the latest.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from forrang.domain.fields import Plain

MINUTES = 24 * 60
"""In a day, as the wall clock counts."""


@dataclass(frozen=True, slots=True, order=True)
class TimeSpan:
    """Part of a day; its beginning belongs to it and its end does not."""

    start: int
    "Minutes from midnight by the wall clock; from 0."
    end: int
    "Minutes from midnight; 1440 is the day's end."

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"


ALL_DAY = TimeSpan(0, MINUTES)


class WrongSpan(StrEnum):
    """What is wrong with spans; `text` is the place."""

    UNREADABLE = "unreadable"
    "`text` is no span."
    NO_TIME = "no-time"
    "`text` is no time of day, like 25:00."
    BACKWARDS = "backwards"
    "`text` ends before it begins; `other` is what was meant, perhaps."
    EMPTY = "empty"
    "`text` ends when it begins."
    OVERLAP = "overlap"
    "`text` and `other` have time in common."


_SENTENCES = {
    WrongSpan.UNREADABLE: "{text}: a span is written like 08:00-16:00",
    WrongSpan.NO_TIME: "{text} is no time of day",
    WrongSpan.BACKWARDS: "{text} ends before it begins; {other}?",
    WrongSpan.EMPTY: "{text} ends when it begins; all day is 00:00-24:00",
    WrongSpan.OVERLAP: "{text} and {other} overlap",
}


class SpanFault(ValueError):
    """A text that no spans can be made of; `str()` is a sentence for readers of documents."""

    def __init__(self, wrong: WrongSpan, text: str, other: str = ""):
        super().__init__(_SENTENCES[wrong].format(text=text, other=other))
        self.wrong = wrong
        self.text = text
        self.other = other


_WRITTEN = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)", re.ASCII)
_TYPED_TIME = r"(\d{1,2})(?:[.:]?(\d\d))?"
_TYPED = re.compile(rf"{_TYPED_TIME}\s*[-‐‑‒–—−]\s*{_TYPED_TIME}", re.ASCII)
_BETWEEN = re.compile(r"[,;]")


def typed_spans(text: str) -> tuple[TimeSpan, ...]:
    """The spans that somebody typed, in the order of the day; none for an empty text. Raises
    `SpanFault`.
    """
    parts = [one.strip() for one in _BETWEEN.split(text)]
    spans = in_order([_span(_TYPED, one) for one in parts if one])
    if text.strip() and not spans:
        raise SpanFault(WrongSpan.UNREADABLE, text.strip()[:40])
    return spans


def typed_time(text: str) -> int:
    """The time of day that somebody typed, like 15, 15:00 or 1500; minutes from midnight, 1440 for
    24:00. Raises `SpanFault`.
    """
    parts = re.fullmatch(_TYPED_TIME, text.strip(), re.ASCII)
    if parts is None:
        raise SpanFault(WrongSpan.NO_TIME, text.strip()[:40])
    return _minutes(parts[1], parts[2])


def read_spans(plain: Plain) -> tuple[TimeSpan, ...]:
    """The spans of a document's list, in the order of the day. Raises ValueError."""
    if not isinstance(plain, list) or not all(isinstance(one, str) for one in plain):
        raise ValueError('a list like ["08:00-16:00"] is expected here')
    return in_order([_span(_WRITTEN, one.strip()) for one in plain])


def write_spans(spans: tuple[TimeSpan, ...]) -> Plain:
    """The opposite of `read_spans`."""
    return [str(one) for one in spans]


def in_order(spans: list[TimeSpan]) -> tuple[TimeSpan, ...]:
    """The spans in the order of the day. Raises `SpanFault` when two of them overlap."""
    ordered = sorted(spans)
    for one, after in pairwise(ordered):
        if after.start < one.end:
            raise SpanFault(WrongSpan.OVERLAP, str(one), str(after))
    return tuple(ordered)


def _span(pattern: re.Pattern[str], text: str) -> TimeSpan:
    parts = pattern.fullmatch(text)
    if parts is None:
        raise SpanFault(WrongSpan.UNREADABLE, text[:40])
    span = TimeSpan(_minutes(parts[1], parts[2]), _minutes(parts[3], parts[4]))
    if span.end == 0 < span.start:  # who works until midnight writes it as 00:00
        raise SpanFault(WrongSpan.BACKWARDS, str(span), str(TimeSpan(span.start, MINUTES)))
    if span.end < span.start:
        raise SpanFault(WrongSpan.BACKWARDS, str(span), str(TimeSpan(span.end, span.start)))
    if span.end == span.start:
        raise SpanFault(WrongSpan.EMPTY, str(span))
    return span


def _minutes(hour: str, minute: str | None) -> int:
    minutes = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or minutes > MINUTES:
        raise SpanFault(WrongSpan.NO_TIME, f"{hour}:{minute or '00'}")
    return minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
