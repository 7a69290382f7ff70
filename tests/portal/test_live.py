"""The call log, what would happen, the live line and its stream: as a browser without a script meets
them, and with the exchange's own core behind the socket.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from django.test import AsyncClient, Client

from forrang.acd.events import CallArrived, PresenceSet, Wish
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.live import line, relay
from forrang.portal.live.following import Following
from forrang.portal.tenancy import Person
from forrang.site.exchange import House
from forrang.storage.call_log import PAGE, Mark, Wanted, log_page
from forrang.storage.models import Account, Customer, Membership
from forrang.storage.records import store_records

from .core import Core, the_core

MAIN = "+4722334455"
KARI, OLA = "+4790000001", "+4790000002"
VIP, ORDINARY = "+4741111111", "+4740000031"
BEGIN = 1_795_000_000.0


def record(id: str, customer: str = "Nordlys", **given: Any) -> dict[str, Any]:
    """A call record as the exchange writes it: an ordinary caller whom Ola answers."""
    at = given.get("arrived", BEGIN)
    plain: dict[str, Any] = {
        "kind": "CallRecord",
        "id": id,
        "customer": Customer.objects.get(name__startswith=customer).pk,
        "main_number": MAIN,
        "caller": ORDINARY,
        "withheld": False,
        "vip": False,
        "standing": {"why": "not-on-list", "entry": None},
        "arrived": at,
        "place_from": at,
        "ended": at + 60,
        "waited_seconds": 12.0,
        "answered_by": OLA,
        "outcome": "answered",
        "overtaken": 0,
        **given,
    }
    plain.setdefault("story", story(at, plain["standing"]))
    return plain


def story(at: float, standing: dict[str, Any]) -> list[dict[str, Any]]:
    """Asked twice, answered at last."""
    roster = [[KARI, {"doing": "in-talk", "until": None}], [OLA, {"doing": "free", "until": None}]]
    return [
        {"step": "Arrived", "at": at, "standing": standing, "place_kept_from": None},
        {
            "step": "Offered",
            "at": at,
            "offer": "o",
            "to": OLA,
            "place": "group:R",
            "roster": roster,
        },
        {"step": "Missed", "at": at + 5, "to": OLA, "why": "busy"},
        {"step": "NotReady", "at": at + 6, "to": OLA},
        {"step": "BecameVip", "at": at + 7, "standing": {"why": "on-list", "entry": None}},
        {"step": "Overflowed", "at": at + 8, "why": "waited"},
        {"step": "Answered", "at": at + 12, "by": OLA},
        {"step": "TalkCut", "at": at + 20, "by": OLA},
        {"step": "Ended", "at": at + 60, "outcome": "answered"},
    ]


def text(client: Client, address: str) -> str:
    """A page's words."""
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode().replace("\xa0", " ")


# The log


def test_the_newest_call_stands_first_with_the_name_of_its_caller(kari: Client) -> None:
    store_records([record("a"), record("b", caller=VIP, vip=True, arrived=BEGIN + 100)])
    found = text(kari, "/calls/")
    assert found.index("Stor Kunde AS") < found.index("400 00 031")


def test_a_call_opens_as_its_story_in_both_languages(kari: Client) -> None:
    store_records([record("a", standing={"why": "not-on-list", "entry": None})])
    found = text(kari, "/calls/a/")
    for words in (
        "Ringte 22 33 44 55 Hovedkontor", "Står ikke på VIP-listen.", "Det ringer hos Ola Hansen",
        "I samtale", "Var opptatt.", "Telefonen til Ola Hansen var ikke klar",
        "Også de vanlige besvarerne kan spørres", "Ble VIP mens de ventet", "Ola Hansen svarte",
        "Linjen til Ola Hansen ble brutt", "Samtalen er over",
    ):  # fmt: skip
        assert words in found, words
    kari.post("/preferences/", {"language": "en"})
    assert "The telephone of Ola Hansen was not ready" in text(kari, "/calls/a/")


def test_a_call_of_another_customer_is_not_there(kari: Client, per: Client) -> None:
    store_records([record("a")])
    assert kari.get("/calls/a/").status_code == 200
    assert per.get("/calls/a/").status_code == 404
    assert "Stor Kunde" not in text(per, "/calls/")


