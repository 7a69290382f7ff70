"""A law of every test that writes to a database: what is kept beside the VIP lists is how many entries
they have.
"""

from collections import Counter

from forrang.storage import models


def assert_kept_sizes() -> None:
    """Each list's kept size is the number of its rows, after whatever a test did."""
    counted = Counter(models.VipEntry.objects.values_list("customer_id", "list_id"))
    kept = Counter(
        {
            (one.customer_id, one.list_id): one.entries
            for one in models.VipListSize.objects.all()
            if one.entries
        }
    )
    assert kept == counted
