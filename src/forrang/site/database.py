"""Starting Django, and making the database ready."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import django

SETTINGS = "forrang.site.settings"
_LOCK = 0x6D696772617465  # "migrate": any number that nobody else locks


def start_django() -> None:
    """Make Django's models importable. Can be repeated."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()


def prepare_database() -> None:
    """Start Django; create the database's tables, or bring them up to date. Processes that start at
    once wait for the one that does it.
    """
    start_django()
    from django.core.management import call_command

    with _alone():
        if not is_up_to_date():
            call_command("migrate", verbosity=0, interactive=False)


def is_up_to_date() -> bool:
    """Whether every migration is applied."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock that only one process has. On SQLite it is taken before the first connection:
    two that make a new database at once would disturb each other.
    """
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            yield
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    else:
        with open(settings.FORRANG_DATA / "migrate.lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            _make_private(settings.DATABASES["default"]["NAME"])
            yield


def _make_private(path: Path) -> None:
    """Make a new SQLite file that only its owner reads; the files beside it take over its mode."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
