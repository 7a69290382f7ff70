"""Codes that are read out: to whom, how often, for how long, and for one thing once."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.utils import timezone

from forrang.domain.phone_number import PhoneNumber
from forrang.exchange.snapshot_files import SnapshotFiles
from forrang.exchange.snapshots import Snapshots
from forrang.exchange.sounds import Sounds
from forrang.exchange.spoken import SpokenCode
from forrang.storage import models, spoken_codes
from forrang.storage.changes import ChangeKind, changes_after, latest_seq
from forrang.storage.code_calls import take_code
from forrang.storage.spoken_codes import (
    ASKED_AN_HOUR,
    CALLS_AN_HOUR,
    IN_FORCE,
    TRIES,
    CodeRefused,
    NotYet,
    Purpose,
    ask_code,
    confirm_by_code,
    set_password_by_code,
)

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

KARI, OLA, NOBODY = (PhoneNumber(f"+479000000{i}") for i in (1, 2, 9))
NEW = "tre tilfeldige ord"


@pytest.fixture(autouse=True)
def nordlys(database: str) -> models.Customer:
    """Kari and Ola, whose mobiles nobody confirmed."""
    customer = models.Customer.objects.create(name="Nordlys", version=1)
    for mobile in (KARI, OLA):
        account = models.Account.objects.create_user(mobile, "et gammelt passord")
        models.Membership.objects.create(account=account, customer=customer)
    return customer


def _ask(mobile: PhoneNumber = KARI, purpose: Purpose = Purpose.PASSWORD, **more: Any) -> Any:
    return ask_code(mobile, purpose, "nb", **{"address": "192.0.2.1", **more})


def _told() -> list[dict[str, Any]]:
    """What the exchange is told."""
    return [one.what for one in changes_after(0, 500) if one.kind is ChangeKind.SPOKEN_CODE]


def _digits() -> str:
    return str(_told()[-1]["digits"])


def _opens(mobile: PhoneNumber, digits: str, password: str = NEW) -> bool:
    """Whether digits give a new password."""
    try:
        set_password_by_code(mobile, digits, password)
    except CodeRefused:
        return False
    return True


def _confirms(mobile: PhoneNumber, digits: str) -> bool:
    """Whether digits confirm a mobile."""
    try:
        confirm_by_code(mobile, digits)
    except CodeRefused:
        return False
    return True


def _later(by: timedelta) -> None:
    """Let time have passed."""
    for one in models.CodeAsked.objects.all():
        models.CodeAsked.objects.filter(pk=one.pk).update(at=one.at - by)
    for code in models.SpokenCode.objects.all():
        models.SpokenCode.objects.filter(pk=code.pk).update(made=code.made - by)


def test_a_code_is_read_out_and_opens_once() -> None:
    assert _ask() is None
    (what,) = _told()
    assert what["mobile"] == KARI and what["language"] == "nb"
    assert len(what["digits"]) == 6 and what["digits"].isdigit()
    assert abs(what["asked"] - timezone.now().timestamp()) < 5
    account = set_password_by_code(KARI, what["digits"], NEW)
    assert account.mobile == KARI and check_password(NEW, account.password)
    assert not _opens(KARI, what["digits"], "noe helt annet igjen")


def test_the_digits_are_kept_as_a_hash_alone() -> None:
    _ask()
    row = models.SpokenCode.objects.get()
    assert _digits() not in row.hash and check_password(_digits(), row.hash)


def test_who_heard_the_digits_has_the_mobile() -> None:
    _ask()
    before = latest_seq()
    set_password_by_code(KARI, _digits(), NEW)
    confirmed = models.Membership.objects.exclude(mobile_confirmed=None)
    assert [one.account.mobile for one in confirmed] == [KARI]
    assert [one.kind for one in changes_after(before, 9)] == [ChangeKind.SETUP]


def test_a_mobile_is_confirmed_wherever_it_is_an_employees() -> None:
    fjord = models.Customer.objects.create(name="Fjord", version=1)
    kari = models.Account.objects.get(mobile=KARI)
    models.Membership.objects.create(account=kari, customer=fjord)
    _ask(purpose=Purpose.CONFIRM, customer=fjord.pk)
    assert [one.customer for one in changes_after(0, 9)] == [fjord.pk]
    assert _confirms(KARI, _digits())
    assert models.Membership.objects.filter(account=kari, mobile_confirmed=None).count() == 0


def test_a_code_is_good_for_one_thing() -> None:
    _ask(purpose=Purpose.CONFIRM)
    assert not _opens(KARI, _digits())
    _later(timedelta(minutes=2))
    _ask(purpose=Purpose.PASSWORD)
    assert not _confirms(KARI, _digits())


def test_a_code_of_one_mobile_opens_nothing_of_another() -> None:
    _ask(KARI)
    digits = _digits()
    _ask(OLA)
    assert not _opens(OLA, digits) or digits == _digits()


@pytest.mark.parametrize(
    ("age", "opens"), [(IN_FORCE - timedelta(seconds=20), True), (IN_FORCE, False)]
)
def test_a_code_is_in_force_for_ten_minutes(age: timedelta, opens: bool) -> None:
    _ask()
    _later(age)
    assert (_opens(KARI, _digits())) is opens


def test_the_fifth_try_may_be_right_and_the_sixth_may_not() -> None:
    _ask()
    wrong = "000000" if _digits() != "000000" else "111111"
    for _ in range(TRIES - 1):
        assert not _opens(KARI, wrong)
    assert _opens(KARI, _digits())
    _later(timedelta(minutes=2))
    _ask()
    told = []
    for _ in range(TRIES):
        with pytest.raises(CodeRefused) as refused:
            set_password_by_code(KARI, wrong, NEW)
        told.append(refused.value.over)
    assert told == [False, False, False, False, True]
    assert not _opens(KARI, _digits())


def test_a_new_code_takes_the_place_of_the_old() -> None:
    _ask()
    old = _digits()
    _later(timedelta(minutes=2))
    _ask()
    assert old == _digits() or not _opens(KARI, old)
    assert _opens(KARI, _digits())


@pytest.mark.parametrize("mobile", [KARI, NOBODY])
def test_nobody_is_called_twice_in_a_minute(mobile: PhoneNumber) -> None:
    assert _ask(mobile) is None
    refused = _ask(mobile)
    assert isinstance(refused, NotYet) and not refused.often
    assert timedelta(seconds=55) < refused.wait <= timedelta(seconds=60)
    _later(timedelta(seconds=61))
    assert _ask(mobile) is None


@pytest.mark.parametrize("mobile", [KARI, NOBODY])
def test_nobody_is_called_more_than_three_times_an_hour(mobile: PhoneNumber) -> None:
    for _ in range(CALLS_AN_HOUR):
        assert _ask(mobile) is None
        _later(timedelta(minutes=2))
    refused = _ask(mobile)
    assert refused.often and timedelta(minutes=53) < refused.wait < timedelta(minutes=55)
    _later(timedelta(minutes=55))
    assert _ask(mobile) is None


def test_one_address_asks_ten_times_an_hour() -> None:
    for i in range(ASKED_AN_HOUR):
        assert _ask(PhoneNumber(f"+4741100{i:03}")) is None
    refused = _ask(KARI)
    assert refused is not None and refused.often
    assert _ask(KARI, address="192.0.2.2") is None
    assert _ask(OLA, address="") is None


def test_a_number_that_is_nobodys_is_never_called_and_costs_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hashed: list[str] = []
    make = spoken_codes.make_password
    monkeypatch.setattr(spoken_codes, "make_password", lambda one: hashed.append(one) or make(one))
    assert _ask(NOBODY) is None
    assert _told() == []
    assert len(hashed) == 1
    assert models.SpokenCode.objects.filter(mobile=NOBODY).exists()
    assert not _opens(NOBODY, "123456")
    assert not models.Account.objects.filter(mobile=NOBODY).exists()


def test_somebody_who_was_removed_everywhere_is_nobody(nordlys: models.Customer) -> None:
    _ask()
    digits = _digits()
    models.Membership.objects.all().delete()
    assert not _opens(KARI, digits)
    _later(timedelta(minutes=2))
    _ask()
    assert len(_told()) == 1


def test_a_customer_of_others_is_not_taken(nordlys: models.Customer) -> None:
    fjord = models.Customer.objects.create(name="Fjord", version=1)
    _ask(KARI, Purpose.CONFIRM, customer=fjord.pk)
    assert _told() == []


def test_what_was_asked_is_forgotten_after_an_hour() -> None:
    _ask(KARI)
    _ask(NOBODY)
    _later(timedelta(minutes=61))
    _ask(OLA)
    assert [one.mobile for one in models.CodeAsked.objects.all()] == [OLA]
    assert [one.mobile for one in models.SpokenCode.objects.all()] == [OLA]


def test_the_digits_leave_the_table_with_their_first_reader() -> None:
    _ask()
    digits = _digits()
    seq = latest_seq()
    taken = take_code(seq)
    assert taken is not None and taken["digits"] == digits
    assert _told() == [{}]
    assert take_code(seq) is None
    assert latest_seq() == seq
    assert _opens(KARI, digits)


def test_the_exchange_reads_a_code_once(tmp_path: Any) -> None:
    _ask()
    digits, seq = _digits(), latest_seq()
    snapshots = Snapshots(SnapshotFiles(tmp_path / "snapshots"), Sounds(tmp_path), lambda _: None)
    read, news = snapshots._read_batch(seq - 1)
    assert read == seq
    (code,) = news
    assert isinstance(code, SpokenCode)
    assert (code.mobile, code.digits, code.language) == (KARI, digits, "nb")
    assert snapshots._read_batch(seq - 1) == (seq, [])


def test_reading_all_anew_calls_nobody_and_forgets_the_digits(tmp_path: Any) -> None:
    _ask()
    models.Customer.objects.all().update(version=0)
    files = SnapshotFiles(tmp_path / "snapshots")
    files.read()
    seq, _ = Snapshots(files, Sounds(tmp_path), lambda _: None)._read_all()
    assert seq == latest_seq()
    assert _told() == [{}]
