"""Every voicemail of a setup is found and changed; who hears what is left there."""

from dataclasses import replace
from typing import Any

import pytest

from forrang.domain.document import read_document, write_document
from forrang.domain.employee import Employee
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.schema import DocumentFault
from forrang.domain.staffing import with_changed_employee, without_employee
from forrang.domain.voicemails import (
    When,
    listeners,
    taking,
    voicemails,
    with_changed_voicemails,
)

KARI, OLA, TOR = (PhoneNumber(f"+479000000{n}") for n in (1, 2, 3))
NUMBER = "+4722334455"


def a_voicemail(*told: PhoneNumber) -> dict[str, Any]:
    return {"voicemail": {"notify": list(told)}}


def a_document(**more: Any) -> dict[str, Any]:
    """A main number whose calls go to a voicemail wherever one may stand."""
    queue = {
        "group": "Resepsjon",
        "waited_too_long": a_voicemail(OLA),
        "line_full": a_voicemail(OLA),
        "all_logged_out": a_voicemail(OLA),
    }
    choices = {
        1: {"queue": queue, "vip": {"on": True, "waited_too_long": a_voicemail(KARI, OLA)}},
        2: a_voicemail(),
        3: a_voicemail(TOR),
        4: {"queue": {"group": "Salg", "overflow_to": "Resepsjon"}},
        5: {"forward": "22 00 00 00", "vip": {"on": True, "answerers": [{"group": "Salg"}]}},
        6: {"forward": "22 00 00 00"},
    }
    return {
        "forrang": 1,
        "customer": "Nordlys",
        "employees": [
            {"name": name, "mobile": mobile}
            for name, mobile in (("Kari", KARI), ("Ola", OLA), ("Tor", TOR))
        ],
        "groups": [
            {"name": "Resepsjon", "members": [OLA]},
            {"name": "Salg", "members": [], **a_voicemail(KARI, OLA)},
        ],
        "main_numbers": [
            {
                "number": NUMBER,
                "setup": {"menu": {"greeting": {"say": "Trykk."}, "choices": choices}},
                "closed": a_voicemail(OLA),
            }
        ],
        **more,
    }


def test_every_one_is_found() -> None:
    found = [one.id for one in voicemails(read_document(a_document()))]
    assert found == [
        (NUMBER, When.CLOSED),
        (f"{NUMBER}/1", When.WAITED_TOO_LONG),
        (f"{NUMBER}/1", When.LINE_FULL),
        (f"{NUMBER}/1", When.ALL_LOGGED_OUT),
        (f"{NUMBER}/1", When.VIP_WAITED_TOO_LONG),
        (f"{NUMBER}/2", When.ALWAYS),
        (f"{NUMBER}/3", When.ALWAYS),
        ("Salg", When.UNSERVED),
    ]


def test_calls_may_come_to_a_points_own_or_to_its_groups() -> None:
    keys = (f"{NUMBER}/{key}" for key in (1, 2, 3, 4, 5))
    assert taking(read_document(a_document())) == {NUMBER, *keys}


def test_every_one_is_changed_and_nothing_else() -> None:
    before = read_document(a_document())
    assert with_changed_voicemails(before, lambda one: one.voicemail) == before
    after = with_changed_voicemails(before, lambda one: replace(one.voicemail, max_seconds=30))
    assert {one.voicemail.max_seconds for one in voicemails(after)} == {30}
    assert (
        with_changed_voicemails(after, lambda one: replace(one.voicemail, max_seconds=120))
        == before
    )


def test_an_employee_who_goes_is_told_no_more() -> None:
    after = without_employee(read_document(a_document()), OLA)
    assert not any(OLA in one.voicemail.notify for one in voicemails(after))
    read_document(write_document(after))


def test_an_employee_with_another_mobile_is_still_told() -> None:
    new = Employee("Ola", PhoneNumber("+4790000009"))
    after = with_changed_employee(read_document(a_document()), OLA, new, ["Resepsjon"])
    assert next(one.voicemail.notify for one in voicemails(after)) == (new.mobile,)
    read_document(write_document(after))


def test_who_answers_at_a_point_hears_what_is_left_there() -> None:
    found = listeners(read_document(a_document()))
    assert found[f"{NUMBER}/1"] == {OLA, KARI}  # Kari gets it by mail
    assert found[f"{NUMBER}/2"] == {OLA}  # nobody answers there: who does at this number
    assert found[f"{NUMBER}/3"] == {OLA, TOR}
    assert found[f"{NUMBER}/4"] == {OLA, KARI}  # the group mails them
    assert found[f"{NUMBER}/5"] == {OLA, KARI}
    assert found[NUMBER] == {OLA}


def test_who_is_told_must_be_an_employee() -> None:
    plain = a_document(closed=None)
    plain.pop("closed")
    plain["main_numbers"][0]["closed"] = a_voicemail(PhoneNumber("+4790000099"))
    with pytest.raises(DocumentFault) as fault:
        read_document(plain)
    assert [str(one) for one in fault.value.faults] == [
        "main_numbers[0].closed.voicemail.notify[0]: no employee has the mobile +4790000099"
    ]


def test_whom_a_group_tells_must_be_an_employee() -> None:
    plain = a_document()
    plain["groups"][0] |= a_voicemail(OLA, PhoneNumber("+4790000099"))
    with pytest.raises(DocumentFault) as fault:
        read_document(plain)
    assert [str(one) for one in fault.value.faults] == [
        "groups[0].voicemail.notify[1]: no employee has the mobile +4790000099"
    ]


@pytest.mark.parametrize("days", [0, 3651])
def test_messages_are_kept_for_a_day_up_to_ten_years(days: int) -> None:
    with pytest.raises(DocumentFault, match="from 1 to 3650"):
        read_document(a_document(voicemail_kept_days=days))
