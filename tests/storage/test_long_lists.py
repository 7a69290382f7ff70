"""The benchmark's rows, fewer of them: every page of every filter is what reading all rows would give.

How long that takes `make bench-portal` says; here it is only right.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forrang.domain.document import read_document
from forrang.domain.number_span import NumberSpan, fits
from forrang.storage import call_log, models, vip_pages
from forrang.storage.call_log import Wanted, log_blocks, log_page
from forrang.storage.entries import EntryList
from forrang.storage.publish import publish
from forrang.storage.vip_pages import SOON, Which, entry_blocks, entry_page, to_look_at

sys.path.append(str(Path(__file__).parents[2] / "bench"))
from portal_rows import MAIN, OTHER, document, fill, number_at

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

TODAY = date.today()
Row = models.VipEntry


@pytest.fixture
def the_list(database: str) -> EntryList:
    """A list of 700 entries, and 2,000 calls."""
    customer = publish(read_document(document("seven-quiet-benches")), "bench").customer
    fill(customer, 700, 2_000)
    return EntryList(customer, MAIN)


def looks_wrong(rows: list[Row]) -> Callable[[Row], bool]:
    """Whether an entry should be looked at, by asking every series."""
    series = [one for one in rows if one.high > one.low]

    def wrong(one: Row) -> bool:
        if one.last_day is not None and one.last_day <= TODAY + SOON:
            return True
        span = NumberSpan(one.low, one.high, one.digits)
        return any(
            other.pk != one.pk
            and other.low <= span.low
            and span.high <= other.high
            and fits(other.low, other.high, other.digits, span.digits)
            and (other.last_day is None or other.last_day >= TODAY)
            for other in series
        )

    return wrong


def test_pages_and_blocks_of_each_filter(
    the_list: EntryList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vip_pages, "BLOCK", 64)
    rows = list(the_list.rows().order_by("-id"))
    look = to_look_at(the_list, TODAY)
    kept: dict[Which, Callable[[Row], bool]] = {
        Which.ALL: lambda one: True,
        Which.LOOK: looks_wrong(rows),
        Which.SOON: lambda one: bool(one.last_day and TODAY <= one.last_day <= TODAY + SOON),
        Which.NEVER: lambda one: one.last_called is None,
    }
    texts: dict[str, Callable[[Row], bool]] = {
        "": lambda one: True,
        "haug": lambda one: "haug" in f"{one.name} {one.note}".lower(),
        "åsen": lambda one: "åsen" in f"{one.name} {one.note}".lower(),
        f"+{number_at(50)}": lambda one: one.typed.replace(" ", "") == number_at(50)[2:],
    }
    for which, fits_filter in kept.items():
        for text, fits_text in texts.items():
            wanted = [one.pk for one in rows if fits_filter(one) and fits_text(one)]
            first = entry_page(the_list, TODAY, look, text, which)
            paged = [
                one.row.pk
                for number in range(1, first.pages + 1)
                for one in entry_page(the_list, TODAY, look, text, which, number).shown
            ]
            blocks = entry_blocks(the_list, TODAY, look, text, which)
            assert (first.count, paged) == (len(wanted), wanted), (which, text)
            assert [one.pk for block in blocks for one in block] == wanted, (which, text)
    assert 0 < len(look.ids) < 100 and look.covered and look.expired


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"main_number": OTHER},
        {"outcome": "gave-up"},
        {"vip": True},
        {"vip": True, "outcome": "gave-up"},
        {"caller": f"+{number_at(7)}"},
    ],
)
def test_the_log_page_by_page(
    the_list: EntryList, wanted: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_log, "BLOCK", 300)
    rows = models.CallRecord.objects.filter(customer_id=the_list.customer)
    sought = sorted(
        (
            (one["arrived"], one["id"])
            for one in rows.values("arrived", "id", *wanted)
            if all(one[name] == value for name, value in wanted.items())
        ),
        reverse=True,
    )
    page = log_page(the_list.customer, Wanted(**wanted))
    found = list(page.calls)
    while page.older:
        page = log_page(the_list.customer, Wanted(**wanted), older=page.older)
        found += page.calls
    assert [(one["arrived"], one["id"]) for one in found] == sought
    blocks = log_blocks(the_list.customer, Wanted(**wanted))
    assert [one["id"] for block in blocks for one in block] == [id for _, id in sought]
