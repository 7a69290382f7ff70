"""A customer of some size for the portal's benchmark: a long VIP list, and a year of calls.

The rows are made up and always the same ones. They go straight into the tables: what is measured is
reading them.
"""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

MAIN, OTHER = "+4722330001", "+4722330002"
GROUPS, EMPLOYEES = 10, 50
SERIES_SHARE = 0.01
"""Series among the entries; each has 100 numbers."""
SECONDS_BACK = 365 * 86_400

_FIRST = ["Kari", "Ola", "Ingrid", "Per", "Mona", "Jonas", "Aslaug", "Bjørn", "Åse", "Eva"]
_LAST = ["Nordmann", "Hansen", "Berg", "Lie", "Strand", "Vik", "Åsen", "Haug", "Moen", "Dahl"]
_FIRMS = ["Rør", "Elektro", "Bygg", "Tannteknikk", "Legesenter", "Regnskap", "Transport"]
_OUTCOMES = ["answered"] * 8 + ["gave-up", "waited-too-long"]

_ENTRY = (
    "INSERT INTO vip_entry (customer_id, list_id, kind, typed, low, high, digits, name, note, "
    "last_day, changed_by, changed) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'bench', %s)"
)
_CALL_FIELDS = (
    "id, customer_id, main_number, caller, withheld, vip, why, arrived, place_from, ended, "
    "waited_seconds, answered_by, outcome, overtaken, story"
)


def mobiles() -> list[str]:
    """The employees' mobiles; the first one's is who administers."""
    return [f"+479000{n:04d}" for n in range(EMPLOYEES)]


def document(password: str) -> dict[str, object]:
    """50 people in 10 groups, two main numbers, a VIP list on the first."""
    people: list[dict[str, object]] = [
        {"name": f"{_FIRST[n % 10]} {_LAST[n // 10 % 10]} {n}", "mobile": mobile}
        for n, mobile in enumerate(mobiles())
    ]
    people[0] |= {"administrator": True, "password": password}
    groups = [
        {"name": f"Group {n}", "members": mobiles()[n * 5 : n * 5 + 10]} for n in range(GROUPS)
    ]
    answerers = [{"employee": one} for one in mobiles()[:3]]
    return {
        "forrang": 1,
        "customer": "Bench",
        "services": ["vip-list"],
        "employees": people,
        "groups": groups,
        "main_numbers": [
            {
                "number": MAIN,
                "name": "Hovedkontor",
                "setup": {"queue": {"group": "Group 0"}},
                "vip": {"on": True, "answerers": answerers},
            },
            {"number": OTHER, "name": "Verksted", "setup": {"queue": {"group": "Group 1"}}},
        ],
    }


def fill(customer: int, entries: int, calls: int) -> None:
    """Write entries and calls, and what each knows of the other."""
    from django.db import connection, transaction

    from forrang.storage.changes import ChangeKind, append_changes
    from forrang.storage.connection import on_postgresql
    from forrang.storage.entries import EntryList
    from forrang.storage.last_calls import ask_for_all
    from forrang.storage.list_sizes import count_all_lists

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.executemany(_ENTRY, (_stored(one) for one in entry_rows(customer, entries)))
        count_all_lists()
        append_changes([EntryList(customer, MAIN).change(ChangeKind.LIST_REPLACED)])
    with transaction.atomic():
        if on_postgresql():
            with (
                connection.cursor() as cursor,
                cursor.copy(f"COPY call_record ({_CALL_FIELDS}) FROM STDIN") as copied,
            ):
                for row in call_rows(customer, calls, entries):
                    copied.write_row(row)
        else:
            places = ", ".join(["%s"] * (_CALL_FIELDS.count(",") + 1))
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"INSERT INTO call_record ({_CALL_FIELDS}) VALUES ({places})",
                    call_rows(customer, calls, entries),
                )
        ask_for_all()
    if on_postgresql():  # as its autovacuum does before long; SQLite does nothing by itself
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def number_at(at: int) -> str:
    """The number of an entry that is one; every ten-thousandth lies in the first series' hundreds."""
    return f"474{at * 79 % 10_000_000:07d}"


