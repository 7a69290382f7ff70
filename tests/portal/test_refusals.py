"""Pages that say no: each in the shell, with a way on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client


def test_an_employee_is_told_who_can_help(ola: Client) -> None:
    response = ola.get("/setup/")
    text = response.content.decode()
    assert response.status_code == 403
    assert "Denne siden er for administratorer." in text
    assert "Kari Nordmann kan hjelpe deg." in text
    assert 'href="/my/"' in text


def test_what_is_not_there(kari: Client) -> None:
    response = kari.get("/nowhere/")
    assert response.status_code == 404
    assert "Denne siden finnes ikke, eller tjenesten er ikke aktivert." in response.content.decode()


def test_a_stranger_gets_no_more_than_that(anonymous: Client) -> None:
    response = anonymous.get("/nowhere/")
    assert response.status_code == 404
    assert "Nordlys" not in response.content.decode()


def test_a_form_that_was_open_too_long(customers: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/login/", {"mobile": "90000001", "password": "nordlys-kari"})
    assert response.status_code == 403
    assert "Prøv en gang til" in response.content.decode()


@pytest.mark.parametrize(
    ("fault", "status", "told"),
    [
        (RuntimeError("boom"), 500, "Noe gikk galt hos oss"),
        (OperationalError("gone"), 503, "Sidene er borte et øyeblikk"),
    ],
)
@pytest.mark.parametrize("where", ["setup.figures.figures_since", "tenancy.memberships"])
def test_our_own_faults(
    kari: Client,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    fault: Exception,
    status: int,
    told: str,
) -> None:
    monkeypatch.setattr(f"forrang.portal.{where}", raising(fault))
    kari.raise_request_exception = False
    response = kari.get("/setup/")
    assert response.status_code == status
    assert told in response.content.decode()
    assert "Telefon" in response.content.decode()
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_nothing_may_be_framed_or_run_inline(kari: Client) -> None:
    response = kari.get("/setup/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    text = response.content.decode()
    assert " style=" not in text and "<style" not in text and " onclick=" not in text


def raising(fault: Exception) -> Callable[..., Any]:
    """A function that fails so."""

    def fail(*_: object) -> None:
        raise fault

    return fail
