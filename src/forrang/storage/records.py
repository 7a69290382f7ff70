"""What the exchange wrote down: call records, presence, notices.

The exchange's ledger repeats a batch until it is written, so each line is written once however
often it comes: by its id, or, for presence, by its time.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import point_id
from forrang.storage import models
from forrang.storage.connection import with_connection
from forrang.storage.last_calls import hold_customers, tell_entries
from forrang.storage.models.notice import NoticeTo

log = logging.getLogger(__name__)

Line = dict[str, Any]
"A record as plain data; `kind` says which."

_TO_PROVIDER = {"trunk-fault"}
"Notices of these kinds concern the provider's lines; the others go to the customer's people."

_CALL = (
    "id", "main_number", "caller", "withheld", "vip", "arrived", "place_from", "ended",
    "waited_seconds", "answered_by", "outcome", "overtaken", "story",
)  # fmt: skip
"Fields of a call record that are kept under their own names."


@dataclass(frozen=True, slots=True)
class Presence:
    """Where somebody was logged in, logged out or paused when the exchange last wrote it."""

    mobile: PhoneNumber
    "Who."
    place: str
    "Where."
    state: str
    "in, out or paused."
    until: float | None
    "When a pause ends; UTC seconds."
    at: float
    "Since when; UTC seconds."


@with_connection
def store_records(lines: Iterable[Line]) -> None:
    """Write lines of the kinds `CallRecord`, `PresenceChanged` and `Notice`, all or none. Lines
    that this database can never take are left out: they would hold back the others for ever.
    """
    customers = set(models.Customer.objects.values_list("pk", flat=True))
    by_kind: dict[str, list[Line]] = {kind: [] for kind in _STORE}
    for line in lines:
        kind, customer = line.get("kind"), line.get("customer")
        if kind in by_kind and customer in customers:
            by_kind[kind].append(line)
        else:
            log.error("a record is left out: kind %s, customer %s", kind, customer)
    with transaction.atomic():
        for kind, store in _STORE.items():
            store(by_kind[kind])


@with_connection
def presence_of(customer: int) -> list[Presence]:
    """What is known of who is logged in; who is in no row is logged in everywhere."""
    rows = models.Presence.objects.filter(customer_id=customer).order_by("mobile", "place")
    return [
        Presence(PhoneNumber(mobile), place, state, until, at)
        for mobile, place, state, until, at in rows.values_list(
            "mobile", "place", "state", "until", "at"
        )
    ]


@with_connection
def newest_calls(limit: int | None = None, customer: int | None = None) -> list[Line]:
    """Call records, newest first, with the customer's name; of all customers or of one."""
    rows = models.CallRecord.objects.order_by("-arrived")
    if customer is not None:
        rows = rows.filter(customer_id=customer)
    fields = (*_CALL, "keys", "why", "customer__name")
    return [{"customer": row.pop("customer__name"), **row} for row in rows.values(*fields)[:limit]]


def _store_calls(lines: list[Line]) -> None:
    new = _new(models.CallRecord, lines)
    hold_customers({line["customer"] for line in new})
    models.CallRecord.objects.bulk_create(
        [
            models.CallRecord(
                customer_id=line["customer"],
                why=line["standing"],
                keys=".".join(line.get("keys", "")) or None,  # older lines have none
                **{field: line[field] for field in _CALL},
            )
            for line in new
        ],
        batch_size=500,
    )
    tell_entries(
        (line["customer"], id, line["caller"], line["arrived"])
        for line in new
        if line["caller"]
        for id in {line["main_number"], point_id(line["main_number"], tuple(line.get("keys", "")))}
    )


def _store_presence(lines: list[Line]) -> None:
    """Older news never undoes newer: a batch that is repeated may come late."""
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO presence (customer_id, mobile, place, state, until, at)
               VALUES (%s, %s, %s, %s, %s, %s)
               ON CONFLICT (customer_id, mobile, place) DO UPDATE
               SET state = excluded.state, until = excluded.until, at = excluded.at
               WHERE excluded.at >= presence.at""",
            [
                [line[key] for key in ("customer", "mobile", "place", "state", "until", "at")]
                for line in lines
            ],
        )


def _store_notices(lines: list[Line]) -> None:
    models.Notice.objects.bulk_create(
        [
            models.Notice(
                id=line["id"],
                customer_id=line["customer"],
                to=NoticeTo.PROVIDER if line["notice"] in _TO_PROVIDER else NoticeTo.CUSTOMER,
                kind=line["notice"],
                mobile=line["mobile"],
                place=line["place"],
                at=line["at"],
            )
            for line in _new(models.Notice, lines)
        ],
        batch_size=500,
    )


def _new(model: type[models.CallRecord] | type[models.Notice], lines: list[Line]) -> list[Line]:
    """The lines that are not written yet, each once. Not left to the database to ignore: SQLite
    would ignore more than the double.
    """
    by_id = {line["id"]: line for line in lines}
    there = model.objects.filter(id__in=by_id).values_list("id", flat=True)
    return [by_id[id] for id in by_id.keys() - set(there)]


_STORE = {
    "CallRecord": _store_calls,
    "PresenceChanged": _store_presence,
    "Notice": _store_notices,
}
