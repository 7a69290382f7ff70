"""A customer's house as the stream tells it: a snapshot, then what changed."""

from collections.abc import Mapping
from typing import Any

from forrang.site.exchange import House

Frame = Mapping[str, Any]


class Following:
    """What is known of a house, frame by frame."""

    def __init__(self) -> None:
        self.house: House | None = None
        "As of the last frame; None before the first."
        self.at = 0.0
        "When that was; UTC seconds, by the exchange's clock."

    def take(self, frame: Frame, *, anew: bool) -> None:
        """One line of the stream. `anew`: it is a snapshot, and what was known before is over."""
        self.at = frame["at"]
        before = House(0, {}, {}) if anew or self.house is None else self.house
        gone = set(frame.get("gone", ()))
        calls = {id: one for id, one in before.calls.items() if id not in gone}
        calls |= frame.get("calls", {})
        self.house = House(
            version=frame.get("version", before.version),
            calls=dict(sorted(calls.items(), key=_place)),
            people={**before.people, **frame.get("people", {})},
        )


def _place(item: tuple[str, dict[str, Any]]) -> tuple[float, float, str]:
    id, call = item
    return call["key"], call["place_from"], id
