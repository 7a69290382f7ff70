"""Log-ins for the provider's people."""

import argparse
import secrets

from forrang.cli.database import database
from forrang.cli.fault import CommandFault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    add = actions.add_parser("add", help="make a log-in and print its password, once")
    add.add_argument("name", metavar="NAME", help="the name to log in with")


def run(arguments: argparse.Namespace) -> None:
    """Make a log-in."""
    password = secrets.token_urlsafe(12)
    with database():
        from forrang.storage.staff import NameRefused, add_staff

        try:
            add_staff(arguments.name, password)
        except NameRefused as refused:
            raise CommandFault(str(refused)) from None
    print(password)
