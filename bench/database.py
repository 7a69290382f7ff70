"""The database of an instance under test, written to from here as its portal would."""

import asyncio
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from forrang.demo.instance import Instance
from forrang.site.database import start_django

_thread = ThreadPoolExecutor(1, "storage")  # a connection belongs to a thread


async def in_storage(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function of storage in the thread that has the database."""
    return await asyncio.get_running_loop().run_in_executor(_thread, function, *arguments)


def use_database(instance: Instance) -> None:
    """Let Django in this process be on the instance's database, and wake its exchange."""
    os.environ["FORRANG_DATA"] = str(instance.data)
    start_django()
    from django.conf import settings
    from django.db import connections

    from forrang.site.database_url import database_settings

    url = instance.environment["DATABASE_URL"] or f"sqlite:///{instance.data / 'forrang.sqlite3'}"
    if "default" in connections.databases:
        connections["default"].close()
    connections.databases["default"] = {**settings.DATABASES["default"], **database_settings(url)}
    del connections["default"]
    settings.FORRANG_DATA = instance.data


def close_database() -> None:
    """Give the connection back before the database ends."""
    from django.db import connection

    connection.close()


def add_entries(customer: int, list_id: str, *numbers: str) -> None:
    """Add entries in one transaction, as one save does."""
    from django.db import transaction

    from forrang.domain.vip_list import Entry
    from forrang.storage.changes import append_changes
    from forrang.storage.entries import EntryList, change_entries

    with transaction.atomic():
        the_list = EntryList(customer, list_id)
        _, changes = change_entries(the_list, [Entry(number=one) for one in numbers], [], "bench")
        append_changes(changes)


Row = tuple[int, int, int]


def load_rows(customer: int, list_id: str, rows: Iterable[Row]) -> None:
    """Write entries straight into the table, from (low, high, digits), and say that the list is
    another: what remains is the exchange's work alone.
    """
    from django.db import connection, transaction

    from forrang.storage.changes import ChangeKind, append_changes
    from forrang.storage.entries import EntryList

    insert = (
        "INSERT INTO vip_entry (customer_id, list_id, kind, typed, low, high, digits, name, "
        "changed_by, changed) VALUES (%s, %s, 'number', '', %s, %s, %s, 'Stor Kunde', 'bench', "
        "CURRENT_TIMESTAMP)"
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.executemany(insert, ((customer, list_id, *row) for row in rows))
        append_changes([EntryList(customer, list_id).change(ChangeKind.LIST_REPLACED)])


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The server that the tests use; its DATABASE_URL."""
    sys.path.append(str(Path(__file__).parents[1] / "tests"))
    from storage.postgresql import server

    serve: Callable[[Path], object] = server
    with serve(folder) as url:  # type: ignore[attr-defined]
        yield url