def entry_rows(customer: int, count: int) -> Iterator[tuple[Any, ...]]:
    """One in a hundred is a series, two in a hundred end some day, one in fifty is covered."""
    chance, today = random.Random(1), date.today()
    series = int(count * SERIES_SHARE)
    for at in range(count):
        name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
        if at % 5 == 0:
            name = f"{chance.choice(_LAST)} {chance.choice(_FIRMS)} AS"
        note = f"Avtale {at}, ring tilbake" if at % 5 == 1 else None
        last = today + timedelta(days=chance.randint(-60, 400)) if at % 50 == 3 else None
        if at < series:
            first = f"4722{at:04d}00"
            low, high = int(first.ljust(15, "0")), int(f"4722{at:04d}99".ljust(15, "0"))
            typed = f"22 {at // 100:02d} {at % 100:02d} 00-99"
            yield customer, MAIN, "range", typed, low, high, 10, name, note, last
            continue
        covered = at % 50 == 7
        digits = f"4722{at // 50 % series:04d}{at % 97:02d}" if covered else number_at(at)
        typed = f"{digits[2:5]} {digits[5:7]} {digits[7:]}"
        low = int(digits.ljust(15, "0"))
        yield customer, MAIN, "number", typed, low, low, 10, name, note, last


def call_rows(customer: int, count: int, entries: int) -> Iterator[Sequence[Any]]:
    """Three in ten from the list, where few call often; one in ten withheld."""
    chance, now = random.Random(2), datetime.now(UTC).timestamp()
    people = mobiles()
    for at in range(count):
        arrived = now - SECONDS_BACK * (count - at) / count + chance.random() * 20
        kind, main = chance.random(), MAIN if chance.random() < 0.7 else OTHER
        vip, entry, caller = False, None, None
        if kind < 0.3:
            entry = int(entries * (0.01 + 0.99 * chance.random() ** 3 * 0.5))
            vip, caller = main == MAIN, f"+{number_at(entry)}"
        elif kind < 0.9:
            caller = f"+479{chance.randrange(3_000_000):07d}"
        outcome = chance.choice(_OUTCOMES)
        who = chance.choice(people) if outcome == "answered" else None
        waited, talked = chance.random() * 90, chance.random() * 300
        reason = "on-list" if vip else "withheld" if caller is None else "not-on-list"
        why = {"why": reason, "entry": entry if vip else None}
        ended = arrived + waited + (talked if who else 0)
        story = _story(arrived, waited, ended, why, who, outcome)
        yield (
            f"bench-{at:08d}", customer, main, caller, caller is None, vip, json.dumps(why),
            arrived, arrived, ended, waited, who, outcome, chance.randrange(3), json.dumps(story),
        )  # fmt: skip


def _story(
    arrived: float, waited: float, ended: float, why: dict[str, Any], who: str | None, outcome: str
) -> list[dict[str, Any]]:
    others = [[one, {"doing": "in-talk", "until": None}] for one in mobiles()[:3]]
    steps: list[dict[str, Any]] = [
        {"step": "Arrived", "at": arrived, "standing": why, "place_kept_from": None}
    ]
    if who is not None:
        roster = [*others, [who, {"doing": "free", "until": None}]]
        offered = {"step": "Offered", "offer": "o", "to": who, "place": "group:Group 0"}
        steps.append(offered | {"at": arrived + waited - 2, "roster": roster})
        steps.append({"step": "Answered", "at": arrived + waited, "by": who})
    return [*steps, {"step": "Ended", "at": ended, "outcome": outcome}]


def _stored(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """As the driver takes it: SQLite knows no days."""
    from django.db import connection

    last = connection.ops.adapt_datefield_value(row[-1])
    return (*row[:-1], last, datetime.now(UTC).isoformat(sep=" "))
