"""The switchboards in the exchange: one customer's trouble is nobody else's, one call's neither."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exchange.setups import ANNA, BEN, KARI, MAIN, MENU, OLA, VIP, entries, setup
from forrang.acd import switchboard
from forrang.acd.commands import AnswerCall, Connect, HangUpCall, Ring
from forrang.acd.events import (
    AnswererLeft,
    CallArrived,
    CallbackFailed,
    CallerLeft,
    CallStumbled,
    KeyPressed,
    Miss,
    OfferAnswered,
    OfferFailed,
    OfferRang,
    PresenceSet,
    PromptEnded,
    SetupChanged,
    Wish,
)
from forrang.acd.records import CallRecord, Outcome
from forrang.acd.timers import Kind
from forrang.exchange.boards import Boards, Customer, Sinks

START = 1_700_000_000.0


class World:
    """Boards with a clock that the test sets, and what they said."""

    def __init__(self, folder: Path):
        self.now = START
        self.folder = folder
        self.said: list[Any] = []
        self.records: list[CallRecord] = []
        sinks = Sinks(
            command=self.said.append,
            record=lambda _, record: self._keep(record),
            changed=lambda _: None,
            beat=lambda: None,
        )
        self.boards = Boards(folder, sinks, lambda: self.now)

    def open(self) -> Customer:
        """Nordlys' switchboard."""
        customer = self.boards.open(1, setup(), 1)
        customer.lists[MAIN] = entries(VIP)
        return customer

    def _keep(self, record: object) -> None:
        if isinstance(record, CallRecord):
            self.records.append(record)

    def rings(self) -> list[tuple[str, str]]:
        """Who rang for whom, in order."""
        return [(one.call, one.mobile) for one in self.said if isinstance(one, Ring)]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_call_goes_to_whoever_has_the_number(world: World) -> None:
    world.open()
    assert world.boards.arrive(CallArrived("c1", MAIN, VIP))
    assert world.rings() == [("c1", KARI)]
    assert not world.boards.arrive(CallArrived("c2", "+4722000000", VIP))


def test_a_restart_knows_everything_again(tmp_path: Path) -> None:
    before = World(tmp_path)
    customer = before.open()
    before.boards.feed(customer, PresenceSet(KARI, Wish.OUT))
    before.boards.arrive(CallArrived("c1", MAIN, ANNA))
    before.boards.arrive(CallArrived("c2", MAIN, BEN))
    before.boards.arrive(CallArrived("c3", MAIN, VIP))
    (offer,) = [one.offer for one in before.said if isinstance(one, Ring)]
    after = World(tmp_path)
    again = after.open()
    assert again.board.legs() == customer.board.legs()
    assert again.board.checkpoint() == customer.board.checkpoint()
    after.boards.feed(again, OfferAnswered(offer))
    after.boards.feed(again, AnswererLeft(offer))
    assert [one for one in after.said if isinstance(one, Connect)] == [Connect("c1", offer)]
    assert after.rings() == [("c3", OLA)]  # Kari is logged out, so the VIP overflowed


def test_a_clean_stop_and_a_kill_leave_the_same(tmp_path: Path) -> None:
    for folder, clean in (("clean", True), ("killed", False)):
        world = World(tmp_path / folder)
        world.open()
        world.boards.arrive(CallArrived("c1", MAIN, ANNA))
        if clean:
            world.boards.close()
    found = [World(tmp_path / folder).open().board.checkpoint() for folder in ("clean", "killed")]
    assert found[0] == found[1]


def _poison(
    monkeypatch: pytest.MonkeyPatch, event: type, when: Callable[[Any], bool], times: int = 99
) -> None:
    """Let the core raise at some events."""
    handler = switchboard.HANDLERS[event]
    left = [times]

    def poisoned(house: Any, happened: Any) -> None:
        handler(house, happened)  # the state is spoilt before it raises
        if when(happened) and left[0]:
            left[0] -= 1
            raise RuntimeError("poison")

    monkeypatch.setitem(switchboard.HANDLERS, event, poisoned)


