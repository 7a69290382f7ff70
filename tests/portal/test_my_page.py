"""«Min side»: switches, breaks, what rings, with a running exchange that is played here."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from forrang.portal.my_page.forms import BreakForm
from forrang.storage.records import store_records

from .cast import HEAD_OFFICE
from .conftest import setup_of
from .test_people import (
    AISHA,
    KARI,
    OLA,
    english,  # noqa: F401
    text_of,
    wishes,
)

RECEPTION = "group:Resepsjon"
LIST = f"list:{HEAD_OFFICE}"


class _Server(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True
    house: dict[str, Any]


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps(self.server.house).encode()  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def address_string(self) -> str:
        return "unix"

    def log_message(self, *_: Any) -> None:
        pass


def person(doing: str = "free", **places: tuple[str, float | None]) -> dict[str, Any]:
    """An employee as the exchange tells it."""
    states = {id: {"state": state, "until": until} for id, (state, until) in places.items()}
    return {"doing": {"doing": doing, "until": None}, "places": states}


def house(ola: str = "in", until: float | None = None, **other: Any) -> dict[str, Any]:
    """Nordlys as the exchange tells it."""
    people = {
        KARI: person(**{LIST: ("in", None)}),
        OLA: person(**{RECEPTION: (ola, until)}),
        AISHA: person(**{RECEPTION: ("out", None)}),
    }
    return {"version": 1, "calls": {}, "people": people, **other}


def call(**fields: Any) -> dict[str, Any]:
    """A call in line."""
    plain = {
        "main_number": HEAD_OFFICE, "caller": "+4741111111", "withheld": False, "vip": True,
        "state": "in-line", "came": timezone.now().timestamp() - 8, "key": -1e10, "rings_at": [],
    }  # fmt: skip
    return plain | fields


@contextmanager
def exchange(told: dict[str, Any]) -> Iterator[_Server]:
    """An exchange that tells this."""
    path: Path = settings.FORRANG_DATA / "live.sock"
    with _Server(str(path), _Answer) as server:
        server.house = told
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
            path.unlink()


def test_a_switch_shows_what_is_true_in_the_exchange(ola: Client) -> None:
    for state, checked, word in (("in", "true", "Logged in"), ("out", "false", "Logged out")):
        with exchange(house(state)):
            text = text_of(ola.get("/my/"))
        assert f'role="switch" aria-checked="{checked}"' in text
        assert word in text
        assert "Nobody is calling now." in text


def test_an_exchange_that_is_away_is_told_and_the_wish_is_kept(ola: Client) -> None:
    assert "The exchange is away" in text_of(ola.get("/my/"))
    assert ola.post("/my/presence/", {"wish": "out", "place": RECEPTION}).status_code == 302
    assert "as soon as the exchange is back" in text_of(ola.get("/my/"))
    (wish,) = wishes()
    assert wish.what == {"mobile": OLA, "place": RECEPTION, "wish": "out", "until": None}


def test_what_the_database_knew_last_shows_while_the_exchange_is_away(ola: Client) -> None:
    line = {"customer": setup_of("Nordlys").customer, "mobile": OLA, "state": "out", "at": 1.0}
    kind = {"kind": "PresenceChanged", "id": "1", "place": RECEPTION, "until": None}
    store_records([{**line, **kind}])
    assert 'aria-checked="false"' in text_of(ola.get("/my/"))


def test_a_wish_that_is_true_is_told_as_true(ola: Client) -> None:
    with exchange(house("out")):
        ola.post("/my/presence/", {"wish": "out", "place": RECEPTION})
        text = text_of(ola.get("/my/"))
    assert "Logged out: Resepsjon." in text
    assert "on its way" not in text
    assert "/my/presence/?wish=in&amp;place=group%3AResepsjon" in text


def test_a_wish_that_is_not_true_yet_is_on_its_way(ola: Client) -> None:
    with exchange(house("in")):
        ola.post("/my/presence/", {"wish": "out"})
        assert "It is on its way: in force within 2 seconds." in text_of(ola.get("/my/"))


def test_who_was_the_last_one_is_told_how_many_wait(ola: Client) -> None:
    with exchange(house("in", calls={"a": call(), "b": call(vip=False)})) as server:
        timer = threading.Timer(
            0.3, lambda: setattr(server, "house", house("out", calls={"a": call()}))
        )
        timer.start()
        ola.post("/my/presence/", {"wish": "out", "place": RECEPTION})
        text = text_of(ola.get("/my/"))
    assert "Nobody is logged in to Resepsjon any more. 1 is waiting." in text


def test_a_break_has_an_end(ola: Client) -> None:
    with exchange(house()):
        ola.post("/my/presence/", {"wish": "pause", "minutes": "30"})
    (wish,) = wishes()
    assert wish.what["wish"] == "pause"
    assert abs(wish.what["until"] - timezone.now().timestamp() - 1800) < 10


def test_a_break_is_ended_where_it_is(ola: Client) -> None:
    until = timezone.now().timestamp() + 600
    with exchange(house("paused", until)):
        text = text_of(ola.get("/my/"))
        assert "End the break" in text
        assert "Break until" in text
        ola.post("/my/presence/", {"wish": "resume"})
    (wish,) = wishes()
    assert (wish.what["wish"], wish.what["place"]) == ("in", RECEPTION)


def test_who_is_logged_out_cannot_pause(ola: Client) -> None:
    with exchange(house("out")):
        ola.post("/my/presence/", {"wish": "pause", "minutes": "15"})
        assert "Only who is logged in can take a break." in text_of(ola.get("/my/"))
    assert wishes() == []


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "12:60"])
def test_a_time_that_is_none_is_told_with_an_example(ola: Client, typed: str) -> None:
    response = ola.post("/my/presence/", {"wish": "pause", "till": typed})
    assert "Type a time of day, for example" in text_of(response)
    assert 'aria-invalid="true"' in text_of(response)
    assert wishes() == []


def test_a_time_of_day_is_the_next_one(customers: None) -> None:
    now = timezone.localtime()
    later = now.replace(second=0, microsecond=0) + timezone.timedelta(hours=2)
    for typed in (f"{later:%H:%M}", f"{later:%H%M}", f"{later:%H.%M}"):
        form = BreakForm({"till": typed})
        assert form.is_valid()
        assert form.cleaned_data["until"] == later.timestamp()
    earlier = now - timezone.timedelta(hours=2)
    with translation.override("en"):
        form = BreakForm({"till": f"{earlier:%H:%M}"})
        assert "has passed" in str(form.errors["till"])


def test_a_vip_who_rings_shows_with_name_and_whom_they_passed(ola: Client) -> None:
    waiting = call(vip=False, caller=None, withheld=True, key=0.0, came=1.0)
    with exchange(house(calls={"a": call(rings_at=[OLA]), "b": waiting})):
        response = ola.get("/my/")
    text = text_of(response)
    for told in ("It is ringing at your telephone now", "Stor Kunde AS", "411 11 111", "Passed 1"):
        assert told in text
    assert response["Refresh"] == "15"


def test_a_withheld_number_is_nowhere(ola: Client) -> None:
    with exchange(house(calls={"a": call(vip=False, withheld=True, rings_at=[OLA])})):
        text = text_of(ola.get("/my/"))
    assert "Withheld number" in text
    assert "411 11 111" not in text


def test_the_list_has_its_own_switch_while_it_is_in_force(kari: Client) -> None:
    with exchange(house()):
        assert 'value="list:+4722334455"' in text_of(kari.get("/my/"))
        kari.post("/numbers/4722334455/edit/", {
            "group": "Resepsjon", "strategy": "longest-idle", "ring_seconds": "20",
            "max_wait_minutes": "10",
        })  # fmt: skip
        assert "list:" not in text_of(kari.get("/my/"))


def test_somebody_elses_place_is_not_there(ola: Client) -> None:
    assert ola.post("/my/presence/", {"wish": "in", "place": LIST}).status_code == 404


def test_a_group_where_nobody_can_answer_is_told_with_where_it_hurts(kari: Client) -> None:
    with exchange(house("paused", timezone.now().timestamp() + 600)):
        text = text_of(kari.get("/groups/"))
    assert "Nobody can answer in Resepsjon now." in text
    assert "Ola Hansen: Break until" in text
    assert "must wait" in text


def test_ones_own_calls_of_today(ola: Client) -> None:
    now = timezone.now().timestamp()
    story = [{"step": "Offered", "at": now - 60, "to": OLA}]
    record = {
        "kind": "CallRecord", "id": "1", "customer": setup_of("Nordlys").customer,
        "main_number": HEAD_OFFICE, "caller": "+4799999999", "withheld": False, "vip": False,
        "arrived": now - 61, "place_from": now - 61, "ended": now, "waited_seconds": 1.0,
        "outcome": "answered", "overtaken": 0, "standing": {"why": "not-on-list", "entry": None},
    }  # fmt: skip
    answered = [*story, {"step": "Answered", "at": now - 50, "by": OLA}]
    missed = [*story, {"step": "Missed", "at": now - 40, "to": OLA}]
    store_records(
        [
            {**record, "answered_by": OLA, "story": answered},
            {**record, "id": "2", "answered_by": AISHA, "story": missed, "withheld": True,
             "caller": None},
            {**record, "id": "3", "answered_by": AISHA, "story": [], "caller": "+4788888888"},
        ]
    )  # fmt: skip
    text = text_of(ola.get("/my/"))
    assert "You have answered 1 call today." in text
    assert "Answered, 0:50" in text
    assert "Not answered, went to Aisha Khan" in text
    assert "888 88 888" not in text
