"""Writing customer documents as YAML that any reader understands alike.

What a YAML 1.1 reader could take for something else (`on`, `22:30`, a telephone number) stands in
quotation marks. The innermost mappings are written on one line, as a person would: a VIP list has a
line per entry.
"""

import re
from collections.abc import Iterator
from datetime import date

from forrang.domain.fields import Plain

_CLEAR = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ0-9 ._/-]*(?<! )")
"""Texts that need no quotation marks, unless they are one of the words below."""
_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"])
"""What some reader takes for a switch, for nothing or for a number."""
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def yaml_text(plain: dict[str, Plain]) -> str:
    """The YAML text of a document's plain value."""
    return "".join(f"{line}\n" for line in _block(plain))


def _block(plain: dict[str, Plain]) -> Iterator[str]:
    for key, value in plain.items():
        if isinstance(value, dict) and not _fits(value):
            yield f"{_scalar(key)}:"
            yield from _indented(_block(value))
        elif isinstance(value, list) and not _fits(value):
            yield f"{_scalar(key)}:"
            yield from _indented(_items(value))
        else:
            yield f"{_scalar(key)}: {_flow(value)}"


def _items(items: list[Plain]) -> Iterator[str]:
    for item in items:
        if isinstance(item, dict) and not _fits(item):
            marks = iter(("- ",))
            yield from (next(marks, "  ") + line for line in _block(item))
        else:
            yield f"- {_flow(item)}"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _fits(value: Plain) -> bool:
    """Whether a value is written on one line: it has only simple values in it."""
    inner = value.values() if isinstance(value, dict) else value
    return not any(isinstance(one, dict | list) for one in inner)


def _flow(value: Plain) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    return _scalar(value)


def _scalar(value: Plain) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if _CLEAR.fullmatch(value) and value.lower() not in _WORDS:
        return str(value)
    return '"' + "".join(_character(one) for one in value) + '"'


def _character(one: str) -> str:
    if one in _NAMED:
        return _NAMED[one]
    return one if one.isprintable() else f"\\U{ord(one):08x}"
