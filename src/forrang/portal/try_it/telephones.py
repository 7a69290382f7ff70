"""Asking the demo's telephones: HTTP over their Unix socket in the data directory."""

import http.client
import json
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

TIMEOUT = 15.0
"""Seconds: the first thing that is asked of them starts their network."""


@dataclass(frozen=True, slots=True)
class State:
    """What the telephones say of themselves."""

    here: bool
    "Whether they are there at all."
    why_not: str | None
    "Why they cannot be used, in the words of the system; None: they can."
    does: dict[str, str]
    "What a telephone does by itself, where it was told: ring, answer or refuse."
    calls: list[dict[str, Any]]
    "The outside callers' calls: caller (None: withheld), dialled, state."


NOT_HERE = State(False, None, {}, [])


def state() -> State:
    """How they are."""
    return _ask("GET", "/state")


def do(address: str, **what: Any) -> State:
    """Tell them something; how they are then."""
    return _ask("POST", address, what)


def heard(number: str) -> str | None:
    """The digits of a code that were last read out to a number; empty when none were, None when
    there are no telephones.
    """
    found = _said("GET", f"/code?{urlencode({'number': number})}")
    return None if found is None else str(found[1].get("code", ""))


def _ask(method: str, address: str, what: dict[str, Any] | None = None) -> State:
    found = _said(method, address, what)
    if found is None:
        return NOT_HERE
    status, said = found
    if status == http.client.CONFLICT:
        return State(True, said["why"], {}, [])
    return State(True, said["why_not"], said["does"], said["calls"])


def _said(
    method: str, address: str, what: dict[str, Any] | None = None
) -> tuple[int, dict[str, Any]] | None:
    """Status and body of an answer; None when they are not there."""
    connection = _Connection(settings.FORRANG_DATA / "telephones.sock")
    try:
        body = None if what is None else json.dumps(what)
        connection.request(method, address, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()


class _Connection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path):
        super().__init__("telephones", timeout=TIMEOUT)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(TIMEOUT)
        self.sock.connect(str(self._path))
