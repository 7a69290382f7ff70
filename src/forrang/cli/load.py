"""Take customers over from documents, YAML or JSON: all of them or, if one is refused, none.

A document is the whole customer, found by its id or by name. What it leaves out is removed, but
passwords, presence and history.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from forrang.cli.database import database
from forrang.cli.fault import CommandFault
from forrang.cli.promises import of_promises
from forrang.domain.document import Document
from forrang.domain.schema import DocumentFault
from forrang.storage.reading import FileFault, Source, document_of, located, read_source

if TYPE_CHECKING:
    from forrang.storage.people import Hashes
    from forrang.storage.publish import Published, Publisher

LARGE_TEXT = 1_000_000
"""Characters from which on one is told that reading takes a while: some seconds a million."""
LARGE_LIST = 10_000
"""Entries from which on one is told that writing takes a while."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a customer's document")


def run(arguments: argparse.Namespace) -> None:
    """Load the files and say what changed."""
    done = load(arguments.files)
    for published in done:
        print(told(published))
    for published in done:
        for line in of_promises(published):
            print(line, file=sys.stderr)


def load(files: Sequence[str]) -> list["Published"]:
    """Load the files in one transaction. Raises `CommandFault`, and then nothing has changed."""
    documents = _read(files)
    with database():
        from forrang.storage.people import hash_passwords
        from forrang.storage.publish import publishing

        hashes = hash_passwords(one for _, document in documents for one in document.employees)
        with publishing("provider", "load") as publisher:
            publisher.take_back_numbers(document for _, document in documents)
            done: dict[int, Published] = {}
            for source, document in documents:
                published = _publish(publisher, source, document, hashes)
                if published.customer in done:  # once by id and once by name
                    raise CommandFault(f"{source.name}: {published.name} is there twice")
                done[published.customer] = published
        return list(done.values())


def told(published: "Published") -> str:
    """What changed, in a line."""
    entries = published.entries
    parts = [
        "new customer" if published.created else "",
        f"version {published.version}" if published.new_version else "",
        *(f"{name} {'on' if on else 'off'}" for name, on in published.services.items()),
        _count(entries.added, "entry added", "entries added"),
        _count(entries.changed, "entry changed", "entries changed"),
        _count(entries.removed, "entry removed", "entries removed"),
        "log-ins changed" if published.people else "",
        _count(published.passwords, "password set", "passwords set"),
    ]
    changes = ", ".join(part for part in parts if part)
    return f"{published.name}: {changes or 'nothing to change'}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def _read(files: Sequence[str]) -> list[tuple[Source, Document]]:
    """The documents. Raises `CommandFault` with what is wrong in any of the files."""
    documents: list[tuple[Source, Document]] = []
    faults: list[str] = []
    for name in files:
        try:
            source = read_source(name)
            if len(source.text) > LARGE_TEXT:
                _progress(f"reading {name}: {len(source.text) / 1e6:.0f} MB")
            documents.append((source, document_of(source)))
        except FileFault as fault:
            faults.append(str(fault))
    seen: dict[str, str] = {}
    for source, document in documents:
        key = document.id or document.customer
        if key in seen:
            faults.append(f"{source.name}: {document.customer} is in {seen[key]} already")
        seen.setdefault(key, source.name)
    if faults:
        raise CommandFault("\n".join(faults))
    return documents


def _publish(
    publisher: "Publisher", source: Source, document: Document, hashes: "Hashes"
) -> "Published":
    size = sum(len(one.vip.entries) for one in document.main_numbers if one.vip)
    if size > LARGE_LIST:
        _progress(f"writing {document.customer}: {size} entries")
    own = {one.mobile: hashes[one.mobile] for one in document.employees if one.mobile in hashes}
    try:
        return publisher.publish(document, hashes=own)
    except DocumentFault as fault:
        raise CommandFault(str(located(source, fault))) from None


def _progress(line: str) -> None:
    print(f"{line} …", file=sys.stderr, flush=True)
