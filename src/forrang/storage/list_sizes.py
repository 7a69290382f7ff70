"""How many entries the VIP lists have: kept beside them, since every page of the portal shows it and a
database counts 100,000 rows one by one.

Whoever adds or removes entries says how many, in the same transaction.
"""

from django.db import connection

from forrang.storage import models
from forrang.storage.connection import with_connection

_RESIZE = """
INSERT INTO vip_list_size (customer_id, list_id, entries) VALUES (%s, %s, %s)
ON CONFLICT (customer_id, list_id)
DO UPDATE SET entries = vip_list_size.entries + excluded.entries
"""
_COUNT = """
INSERT INTO vip_list_size (customer_id, list_id, entries)
SELECT customer_id, list_id, count(*) FROM vip_entry GROUP BY customer_id, list_id
"""


def resize_list(customer: int, list_id: str, more: int) -> None:
    """So many entries were added; removed, when negative."""
    if more:
        with connection.cursor() as cursor:
            cursor.execute(_RESIZE, [customer, list_id, more])


def count_all_lists() -> None:
    """Count every list anew, after entries were written by other means."""
    models.VipListSize.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)


@with_connection
def list_sizes(customer: int) -> dict[str, int]:
    """The entries of each of a customer's lists by the list's id; a list that is missing has none."""
    rows = models.VipListSize.objects.filter(customer_id=customer)
    return dict(rows.values_list("list_id", "entries"))
