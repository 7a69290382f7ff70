"""Write a customer's document, as YAML; loading it changes nothing. Passwords are never in it."""

import argparse
import sys

from forrang.cli.database import database
from forrang.cli.fault import CommandFault
from forrang.domain.document import write_document
from forrang.storage.writing import yaml_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose."""
    parser.add_argument("customer", metavar="CUSTOMER", help="name or id")


def run(arguments: argparse.Namespace) -> None:
    """Write it."""
    with database(existing=True):
        from forrang.storage.setups import NoSuchCustomer, whole_document

        try:
            document = whole_document(arguments.customer)
        except (NoSuchCustomer, UnicodeEncodeError):  # or a word that is no text at all
            raise CommandFault(f"no customer is called {arguments.customer}") from None
    sys.stdout.write(yaml_text(write_document(document)))
