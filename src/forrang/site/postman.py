"""The postman: takes outgoing mail to the mail server, and says nothing of it in a log."""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from forrang.settings import MailServer
from forrang.storage.outgoing_mail import (
    Mail,
    due_mail,
    mail_failed,
    mail_is_sent,
    mail_to_send,
)

log = logging.getLogger(__name__)

TIMEOUT = 30.0
"""Seconds that the server may take for each answer."""
AT_ONCE = 100
REFUSED = 500
"""A reply from here on is for good."""


def deliver(server: MailServer) -> int:
    """Send what is due; how much was sent. What fails is put off, one message or all of them."""
    ids = due_mail(AT_ONCE)
    if not ids:
        return 0
    sent = 0
    try:
        with _connected(server) as line:
            while ids:
                sent += _send(line, server.sender, ids[0])
                ids.pop(0)
    except (OSError, smtplib.SMTPException) as error:  # the line, and not the message
        log.warning("the mail server takes no mail (%s); tried again later", type(error).__name__)
        for id in ids:
            mail_failed(id, type(error).__name__, for_good=False)
    return sent


def written(mail: Mail, sender: str) -> EmailMessage:
    """A message as it goes over the line."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.to, mail.subject
    message["Date"] = format_datetime(mail.created)
    domain = parseaddr(sender)[1].rpartition("@")[2]
    message["Message-ID"] = f"<forrang-{mail.id}-{int(mail.created.timestamp())}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # no machine shall answer it (RFC 3834)
    message.set_content(mail.text)
    for one in mail.attachments:
        main, _, sub = one.content_type.partition("/")
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
    return message


def _send(line: smtplib.SMTP, sender: str, id: int) -> bool:
    """Send one; whether it was taken. Raises when it is the line that fails."""
    mail = mail_to_send(id)
    if mail is None:
        return False
    try:
        line.send_message(written(mail, sender))
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _ in error.recipients.values())
        mail_failed(id, f"refused {code}", for_good=code >= REFUSED)
    except smtplib.SMTPDataError as error:
        mail_failed(id, f"refused {error.smtp_code}", for_good=error.smtp_code >= REFUSED)
    except smtplib.SMTPNotSupportedError:  # an address that only newer servers can write
        mail_failed(id, "address not supported", for_good=True)
    else:
        mail_is_sent(id)
        return True
    with suppress(smtplib.SMTPException):
        line.rset()
    return False


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A line to the server: with TLS where the setting says so or the server offers it. A password
    goes over nothing else, but to this machine itself.
    """
    secure = ssl.create_default_context()
    if server.tls:
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=secure
        )
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    with line:
        line.ehlo()
        encrypted = server.tls
        if not encrypted and line.has_extn("starttls"):
            line.starttls(context=secure)
            line.ehlo()
            encrypted = True
        if server.user:
            if not encrypted and not server.is_here:
                raise smtplib.SMTPNotSupportedError("the server offers no TLS for the password")
            line.login(server.user, server.password)
        yield line
