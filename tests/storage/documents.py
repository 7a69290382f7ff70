"""Documents for the tests: the demo customers, and any document at all."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from forrang.domain.document import Document, read_document
from forrang.storage.demo import DOCUMENTS
from forrang.storage.reading import document_of, read_source

FJORD, NORDLYS = DOCUMENTS
"""The files of the demo customers."""


def nordlys() -> Document:
    """Kari's customer."""
    return document_of(read_source(str(NORDLYS)))


def fjord() -> Document:
    """Per's customer, who must never be seen at Kari's."""
    return document_of(read_source(str(FJORD)))


def a_customer(name: str = "Nordlys", number: str = "22 33 44 55", **vip: Any) -> Document:
    """A small customer with one main number and its VIP list."""
    return read_document(
        {
            "forrang": 1,
            "customer": name,
            "services": ["vip-list"],
            "employees": [{"name": "Kari", "mobile": "+4790000001", "administrator": True}],
            "groups": [{"name": "Resepsjon", "members": ["+4790000001"]}],
            "main_numbers": [
                {
                    "number": number,
                    "setup": {"queue": {"group": "Resepsjon"}},
                    "vip": {"on": True, **vip},
                }
            ],
        }
    )


def numbers(first: int, count: int) -> list[dict[str, Any]]:
    """Entries for so many mobile numbers."""
    return [{"number": str(first + at)} for at in range(count)]


_texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20
).filter(str.strip)
_words = st.sampled_from(["on", "No", "22:30", "0046", "1e3", "~", "null", "a: b", "# x", "- y"])
_text = _texts | _words
_mobiles = st.integers(40_000_000, 49_999_999).map(str)
_landlines = st.integers(21_000_000, 29_999_999).map(str)
_days = st.dates(date(1970, 1, 2), date(2149, 6, 6)).map(str)
_spans = st.one_of(
    _mobiles.map(lambda number: {"number": f"+47 {number}"}),
    st.integers(0, 9999).map(lambda at: {"range": f"2299{at:04d}-9999"}),
    st.integers(10, 999_999).map(lambda at: {"prefix": f"+46{at}"}),
)
_strategies = st.sampled_from(["all", "longest-idle", "in-order", "round-robin"])


def _maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


_ringing = {
    "strategy": _strategies,
    "ring_seconds": st.integers(1, 600) | st.just(0.5),
    "wrap_up_seconds": st.integers(0, 3600),
    "rest_seconds": st.floats(0.5, 3600),
    "pause_after_misses": st.integers(0, 100),
}
_entries = st.builds(
    lambda span, more: span | more, _spans, _maybe(name=_text, note=_text, last_day=_days)
)


_QUARTERS = st.sets(st.integers(0, 96), max_size=6).map(sorted)
_open = _QUARTERS.map(
    lambda edges: [
        f"{a // 4:02}:{a % 4 * 15:02}-{b // 4:02}:{b % 4 * 15:02}"
        for a, b in zip(edges[::2], edges[1::2], strict=False)
    ]
)
_exceptions = st.builds(
    lambda days, more: {"from": min(days), "to": max(days)} | more,
    st.tuples(_days, _days),
    _maybe(open=_open, text=_text),
)
_week = _maybe(**dict.fromkeys(("sun", "sat", "fri", "thu", "wed", "tue", "mon"), _open))
_hours = st.builds(
    lambda week, more: {"week": week} | more,
    _week,
    _maybe(
        holidays=st.sampled_from(["closed", "open"]),
        exceptions=st.lists(_exceptions, max_size=3),
        closed_until=st.datetimes().map(lambda at: at.isoformat()[:16]),
    ),
)
_prompts = _text.map(lambda say: {"say": say})
_voicemails = _maybe(greeting=_prompts, max_seconds=st.integers(5, 600))
_destinations = st.one_of(
    _mobiles.map(lambda number: {"forward": f"+47 {number}"}),
    _prompts.map(lambda prompt: {"message": prompt}),
    _voicemails.map(lambda it: {"voicemail": it}),
)


def _menus(setups: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Menus whose keys lead to such setups."""
    keys = st.sampled_from(list("1234567890*#"))
    choices = st.builds(
        lambda setup, more: setup | more,
        setups,
        _maybe(name=_text, opening_hours=_hours, closed=_destinations),
    )
    return st.builds(
        lambda greeting, choices: {"menu": {"greeting": greeting, "choices": choices}},
        _prompts,
        st.dictionaries(keys, choices, min_size=1, max_size=4),
    )


@st.composite
def plain_documents(draw: st.DrawFn) -> dict[str, Any]:
    """Any valid document, with any of its fields."""
    mobiles = draw(st.lists(_mobiles, max_size=4, unique=True))
    groups = draw(st.lists(_text, min_size=1, max_size=3, unique_by=str.strip))
    landlines = draw(st.lists(_landlines, max_size=3, unique=True))
    members = st.lists(st.sampled_from(mobiles), unique=True) if mobiles else st.just([])
    answerers = st.sampled_from(
        [{"group": one} for one in groups] + [{"employee": one} for one in mobiles]
    )
    queues = _maybe(
        max_wait_seconds=st.integers(1, 86_400),
        max_waiting=st.none() | st.integers(0, 1_000_000),
        nobody_logged_in=st.sampled_from(["wait", "leave"]),
    )
    vip = _maybe(
        on=st.booleans(),
        entries=st.lists(_entries, max_size=5, unique_by=lambda one: one.get("number", str(one))),
        answerers=st.lists(answerers, max_size=3),
        overflow_after=st.just("never") | st.integers(0, 86_400),
        head_start=st.just("always-first") | st.integers(0, 10_080) | st.just(0.5),
        skips_menu=st.booleans(),
        **_ringing,
    )
    setups = st.one_of(
        st.builds(
            lambda queue, group: {"queue": queue | {"group": group}},
            queues,
            st.sampled_from(groups),
        ),
        _destinations,
    )
    setups = st.one_of(setups, _menus(st.one_of(setups, st.just({"repeat": True}), _menus(setups))))
    return {
        "forrang": 1,
        "customer": draw(_text),
        "services": draw(st.sampled_from([[], ["vip-list"]])),
        "time_zone": draw(st.sampled_from(["Europe/Oslo", "UTC", "America/New_York"])),
        "employees": [
            {"name": draw(_text), "mobile": one}
            | draw(_maybe(administrator=st.booleans(), password=_text))
            for one in mobiles
        ],
        "groups": [
            {"name": one, "members": draw(members)}
            | draw(_maybe(**_ringing, voicemail=_voicemails))
            for one in groups
        ],
        "main_numbers": [
            {
                "number": one,
                "setup": draw(setups),
            }
            | draw(_maybe(name=_text, vip=vip, opening_hours=_hours, closed=_destinations))
            for one in landlines
        ],
    }
