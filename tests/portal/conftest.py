"""The portal with the demo's two customers: Nordlys (Kari administers, Ola answers; VIP lists
activated) and Fjord (Per administers; not activated). Kari's world must never show Per's.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


def _start_django() -> None:
    """Before any test module imports a model; what is set for it stays in this process."""
    before = os.environ.copy()
    folder = os.environ["FORRANG_DATA"] = tempfile.mkdtemp(prefix="forrang-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.pop("DATABASE_URL", None)
    from forrang.site.catalogues import compile_catalogues
    from forrang.site.database import start_django

    compile_catalogues()
    start_django()
    os.environ.clear()
    os.environ.update(before)


_start_django()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from forrang.cli.load import load  # noqa: E402
from forrang.site.database import prepare_database  # noqa: E402
from forrang.site.database_url import database_settings  # noqa: E402
from forrang.storage.demo import DOCUMENTS  # noqa: E402
from forrang.storage.models import Customer  # noqa: E402
from forrang.storage.setups import CustomerSetup, current_setup  # noqa: E402
from laws.kept_sizes import assert_kept_sizes  # noqa: E402
from storage.copies import Copies, PostgresqlCopies, SqliteCopies  # noqa: E402
from storage.postgresql import server  # noqa: E402

from .cast import PASSWORDS  # noqa: E402

SECOND = '  - number: "22 33 44 66"'
"""With this Nordlys' second number begins, the last of the document."""


@pytest.fixture(scope="session", autouse=True)
def _light() -> Iterator[None]:
    """Quick password hashes, and static files under their own names."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={**settings.STORAGES, "staticfiles": plain},
    ):
        yield


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory, _light: None) -> Copies:
    """The demo's customers in a file."""
    return _loaded(SqliteCopies(tmp_path_factory.mktemp("portal")))


@pytest.fixture(scope="session")
def postgresql(_light: None) -> Iterator[Copies]:
    """The demo's customers on a server of these tests' own."""
    # a short path: a Unix socket's has little more than a hundred characters
    with (
        tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder,
        server(Path(folder)) as url,
    ):
        copies = PostgresqlCopies(url)
        yield _loaded(copies)
        connection.close()
        copies.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module with `ON_BOTH_DATABASES = True` is run on SQLite and on PostgreSQL."""
    both = getattr(metafunc.module, "ON_BOTH_DATABASES", False)
    if both and "database" in metafunc.fixturenames:
        metafunc.parametrize("database", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Copies:
    """What the tests' database is copied from: SQLite where the module asks for nothing else."""
    copies: Copies = request.getfixturevalue(getattr(request, "param", "sqlite"))
    return copies


@pytest.fixture
def customers(database: Copies, tmp_path: Path) -> Iterator[None]:
    """The demo's customers and nothing else, as they are loaded."""
    with _used(database.url):
        database.renew()
        with override_settings(FORRANG_DATA=tmp_path):
            yield
            assert_kept_sizes()


def _loaded(copies: Copies) -> Copies:
    """Load the demo's customers into the database that is copied."""
    with tempfile.TemporaryDirectory() as folder, _used(copies.filled):
        prepare_database()
        load([str(path) for path in _documents(Path(folder))])
    return copies


def _documents(folder: Path) -> Iterator[Path]:
    """The demo's, Nordlys without its second number: `menus.publish_menu` brings one where keys
    matter, and everywhere else one number is enough.
    """
    for path in DOCUMENTS:
        document = folder / path.name
        document.write_text(path.read_text().partition(SECOND)[0])
        yield document


@contextmanager
def _used(url: str) -> Iterator[None]:
    """The database that Django uses meanwhile."""
    before = connections.databases["default"]
    _use({**before, **database_settings(url)})
    yield
    _use(before)


def _use(found: dict[str, Any]) -> None:
    connection.close()
    connections.databases["default"] = found
    del connections["default"]


@pytest.fixture
def anonymous(customers: None) -> Client:
    """Nobody in particular."""
    return Client()


@pytest.fixture
def kari(customers: None) -> Client:
    """Nordlys' administrator."""
    return logged_in("kari")


@pytest.fixture
def ola(customers: None) -> Client:
    """Answers at Nordlys, and administers nothing."""
    return logged_in("ola")


@pytest.fixture
def per(customers: None) -> Client:
    """The administrator of the other customer."""
    return logged_in("per")


def logged_in(who: str, **settings_of_client: Any) -> Client:
    """A browser in which one of the cast has logged in."""
    client = Client(**settings_of_client)
    mobile, password = PASSWORDS[who]
    response = client.post("/login/", {"mobile": mobile, "password": password})
    assert response.status_code == 302, response.content.decode()
    return client


def setup_of(name: str) -> CustomerSetup:
    """The setup of the customer whose name begins so, as it is now."""
    return current_setup(Customer.objects.get(name__startswith=name).pk)
