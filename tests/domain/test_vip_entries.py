"""The entries in memory, against a plain list of them."""

import time
from array import array
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from forrang.domain import vip_entries
from forrang.domain.number_span import EntryKind, NumberSpan, parse_span
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_entries import Found, VipEntries, day_number

TODAY = 20_000


def _span(text: str) -> NumberSpan:
    kind = EntryKind.RANGE if "-" in text else EntryKind.PREFIX if "*" in text else EntryKind.NUMBER
    return parse_span(kind, text.rstrip("*"))


def _list(*texts: str, last_day: int = 0) -> VipEntries:
    entries = VipEntries()
    for entry, text in enumerate(texts, 1):
        entries.put(_span(text), entry, last_day)
    return entries


def _found(entries: VipEntries, number: str) -> int | None:
    found = entries.find(PhoneNumber(number), TODAY)
    return None if found is None else found.entry


def test_a_number_comes_before_a_narrow_range_and_that_before_a_wide_one() -> None:
    entries = _list("+47*", "22990000-9999", "22990050", "22990000-99")
    assert _found(entries, "+4722990050") == 3
    assert _found(entries, "+4722990051") == 4
    assert _found(entries, "+4722990100") == 2
    assert _found(entries, "+4741111111") == 1
    assert _found(entries, "+46701234567") is None


def test_the_narrower_of_two_that_are_nearly_alike() -> None:
    for texts in (["22990000-99", "22990005-95"], ["22990005-95", "22990000-99"]):
        assert _found(_list(*texts), "+4722990050") == texts.index("22990005-95") + 1
        assert _found(_list(*texts), "+4722990099") == texts.index("22990000-99") + 1


def test_an_entry_in_force_comes_before_an_expired_one() -> None:
    entries = _list("+47*", "22990000-99")
    entries.put(_span("22990050"), 3, TODAY - 1)
    assert entries.find(PhoneNumber("+4722990050"), TODAY) == Found(2, expired=False)
    entries.put(_span("22990000-99"), 2, TODAY - 1)
    assert entries.find(PhoneNumber("+4722990050"), TODAY) == Found(1, expired=False)
    assert entries.find(PhoneNumber("+4722990051"), TODAY) == Found(1, expired=False)
    entries.remove(_span("+47*"))
    assert entries.find(PhoneNumber("+4722990050"), TODAY) == Found(3, expired=True)
    assert entries.find(PhoneNumber("+4722990051"), TODAY) == Found(2, expired=True)


def test_it_is_in_force_through_its_last_day() -> None:
    entries = _list("41111111", "22990000-99", last_day=TODAY)
    for number in ("+4741111111", "+4722990000"):
        for day, expired in ((TODAY - 1, False), (TODAY, False), (TODAY + 1, True)):
            found = entries.find(PhoneNumber(number), day)
            assert found is not None
            assert found.expired is expired


@pytest.mark.parametrize(
    ("day", "expired"),
    [
        (date(1, 1, 1), True),
        (date(1970, 1, 1), True),
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),
        (date(2149, 6, 7), False),
        (date(9999, 12, 31), False),
    ],
)
def test_any_last_day_can_be_kept(day: date, expired: bool) -> None:
    entries = VipEntries.from_rows([(*_row("41111111"), 7, day_number(day))])
    found = entries.find(PhoneNumber("+4741111111"), day_number(date(2026, 11, 24)))
    assert found == Found(7, expired)


def test_a_number_of_another_length_is_another_number() -> None:
    entries = _list("+4722990000", "+47229900*")
    assert _found(entries, "+4722990000") == 1
    assert _found(entries, "+47229900000") == 2
    assert _found(entries, "+472299000") == 2
    assert _found(entries, "+472299") is None


def _row(text: str) -> tuple[int, int, int]:
    span = _span(text)
    return span.low, span.high, span.digits


def test_rows_and_arrays() -> None:
    rows = sorted(
        (*_row(text), entry, 0) for entry, text in enumerate(["41111111", "+46*", "22990000-99"], 1)
    )
    entries = VipEntries.from_rows(rows)
    assert len(entries) == 3
    numbers, refs, spans = entries.arrays()
    assert (numbers.itemsize, refs.itemsize, len(numbers)) == (8, 8, 1)
    again = VipEntries.from_arrays(array("Q", numbers), array("Q", refs), spans)
    for number, entry in (("+4741111111", 1), ("+46701234567", 2), ("+4722990042", 3)):
        assert _found(again, number) == entry


