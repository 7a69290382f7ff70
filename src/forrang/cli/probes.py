"""Whether a part of a running instance answers."""

import json
from pathlib import Path
from typing import Any

import aiohttp

from forrang.asterisk.connection import authorization
from forrang.asterisk.engine.configure import APP
from forrang.settings import Address

TIMEOUT = aiohttp.ClientTimeout(total=2.0)


async def engine_answers(ari: Address, password: str) -> bool:
    """Whether the engine takes requests."""
    headers = authorization(APP, password)
    return await _is_ok(f"http://{ari}/ari/asterisk/ping", headers)


async def exchange_answers(data: Path) -> bool:
    """Whether the exchange has its engine and takes calls."""
    try:
        status, _ = await ask_exchange(data, "/healthz")
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return False
    return status == 200


async def pages_answer(http: str) -> bool:
    """Whether the pages are served, with a database or without."""
    return await _is_ok(f"http://{http}/healthz", well=(200, 503))


async def telephones_answer(data: Path) -> bool:
    """Whether the demo's telephones can be used, or say why not."""
    try:
        status, _ = await _ask(data / "telephones.sock", "/state")
    except (aiohttp.ClientError, OSError, TimeoutError):
        return False
    return status == 200


async def ask_exchange(
    data: Path, address: str, query: dict[str, str] | None = None
) -> tuple[int, Any]:
    """Status and answer (decoded JSON, or text) of the running exchange."""
    return await _ask(data / "live.sock", address, query)


async def _ask(path: Path, address: str, query: dict[str, str] | None = None) -> tuple[int, Any]:
    connector = aiohttp.UnixConnector(str(path))
    async with (
        aiohttp.ClientSession(connector=connector, timeout=TIMEOUT) as session,
        session.get(f"http://exchange{address}", params=query) as response,
    ):
        text = await response.text()
        try:
            return response.status, json.loads(text)
        except ValueError:
            return response.status, text


async def _is_ok(
    url: str, headers: dict[str, str] | None = None, well: tuple[int, ...] = (200,)
) -> bool:
    try:
        async with (
            aiohttp.ClientSession(headers=headers, timeout=TIMEOUT) as session,
            session.get(url) as response,
        ):
            return response.status in well
    except (aiohttp.ClientError, OSError, TimeoutError):
        return False
