"""«Slik blir køen hvis en VIP ringer»: a line of invented callers, ordered by the rule that orders
every line.
"""

from dataclasses import dataclass

from forrang.domain.vip_list import ALWAYS_FIRST, queue_key

WAITED = (18, 9, 3)
"""Minutes that the others have waited."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody in the line of the example."""

    vip: bool
    "Whether it is the VIP, who calls now."
    called: float
    "When they called; UTC seconds."
    waited: int
    "Minutes that they have waited."


def line(now: float, head_start: float) -> list[Caller]:
    """The line, front first. `head_start`: seconds."""
    callers = [Caller(False, now - 60 * minutes, minutes) for minutes in WAITED]
    callers.append(Caller(True, now, 0))
    return sorted(callers, key=lambda one: queue_key(one.called, head_start if one.vip else 0.0))


def always_first(now: float) -> list[Caller]:
    """The line of a list that comes always first."""
    return line(now, ALWAYS_FIRST)


def place_of_vip(callers: list[Caller]) -> int:
    """Where the VIP stands, from 1."""
    return next(at for at, one in enumerate(callers, 1) if one.vip)
