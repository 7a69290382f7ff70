"""Places of callers who left the line unserved, or whose talk was cut (rule 9).

Who rings the same main number again within ten minutes has the old arrival time. It goes by the
number, so a withheld caller has no such memory.
"""

from collections import deque
from dataclasses import dataclass

from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import PointId

KEPT_SECONDS = 600.0
"""How long a place is kept."""
_SWEPT_SECONDS = 86_400.0
"""When it is forgotten: a call asks as of when it came, and may hear menus meanwhile."""


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """One caller's place."""

    left: float
    "When its caller left; UTC seconds."
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
        """Remember a place; forget those whose time is long over."""
        old = place.left - _SWEPT_SECONDS
        while self._ages and self._ages[0][0] < old:
            _, old_caller, old_point = self._ages.popleft()
            self._sweep(old_caller, old_point, old)
        self._places.setdefault((caller, point), []).append(place)
        self._ages.append((place.left, caller, point))

    def peek(self, caller: PhoneNumber, point: PointId, came: float) -> KeptPlace | None:
        """The oldest arrival kept for a caller who came then; None when there is none."""
        kept = self._places.get((caller, point))
        if kept is None:
            return None
        fresh = [one for one in kept if one.left <= came <= one.left + KEPT_SECONDS]
        return min(fresh, key=lambda one: one.arrived, default=None)

    def use(self, caller: PhoneNumber, point: PointId, place: KeptPlace) -> None:
        """Use a place up: one memory serves one call."""
        kept = self._places[caller, point]
        kept.remove(place)
        if not kept:
            del self._places[caller, point]

    def clear(self, caller: PhoneNumber, point: PointId) -> None:
        """Forget the caller: they were answered."""
        self._places.pop((caller, point), None)

    def all(self) -> list[tuple[PhoneNumber, PointId, KeptPlace]]:
        """Every place, oldest memory first."""
        flat = [(who, at, one) for (who, at), kept in self._places.items() for one in kept]
        return sorted(flat, key=lambda item: (item[2].left, item[0], item[1], item[2].arrived))

    def _sweep(self, caller: PhoneNumber, point: PointId, old: float) -> None:
        kept = [one for one in self._places.get((caller, point), ()) if one.left >= old]
        if kept:
            self._places[caller, point] = kept
        else:
            self._places.pop((caller, point), None)
