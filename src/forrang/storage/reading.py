"""Reading customer documents from files: YAML or JSON, with every fault named by its line."""

import json
import pathlib
from dataclasses import dataclass

from forrang.domain.document import Document, read_document
from forrang.domain.fields import Plain
from forrang.domain.schema import DocumentFault, Path
from forrang.storage.json_lines import json_lines
from forrang.storage.plain_yaml import Refused, lines_of, plain_value, resolve, storable

MAX_BYTES = 128 * 1024 * 1024
"""Room for a million entries with names."""
MAX_FAULTS = 20
"""Faults that are told at once."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a document, and where it came from."""

    name: str
    "The file's name, as the person wrote it."
    text: str
    "All of it."


class FileFault(ValueError):
    """A file that is refused; `str()` has a line `file:line: field: message` for each fault."""


def read_source(name: str) -> Source:
    """The file's text. Raises `FileFault`."""
    try:
        if pathlib.Path(name).stat().st_size > MAX_BYTES:
            raise FileFault(f"{name}: a document has at most {MAX_BYTES // 1024**2} MB")
        raw = pathlib.Path(name).read_bytes()
    except OSError as error:
        raise FileFault(f"{name}: {error.strerror}") from None
    try:
        return Source(name, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileFault(f"{name}:{line}: the file is not in UTF-8") from None


def document_of(source: Source) -> Document:
    """The document in the text. Raises `FileFault`."""
    try:
        return read_document(_plain(source.text))
    except DocumentFault as fault:
        raise located(source, fault) from None
    except Refused as refused:
        raise FileFault(f"{source.name}:{refused.line}: {refused}") from None


def located(source: Source, fault: DocumentFault) -> FileFault:
    """The faults with their lines."""
    shown = fault.faults[:MAX_FAULTS]
    lines = _lines(source.text, [one.path for one in shown])
    told = [f"{source.name}:{lines[one.path]}: {one}" for one in shown]
    if len(fault.faults) > MAX_FAULTS:
        told.append(f"{source.name}: and {len(fault.faults) - MAX_FAULTS} more")
    return FileFault("\n".join(told))


def _plain(text: str) -> Plain:
    """JSON is YAML, but read as JSON it takes a thirtieth of the time; what is wrong with it the
    YAML reader says.
    """
    if text.lstrip().startswith("{"):
        try:
            return json.loads(
                text, object_pairs_hook=_fields, parse_int=resolve, parse_constant=_no_number
            )
        except (ValueError, RecursionError):
            pass
    return plain_value(text)


def _lines(text: str, paths: list[Path]) -> dict[Path, int]:
    """Where `paths` stand in a text that was read."""
    if text.lstrip().startswith("{"):
        try:
            return json_lines(text, paths)
        except ValueError:
            pass
    return lines_of(text, paths)


def _fields(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field is there twice")
    if not all(storable(value) for value in fields.values() if isinstance(value, str)):
        raise ValueError("a character that no text has")
    return fields


def _no_number(name: str) -> float:
    raise ValueError(name)
