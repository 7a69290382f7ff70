"""`load`, `dump`, `calls` and `staff` as an operator types them: one line, exit status, nothing
half-made.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forrang.storage import models
from forrang.storage.changes import latest_seq
from forrang.storage.records import store_records
from forrang.storage.setups import whole_document

from .conftest import Run
from .documents import FJORD, NORDLYS
from .test_records import call_line

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small document: a customer with an id, and their main numbers."""

    def written(file: str, customer: str, *numbers: str, **more: Any) -> Path:
        plain = {
            "forrang": 1,
            "customer": customer,
            **more,
            "groups": [{"name": "Resepsjon"}],
            "main_numbers": [
                {"number": one, "setup": {"queue": {"group": "Resepsjon"}}} for one in numbers
            ],
        }
        path = tmp_path / file
        path.write_text(json.dumps(plain, indent=1))
        return path

    return written


def test_load_says_what_it_did(forrang: Run) -> None:
    assert forrang("load", NORDLYS, FJORD) == (
        0,
        "Nordlys Tannklinikk AS: new customer, version 1, vip-list on, 4 entries added, "
        "log-ins changed, 3 passwords set\n"
        "Fjord Elektro AS: new customer, version 1, log-ins changed, 2 passwords set\n",
        "",
    )


def test_a_bad_document_is_refused_whole_and_its_companion_with_it(
    forrang: Run, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(NORDLYS.read_text().replace("ring_seconds: 20", "ring_seconds: 0"))
    line = bad.read_text()[: bad.read_text().index("ring_seconds")].count("\n") + 1
    told = f"{bad}:{line}: groups[0].ring_seconds: a number from 0.5 to 600 is expected\n"
    assert forrang("load", FJORD, bad) == (2, "", told)
    assert models.Customer.objects.count() == 0
    assert models.Account.objects.count() == 0
    assert latest_seq() == 0


def test_all_files_are_looked_at_before_one_is_refused(forrang: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("customer: [\n")
    status, out, told = forrang("load", tmp_path / "a.yaml", FJORD, tmp_path / "none.yaml")
    assert (status, out) == (2, "")
    assert told.splitlines()[1:] == [f"{tmp_path}/none.yaml: No such file or directory"]


def test_another_customers_number_is_told_with_its_line(
    forrang: Run, write: Callable[..., Path]
) -> None:
    forrang("load", NORDLYS)
    path = write("fjord.json", "Fjord", "22334477", "22 33 44 55")
    line = path.read_text()[: path.read_text().index("22 33 44 55")].count("\n") + 1
    told = f"{path}:{line}: main_numbers[1].number: +4722334455 belongs to another customer\n"
    assert forrang("load", path) == (2, "", told)
    assert models.Customer.objects.count() == 1


@pytest.mark.parametrize("order", [("nordlys", "fjord"), ("fjord", "nordlys")])
def test_a_number_moves_between_two_documents_of_one_load(
    forrang: Run, write: Callable[..., Path], order: tuple[str, str]
) -> None:
    write("nordlys", "Nordlys", "22334455", "22334466")
    write("fjord", "Fjord", "22334477")
    forrang("load", *(write("x", "x").with_name(one) for one in order))
    files = {
        "nordlys": write("nordlys", "Nordlys", "22334477", "22334466"),
        "fjord": write("fjord", "Fjord", "22334455"),
    }
    assert forrang("load", *(files[one] for one in order))[0] == 0
    owners = models.MainNumberAssignment.objects.values_list("number", "customer__name")
    assert dict(owners) == {
        "+4722334477": "Nordlys",
        "+4722334466": "Nordlys",
        "+4722334455": "Fjord",
    }


def test_a_customer_may_be_there_once(forrang: Run, write: Callable[..., Path]) -> None:
    one, two = write("1", "Nordlys", "22334455"), write("2", "Nordlys", "22334466")
    assert forrang("load", one, two) == (2, "", f"{two}: Nordlys is in {one} already\n")
    forrang("load", one)
    by_id = write("3", "Nordlys", "22334477", id=whole_document("Nordlys").id)
    assert forrang("load", by_id, two) == (2, "", f"{two}: Nordlys is there twice\n")
    assert models.MainNumberAssignment.objects.get().number == "+4722334455"


def test_a_customer_who_is_dumped_before_they_exist(forrang: Run) -> None:
    for name in ("Nordlys", ""):
        assert forrang("dump", name) == (2, "", f"no customer is called {name}\n")


def test_a_large_document_shows_progress(
    forrang: Run, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from forrang.cli import load

    monkeypatch.setattr(load, "LARGE_TEXT", 1000)
    monkeypatch.setattr(load, "LARGE_LIST", 2)
    told = forrang("load", NORDLYS)[2].splitlines()
    assert told[1] == "writing Nordlys Tannklinikk AS: 3 entries …"
    assert told[0].startswith(f"reading {NORDLYS}")


# calls


def test_calls_for_programs(forrang: Run) -> None:
    forrang("load", NORDLYS)
    customer = models.Customer.objects.get().pk
    store_records(
        [
            call_line(customer, "c1", arrived=1_795_000_000.25, waited_seconds=4.5),
            call_line(
                customer, "c2", arrived=1_795_000_060.0, caller=None, withheld=True, vip=False,
                answered_by=None, outcome="gave-up",
            ),
        ]
    )  # fmt: skip
    status, out, _ = forrang("calls", "--json")
    newest, first = json.loads(out)
    assert status == 0
    assert (newest["id"], newest["caller"], newest["answered_by"]) == ("c2", None, None)
    assert (newest["class"], newest["outcome"]) == ("ordinary", "gave-up")
    assert first == {
        "id": "c1",
        "customer": "Nordlys Tannklinikk AS",
        "caller": "+4741111111",
        "main_number": "+4722334455",
        "keys": None,
        "class": "vip",
        "arrived": "2026-11-18T11:06:40.250+00:00",
        "ended": "2026-11-18T11:07:40.250+00:00",
        "waited_seconds": 4.5,
        "answered_by": "+4790000001",
        "outcome": "answered",
        "overtaken": 0,
        "why": {"matched": 7},
        "story": [{"step": "Arrived"}],
    }
    assert [one["id"] for one in json.loads(forrang("calls", "--json", "--limit", "1")[1])] == [
        "c2"
    ]


def test_calls_for_people(forrang: Run) -> None:
    forrang("load", NORDLYS)
    assert forrang("calls")[1].split() == [
        "arrived", "caller", "called", "class", "waited", "answered", "by", "outcome",
    ]  # fmt: skip
    assert json.loads(forrang("calls", "--json")[1]) == []
    customer = models.Customer.objects.get().pk
    store_records([call_line(customer, "c1"), call_line(customer, "c2", caller=None)])
    out = forrang("calls")[1]
    assert "+47 411 11 111" in out
    assert "unknown" in out
    assert "withheld" not in out


@pytest.mark.parametrize("count", ["0", "-1", "two"])
def test_a_limit_is_a_number_from_one_on(forrang: Run, count: str) -> None:
    with pytest.raises(SystemExit) as ended:
        forrang("calls", "--limit", count)
    assert ended.value.code == 2


# staff


def test_a_password_is_printed_once_and_kept_as_a_hash(forrang: Run) -> None:
    status, out, told = forrang("staff", "add", "Eva")
    password = out.rstrip("\n")
    assert (status, told) == (0, "")
    assert len(password) >= 16
    staff = models.Staff.objects.get(name="Eva")
    assert password not in staff.password
    assert staff.check_password(password)
    assert forrang("staff", "add", "Eva") == (2, "", "Eva has a log-in already\n")
    staff.refresh_from_db()
    assert staff.check_password(password)


@pytest.mark.parametrize("name", ["", "  ", "E" * 201, "\udcff"])
def test_a_name_that_nobody_can_have(forrang: Run, name: str) -> None:
    assert forrang("staff", "add", name) == (2, "", "a name has 1 to 200 characters\n")
    assert models.Staff.objects.count() == 0


def test_a_new_password_a_list_and_a_log_in_taken_away(forrang: Run) -> None:
    first = forrang("staff", "add", "Eva")[1].strip()
    forrang("staff", "add", "Ask")
    assert forrang("staff", "list") == (0, "Ask\nEva\n", "")
    second = forrang("staff", "password", "Eva")[1].strip()
    staff = models.Staff.objects.get(name="Eva")
    assert staff.check_password(second) and not staff.check_password(first)
    assert forrang("staff", "remove", "Eva") == (0, "", "")
    assert forrang("staff", "list")[1] == "Ask\n"
    for act in ("remove", "password"):
        told = "NAME: nobody has the log-in Eva\n"
        assert forrang("staff", act, "Eva") == (2, "", told)
