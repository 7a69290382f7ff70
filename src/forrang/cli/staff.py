"""Log-ins for the provider's people."""

import argparse
import secrets

from forrang.cli.database import database
from forrang.cli.fault import CommandFault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    actions = parser.add_subparsers(metavar="ACTION", required=True, dest="action")
    add = actions.add_parser("add", help="make a log-in and print its password, once")
    new = actions.add_parser("password", help="give a log-in a new password and print it, once")
    remove = actions.add_parser("remove", help="take a log-in away; its sessions end")
    actions.add_parser("list", help="print the names, one a line")
    for one in (add, new, remove):
        one.add_argument("name", metavar="NAME", help="the name to log in with")


def run(arguments: argparse.Namespace) -> None:
    """Do it."""
    password = secrets.token_urlsafe(12)
    with database(existing=arguments.action != "add"):
        from forrang.storage import staff

        try:
            match arguments.action:
                case "add":
                    staff.add_staff(arguments.name, password)
                    print(password)
                case "password":
                    staff.set_staff_password(arguments.name, password)
                    print(password)
                case "remove":
                    staff.remove_staff(arguments.name)
                case _list:
                    for name in staff.staff_names():
                        print(name)
        except staff.NameRefused as refused:
            raise CommandFault(str(refused)) from None
        except staff.NoSuchStaff:
            raise CommandFault(f"NAME: nobody has the log-in {arguments.name}") from None
