"""Places of callers who left the line unserved, or whose talk was cut (rule 9).

Who rings the same main number again within ten minutes has the old arrival time. It goes by the
number, so a withheld caller has no such memory.
"""

from collections import deque
from dataclasses import dataclass

from forrang.acd.events import PointId
from forrang.domain.phone_number import PhoneNumber

KEPT_SECONDS = 600.0
"""How long a place is kept."""


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """One caller's place."""

    until: float
    "Kept until then; UTC seconds."
    arrived: float
    "From when it counts."
    answerer: PhoneNumber | None
    "With whom the talk was cut."


class KeptPlaces:
    """The places, by number and main number; two callers from one number have two."""

    __slots__ = ("_ages", "_places")

    def __init__(self) -> None:
        self._places: dict[tuple[PhoneNumber, PointId], list[KeptPlace]] = {}
        self._ages: deque[tuple[float, PhoneNumber, PointId]] = deque()

    def keep(self, caller: PhoneNumber, point: PointId, place: KeptPlace) -> None:
        """Remember a place; forget those whose time is over."""
        now = place.until - KEPT_SECONDS
        while self._ages and self._ages[0][0] < now:
            _, old_caller, old_point = self._ages.popleft()
            self._sweep(old_caller, old_point, now)
        self._places.setdefault((caller, point), []).append(place)
        self._ages.append((place.until, caller, point))

    def peek(self, caller: PhoneNumber, point: PointId, now: float) -> KeptPlace | None:
        """The oldest arrival kept for this caller; None when there is none."""
        kept = [one for one in self._places.get((caller, point), ()) if one.until >= now]
        return min(kept, key=lambda one: one.arrived, default=None)

    def take(self, caller: PhoneNumber, point: PointId, now: float) -> KeptPlace | None:
        """As `peek`, and it is used up: one memory serves one call."""
        place = self.peek(caller, point, now)
        if place is not None:
            self._places[caller, point].remove(place)
            self._sweep(caller, point, now)
        return place

    def clear(self, caller: PhoneNumber, point: PointId) -> None:
        """Forget the caller: they were answered."""
        self._places.pop((caller, point), None)

    def all(self) -> list[tuple[PhoneNumber, PointId, KeptPlace]]:
        """Every place, oldest memory first."""
        flat = [(who, at, one) for (who, at), kept in self._places.items() for one in kept]
        return sorted(flat, key=lambda item: (item[2].until, item[0], item[1], item[2].arrived))

    def _sweep(self, caller: PhoneNumber, point: PointId, now: float) -> None:
        kept = [one for one in self._places.get((caller, point), ()) if one.until >= now]
        if kept:
            self._places[caller, point] = kept
        else:
            self._places.pop((caller, point), None)
