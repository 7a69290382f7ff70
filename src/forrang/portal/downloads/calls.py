"""«Last ned»: the calls of the log as a file, with the filter in force."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from forrang.portal.access import for_administrators
from forrang.portal.call_log.forms import CallsFilter
from forrang.portal.call_log.rows import Row, rows
from forrang.portal.downloads.files import Cell, Rows, csv_file, local_time
from forrang.portal.tenancy import Person, PersonRequest
from forrang.site.templatetags.forrang import number
from forrang.storage.call_log import log_blocks


@for_administrators
def as_csv(request: PersonRequest) -> StreamingHttpResponse:
    """The calls that the log would show, all pages of them. Of withheld callers there is no number."""
    person = request.person
    blocks = log_blocks(person.customer.pk, CallsFilter(request.GET, person).wanted)
    name = _("call-log")
    return csv_file(f"{name}-{timezone.localdate()}", _head(person), _rows(person, blocks))


def _head(person: Person) -> list[str]:
    head = [_("When"), _("Caller"), _("Caller's number"), _("Called"), _("Main number")]
    head += [_("Waited, seconds"), _("Answered by"), _("Outcome")]
    return [*head, _("VIP")] if person.vip_activated else head


def _rows(person: Person, blocks: Iterator[list[dict[str, object]]]) -> Iterator[Rows]:
    for block in blocks:
        yield [_row(person, one) for one in rows(person, block)]


def _row(person: Person, one: Row) -> tuple[Cell, ...]:
    call = one.call
    row: tuple[Cell, ...] = (
        local_time(call["arrived"]),
        one.who if one.named or not call["caller"] else None,
        number(call["caller"]) if call["caller"] else None,
        number(call["main_number"]),
        ", ".join(filter(None, (one.place, one.key))),
        round(call["waited_seconds"]),
        one.answered_by,
        one.outcome,
    )
    return (*row, _("yes") if one.vip else None) if person.vip_activated else row
