"""Every test of storage runs on SQLite and on PostgreSQL, each in an empty database."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from .postgresql import server

hypothesis.settings.register_profile("forrang", deadline=None)  # a slow machine is no fault
hypothesis.settings.load_profile("forrang")


def _start_django() -> None:
    """Before any test module imports a model; what is set for it stays in this process."""
    before = os.environ.copy()
    folder = os.environ["FORRANG_DATA"] = tempfile.mkdtemp(prefix="forrang-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.pop("DATABASE_URL", None)
    from forrang.site.database import start_django

    start_django()
    os.environ.clear()
    os.environ.update(before)


Run = Callable[..., tuple[int, str, str]]
"""Runs a command: its words in; exit status, output and errors out."""

_start_django()

from django.conf import settings  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import override_settings  # noqa: E402

from forrang.site.database import prepare_database  # noqa: E402
from forrang.site.database_url import database_settings  # noqa: E402
from laws.kept_sizes import assert_kept_sizes  # noqa: E402


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server's DATABASE_URL."""
    # a short path: a Unix socket's has little more than a hundred characters
    with (
        tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder,
        server(Path(folder)) as url,
    ):
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The DATABASE_URL of a migrated database, which Django uses from here on."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/forrang.sqlite3"
    else:
        url = request.getfixturevalue("postgresql_url")
    _use(url)
    prepare_database()
    yield url
    connection.close()


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[str]:
    """An empty database; its DATABASE_URL."""
    tables = connection.introspection.django_table_names(only_existing=True)
    sql = connection.ops.sql_flush(
        no_style(), sorted(tables), reset_sequences=True, allow_cascade=True
    )
    connection.ops.execute_sql_flush(sql)
    with override_settings(FORRANG_DATA=tmp_path):
        yield database_url
        assert_kept_sizes()
    connection.close()


@pytest.fixture
def forrang(
    database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """The commands, on the database."""
    monkeypatch.setenv("DATABASE_URL", database)
    from forrang.cli.main import main

    def run(*words: object) -> tuple[int, str, str]:
        status = main([str(word) for word in words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def _use(url: str) -> None:
    connection.close()
    found: Any = database_settings(url)
    connections.databases["default"] = {**settings.DATABASES["default"], **found}
    del connections["default"]


@pytest.fixture
def exactly_queries() -> Callable[[int], Any]:
    """Asserts how many queries a block makes."""

    @contextmanager
    def exactly(count: int) -> Iterator[None]:
        connection.ensure_connection()
        made: list[str] = []

        def note(execute: Any, sql: str, *rest: Any) -> Any:
            made.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            yield
        assert len(made) == count, "\n".join(made)

    return exactly
