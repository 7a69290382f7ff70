"""When a call last came from an entry of a VIP list: kept with the entry, so that no page asks it of
a million calls.

1. Who writes the record of a call tells the entries that cover its caller.
2. Who writes an entry for numbers that the list had not asks the records for them.
3. Both hold the customer's row until they commit, so neither misses what the other writes.

A list counts the calls to its own main number, or those that stood last at its key, whether they were
VIPs' then or not.
"""

from collections.abc import Collection, Iterable

from django.db import connection

from forrang.domain.number_span import line_up
from forrang.domain.phone_number import MAX_DIGITS, PhoneNumber
from forrang.domain.points import PointId
from forrang.storage import models
from forrang.storage.one_of import one_of

Came = tuple[int, PointId, PhoneNumber, float]
"""Customer, point, caller, and when; UTC seconds."""

_TELL = """
UPDATE vip_entry SET last_called = %s WHERE customer_id = %s AND list_id = %s
AND (last_called IS NULL OR last_called < %s)
"""
_TELL_NUMBER = f"{_TELL} AND low = %s AND high = %s AND digits IN (%s, %s)"
_TELL_SERIES = f"""{_TELL} AND high > low AND low <= %s AND high >= %s
AND (digits = %s OR (digits = 0 AND %s >= 15 - length(CAST(high - low AS text))))
"""
"""The second is `number_span.fits` in SQL."""

_NEWEST = """
SELECT max(c.arrived + 0) FROM call_record c
WHERE c.customer_id = e.customer_id
AND e.list_id IN (c.main_number || '', c.main_number || '/' || c.keys)
"""
"""Asked by caller, of whom few calls come: `||` and `+` keep other indexes out, by which the main
number's calls would be read one by one."""
_OF_NUMBER = f"""{_NEWEST} AND c.caller = '+' || substr(CAST(e.low AS text), 1,
    CASE WHEN e.digits > 0 THEN e.digits ELSE 15 END)
"""
_OF_SERIES = f"""{_NEWEST}
AND c.caller <= '+' || CAST(e.high AS text)
AND c.caller >= '+' || substr(CAST(e.low AS text), 1, CASE WHEN e.digits > 0 THEN e.digits
    ELSE 15 - length(CAST(e.high - e.low AS text)) END)
AND (e.digits = 0 OR length(c.caller) = e.digits + 1)
"""
_ASK = """
UPDATE vip_entry SET last_called = found.newest
FROM (SELECT e.id, ({newest}) AS newest FROM vip_entry e WHERE {which}) found
WHERE vip_entry.id = found.id AND vip_entry.last_called IS DISTINCT FROM found.newest
"""


def hold_customers(customers: Collection[int]) -> None:
    """Wait until nobody else writes entries of these customers, and let nobody until the transaction
    ends.
    """
    rows = models.Customer.objects.select_for_update().filter(pk__in=customers)
    list(rows.order_by("pk").values_list("pk"))


def tell_entries(calls: Iterable[Came]) -> None:
    """Tell the entries that cover these callers. The customers are held."""
    newest: dict[tuple[int, PointId, PhoneNumber], float] = {}
    for customer, point, caller, at in calls:
        key = customer, point, caller
        newest[key] = max(at, newest.get(key, at))
    numbers: list[list[str | float]] = []
    series: list[list[str | float]] = []
    for (customer, point, caller), at in newest.items():
        what: list[str | float] = [at, customer, point, at]
        place, digits = line_up(caller), len(caller) - 1
        numbers.append([*what, place, place, digits, 0 if digits == MAX_DIGITS else digits])
        series.append([*what, place, place, digits, digits])
    with connection.cursor() as cursor:
        cursor.executemany(_TELL_NUMBER, numbers)
        cursor.executemany(_TELL_SERIES, series)


def ask_records(customer: int, list_id: str, lows: Iterable[int]) -> None:
    """Let the entries that begin at these places know when a call last came from them. The customer
    is held.
    """
    if not models.CallRecord.objects.filter(customer_id=customer).exists():
        return
    begins, places = one_of("e.low", set(lows), connection.vendor)
    which = f"e.customer_id = %s AND e.list_id = %s AND {begins}"
    with connection.cursor() as cursor:
        for newest, kind in ((_OF_NUMBER, "="), (_OF_SERIES, ">")):
            sql = _ASK.format(newest=newest, which=f"{which} AND e.high {kind} e.low")
            cursor.execute(sql, [customer, list_id, *places])


def ask_for_all() -> None:
    """The same for every entry that there is, whatever it knows."""
    with connection.cursor() as cursor:
        for newest, kind in ((_OF_NUMBER, "="), (_OF_SERIES, ">")):
            cursor.execute(_ASK.format(newest=newest, which=f"e.high {kind} e.low"))
