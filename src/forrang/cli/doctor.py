"""Look for what is wrong with this instance: each line is one thing, `ok` or what would mend it."""

import argparse
import asyncio
from typing import Any

import aiohttp

from forrang.cli.database import database
from forrang.cli.engine import place, the_engine
from forrang.cli.fault import CommandFault
from forrang.cli.probes import ask_exchange, engine_answers, pages_answer
from forrang.cli.settings import settings
from forrang.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(arguments: argparse.Namespace) -> int:
    """Look. The exit status is 1 when something is wrong."""
    own = settings()
    found = [("settings", True, f"data in {own.data}"), _engine(own), _database(own)]
    found += asyncio.run(_running(own))
    for name, well, text in found:
        print(f"{'ok ' if well else 'BAD'}  {name:<10} {text}")
    return 0 if all(well for _, well, _ in found) else 1


Finding = tuple[str, bool, str]
"""What was looked at, whether it is well, and what was seen."""


def _engine(own: Settings) -> Finding:
    try:
        engine = the_engine(own)
    except CommandFault as fault:
        return "engine", False, str(fault)
    return "engine", True, f"Asterisk {engine.version}"


def _database(own: Settings) -> Finding:
    usual = own.data / "forrang.sqlite3"
    if own.database_url == f"sqlite:///{usual}" and not usual.exists():
        return "database", True, "none yet; `forrang run` or `forrang load` makes one"
    try:
        with database(existing=True):
            from forrang.storage.models import Customer

            customers = Customer.objects.count()
    except CommandFault as fault:
        return "database", False, str(fault)
    hint = "" if customers else "; `forrang load FILE` brings one"
    return "database", True, f"{customers} customers{hint}"


async def _running(own: Settings) -> list[Finding]:
    try:
        _, health = await ask_exchange(own.data, "/healthz")
    except (aiohttp.ClientError, OSError, TimeoutError):
        return [("instance", True, "none runs here; `forrang run` starts it")]
    answers = await engine_answers(own.ari, place(own).password())
    return [
        ("calls", answers and health["engine"] == "ok", f"engine {health['engine']}"),
        _exchange(health),
        ("pages", await pages_answer(own.http), f"http://{own.http}/"),
    ]


def _exchange(health: dict[str, Any]) -> Finding:
    well = health["database"] == "ok" and not health["stumbled"]
    text = (
        f"{health['calls']} calls, database {health['database']}, "
        f"{health['records_waiting_bytes']} bytes of records wait, "
        f"{health['stumbled']} events stumbled, "
        f"{health['unknown_numbers']} calls to numbers that nobody has"
    )
    return "exchange", well, text
