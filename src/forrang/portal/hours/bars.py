"""The bars beside the week: the same times once more, drawn."""

from collections.abc import Iterable
from dataclasses import dataclass

from forrang.domain.time_span import MINUTES, TimeSpan

WIDTH = 224
"""Of a bar, in the drawing's units."""
_MORNING, _EVENING = 6 * 60, 20 * 60


@dataclass(frozen=True, slots=True)
class Scale:
    """From when to when the bars reach."""

    start: int
    "Minutes from midnight."
    end: int
    "Minutes from midnight."

    def bar(self, spans: Iterable[TimeSpan]) -> list[tuple[str, str]]:
        """Where spans stand: from the left, and how wide."""
        return [(_units(self._at(one.start)), _units(self._at(one.end) - self._at(one.start)))
                for one in spans]  # fmt: skip

    @property
    def hours(self) -> list[tuple[str, str, str]]:
        """The hours that the axis names: where, their words, and on which side of that place."""
        step = 2 if self.end - self.start <= _EVENING - _MORNING else 4
        whole = range(self.start // 60, self.end // 60 + 1, step)
        return [(_units(self._at(one * 60)), f"{one:02}", self._side(one * 60)) for one in whole]

    def _at(self, minutes: int) -> float:
        return WIDTH * (minutes - self.start) / (self.end - self.start)

    def _side(self, minutes: int) -> str:
        if minutes == self.start:
            return "start"
        return "end" if minutes == self.end else "middle"


def scale_of(week: Iterable[Iterable[TimeSpan]]) -> Scale:
    """The ordinary day, or the whole one when somebody opens earlier or closes later."""
    spans = [one for day in week for one in day]
    usual = all(one.start >= _MORNING and one.end <= _EVENING for one in spans)
    return Scale(_MORNING, _EVENING) if usual else Scale(0, MINUTES)


def _units(value: float) -> str:
    return f"{value:.1f}"
