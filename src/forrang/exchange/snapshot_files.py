"""The setups on the exchange's own disk, so that it starts and serves with the database away.

A customer's folder has `setup`, and for each VIP list its entries as two arrays and a log of what
changed since. `seq` says up to which change all of it is; it is written last, and a change may be
laid on twice without harm. A file that is missing or torn makes everything be read anew.
"""

import logging
import shutil
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import msgspec

from forrang.domain.document import Document, read_document, write_document
from forrang.domain.number_span import NumberSpan
from forrang.domain.vip_entries import VipEntries

log = logging.getLogger(__name__)

FORM = 1
"""The version of these files; others are not read."""
LOG_LIMIT = 5_000
"""Changes of a list beside its arrays before it is written anew."""

_TORN = (OSError, ValueError, KeyError, TypeError, EOFError, msgspec.DecodeError)
"""What comes of reading a file that is missing, torn or not ours."""

_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Snapshot:
    """A customer's setup, with the entries of its VIP lists."""

    customer: int
    version: int
    document: Document
    "Without entries."
    lists: dict[str, VipEntries] = field(default_factory=dict)


class SnapshotFiles:
    """The folder. Used by one thread at a time."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._logged: dict[tuple[int, str], int] = {}

    def read(self) -> tuple[int, list[Snapshot]] | None:
        """Up to which change, and everything; None where that cannot be had."""
        try:
            saved = msgspec.json.decode((self._folder / "seq").read_bytes())
            if saved["form"] != FORM:
                return None
            return int(saved["seq"]), [
                self._snapshot(path)
                for path in sorted(self._folder.iterdir())
                if path.is_dir() and (path / "setup").exists()
            ]
        except FileNotFoundError:
            return None
        except _TORN:
            log.exception("the setups on our own disk cannot be read; all is read anew")
            return None

    def begin_anew(self) -> None:
        """Forget everything, before it is written anew."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(mode=0o700, parents=True)
        self._logged.clear()

    def write_seq(self, seq: int) -> None:
        """Everything up to this change is here."""
        _write(self._folder / "seq", _encode({"form": FORM, "seq": seq}))

    def write_setup(self, customer: int, version: int, document: Document) -> None:
        """A customer's setup."""
        plain = {"version": version, "document": write_document(document)}
        _write(self._customer(customer) / "setup", _encode(plain))

    def write_list(self, customer: int, list_id: str, entries: VipEntries) -> None:
        """All entries of a list."""
        numbers, refs, spans = entries.arrays()
        head = _encode({"numbers": len(numbers), "spans": spans}) + b"\n"
        path = self._list(customer, list_id)
        _write(path, head, numbers, refs)
        path.with_suffix(".log").unlink(missing_ok=True)
        self._logged[customer, list_id] = 0

    def log_entry(
        self, customer: int, list_id: str, span: NumberSpan, entry: int, last_day: int
    ) -> bool:
        """One entry that changed; `entry` 0: it is gone. After many of them the list is written anew
        out of what is here; whether that failed, and the list has to be read anew.
        """
        line = _encode((span.low, span.high, span.digits, entry, last_day)) + b"\n"
        with self._list(customer, list_id).with_suffix(".log").open("ab") as file:
            file.write(line)
        key = (customer, list_id)
        self._logged[key] = self._logged.get(key, 0) + 1
        if self._logged[key] <= LOG_LIMIT:
            return False
        try:
            self.write_list(customer, list_id, self._entries(customer, list_id))
        except _TORN:
            log.exception("a list on our own disk cannot be read; it is read anew")
            return True
        return False

    def _snapshot(self, folder: Path) -> Snapshot:
        saved = msgspec.json.decode((folder / "setup").read_bytes())
        customer = int(folder.name)
        lists = {
            unquote(path.stem): self._entries(customer, unquote(path.stem))
            for path in folder.glob("*.list")
        }
        return Snapshot(customer, saved["version"], read_document(saved["document"]), lists)

    def _entries(self, customer: int, list_id: str) -> VipEntries:
        path = self._list(customer, list_id)
        with path.open("rb") as file:
            head: Any = msgspec.json.decode(file.readline())
            numbers, refs = _filled(file, head["numbers"]), _filled(file, head["numbers"])
        entries = VipEntries.from_arrays(numbers, refs, (tuple(one) for one in head["spans"]))
        count = 0
        for low, high, digits, entry, last_day in _lines(path.with_suffix(".log")):
            count += 1
            span = NumberSpan(low, high, digits)
            if entry:
                entries.put(span, entry, last_day)
            else:
                entries.remove(span)
        self._logged[customer, list_id] = count
        return entries

    def _customer(self, customer: int) -> Path:
        folder = self._folder / str(customer)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def _list(self, customer: int, list_id: str) -> Path:
        return self._customer(customer) / f"{quote(list_id, safe='+')}.list"


def _lines(path: Path) -> Iterator[tuple[int, int, int, int, int]]:
    if path.exists():
        for line in path.read_bytes().split(b"\n")[:-1]:  # what no newline ends was torn
            yield msgspec.json.decode(line, type=tuple[int, int, int, int, int])


def _filled(file: BufferedReader, count: int) -> "array[int]":
    """So many integers, read straight into their place: a copy on the way, once freed, would stay
    with the allocator as a hole of its size.
    """
    column = array("Q", (0,)) * count
    if file.readinto(column) != len(column) * column.itemsize:
        raise EOFError(file.name)
    return column


def _write(path: Path, *parts: "bytes | array[int]") -> None:
    draft = path.with_name(f"{path.name}.draft")
    draft.touch(mode=0o600)
    with draft.open("wb") as file:
        for part in parts:
            file.write(part)
    draft.replace(path)
