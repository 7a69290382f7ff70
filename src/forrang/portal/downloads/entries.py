"""«Last ned»: the entries of a list as a file, with the filter in force, and a file to begin with.

What is downloaded can be pasted back, and is then unchanged.
"""

import re
from collections.abc import Iterator

from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from forrang.domain.number_span import NumberSpan
from forrang.domain.points import PointId
from forrang.portal.access import for_administrators, with_vip_service
from forrang.portal.converters import PointConverter
from forrang.portal.downloads.files import Cell, Rows, csv_file, local_time, xlsx_file
from forrang.portal.tenancy import PersonRequest
from forrang.portal.vip_list.page import asked, list_of
from forrang.portal.vip_list.words import as_typed, compared
from forrang.storage.models import VipEntry
from forrang.storage.vip_pages import entry_blocks, to_look_at

_WIDTHS = (26, 28, 36, 12, 24, 18)


@for_administrators
@with_vip_service
def as_csv(request: PersonRequest, point: PointId) -> StreamingHttpResponse:
    """The entries that the page would show, all pages of them, as CSV."""
    return csv_file(*_asked(request, point))


@for_administrators
@with_vip_service
def as_xlsx(request: PersonRequest, point: PointId) -> StreamingHttpResponse:
    """The same as XLSX."""
    return xlsx_file(*_asked(request, point), _WIDTHS)


@for_administrators
@with_vip_service
def example(request: PersonRequest, point: PointId) -> StreamingHttpResponse:
    """A list to write one's own into: a number, a series, all that begin so, and one from abroad."""
    request.person.point(point)
    until = timezone.localdate().replace(month=12, day=31)
    rows: Rows = [
        ("411 11 111", _("Large Customer"), _("The important one"), None),
        ("22 99 00 00-99", _("A company"), _("All of its numbers"), None),
        ("22 98*", _("A house"), _("All that begin so"), until.replace(year=until.year + 1)),
        ("+46 8 000 00 10", _("A supplier in Sweden"), None, None),
    ]
    return xlsx_file(_("vip-list-example"), _head()[:4], iter([rows]), _WIDTHS[:4])


def _asked(request: PersonRequest, point: PointId) -> tuple[str, list[str], Iterator[Rows]]:
    """The name of the file, its head, and its rows."""
    if request.person.point(point).vip is None:
        raise Http404
    the_list, today = list_of(request.person, point), timezone.localdate()
    seen, look = asked(request), to_look_at(the_list, today)
    blocks = entry_blocks(the_list, today, look, seen.wanted, seen.which)
    name = _("vip-list")
    return (
        f"{name}-{_in_a_file_name(point)}-{today}",
        _head(),
        ([_row(one) for one in block] for block in blocks),
    )


def _in_a_file_name(point: PointId) -> str:
    """`4722334455`, and with keys `4722334455-2-star`."""
    return re.sub("/keys/|[.]", "-", PointConverter().to_url(point))


def _head() -> list[str]:
    """The first four are what `pasted_lines` knows as headings."""
    known = [_("Number"), _("Name"), _("Note"), _("Last day")]
    return [*known, _("Compared as"), _("Last called")]


def _row(row: VipEntry) -> tuple[Cell, ...]:
    span = NumberSpan(row.low, row.high, row.digits)
    called = local_time(row.last_called)
    return (as_typed(row), row.name, row.note, row.last_day, compared(span), called)
