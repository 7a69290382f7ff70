"""Norway's public holidays by year.

The library that knows them takes a tenth of a second and more to import, so nothing pays for it
that does not ask. Who must not wait when a call comes asks once beforehand.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that is a public holiday; 17 May can be two on one day."""

    day: date
    "The day."
    names: tuple[str, ...]
    "In Norwegian, sorted; one for each holiday that the day is."
    english: tuple[str, ...]
    "In English, sorted."

    @property
    def key(self) -> str:
        """What reasons carry for it: its day, like 2027-05-17."""
        return self.day.isoformat()


class Eve(StrEnum):
    """A day that is no holiday, and on which many close earlier."""

    CHRISTMAS = "christmas-eve"
    NEW_YEAR = "new-years-eve"


@cache
def holidays_of(year: int) -> dict[date, Holiday]:
    """The public holidays of a year, in their order."""
    from holidays.countries.norway import Norway  # see above

    norwegian, english = Norway(years=year, language="no"), Norway(years=year, language="en_US")
    return {
        day: Holiday(day, _sorted(norwegian.get_list(day)), _sorted(english.get_list(day)))
        for day in sorted(norwegian)
    }


def know_holidays(first: int, years: int = 3) -> None:
    """Have the holidays of some years at hand, so that who asks then does not wait for them."""
    for year in range(first, first + years):
        holidays_of(year)


def holiday(day: date) -> Holiday | None:
    """The public holiday that a day is."""
    return holidays_of(day.year).get(day)


def proposals(year: int) -> tuple[tuple[date, Eve], ...]:
    """The days of a year that may want an exception, in their order."""
    return (date(year, 12, 24), Eve.CHRISTMAS), (date(year, 12, 31), Eve.NEW_YEAR)


def _sorted(names: list[str]) -> tuple[str, ...]:
    return tuple(sorted(names))
