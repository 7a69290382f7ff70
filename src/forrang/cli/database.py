"""Opening the database for a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from forrang.cli.fault import CommandFault


@contextmanager
def database() -> Iterator[None]:
    """The database, ready for use; Django's models can be imported inside. What a command cannot do
    because of it is one line.
    """
    from django.db import Error

    try:
        _prepare()
        yield
    except Error as error:
        first, *_ = str(error).splitlines() or [type(error).__name__]
        raise CommandFault(f"the database: {first}") from None


def _prepare() -> None:
    from forrang.site.database import prepare_database

    try:
        prepare_database()
    except (OSError, ValueError) as error:  # of a setting, or of the data directory
        raise CommandFault(f"the database cannot be opened: {error}") from None
