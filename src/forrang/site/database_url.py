"""DATABASE_URL as Django's database settings."""

from pathlib import Path
from typing import Any

_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
"Parts of a PostgreSQL address that Django has names of its own for."

CONNECT_SECONDS = 5
"""How long a server that hangs may keep one who wants to connect."""


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///path` or `postgresql://user:password@host:port/name`.

    Raises ValueError with a sentence for people.
    """
    if url.startswith("sqlite:///"):
        return _sqlite(Path(url.removeprefix("sqlite:///")))
    if url.startswith(("postgresql://", "postgres://")):
        return _postgresql(url)
    raise ValueError("DATABASE_URL begins with sqlite:/// or postgresql://")


def _sqlite(path: Path) -> dict[str, Any]:
    """WAL lets readers read while one writes. Every transaction begins as the writer: one that
    became it half-way would fail instead of waiting, and `storage.changes` lives on that lock.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,  # seconds: a list of 100,000 entries is loaded meanwhile
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    from psycopg import ProgrammingError  # only where it is used: it takes its time to import
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:  # its text would show the password
        raise ValueError(
            "DATABASE_URL cannot be read; it is like postgresql://user:password@host:port/name"
        ) from None
    named = {_NAMES[key]: value for key, value in parts.items() if key in _NAMES}
    if "NAME" not in named:
        raise ValueError("DATABASE_URL names no database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {
            "connect_timeout": CONNECT_SECONDS,
            **{key: value for key, value in parts.items() if key not in _NAMES},
        },
        **named,
    }
