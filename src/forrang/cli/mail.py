"""Send mail until stopped (a part of `run`, where FORRANG_SMTP is set)."""

import argparse
import logging
import signal
import threading

from forrang.cli.database import database
from forrang.cli.fault import CommandFault
from forrang.cli.settings import settings

EVERY_SECONDS = 2.0
"""How often one looks; a notice is no emergency, and the table is nearly always empty."""
LONGEST_PAUSE = 60.0
"""Between two tries with the database away."""

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: where mail goes is a setting (FORRANG_SMTP)."""


def run(arguments: argparse.Namespace) -> None:
    """Lay mail for new notices and messages, send what is due, and begin again."""
    server = settings().mail
    if server is None:
        raise CommandFault("FORRANG_SMTP: set it to the mail server, like smtp://127.0.0.1:25")
    from forrang.site.catalogues import compile_catalogues

    compile_catalogues()  # before Django reads them
    with database():
        pass
    from django.db import Error

    from forrang.portal.notice_mail import write_notice
    from forrang.portal.voicemail.mail import write_message
    from forrang.site.postman import deliver
    from forrang.storage.notice_mail import lay_notices
    from forrang.storage.voicemail_mail import lay_messages

    stopped, pause = threading.Event(), EVERY_SECONDS
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.wait(pause):
        try:
            lay_notices(write_notice)
            lay_messages(write_message)
            deliver(server)
            pause = EVERY_SECONDS
        except Error as error:  # the database is away: it comes back
            pause = min(pause * 2, LONGEST_PAUSE)
            log.warning("mail waits for the database (%s)", type(error).__name__)
