"""Show the call records of all customers, newest first."""

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import Any

from forrang.cli.database import database
from forrang.cli.words import pretty_point
from forrang.domain.phone_number import PhoneNumber, pretty

TABLE_LIMIT = 50
"""Records that are shown to a person who does not say how many."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How."""
    parser.add_argument("--json", action="store_true", help="for programs: a list of objects")
    parser.add_argument(
        "--limit",
        type=_count,
        metavar="N",
        help=f"the newest N (without it: {TABLE_LIMIT}, with --json all)",
    )


def run(arguments: argparse.Namespace) -> None:
    """Show them."""
    limit = arguments.limit or (None if arguments.json else TABLE_LIMIT)
    with database(existing=True):
        from forrang.storage.records import newest_calls

        calls = newest_calls(limit)
    if arguments.json:
        json.dump([for_programs(call) for call in calls], sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(_table([_HEAD, *(_row(call) for call in calls)]))


def for_programs(call: dict[str, Any]) -> dict[str, Any]:
    """A record under the names that programs rely on; times are ISO 8601, in UTC."""
    return {
        "id": call["id"],
        "customer": call["customer"],
        "caller": call["caller"],
        "main_number": call["main_number"],
        "keys": call["keys"],
        "class": _class(call),
        "arrived": _time(call["arrived"]).isoformat(timespec="milliseconds"),
        "ended": _time(call["ended"]).isoformat(timespec="milliseconds"),
        "waited_seconds": call["waited_seconds"],
        "answered_by": call["answered_by"],
        "outcome": call["outcome"],
        "overtaken": call["overtaken"],
        "why": call["why"],
        "story": call["story"],
    }


_HEAD = ("arrived", "caller", "called", "class", "waited", "answered by", "outcome")


def _row(call: dict[str, Any]) -> tuple[str, ...]:
    return (
        _time(call["arrived"]).astimezone().strftime("%Y-%m-%d %H:%M:%S"),
        _number(call["caller"], "withheld" if call["withheld"] else "unknown"),
        pretty_point(_point(call)),
        _class(call),
        f"{call['waited_seconds']:.0f} s",
        _number(call["answered_by"], "–"),
        call["outcome"],
    )


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _point(call: dict[str, Any]) -> str:
    return f"{call['main_number']}/{call['keys']}" if call["keys"] else call["main_number"]


def _class(call: dict[str, Any]) -> str:
    return "vip" if call["vip"] else "ordinary"


def _number(number: PhoneNumber | None, otherwise: str) -> str:
    return otherwise if number is None else pretty(number)


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a number from 1 on is expected")
    return int(text)
