"""Wakes the exchange after a commit. It also looks once a second, so nothing depends on this."""

import logging
import socket

from django.conf import settings
from django.db import connection, transaction

from forrang.storage.connection import on_postgresql

log = logging.getLogger(__name__)

CHANNEL = "forrang_change"
"The NOTIFY channel on PostgreSQL."


def wake_after_commit() -> None:
    """Wake the exchange when the open transaction is committed."""
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")  # delivered by the commit itself
    else:
        transaction.on_commit(_poke)


def _poke() -> None:
    """One datagram to the exchange's socket; an exchange that is away reads when it comes back."""
    path = settings.FORRANG_DATA / "poke.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as poke:
        poke.setblocking(False)
        try:
            poke.sendto(b"!", str(path))
        except OSError as error:  # away, or it has pokes enough
            log.debug("the exchange was not woken: %s", error)
