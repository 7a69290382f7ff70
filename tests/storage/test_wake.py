"""After a commit the exchange is woken; one that is away does no harm."""

import socket
from pathlib import Path

import psycopg
import pytest

from forrang.storage import wake
from forrang.storage.changes import latest_seq
from forrang.storage.publish import publish

from .documents import a_customer

pytestmark = pytest.mark.db


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_poke_on_sqlite(database: str, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as exchange:
        exchange.bind(str(tmp_path / "poke.sock"))
        exchange.settimeout(5)
        publish(a_customer(), "test")
        assert exchange.recv(10)
        publish(a_customer(), "test")  # changes nothing, wakes nobody
        exchange.setblocking(False)
        with pytest.raises(BlockingIOError):
            exchange.recv(10)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_exchange_that_takes_no_more_pokes(database: str, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as exchange:
        exchange.bind(str(tmp_path / "poke.sock"))
        for at in range(50):
            publish(a_customer(f"Customer {at}", str(22_000_000 + at)), "test")
    assert latest_seq() == 100


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_notification_on_postgresql(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as exchange:
        exchange.execute(f"LISTEN {wake.CHANNEL}")
        publish(a_customer(), "test")
        assert list(exchange.notifies(timeout=5, stop_after=1))
        publish(a_customer(), "test")
        assert not list(exchange.notifies(timeout=0.2))
