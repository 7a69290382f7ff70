"""Opening the database for a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forrang.cli.fault import CommandFault
from forrang.cli.settings import settings


@contextmanager
def database(*, existing: bool = False) -> Iterator[None]:
    """The database, ready for use; Django's models can be imported inside. What a command cannot do
    because of it is one line. With `existing`, for a command that only reads, none is made.
    """
    from django.db import Error

    try:
        if existing:
            _must_exist()
        _prepare()
        yield
    except Error as error:
        first, *_ = str(error).splitlines() or [type(error).__name__]
        raise CommandFault(f"the database: {first}") from None


def _must_exist() -> None:
    own = settings()
    path = own.database_url.removeprefix("sqlite:///")
    if path != own.database_url and not Path(path).exists():
        raise CommandFault(
            f"FORRANG_DATA: there is no instance in {own.data}; `forrang run` or `load` makes one"
        )


def _prepare() -> None:
    from forrang.site.database import prepare_database

    try:
        prepare_database()
    except OSError as error:  # of the data directory
        told = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        raise CommandFault(f"the database cannot be opened: {told}") from None
    except ValueError as error:  # of a setting
        raise CommandFault(f"the database cannot be opened: {error}") from None
