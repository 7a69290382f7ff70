"""Checking promises by themselves: every night, and when a setup was saved while the exchange was
away. A thread of the portal's process.
"""

import logging
import threading

from django.db import Error

from forrang.portal.promises.checking import check
from forrang.site.exchange import Away
from forrang.storage.promise_notices import take_back_broken, tell_broken
from forrang.storage.promises import customers_due

EVERY_SECONDS = 10.0
"""How often one looks whether any is due."""
LONGEST_PAUSE = 120.0
"""Between two tries with the database away."""

log = logging.getLogger(__name__)


def check_due() -> None:
    """Check the promises of every customer of whom one is due, and tell who finds one broken."""
    for customer in customers_due():
        found = check(customer)
        if isinstance(found, Away):
            continue
        broken = [(one.kept.id, one.kept.promised.name) for one in found if one.breaks]
        take_back_broken(customer, [one.kept.id for one in found if one.holds])
        tell_broken(customer, broken)


def watch() -> None:
    """Go on doing that until the process ends."""
    threading.Thread(target=_watch, name="promises", daemon=True).start()


def _watch() -> None:
    pause, wait = EVERY_SECONDS, threading.Event()
    while not wait.wait(pause):
        try:
            check_due()
            pause = EVERY_SECONDS
        except Error as error:  # the database is away: it comes back
            pause = min(pause * 2, LONGEST_PAUSE)
            log.warning("promises wait for the database (%s)", type(error).__name__)
        except Exception:
            log.exception("promises could not be checked")
