"""What the sites stand on: migrations, the secret key, the address of the database, `/healthz`."""

import json
import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from forrang.site.database import is_up_to_date, prepare_database
from forrang.site.database_url import database_settings
from forrang.site.secret_key import secret_key

pytestmark = pytest.mark.db


def test_the_migrations_are_complete(database: str) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    assert is_up_to_date()
    prepare_database()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_sqlite_file_lets_readers_read_while_one_writes(database: str) -> None:
    with connection.cursor() as cursor:
        for pragma, value in (("journal_mode", "wal"), ("foreign_keys", 1)):
            assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:////var/lib/forrang.sqlite3", {"NAME": Path("/var/lib/forrang.sqlite3")}),
        ("sqlite:///forrang.sqlite3", {"NAME": Path("forrang.sqlite3")}),
        (
            "postgresql://kari:s%40fe@db.example:5433/forrang?sslmode=require",
            {
                "NAME": "forrang",
                "USER": "kari",
                "PASSWORD": "s@fe",
                "HOST": "db.example",
                "PORT": "5433",
                "OPTIONS": {"connect_timeout": 5, "sslmode": "require"},
            },
        ),
        ("postgres:///forrang?host=/run/pg", {"NAME": "forrang", "HOST": "/run/pg"}),
    ],
)
def test_the_address_of_the_database(url: str, expected: dict[str, Any]) -> None:
    found = database_settings(url)
    assert {key: found[key] for key in expected} == expected


def test_the_secret_key_is_made_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: secret_key(tmp_path / "data"), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    (file,) = (tmp_path / "data").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_healthz_while_the_exchange_is_away(database: str) -> None:
    response = Client().get("/healthz")
    assert response.status_code == 200
    assert json.loads(response.content) == {"database": "ok", "exchange": "away"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("status", "told"), [("200 OK", "ok"), ("503 Busy", "ailing")])
def test_healthz_asks_the_exchange(database: str, tmp_path: Path, status: str, told: str) -> None:
    with socket.socket(socket.AF_UNIX) as exchange, ThreadPoolExecutor(1) as thread:
        exchange.bind(str(tmp_path / "live.sock"))
        exchange.listen()

        def answer() -> None:
            asked, _ = exchange.accept()
            with asked:
                asked.recv(1000)
                asked.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())

        answered = thread.submit(answer)
        assert json.loads(Client().get("/healthz").content)["exchange"] == told
        answered.result()