def test_a_withheld_caller_has_no_number_anywhere(kari: Client) -> None:
    store_records([record("a", caller=None, withheld=True, standing={"why": "withheld"})])
    for address in ("/calls/", "/calls/a/"):
        found = text(kari, address)
        assert "Skjult nummer" in found
        assert "400 00 031" not in found


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"caller": "0047 411 11 111"}, {"vip"}),
        ({"outcome": "gave-up"}, {"gone"}),
        ({"vip": "1"}, {"vip"}),
        ({"vip": "0"}, {"plain", "gone"}),
        ({"day": "18.11.2026"}, {"plain", "gone", "vip"}),
        ({"day": "17.11.2026"}, set()),
        ({"day": "38.11.2026"}, {"plain", "gone", "vip"}),
    ],
)
def test_filters(kari: Client, query: dict[str, str], left: set[str]) -> None:
    store_records(
        [
            record("plain"),
            record("gone", outcome="gave-up", answered_by=None),
            record("vip", caller=VIP, vip=True, standing={"why": "on-list", "entry": None}),
        ]
    )
    found = kari.get("/calls/", query).content.decode()
    assert {one for one in ("plain", "gone", "vip") if f"/calls/{one}/" in found} == left


def test_what_cannot_be_read_is_told_beside_its_field(kari: Client) -> None:
    found = kari.get("/calls/", {"day": "38.11.2026", "caller": "411"}).content.decode()
    assert "Den dagen finnes ikke." in found
    assert "3 sifre." in found
    assert 'aria-invalid="true"' in found


def test_pages_go_there_and_back(customers: None) -> None:
    count = 2 * PAGE + 7
    store_records([record(f"{n:04}", arrived=BEGIN + n // 2) for n in range(count)])
    customer = Customer.objects.get(name__startswith="Nordlys").pk
    seen: list[str] = []
    older: Mark | None = None
    pages = []
    while True:
        page = log_page(customer, Wanted(), older=older)
        pages.append([one["id"] for one in page.calls])
        seen += pages[-1]
        if page.older is None:
            break
        older = Mark.read(str(page.older))
    assert seen == sorted((f"{n:04}" for n in range(count)), reverse=True)
    assert page.newer is not None
    back = log_page(customer, Wanted(), newer=Mark.read(str(page.newer)))
    assert [one["id"] for one in back.calls] == pages[-2]


def test_a_mark_that_is_none_is_the_first_page(kari: Client) -> None:
    store_records([record("a")])
    for mark in ("x", "_", "nan_a", "1_2_3"):
        assert kari.get("/calls/", {"older": mark}).status_code == 200


# What happens

QUESTION = {"from": "0047 411 11 111", "to": MAIN}


def test_the_answer_stands_first(kari: Client) -> None:
    with the_core() as core:
        core.happens(MAIN, PresenceSet(PhoneNumber(OLA), Wish.OUT))
        found = kari.get("/what-happens/", QUESTION).content.decode().replace("\xa0", " ")
        assert core.asked == [{"caller": VIP, "number": MAIN, "at": ""}]
    assert found.index("Det ringer hos Kari Nordmann") < found.index("+47 411 11 111")
    for words in ("Treff på VIP-listen", "Plass 1 i køen", "Spørres ikke: utlogget.",
                  "Etter 10 minutter uten svar"):  # fmt: skip
        assert words in found, words


def test_the_exchange_away_is_said(kari: Client) -> None:
    found = kari.get("/what-happens/", QUESTION).content.decode()
    assert "Sentralen svarer ikke akkurat nå." in found


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"from": ""}, "Skriv et telefonnummer"),
        ({"from": "411"}, "3 sifre."),
        ({"date": "31.02."}, "Den dagen finnes ikke."),
        ({"time": "25:00"}, "Det klokkeslettet finnes ikke."),
        ({"to": "+4722334477"}, "Velg et av hovednumrene deres."),
    ],
)
def test_a_question_that_cannot_be_asked(kari: Client, wrong: dict[str, str], told: str) -> None:
    assert told in kari.get("/what-happens/", QUESTION | wrong).content.decode()


# The line


def call(came: float, **given: Any) -> dict[str, Any]:
    """A call that waits, as the live stream has it."""
    return {
        "main_number": MAIN, "caller": ORDINARY, "withheld": False, "vip": False,
        "why": "not-on-list", "entry": None, "state": "in-line", "came": came,
        "place_from": came, "key": came, "overflowed": False, "away": False, "rings_at": [],
        "talks_with": None, "waits_because": {}, "story": [], **given,
    }  # fmt: skip


def house(**calls: dict[str, Any]) -> House:
    """A house with these calls, in the order of their keys."""
    following = Following()
    following.take({"at": 100.0, "version": 1, "calls": calls, "people": {}}, anew=True)
    assert following.house is not None
    return following.house


