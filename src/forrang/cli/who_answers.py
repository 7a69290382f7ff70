"""Explain, without a call, what would happen if somebody called now. Nothing is changed.

Where an instance runs, the core that takes its calls is asked; otherwise the same core is asked with
the setup from the database and everybody logged in as they were.
"""

import argparse
import asyncio
import json
import sys
import time
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from forrang.cli.database import database
from forrang.cli.fault import CommandFault
from forrang.cli.probes import ask_exchange
from forrang.cli.settings import settings
from forrang.cli.words import told
from forrang.domain.call_setup import KEYS
from forrang.domain.phone_number import WITHHELD, NumberFault, PhoneNumber, read_number
from forrang.exchange.explained import asking_call, plain_explanation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who calls, and whom."""
    parser.add_argument("caller", metavar="CALLER", help="a number, or `withheld`")
    parser.add_argument("main_number", metavar="MAIN_NUMBER")
    parser.add_argument("--at", metavar="TIME", help="like 2026-12-24T09:00; Norwegian time")
    parser.add_argument("--keys", metavar="KEYS", help="keys that are pressed in a menu")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(arguments: argparse.Namespace) -> None:
    """Explain."""
    keys = arguments.keys or ""
    if not set(keys) <= set(KEYS):
        raise CommandFault("--keys: 0 to 9, * and # are expected")
    try:
        point = read_number(arguments.main_number)
    except NumberFault as fault:
        raise CommandFault(f"MAIN_NUMBER: {fault}") from None
    _check_caller(arguments.caller)
    at = _time(arguments.at)
    found = _of_running(arguments.caller, point, at, keys)
    if found is None:
        found = _of_database(arguments.caller, point, at, keys)
    if arguments.json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(told(found, point))


def _check_caller(caller: str) -> None:
    if caller == WITHHELD:
        return
    try:
        read_number(caller)
    except NumberFault as fault:
        raise CommandFault(f"CALLER: {fault}; or `{WITHHELD}`") from None


def _time(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandFault("--at: a time is written like 2026-12-24T09:00") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo("Europe/Oslo"))
    if not 2000 <= moment.year <= 2999:
        raise CommandFault("--at: the year is from 2000 to 2999")
    return moment.timestamp()


def _of_running(
    caller: str, point: PhoneNumber, at: float | None, keys: str
) -> dict[str, Any] | None:
    """The running exchange's answer; None where none runs."""
    query: dict[str, str] = {"caller": caller, "number": point, "keys": keys}
    query |= {} if at is None else {"at": repr(at)}
    try:
        status, found = asyncio.run(ask_exchange(settings().data, "/who-answers", query))
    except (aiohttp.ClientError, OSError, TimeoutError):
        return None
    if status != 200:
        raise CommandFault(str(found))
    answer: dict[str, Any] = found
    return answer


def _of_database(caller: str, point: PhoneNumber, at: float | None, keys: str) -> dict[str, Any]:
    with database(existing=True):
        from forrang.acd.switchboard import Switchboard
        from forrang.domain.document import vip_lists
        from forrang.domain.vip_entries import VipEntries
        from forrang.exchange.snapshots import presence_facts
        from forrang.storage.entries import entries_of
        from forrang.storage.setups import current_setups

        now = time.time() if at is None else at
        for setup in current_setups():
            if point not in {one.number for one in setup.document.main_numbers}:
                continue
            board = Switchboard(setup.document, setup.version, now)
            for event in presence_facts(setup.customer):
                if event.until is None or event.until > now:
                    board.handle(event, now)
            lists = {
                id: VipEntries.from_rows(entries_of(setup.customer, id))
                for id, _ in vip_lists(setup.document)
            }
            arrival = asking_call(caller, point)
            recognised: Any = board.recognise(arrival, lists, now)
            found = board.who_answers(recognised, now, keys, lists)
            return plain_explanation(found, arrival.caller)
    raise CommandFault(f"MAIN_NUMBER: nobody has the number {point}")