def test_an_event_that_raises_costs_its_call_the_place_and_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = world.open()
    world.boards.arrive(CallArrived("c1", MAIN, ANNA))
    world.boards.arrive(CallArrived("c2", MAIN, BEN))
    world.now += 10
    world.boards.arrive(CallArrived("c3", MAIN, None, withheld=True))
    (first,) = [one.offer for one in world.said if isinstance(one, Ring)]
    _poison(monkeypatch, OfferAnswered, lambda event: event.offer == first)
    world.boards.feed(customer, OfferAnswered(first))
    assert world.boards.stumbled == 1
    assert world.rings()[1:] == [("c2", OLA)]  # c1 lost its place to those who waited
    assert list(customer.board.legs()[0]) == ["c1", "c2", "c3"]
    for call in ("c1", "c2", "c3"):
        world.boards.feed(customer, CallerLeft(call))
    assert sorted(record.id for record in world.records) == ["c1", "c2", "c3"]


def test_an_arrival_that_raises_is_tried_again_without_what_it_said_of_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.open()
    _poison(monkeypatch, CallArrived, lambda event: event.asserted)
    assert world.boards.arrive(CallArrived("c1", MAIN, VIP, asserted=True))
    assert world.boards.stumbled == 1
    assert AnswerCall("c1") in world.said


def test_a_poisoned_event_is_left_out_when_a_restart_replays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    customer = world.open()
    world.boards.arrive(CallArrived("c1", MAIN, ANNA))
    (offer,) = [one.offer for one in world.said if isinstance(one, Ring)]
    with monkeypatch.context() as patch:
        _poison(patch, OfferRang, lambda event: True)
        world.boards.feed(customer, OfferRang(offer))
    again = World(tmp_path).open()
    assert again.board.checkpoint() == customer.board.checkpoint()


