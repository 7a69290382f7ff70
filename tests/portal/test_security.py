"""Cookies, addresses and passwords: what must hold on a public instance."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from forrang.site import renewal
from forrang.storage.models import Account

ASK = """
import json
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from forrang.site.database import prepare_database
from forrang.site.static_files import collect_static_files
prepare_database()
collect_static_files()
call_command("check", deploy=True, fail_level="WARNING")
there = Client(SERVER_NAME="forrang.example.com", SERVER_PORT="443")
names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
plain = there.get("/login/")
page = there.get("/login/", secure=True)
print(json.dumps({
    "secure": [getattr(settings, name) for name in names],
    "plain": [plain.status_code, plain.headers.get("Location")],
    "page": [page.status_code, page.headers.get("Strict-Transport-Security")],
    "cookie": page.cookies["csrftoken"]["secure"],
    "stranger": Client(SERVER_NAME="evil.example").get("/login/", secure=True).status_code,
    "probe": Client(SERVER_NAME="127.0.0.1").get("/healthz").status_code,
}))
"""


def asked_of_a_public_instance(tmp_path: Path) -> dict[str, Any]:
    environment = {
        **os.environ,
        "FORRANG_DATA": str(tmp_path),
        "FORRANG_PUBLIC": "https://forrang.example.com/",
        "DATABASE_URL": "",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_public_instance_is_what_django_asks_of_one(tmp_path: Path) -> None:
    found = asked_of_a_public_instance(tmp_path)
    assert found["secure"] == [True, True]
    assert found["plain"] == [301, "https://forrang.example.com/login/"]
    assert found["page"] == [200, "max-age=31536000"]
    assert found["cookie"] is True
    assert found["stranger"] == 400
    assert found["probe"] == 200


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("kort", "Passordet er for kort: 4 av 12 tegn."),
        ("918273645546", "Passordet har bare sifre."),
        ("1q2w3e4r5t6y", "Mange bruker dette passordet."),
        ("+4790000001a", "Passordet er for likt det du logger inn med."),
    ],
)
def test_weak_passwords_are_refused_with_the_mend(password: str, told: str) -> None:
    from django.utils import translation

    with translation.override("nb"), pytest.raises(ValidationError) as refused:
        validate_password(password, Account(mobile="+4790000001"))
    assert any(one.startswith(told) for one in refused.value.messages), refused.value.messages


def test_three_random_words_are_fine() -> None:
    validate_password("hest lampe korridor", Account(mobile="+4790000001"))


def test_who_uses_the_pages_stays_logged_in(kari: Client) -> None:
    kari.get("/my/")
    assert "sessionid" not in kari.get("/my/").cookies  # not on each page
    session = kari.session
    session[renewal.RENEWED] -= renewal.OFTEN
    session.save()
    renewed = kari.get("/my/").cookies["sessionid"]
    assert renewed["max-age"] == 60 * 60 * 24 * 14
    assert kari.session.get_expiry_date() > timezone.now()
