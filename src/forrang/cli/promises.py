"""What a loaded document does to the customer's promises. Loading is the provider's act and is not
refused: it is said what broke.
"""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from forrang.cli.database import database

if TYPE_CHECKING:
    from forrang.storage.publish import Published

WAIT_SECONDS = 3.0
"""How long the running exchange may take to have the document, its lists with it."""


def of_promises(published: "Published") -> Iterator[str]:
    """A line for each promise that is broken now, or one that says that they were not checked."""
    with database():
        from forrang.portal.promises.checking import check
        from forrang.site.exchange import AWAY, Away, calls_now
        from forrang.storage.promises import promises_of

        count = len(promises_of(published.customer))
        if not count or not published.changed:
            return
        until = time.monotonic() + WAIT_SECONDS
        house = calls_now(published.customer)
        while house and house.version < published.version and time.monotonic() < until:
            time.sleep(0.2)
            house = calls_now(published.customer)
        found = check(published.customer) if house else AWAY
    if isinstance(found, Away):
        yield f"{published.name}: {count} promises were not checked, since the exchange is away"
        return
    for one in found:
        if not one.holds:
            yield f"{published.name}: the promise «{one.kept.promised.name}» is broken"
