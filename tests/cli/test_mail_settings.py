"""FORRANG_SMTP and FORRANG_MAIL_FROM: what they may be, and that a password is told to nobody."""

import pytest

from forrang.settings import MailServer, SettingFault, Settings


def test_what_a_mail_server_is() -> None:
    found = MailServer.parse("smtps://post:s%40cret@mail.example.com", "forrang@example.com")
    assert found is not None
    assert (found.host, found.port, found.tls) == ("mail.example.com", 465, True)
    assert (found.user, found.password) == ("post", "s@cret")
    assert "s@cret" not in repr(found)
    plain = MailServer.parse("smtp://127.0.0.1", "Forrang <forrang@example.com>")
    assert plain is not None
    assert (plain.port, plain.tls, plain.user, plain.is_here) == (25, False, "", True)


def test_none_is_none() -> None:
    assert MailServer.parse("", "") is None
    assert Settings.from_environment({}).mail is None


@pytest.mark.parametrize(
    "text",
    ["mail.example.com", "http://mail.example.com", "smtp://", "smtp://h:port", "smtp://h/x"],
)
def test_what_is_none_names_the_variable_and_no_password(text: str) -> None:
    text = text.replace("//", "//u:s3cret@")
    with pytest.raises(SettingFault, match=r"^FORRANG_SMTP: smtp://host:port") as fault:
        MailServer.parse(text, "forrang@example.com")
    assert "s3cret" not in str(fault.value)


@pytest.mark.parametrize("sender", ["", "forrang", "a b@c d", "x@y\nBcc: z@y"])
def test_a_sender_is_needed(sender: str) -> None:
    with pytest.raises(SettingFault, match=r"^FORRANG_MAIL_FROM: an address"):
        MailServer.parse("smtp://127.0.0.1", sender)
