"""Notices by mail: an address that its owner confirmed, and a postman with a real mail server."""

import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from django.test import Client, override_settings
from django.utils import timezone

from forrang.domain.document import Service
from forrang.portal.my_email.views import token_of
from forrang.portal.notice_mail import write_notice
from forrang.settings import MailServer
from forrang.site.postman import deliver
from forrang.storage.models import Account, Customer, Notice, OutgoingMail
from forrang.storage.notice_mail import lay_notices
from forrang.storage.orders import activate
from forrang.storage.outgoing_mail import Attachment, lay_mail, mail_state

KARI, OLA, PER = "+4790000001", "+4790000002", "+4790000011"


class Mailbox:
    """What the mail server does: it keeps what it takes."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.answer.startswith("2"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        found = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.got.append(found)
        return "250 taken"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, MailServer]]:
    """A mail server, and the setting that names it."""
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, server_at(port)
    finally:
        controller.stop()


@pytest.fixture(autouse=True)
def _mail() -> Iterator[None]:
    with override_settings(FORRANG_MAIL=True, FORRANG_ADDRESS="https://forrang.example.com"):
        yield


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server_at(port: int, user: str = "") -> MailServer:
    found = MailServer.parse(f"smtp://{user}127.0.0.1:{port}", "Forrang <forrang@example.com>")
    assert found is not None
    return found


def texts(client: Client, path: str, **data: str) -> str:
    answer = client.post(path, data, follow=True) if data else client.get(path, follow=True)
    return answer.content.decode().replace("\xa0", " ")


def test_it_works(per: Client, mailbox: tuple[Mailbox, MailServer]) -> None:
    box, server = mailbox
    page = texts(per, "/my/email/", email="per@example.com")
    assert "En lenke er på vei til per@example.com." in page
    assert Account.objects.get(mobile=PER).email == ""  # not yet
    assert deliver(server) == 1
    sent = box.got[0]
    assert (sent["To"], sent["Subject"]) == ("per@example.com", "Bekreft e-postadressen din")
    link = re.search(r"https://forrang\.example\.com(/my/email/\S+/)\r?\n", sent.get_content())
    assert link is not None
    assert "per@example.com er bekreftet." in texts(per, link[1])
    assert Account.objects.get(mobile=PER).email == "per@example.com"

    activate(Customer.objects.get(name__startswith="Fjord").pk, Service.VIP_LIST, "Lise")
    assert lay_notices(write_notice) == 1
    assert deliver(server) == 1
    sent = box.got[1]
    assert sent["Subject"] == "VIP-liste er aktivert."
    assert "Kryss av for VIP-kø" in sent.get_content()
    assert "Fjord Elektro AS" in sent.get_content()
    assert sent["Auto-Submitted"] == "auto-generated"
    assert (lay_notices(write_notice), deliver(server)) == (0, 0)  # once
    assert OutgoingMail.objects.count() == 0
    assert "VIP-liste er aktivert." in texts(per, "/setup/")  # the strip says it as before


def test_mail_is_in_its_readers_language(per: Client) -> None:
    Account.objects.filter(mobile=PER).update(email="per@example.com", language="en")
    activate(Customer.objects.get(name__startswith="Fjord").pk, Service.VIP_LIST, "Lise")
    lay_notices(write_notice)
    mail = OutgoingMail.objects.get()
    assert mail.subject == "VIP list is activated."
    assert "Change it there: https://forrang.example.com/my/email/" in mail.text


def test_only_those_whom_it_concerns_get_it(customers: None) -> None:
    for mobile in (KARI, OLA, PER):
        Account.objects.filter(mobile=mobile).update(email=f"{mobile[1:]}@example.com")
    nordlys = Customer.objects.get(name__startswith="Nordlys")
    now = timezone.now().timestamp()
    for id, kind, to, mobile, at in (
        ("1", "paused-after-misses", "customer", OLA, now),
        ("2", "trunk-fault", "provider", None, now),
        ("3", "service-declined", "customer", None, now),
        ("4", "service-declined", "customer", None, now - 2 * 86400),  # no news
        ("5", "something-new", "customer", None, now),  # no words for it
    ):
        Notice.objects.create(
            id=id, customer=nordlys, to=to, kind=kind, mobile=mobile, place="vip-list", at=at
        )
    assert lay_notices(write_notice) == 3
    sent = OutgoingMail.objects.order_by("pk")
    assert [(one.to, one.subject) for one in sent] == [
        ("4790000002@example.com", "Du har pause, fordi flere anrop på rad ikke ble besvart."),
        ("4790000001@example.com", "Leverandøren avslo bestillingen: VIP-liste."),
    ]


def test_without_an_address_there_is_no_mail(per: Client) -> None:
    activate(Customer.objects.get(name__startswith="Fjord").pk, Service.VIP_LIST, "Lise")
    lay_notices(write_notice)
    assert OutgoingMail.objects.count() == 0


def test_an_attachment_goes_along(customers: None, mailbox: tuple[Mailbox, MailServer]) -> None:
    box, server = mailbox
    sound = Attachment("beskjed.wav", "audio/wav", b"RIFF\0\1" * 5000)
    lay_mail("kari@example.com", "En\nbeskjed æøå", "Hør på den.", [sound])
    assert deliver(server) == 1
    sent = box.got[0]
    assert sent["Subject"] == "En beskjed æøå"
    (attached,) = sent.iter_attachments()
    assert attached.get_filename() == "beskjed.wav"
    assert attached.get_content_type() == "audio/wav"
    assert attached.get_content() == sound.content


def test_it_is_tried_until_it_succeeds(
    customers: None, mailbox: tuple[Mailbox, MailServer]
) -> None:
    box, server = mailbox
    lay_mail("kari@example.com", "Hei", "Hei.")
    assert deliver(server_at(free_port())) == 0  # nobody there
    assert deliver(server) == 0  # not due yet
    box.answer = "451 later"
    due()
    assert deliver(server) == 0
    assert mail_state() == (1, 0)
    box.answer = "250 OK"
    due()
    assert deliver(server) == 1
    assert [one["To"] for one in box.got] == ["kari@example.com"]
    assert mail_state() == (0, 0)


def due() -> None:
    now = timezone.now()
    row = OutgoingMail.objects.get()
    assert timedelta(seconds=20) < row.next_try - now < timedelta(minutes=3)
    OutgoingMail.objects.update(next_try=now)


def test_what_is_refused_for_good_is_given_up_and_holds_up_nobody(
    customers: None, mailbox: tuple[Mailbox, MailServer]
) -> None:
    box, server = mailbox
    box.answer = "550 nobody here"
    lay_mail("nobody@example.com", "Hei", "Hei.")
    assert deliver(server) == 0
    assert mail_state() == (0, 1)
    box.answer = "250 OK"
    lay_mail("kari@example.com", "Hei", "Hei.")
    assert deliver(server) == 1
    assert [one["To"] for one in box.got] == ["kari@example.com"]


def test_after_days_it_is_given_up(customers: None) -> None:
    lay_mail("kari@example.com", "Hei", "Hei.")
    OutgoingMail.objects.update(created=timezone.now() - timedelta(days=4))
    deliver(server_at(free_port()))
    assert mail_state() == (0, 1)


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
def test_a_password_is_given_where_it_is_asked_for(customers: None) -> None:
    def check(server: Any, session: Any, envelope: Any, kind: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == b"p@ss:w"
        return AuthResult(success=right, handled=not right)

    box, port = Mailbox(), free_port()
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        authenticator=check,
        auth_required=True,
        auth_require_tls=False,
    )
    controller.start()
    try:
        lay_mail("kari@example.com", "Hei", "Hei.")
        assert deliver(server_at(port, "forrang:wrong@")) == 0
        OutgoingMail.objects.update(next_try=timezone.now())
        assert deliver(server_at(port, "forrang:p%40ss%3Aw@")) == 1
    finally:
        controller.stop()


def test_a_link_of_somebody_else_or_a_broken_one_is_not_there(per: Client) -> None:
    for token in (token_of(KARI, "kari@example.com"), "nonsense", token_of(PER, "a@b.no")[:-1]):
        assert per.get(f"/my/email/{token}/").status_code == 404
    assert Account.objects.exclude(email="").count() == 0


def test_links_are_not_asked_for_without_end(per: Client) -> None:
    for n in range(5):
        assert "En lenke er på vei" in texts(per, "/my/email/", email=f"p{n}@example.com")
    assert "For mange lenker." in texts(per, "/my/email/", email="p6@example.com")
    assert OutgoingMail.objects.count() == 5


@pytest.mark.parametrize("wrong", ["per", "per@", "a b@example.com", "x@y.no\nBcc: z@y.no"])
def test_what_is_no_address(per: Client, wrong: str) -> None:
    assert "Dette er ingen e-postadresse." in texts(per, "/my/email/", email=wrong)
    assert OutgoingMail.objects.count() == 0


def test_an_address_is_taken_away(per: Client) -> None:
    Account.objects.filter(mobile=PER).update(email="per@example.com")
    assert "per@example.com" in texts(per, "/my/")
    assert "Du får ingen e-post herfra." in texts(per, "/my/email/", email="")
    assert Account.objects.get(mobile=PER).email == ""


def test_an_instance_without_a_mail_server_says_nothing_of_mail(per: Client) -> None:
    with override_settings(FORRANG_MAIL=False):
        assert per.get("/my/email/").status_code == 404
        assert "e-post" not in texts(per, "/my/")
