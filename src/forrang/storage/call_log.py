"""Call records as a log: filtered, newest first, page by page, quick however many there are.

A page is asked for by where it begins, not by its number, so the thousandth costs what the first
does; each filter has an index of its own with the time behind it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.connection import with_connection

PAGE = 50
"""Records on a page."""

BLOCK = 1_000
"""Records that are downloaded at a time."""

_EVER = 1e18

Call = dict[str, Any]

_ROW = (
    "id", "main_number", "keys", "caller", "withheld", "vip", "why", "arrived", "ended",
    "waited_seconds", "answered_by", "outcome", "overtaken",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls; None is all."""

    caller: PhoneNumber | None = None
    "From this number."
    main_number: PhoneNumber | None = None
    "To this number."
    keys: str | None = None
    "That stood last where these keys lead: `2.1`."
    outcome: str | None = None
    "That ended so."
    vip: bool | None = None
    "Of VIPs, or of others."
    day: tuple[float, float] | None = None
    "That came from the first time on and before the second; UTC seconds."


@dataclass(frozen=True, slots=True)
class Mark:
    """Between two calls of the log: at this one."""

    arrived: float
    id: str

    def __str__(self) -> str:
        return f"{self.arrived!r}_{self.id}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """From an address; None for what is none."""
        arrived, parted, id = text.partition("_")
        try:
            return cls(float(arrived), id) if parted else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Page:
    """Some calls, newest first."""

    calls: list[Call]
    "They."
    newer: Mark | None
    "After which there are newer ones."
    older: Mark | None
    "After which there are older ones."


@with_connection
def log_page(
    customer: int, wanted: Wanted, *, older: Mark | None = None, newer: Mark | None = None,
    most: int = PAGE,
) -> Page:  # fmt: skip
    """The newest calls; or those just older, or just newer, than a mark; `most` at once."""
    rows = models.CallRecord.objects.filter(customer_id=customer, **_filters(wanted))
    if newer is not None:
        rows = rows.filter(arrived__gte=newer.arrived)
        rows = rows.exclude(Q(arrived=newer.arrived, id__lte=newer.id)).order_by("arrived", "id")
    else:
        # With an end, if only that of all times, SQLite goes along the index even where it has been
        # told (ANALYZE) that almost all calls are this customer's; without one it sorts them all.
        rows = rows.filter(arrived__lte=_EVER if older is None else older.arrived)
        if older is not None:
            rows = rows.exclude(Q(arrived=older.arrived, id__gte=older.id))
        rows = rows.order_by("-arrived", "-id")
    found = list(rows.values(*_ROW)[: most + 1])
    more, found = len(found) > most, found[:most]
    if newer is not None:
        found.reverse()
    if not found:
        return Page([], None, None)
    first, last = (Mark(one["arrived"], one["id"]) for one in (found[0], found[-1]))
    has_newer = more if newer is not None else older is not None
    has_older = True if newer is not None else more
    return Page(found, first if has_newer else None, last if has_older else None)


def log_blocks(customer: int, wanted: Wanted) -> Iterator[list[Call]]:
    """All calls of a filter, newest first, some at a time; each block is a question of its own."""
    page = log_page(customer, wanted, most=BLOCK)
    yield page.calls
    while page.older is not None:
        page = log_page(customer, wanted, older=page.older, most=BLOCK)
        yield page.calls


@with_connection
def one_call(customer: int, id: str) -> Call | None:
    """A customer's call with its story; None when it is not theirs or not there."""
    rows = models.CallRecord.objects.filter(customer_id=customer, pk=id)
    found: Call | None = rows.values(*_ROW, "place_from", "story").first()
    return found


@with_connection
def newest_stories(customer: int, since: float, limit: int) -> list[Call]:
    """The newest calls that ended since then (UTC seconds), with their stories."""
    rows = models.CallRecord.objects.filter(customer_id=customer, ended__gte=since)
    return list(rows.order_by("-arrived").values(*_ROW, "story")[:limit])


def _filters(wanted: Wanted) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        name: value
        for name in ("caller", "main_number", "keys", "outcome")
        if (value := getattr(wanted, name)) is not None
    }
    if wanted.vip is not None:
        found["vip__in"] = [wanted.vip]  # `vip = 1` would be written `vip`, and find no index
    if wanted.day is not None:
        found |= {"arrived__gte": wanted.day[0], "arrived__lt": wanted.day[1]}
    return found