def nordlys() -> Person:
    """Kari."""
    account = Account.objects.get(mobile=KARI)
    return Person(account, Customer.objects.get(name__startswith="Nordlys"), True, 1)


def test_a_vip_stands_before_who_came_before_and_it_says_so(customers: None) -> None:
    found = house(
        a=call(1.0),
        b=call(2.0, caller=None, withheld=True),
        v=call(3.0, key=3.0 - 1e10, caller=VIP, vip=True, why="on-list", rings_at=[KARI]),
    )
    (only,) = line.lines(nordlys(), relay.Moment(found, 10.0))
    vip, first, withheld = only.rows
    assert (vip.who, vip.passed, vip.arc, vip.waited) == ("Stor Kunde AS", 2, 2, 7.0)
    assert vip.why.startswith("Gikk forbi 2: står på VIP-listen til Hovedkontor, alltid først.")
    assert "Ringer hos Kari Nordmann." in vip.why
    assert first.why == "Ventet lengst av de vanlige. Forbigått 1 gang."
    assert (withheld.who, withheld.why) == (
        "Skjult nummer",
        "Kan ikke gjenkjennes, og er derfor ikke VIP. Forbigått 1 gang.",
    )
    assert only.legend == "Stor Kunde AS ringte sist, og ville stått som nr. 3 uten VIP-kø."


def test_changes_are_laid_on_what_was_known() -> None:
    following = Following()
    following.take(
        {"at": 1.0, "version": 1, "calls": {"a": call(1.0), "b": call(2.0)}, "people": {}},
        anew=True,
    )
    following.take({"at": 2.0, "gone": ["a"], "calls": {"c": call(1.5)}}, anew=False)
    assert following.house is not None
    assert list(following.house.calls) == ["c", "b"]
    following.take({"at": 3.0, "version": 2, "calls": {}, "people": {}}, anew=True)
    assert following.house == House(2, {}, {})


# The stream


@pytest.fixture
def core(customers: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Core]:
    """The exchange's core, and a relay that does not take its time."""
    monkeypatch.setattr(relay, "SETTLE_SECONDS", 0.0)
    monkeypatch.setattr(relay, "LATE_SECONDS", 0.05)
    monkeypatch.setattr(relay, "HEARTBEAT_SECONDS", 0.1)
    with the_core() as core:
        yield core


async def listening(client: Client) -> AsyncIterator[bytes]:
    """The stream of the line, event by event."""
    browser = AsyncClient()
    browser.cookies = client.cookies
    response = await browser.get("/live/", headers={"accept": "text/event-stream"})
    assert response.status_code == 200
    assert response["Content-Type"] == "text/event-stream"
    async for part in response.streaming_content:  # type: ignore[attr-defined]
        yield part


async def until(events: AsyncIterator[bytes], wanted: bytes) -> bytes:
    """The first part with these bytes."""
    async with asyncio.timeout(5):
        async for part in events:
            if wanted in part:
                return part
    raise AssertionError(f"the stream ended without {wanted!r}")


def test_who_did_not_ask_for_a_stream_gets_none(kari: Client) -> None:
    assert kari.get("/live/").status_code == 406


async def test_the_stream_tells_the_line_and_ends_with_the_log_out(
    kari: Client, core: Core
) -> None:
    events = listening(kari)
    core.arrives(CallArrived("a", MAIN, PhoneNumber(ORDINARY)))
    told = json.loads((await until(events, b"live-line"))[6:])
    assert "400\xa000\xa0031" in told["regions"]["live-line"]
    await until(events, b": still here")
    await asyncio.to_thread(core.goes_away)
    assert json.loads((await until(events, b'"away": true'))[6:]).get("regions") is None
    await asyncio.to_thread(kari.post, "/logout/")
    await until(events, b"event: over")
    with pytest.raises(StopAsyncIteration):
        await anext(events)


async def test_the_stream_ends_when_the_right_does(
    kari: Client, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "CHECK_SECONDS", 0.0)
    events = listening(kari)
    await until(events, b"live-line")
    await asyncio.to_thread(_dismiss, KARI)
    await until(events, b"event: over")


def _dismiss(mobile: str) -> None:
    Membership.objects.filter(account__mobile=mobile).delete()


def test_names_cost_no_more_for_a_long_list(customers: None) -> None:
    assert PhoneNumber(VIP) in line.caller_names(nordlys(), [call(1.0, caller=VIP)])