def test_another_customers_switchboard_is_untouched(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.open()
    other = world.boards.open(2, _fjord(), 1)
    world.boards.arrive(CallArrived("f1", "+4722334477", BEN))
    before = other.board.checkpoint()
    _poison(monkeypatch, CallArrived, lambda event: event.point == MAIN)
    world.boards.arrive(CallArrived("c1", MAIN, ANNA))
    assert other.board.checkpoint() == before
    assert "f1" in world.boards.of_call


def _fjord() -> Any:
    document = setup()
    main_number, _ = document.main_numbers
    return replace(
        document,
        customer="Fjord Elektro",
        main_numbers=(replace(main_number, number="+4722334477", vip=None),),
    )


def test_deadlines_wake_whose_they_are(world: World) -> None:
    customer = world.open()
    world.boards.arrive(CallArrived("c1", MAIN, ANNA))
    at = world.boards.deadline()
    assert at == START + 20.0  # the ring time
    world.now = at
    world.boards.pass_deadlines()
    assert customer.board.house.calls["c1"].offers == {}
    assert world.boards.deadline() != at


def test_a_number_that_moved_away_is_nobodys(world: World) -> None:
    customer = world.open()
    world.boards.feed(customer, SetupChanged(2, replace(setup(), main_numbers=())))
    assert not world.boards.arrive(CallArrived("c1", MAIN, ANNA))


def test_a_deadline_that_raises_costs_its_call_the_place_and_is_not_laid_to_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = world.open()
    world.boards.arrive(CallArrived("c1", MAIN, ANNA))
    world.boards.arrive(CallArrived("c2", MAIN, BEN))
    handler = switchboard.DEADLINES[Kind.RING_OVER]

    def poisoned(house: Any, offer: Any) -> None:
        handler(house, offer)
        if offer.call.id == "c1":
            raise RuntimeError("poison")

    monkeypatch.setitem(switchboard.DEADLINES, Kind.RING_OVER, poisoned)
    world.now += 20.0
    world.boards.feed(customer, CallerLeft("c2"))
    assert world.boards.stumbled == 1
    assert [record.id for record in world.records] == ["c2"]
    assert list(customer.board.legs()[0]) == ["c1"]
    # c1 lost its place to c2, who had waited, and who then hung up
    assert world.rings() == [("c1", OLA), ("c2", OLA), ("c1", OLA)]
    again = World(world.folder).open()
    assert again.board.checkpoint() == customer.board.checkpoint()


def test_a_call_that_cannot_be_mended_ends_with_one_record(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = world.open()
    world.boards.arrive(CallArrived("c1", MAIN, ANNA))
    world.boards.arrive(CallArrived("c2", MAIN, BEN))
    (offer,) = [one.offer for one in world.said if isinstance(one, Ring)]
    _poison(monkeypatch, OfferAnswered, lambda event: True)
    _poison(monkeypatch, CallStumbled, lambda event: True)
    world.boards.feed(customer, OfferAnswered(offer))
    assert HangUpCall("c1") in world.said
    assert [(record.id, record.outcome) for record in world.records] == [("c1", Outcome.LOST)]
    assert world.rings() == [("c1", OLA), ("c2", OLA)]


def test_a_call_that_cannot_come_in_has_its_record_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = world.open()
    _poison(monkeypatch, CallArrived, lambda event: True)
    world.boards.arrive(CallArrived("c1", MAIN, ANNA))
    assert world.said == [HangUpCall("c1")]
    assert [(record.id, record.outcome) for record in world.records] == [("c1", Outcome.LOST)]
    assert not customer.board.has_call("c1")


@pytest.mark.parametrize("kind", list(Kind))
def test_no_deadline_that_raises_keeps_anybody_from_being_asked(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    """Each kind of deadline raises once; Ola is asked for the next caller all the same."""
    customer = world.open()
    for step in _until_due(world, customer, kind):
        world.boards.feed(customer, step)
    handler = switchboard.DEADLINES[kind]
    raised = []

    def poisoned(house: Any, subject: Any) -> None:
        handler(house, subject)
        if not raised:
            raised.append(subject)
            raise RuntimeError("poison")

    monkeypatch.setitem(switchboard.DEADLINES, kind, poisoned)
    while not raised:
        at = world.boards.deadline()
        assert at is not None
        world.now = at
        world.boards.pass_deadlines()
    for call in list(customer.board.legs()[0]):
        world.boards.feed(customer, CallerLeft(call))
    for away in [call for call in customer.board.house.calls.values() if call.away]:
        for offer in tuple(
            away.offers
        ):  # a call of that number meanwhile might be the offer itself
            world.boards.feed(customer, OfferFailed(offer, Miss.TRUNK))
        world.boards.arrive(CallArrived("again", away.point.number, away.caller))
        world.boards.feed(customer, CallerLeft("again"))
    world.said.clear()
    world.now += 30
    world.boards.pass_deadlines()
    world.boards.arrive(CallArrived("next", MAIN, BEN))
    assert world.rings() == [("next", OLA)]
    assert world.boards.stumbled == 1


def _until_due(world: World, customer: Customer, kind: Kind) -> Iterator[Any]:
    """What happens so that a deadline of this kind is ahead."""
    if kind is Kind.PAUSE_OVER:
        yield PresenceSet(OLA, Wish.PAUSE, None, world.now + 5)
        return
    if kind is Kind.OVERFLOW:
        yield CallArrived("c1", MAIN, VIP)
        return
    if kind is Kind.CONFIRM_OVER:
        yield SetupChanged(2, setup(confirm=True))
        yield CallArrived("c1", MAIN, ANNA)
        yield OfferAnswered("o1.c1")
        return
    if kind in (Kind.CALLBACK_OVER, Kind.CALL_BACK):
        yield CallArrived("c1", MENU, ANNA)
        yield KeyPressed("c1", "1")
        yield KeyPressed("c1", "1")
        yield CallerLeft("c1")
        yield OfferAnswered("o1.c1")
        if kind is Kind.CALL_BACK:
            yield CallbackFailed("c1", "k1.c1")
        return
    if kind in (Kind.KEY_OVER, Kind.PROMPT_OVER, Kind.ANNOUNCE):
        yield CallArrived("c1", MENU, ANNA)
        if kind is Kind.KEY_OVER:
            yield PromptEnded("c1", "p1.c1")
        if kind is Kind.ANNOUNCE:
            yield PresenceSet(OLA, Wish.PAUSE, None, world.now + 20)
            yield KeyPressed("c1", "1")
        return
    yield CallArrived("c1", MAIN, ANNA)
    (offer,) = customer.board.legs()[1]
    if kind in (Kind.REST_OVER, Kind.MISS_REST_OVER):
        yield OfferFailed(offer, Miss.BUSY)
    elif kind is Kind.HELD_OVER:
        yield CallArrived("c2", MAIN, ANNA)
        yield OfferAnswered(offer)
