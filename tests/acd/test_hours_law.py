"""The law of the opening hours: whatever the hours, the zone, the day and whatever was saved since,
the core takes a call exactly when the hours say that it is open at that moment.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import event, given
from hypothesis import strategies as st

from forrang.acd.call import CallState
from forrang.acd.records import Closed
from forrang.domain.document import read_document
from forrang.domain.open_or_closed import Opening, opening
from forrang.domain.opening_hours import OpeningHours
from forrang.domain.phone_number import PhoneNumber

from .days import day_settings
from .talk import (
    KARI,
    MAIN,
    OLA,
    OTHER,
    PER,
    STOR_KUNDE,
    Talk,
    group,
    key,
    menu,
    nordlys,
    number,
    vip,
)  # fmt: skip

ZONES = ("Europe/Oslo", "Europe/London", "America/Santiago", "Pacific/Auckland")
BEGINNINGS = [
    datetime(2026, 10, 23, 12, tzinfo=ZoneInfo("UTC")).timestamp(),  # the clock is set back
    datetime(2027, 3, 26, 12, tzinfo=ZoneInfo("UTC")).timestamp(),  # Easter, and set forwards
    datetime(2026, 12, 23, 12, tzinfo=ZoneInfo("UTC")).timestamp(),
]
QUARTERS = st.integers(0, 96)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GAPS = st.one_of(st.integers(0, 4 * 3600), st.sampled_from([900, 3600, 6 * 3600, 20 * 3600]))


def clock(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


@st.composite
def spans(draw: st.DrawFn) -> list[str]:
    """None, one or two spans of a day, in quarters of an hour."""
    edges = sorted(draw(st.sets(QUARTERS, max_size=4)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [f"{clock(start)}-{clock(end)}" for start, end in pairs]


@st.composite
def hours(draw: st.DrawFn, beginning: float) -> dict[str, Any]:
    """Opening hours around some days."""
    first = datetime.fromtimestamp(beginning, ZoneInfo("UTC"))
    dates = st.integers(-1, 6).map(lambda n: datetime.fromtimestamp(beginning + n * 86400).date())
    ranges = st.tuples(dates, dates).map(sorted)
    plain: dict[str, Any] = {
        "week": {day: draw(spans()) for day in DAYS},
        "holidays": draw(st.sampled_from(["closed", "open"])),
        "exceptions": [
            {"from": str(one[0]), "to": str(one[1]), "open": draw(spans()), "text": "Avvik"}
            for one in draw(st.lists(ranges, max_size=2))
        ],
    }
    if draw(st.booleans()):
        until = first.replace(hour=draw(st.integers(0, 23)), minute=draw(st.integers(0, 59)))
        plain["closed_until"] = until.strftime("%Y-%m-%dT%H:%M")
    return plain


@st.composite
def setups(draw: st.DrawFn, beginning: float, zone: str) -> dict[str, Any]:
    """A main number with a list, and one whose menu has a key; all with hours, or without."""
    some = st.one_of(st.none(), hours(beginning))
    late = draw(st.one_of(st.none(), some.map(lambda one: {"opening_hours": one} if one else {})))
    main = number(vip=vip(KARI, **({} if late is None else {"when_closed": late})))
    keyed, above, own = draw(some), draw(some), draw(some)
    choice = key(**({"opening_hours": keyed} if keyed else {}))
    other = menu({1: choice}, point=OTHER, hours=above)
    if own:
        main["opening_hours"] = own
    return nordlys([group(OLA)], [main, other], time_zone=zone)


class Oracle:
    """What the hours of the setup that holds say, asked of the domain and of nothing else."""

    def __init__(self, plain: dict[str, Any]):
        self.document = read_document(plain)
        self.zone = ZoneInfo(self.document.time_zone)

    def said(self, hours: OpeningHours | None, now: float) -> Opening | None:
        """Open or closed; None without hours."""
        return None if hours is None else opening(hours, now, self.zone)

    def vip_taken(self, now: float) -> bool:
        """Whether a VIP is taken though it is closed."""
        found = self.document.main_numbers[0].vip
        assert found is not None
        late = found.when_closed
        if late is None:
            return False
        own = self.said(late.opening_hours, now)
        return own is None or own.open


def check(talk: Talk, id: str, point: str, said: Opening | None, taken: bool) -> None:
    """The call is let in exactly when it is open or taken, and otherwise its story says why not."""
    call = talk.board.house.calls.get(id)
    story = talk.record(id).story if call is None else call.story
    closed = [one for one in story if isinstance(one, Closed) and one.point == point]
    if said is None or said.open:
        assert closed == []
    else:
        (one,) = closed
        assert (one.why, one.text, one.taken) == (said.why, said.text, taken)
    lets_in = said is None or said.open or taken
    event(f"{'in' if lets_in else 'out'}{', taken' if taken else ''}")
    assert (call is not None and call.state is not CallState.MESSAGE) == lets_in


@given(data=st.data())
@day_settings(150)
def test_a_call_is_let_in_exactly_when_it_is_open(data: st.DataObject) -> None:
    beginning = data.draw(st.sampled_from(BEGINNINGS))
    zone = data.draw(st.sampled_from(ZONES))
    plain = data.draw(setups(beginning, zone))
    oracle, talk, now = Oracle(plain), Talk(plain, STOR_KUNDE), beginning
    for n in range(data.draw(st.integers(1, 12))):
        now += data.draw(GAPS)
        match data.draw(st.sampled_from(["vip", "ordinary", "key", "save"])):
            case "save":
                plain = data.draw(setups(beginning, zone))
                oracle = Oracle(plain)
                talk.saves(now, plain)
            case "key":
                now = _press(talk, oracle, f"c{n}", now, data.draw(st.integers(0, 3)))
            case kind:
                caller = STOR_KUNDE if kind == "vip" else PER
                _call(talk, oracle, f"c{n}", now, caller)
        for id in list(talk.board.house.calls):
            talk.hangs_up(now, id)


def _call(talk: Talk, oracle: Oracle, id: str, now: float, caller: PhoneNumber) -> None:
    said = oracle.said(oracle.document.main_numbers[0].opening_hours, now)
    talk.call(now, id, caller)
    shut = said is not None and not said.open
    check(talk, id, MAIN, said, shut and caller == STOR_KUNDE and oracle.vip_taken(now))


def _press(talk: Talk, oracle: Oracle, id: str, now: float, after: int) -> float:
    """Somebody calls the menu and presses its key; the hours of both are asked, each at its time."""
    other = oracle.document.main_numbers[1]
    above = oracle.said(other.opening_hours, now)
    talk.call(now, id, PER, OTHER)
    check(talk, id, OTHER, above, taken=False)
    if above is not None and not above.open:
        return now
    assert other.setup.menu is not None
    keyed = oracle.said(other.setup.menu.choices[0].opening_hours, now + after)
    talk.presses(now + after, id, "1")
    check(talk, id, f"{OTHER}/1", keyed, taken=False)
    return now + after
