"""What is said of a number while somebody types it."""

import re

import pytest
from django.test import Client

from forrang.storage.models import VipEntry

ON_BOTH_DATABASES = True
ENTRY, MOBILE = "/numbers/4722334455/vip/typed/", "/employees/typed/"


def said(client: Client, address: str, **query: str) -> str:
    """The words of it."""
    text = client.get(address, query).content.decode().replace("\xa0", " ")
    assert text.startswith("<div data-told>")
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("412 34 567", "Sammenlignes som +47 412 34 567"),
        ("0046 8 000 00 10", "Sammenlignes som +46 8 000 00 10"),
        ("22 98 00 00-99", "Sammenlignes som +47 22 98 00 00–99. Serie: 100 numre"),
        ("22 97*", "Sammenlignes som +47 22 97 …. Serie: 10 000 numre"),
        ("", ""),
    ],
)
def test_how_it_is_compared(kari: Client, typed: str, told: str) -> None:
    assert said(kari, ENTRY, number=typed) == told


def test_half_a_number_is_no_fault_until_the_field_is_left(kari: Client) -> None:
    assert said(kari, ENTRY, number="41234") == ""
    assert said(kari, ENTRY, number="412345") == ""
    assert "6 sifre. Norske numre har 8, eller 5." in said(kari, ENTRY, number="412345", left="1")
    assert "kan ikke kjennes igjen" in said(kari, ENTRY, number="skjult", left="1")
    assert said(kari, ENTRY, number="", left="1") == ""
    assert said(kari, MOBILE, mobile="4123456") == ""
    assert "7 sifre." in said(kari, MOBILE, mobile="4123456", left="1")


def test_who_is_there_already_is_told_at_once(kari: Client) -> None:
    row = VipEntry.objects.get(name="Stor Kunde AS")
    assert "Finnes fra før: Stor Kunde AS." in said(kari, ENTRY, number="41111111")
    text = kari.get(ENTRY, {"number": "41111111"}).content.decode()
    assert f'href="/numbers/4722334455/vip/{row.pk}/edit/"' in text
    own = said(kari, ENTRY, number="41111111", entry=str(row.pk))
    assert own == "Sammenlignes som +47 411 11 111"


def test_whose_mobile_it_is(kari: Client) -> None:
    assert said(kari, MOBILE, mobile="412 34 567") == "Sammenlignes som +47 412 34 567"
    assert said(kari, MOBILE, mobile="90000002") == "Ola Hansen har dette nummeret fra før."
    own = said(kari, MOBILE, mobile="90000002", employee="+4790000002")
    assert own == "Sammenlignes som +47 900 00 002"
    assert said(kari, MOBILE, mobile="90000011") == "Sammenlignes som +47 900 00 011"  # Per's


def test_the_fields_ask_for_it(kari: Client) -> None:
    assert f'hx-get="{ENTRY}?entry="' in kari.get("/numbers/4722334455/vip/").content.decode()
    row = VipEntry.objects.get(name="Stor Kunde AS")
    page = kari.get(f"/numbers/4722334455/vip/{row.pk}/edit/").content.decode()
    assert f'hx-get="{ENTRY}?entry={row.pk}"' in page
    page = kari.get("/employees/4790000002/edit/").content.decode()
    assert f'hx-get="{MOBILE}?employee=%2B4790000002"' in page


def test_nothing_of_lists_without_the_service(per: Client) -> None:
    assert per.get("/numbers/4755555555/vip/typed/", {"number": "41111111"}).status_code == 404