def test_a_wide_prefix_costs_the_ranges_nothing() -> None:
    """20,000 ranges and one prefix over them all: a lookup looks at a few, not at all of them."""
    rows = [
        (low * 10**5, (low + 99) * 10**5, 10, entry, 0)
        for entry, low in enumerate(range(4722_000_000, 4742_000_000, 1000), 1)
    ]
    rows.append((*_row("+47*"), 99_999, 0))
    entries = VipEntries.from_rows(sorted(rows))
    start = time.perf_counter()
    for at in range(2000):
        assert _found(entries, f"+47{22_000_050 + at * 1000}") == at + 1
        assert _found(entries, f"+47{22_000_500 + at * 1000}") == 99_999
    assert time.perf_counter() - start < 4000 * 0.0003  # it takes some microseconds


# against a plain list

_numbers = st.builds(
    lambda lead, rest, length: PhoneNumber(f"+{lead}{rest:06d}"[: length + 1]),
    st.sampled_from(["4722", "4723", "46"]),
    st.integers(0, 30) | st.integers(999_970, 999_999),
    st.integers(4, 10),
)
_spans = st.one_of(
    _numbers.map(NumberSpan.of),
    _numbers.map(lambda number: parse_span(EntryKind.PREFIX, number)),
    st.tuples(_numbers, _numbers)
    .filter(lambda ends: len(ends[0]) == len(ends[1]) and ends[0] <= ends[1])
    .map(
        lambda ends: NumberSpan(
            NumberSpan.of(ends[0]).low, NumberSpan.of(ends[1]).low, len(ends[0]) - 1
        )
    ),
)
_last_days = st.sampled_from([0, TODAY - 1, TODAY, TODAY + 1])


@dataclass
class Plain:
    """A list as one would write it without a thought for its size."""

    entries: dict[NumberSpan, tuple[int, int]] = field(default_factory=dict)

    def find(self, number: PhoneNumber, today: int) -> Found | None:
        covering = [
            (0 < last_day < today, not span.is_number, span.high - span.low, entry)
            for span, (entry, last_day) in self.entries.items()
            if span.covers(number)
        ]
        if not covering:
            return None
        expired, *_, entry = min(covering)
        return Found(entry, expired)


class AgainstAPlainList(RuleBasedStateMachine):
    """Whatever is put and removed in whatever order, both find the same."""

    def __init__(self) -> None:
        super().__init__()
        self.plain, self.entries, self.next = Plain(), VipEntries(), 1

    @rule(span=_spans, last_day=_last_days)
    def put(self, span: NumberSpan, last_day: int) -> None:
        entry, _ = self.plain.entries.get(span, (self.next, 0))
        self.next += 1
        self.plain.entries[span] = (entry, last_day)
        self.entries.put(span, entry, last_day)

    @rule(span=_spans)
    def remove_any(self, span: NumberSpan) -> None:
        self.plain.entries.pop(span, None)
        self.entries.remove(span)

    @rule(at=st.integers(0, 99))
    def remove_one(self, at: int) -> None:
        if self.plain.entries:
            self.remove_any(list(self.plain.entries)[at % len(self.plain.entries)])

    @rule()
    def merge(self) -> None:
        self.entries.merge()

    @rule()
    def read_from_the_database(self) -> None:
        self.entries = VipEntries.from_rows(
            sorted(
                (span.low, span.high, span.digits, entry, last_day)
                for span, (entry, last_day) in self.plain.entries.items()
            )
        )

    @rule()
    def read_from_a_file(self) -> None:
        self.entries = VipEntries.from_arrays(*self.entries.arrays())

    @rule(number=_numbers)
    def find(self, number: PhoneNumber) -> None:
        assert self.entries.find(number, TODAY) == self.plain.find(number, TODAY)

    @invariant()
    def each_entry_is_found(self) -> None:
        for span in self.plain.entries:
            if span.digits:
                assert self.entries.find(span.number, TODAY) == self.plain.find(span.number, TODAY)

    def teardown(self) -> None:
        assert len(self.entries) == len(self.plain.entries)


TestAgainstAPlainList = AgainstAPlainList.TestCase
TestAgainstAPlainList.settings = settings(max_examples=150, stateful_step_count=30)


@given(st.lists(st.tuples(st.integers(0, 99), st.booleans()), max_size=60))
def test_a_full_overlay_is_merged(changes: list[tuple[int, bool]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vip_entries, "OVERLAY_LIMIT", 5)
        entries, plain = VipEntries(), Plain()
        for at, put in changes:
            span = NumberSpan.of(PhoneNumber(f"+47410000{at:02d}"))
            if put:
                entries.put(span, at + 1, 0)
                plain.entries[span] = (at + 1, 0)
            else:
                entries.remove(span)
                plain.entries.pop(span, None)
            assert len(entries._overlay) <= 5
        for at in range(100):
            number = PhoneNumber(f"+47410000{at:02d}")
            assert entries.find(number, TODAY) == plain.find(number, TODAY)
