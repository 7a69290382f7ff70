"""The database connection, as the functions of this package use it.

They are called from threads that live as long as the process. A connection that broke meanwhile
must cost one call and not the thread, so each call begins by dropping what is broken or too old;
but within a transaction, which it would end.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connection

P = ParamSpec("P")
R = TypeVar("R")


def with_connection(function: Callable[P, R]) -> Callable[P, R]:
    """`function`, called with a connection that works, as far as one can know."""

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        if not connection.in_atomic_block:
            close_old_connections()
        return function(*args, **kwargs)

    return called


def on_postgresql() -> bool:
    """Whether the database is PostgreSQL; otherwise it is SQLite."""
    return connection.vendor == "postgresql"
