"""Second factors: each code is used once, and the table alone opens nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from forrang.storage import models
from forrang.storage.second_factors import (
    RECOVERY_CODES,
    Owner,
    address_of,
    code_at,
    new_recovery_codes,
    new_secret,
    second_factor,
    turn_off,
    turn_on,
    use_code,
)

pytestmark = pytest.mark.db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.fixture(params=["account", "staff"])
def owner(database: object, request: pytest.FixtureRequest) -> Owner:
    if request.param == "staff":
        return models.Staff.objects.create(name="Lise")
    return models.Account.objects.create(mobile="+4790000001")


def turned_on(owner: Owner) -> tuple[models.SecondFactor, list[str]]:
    secret = new_secret()
    codes = turn_on(owner, secret, code_at(secret, NOW), NOW)
    factor = second_factor(owner)
    assert codes is not None and factor is not None
    return factor, codes


def later(factor: models.SecondFactor, steps: int) -> str:
    return code_at(factor.secret, NOW + steps * STEP)


def test_a_code_proves_that_the_app_has_the_secret(owner: Owner) -> None:
    secret = new_secret()
    assert turn_on(owner, secret, "000000", NOW) is None
    assert turn_on(owner, secret, code_at(secret, NOW - 3 * STEP), NOW) is None
    assert second_factor(owner) is None
    assert turn_on(owner, secret, code_at(secret, NOW), NOW) is not None
    assert second_factor(owner) is not None


def test_a_code_is_used_once_and_no_older_one_after_it(owner: Owner) -> None:
    factor, _ = turned_on(owner)
    assert not use_code(factor, later(factor, 0), NOW)  # it turned it on
    then = NOW + 5 * STEP
    assert use_code(factor, f" {later(factor, 5)[:3]} {later(factor, 5)[3:]}", then)
    assert not use_code(factor, later(factor, 5), then)
    assert not use_code(factor, later(factor, 4), then)
    assert use_code(factor, later(factor, 6), then)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clocks_may_differ_by_one_step(owner: Owner, steps: int, taken: bool) -> None:
    factor, _ = turned_on(owner)
    assert use_code(factor, later(factor, 10 + steps), NOW + 10 * STEP) is taken


def test_a_recovery_code_is_used_once(owner: Owner) -> None:
    factor, codes = turned_on(owner)
    assert len(set(codes)) == RECOVERY_CODES
    assert use_code(factor, codes[0].upper().replace("-", " "), NOW)
    assert not use_code(factor, codes[0], NOW)
    assert use_code(factor, codes[1], NOW)
    assert factor.codes.count() == RECOVERY_CODES - 2


def test_new_recovery_codes_end_the_old_ones(owner: Owner) -> None:
    factor, old = turned_on(owner)
    new = new_recovery_codes(owner)
    assert not use_code(factor, old[0], NOW)
    assert use_code(factor, new[0], NOW)


def test_codes_of_others_open_nothing(owner: Owner) -> None:
    factor, _ = turned_on(owner)
    other, codes = turned_on(models.Account.objects.create(mobile="+4790000011"))
    assert not use_code(factor, codes[0], NOW)
    assert not use_code(factor, later(other, 1), NOW)


def test_what_is_kept_does_not_say_the_codes(owner: Owner) -> None:
    factor, codes = turned_on(owner)
    kept = list(factor.codes.values_list("digest", flat=True))
    assert not any(code.replace("-", "") in "".join(kept) for code in codes)


def test_turned_off_there_is_none(owner: Owner) -> None:
    turned_on(owner)
    assert turn_off(owner)
    assert not turn_off(owner)
    assert second_factor(owner) is None
    assert new_recovery_codes(owner) == []
    assert models.RecoveryCode.objects.count() == 0


def test_it_is_of_one(owner: Owner) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.SecondFactor.objects.create(secret="x", last_step=0, since=NOW)


def test_an_app_reads_whose_it_is() -> None:
    address = address_of(new_secret(), "900 00 001")
    assert address.startswith("otpauth://totp/Forrang:900%2000%20001?")
    assert "issuer=Forrang" in address
