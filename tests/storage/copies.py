"""A database that is filled once, and copied for each test: that takes a fraction of filling it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Protocol


class Copies(Protocol):
    """The filled database, and the copy that tests use, one after another."""

    filled: str
    "DATABASE_URL of the one to fill. Nobody has it open when it is copied."
    url: str
    "DATABASE_URL of the copy."

    def renew(self) -> None:
        """Make the copy anew, also when somebody still has the last one open."""


class SqliteCopies:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._filled, self._copy = folder / "filled.sqlite3", folder / "forrang.sqlite3"
        self.filled, self.url = f"sqlite:///{self._filled}", f"sqlite:///{self._copy}"

    def renew(self) -> None:
        """Write all of it into the same file, which a thread of the last test may still have open."""
        with (
            closing(sqlite3.connect(self._filled)) as filled,
            closing(sqlite3.connect(self._copy)) as copy,
        ):
            copy.execute("PRAGMA synchronous = OFF")
            filled.backup(copy)


class PostgresqlCopies:
    """Databases of a server."""

    def __init__(self, server: str) -> None:
        import psycopg

        self.filled, self.url = (
            server.replace("/postgres?", f"/{name}?") for name in ("filled", "forrang")
        )
        self._server = psycopg.connect(server, autocommit=True)
        self._server.execute("CREATE DATABASE filled")

    def renew(self) -> None:
        """Copy it on the server."""
        self._server.execute("DROP DATABASE IF EXISTS forrang WITH (FORCE)")
        self._server.execute("CREATE DATABASE forrang TEMPLATE filled")

    def close(self) -> None:
        """Leave the server."""
        self._server.close()
