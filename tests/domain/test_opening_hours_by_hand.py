"""Every quarter of an hour of a year against an independent reading; `make hours`: of ten years."""

import os
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forrang.domain.open_or_closed import opening
from forrang.domain.opening_hours import OpeningHours
from forrang.domain.schema import Reader, read

from .hours_by_hand import WEEKDAYS, Year, easter

YEARS = int(os.environ.get("FORRANG_HOURS", "1"))
FIRST = 2028 if YEARS == 1 else 2027
"""A leap year; in the year before it 17 May is two holidays."""
OSLO, NEW_YORK = "Europe/Oslo", "America/New_York"
ALWAYS = {day: ["00:00-24:00"] for day in WEEKDAYS}


def _office(year: int) -> dict[str, Any]:
    return {
        "week": {
            **{day: ["08:00-16:00"] for day in ("mon", "wed", "thu")},
            "tue": ["08:00-12:00", "13:00-16:00"],
            "fri": ["08:00-12:00", "12:00-15:30"],
        },
        "exceptions": [
            {
                "from": f"{year}-12-24",
                "to": f"{year}-12-24",
                "open": ["08:00-12:00"],
                "text": "Julaften",
            }
        ],
    }


def _night(year: int) -> dict[str, Any]:
    return {"week": {day: ["22:00-24:00", "00:00-06:00"] for day in WEEKDAYS}, "holidays": "open"}


def _small_hours(year: int) -> dict[str, Any]:
    """Times that are skipped in March, and come twice in the autumn."""
    week = {"sun": ["01:45-02:15", "02:20-02:40", "02:59-03:01"], "mon": ["00:00-00:01"]}
    return {"week": week, "holidays": "open"}


def _layers(year: int) -> dict[str, Any]:
    """Exceptions over holidays, over each other, and over days that are no ordinary ones."""
    sunday = easter(year)
    return {
        "week": {day: ["09:00-17:00"] for day in WEEKDAYS[:6]},
        "exceptions": [
            {"from": f"{year}-05-17", "to": f"{year}-05-17", "open": ["10:00-11:00"]},
            {"from": str(sunday - timedelta(8)), "to": str(sunday + timedelta(1)), "text": "Påske"},
            {
                "from": str(sunday - timedelta(3)),
                "to": str(sunday - timedelta(3)),
                "open": ["09:00-12:00", "12:00-12:01"],
                "text": "Skjærtorsdag",
            },
            {"from": f"{year}-02-28", "to": f"{year}-03-01", "open": ["00:00-24:00"]},
            {"from": f"{year}-07-01", "to": f"{year}-07-31", "text": "Ferie"},
            {"from": f"{year}-07-10", "to": f"{year}-07-12", "open": ["00:00-00:30"]},
            {"from": f"{year}-12-31", "to": f"{year + 1}-01-02", "open": ["00:00-24:00"]},
        ],
    }


def _always(year: int) -> dict[str, Any]:
    return {"week": ALWAYS}


def _far(year: int) -> dict[str, Any]:
    """One change, which comes into sight in the course of the year."""
    day = f"{year + 1}-06-15"
    return {
        "week": ALWAYS,
        "holidays": "open",
        "exceptions": [{"from": day, "to": day, "open": ["00:00-12:00"]}],
    }


def _never(year: int) -> dict[str, Any]:
    return {"week": {}}


def _by_hand(wall: str) -> dict[str, Any]:
    week = {day: ["00:00-01:30", "02:15-24:00"] for day in WEEKDAYS}
    return {"week": week, "holidays": "open", "closed_until": wall}


def _random(seed: str, year: int) -> dict[str, Any]:
    dice = random.Random(seed)
    new_year = date(year, 1, 1)
    exceptions = []
    for number in range(dice.randrange(12)):
        first = new_year + timedelta(dice.randrange(-5, 760))
        last = first + timedelta(dice.choice([0, 0, 0, 1, 9, 40]))
        exceptions.append(
            {
                "from": str(first),
                "to": str(last),
                "open": _random_spans(dice),
                **({"text": f"Avvik {number}"} if dice.random() < 0.7 else {}),
            }
        )
    plain: dict[str, Any] = {
        "week": {day: _random_spans(dice) for day in WEEKDAYS if dice.random() < 0.8},
        "holidays": dice.choice(["open", "closed"]),
        "exceptions": exceptions,
    }
    if dice.random() < 0.5:
        day = new_year + timedelta(dice.randrange(300))
        plain["closed_until"] = f"{day}T{_clock(dice.randrange(1440))}"
    return plain


def _random_spans(dice: random.Random) -> list[str]:
    times = sorted(dice.sample(range(0, 1441, dice.choice([1, 15, 60])), 2 * dice.randrange(4)))
    spans = [f"{_clock(a)}-{_clock(b)}" for a, b in zip(times[::2], times[1::2], strict=True)]
    dice.shuffle(spans)
    return spans


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _cases() -> Iterator[Any]:
    for year in range(FIRST, FIRST + YEARS):
        for zone in (OSLO, NEW_YORK):
            made = (_office, _night, _small_hours, _layers, _always, _far, _never)
            plains = {one.__name__.strip("_"): one(year) for one in made}
            for seed in range(3):
                plains[f"random-{seed}"] = _random(f"{zone} {year} {seed}", year)
            if zone == OSLO:
                for month, first in ((3, 25), (10, 25)):
                    days = (date(year, month, first) + timedelta(more) for more in range(7))
                    sunday = next(one for one in days if one.weekday() == 6)
                    plains[f"by-hand-{month}"] = _by_hand(f"{sunday}T02:20")
            for name, plain in plains.items():
                yield pytest.param(plain, zone, year, id=f"{year}-{zone.split('/')[1]}-{name}")


@pytest.mark.timeout(600)  # 35,000 comparisons, on a machine that may be busy
@pytest.mark.parametrize(("plain", "zone", "year"), list(_cases()))
def test_every_quarter_of_an_hour(plain: dict[str, Any], zone: str, year: int) -> None:
    hours, clock = read(OpeningHours, plain, Reader()), ZoneInfo(zone)
    by_hand = Year(plain, zone, year)
    for at in by_hand.quarters():
        now = opening(hours, by_hand.times[at], clock)
        assert (now.open, now.why, now.text, now.until) == by_hand.at(at), by_hand.times[at]
