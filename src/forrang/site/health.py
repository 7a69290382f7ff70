"""`/healthz`: whether this site works, and what it knows of the others."""

import http.client
import socket
from pathlib import Path

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, JsonResponse

from forrang.site.database import is_up_to_date

TIMEOUT = 1.0
"""Seconds. An exchange that hangs takes connections and says nothing."""


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the pages work, which they do without the exchange; 503 otherwise."""
    found = {"database": _database(), "exchange": _exchange(settings.FORRANG_DATA / "live.sock")}
    return JsonResponse(found, status=200 if found["database"] == "ok" else 503)


def _database() -> str:
    try:
        return "ok" if is_up_to_date() else "not migrated"
    except Error:
        return "away"


def _exchange(path: Path) -> str:
    try:
        response = _UnixConnection(path).get("/healthz")
    except (OSError, http.client.HTTPException):
        return "away"
    return "ok" if response == http.client.OK else "ailing"


class _UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path):
        super().__init__("exchange", timeout=TIMEOUT)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(TIMEOUT)
        self.sock.connect(str(self._path))

    def get(self, address: str) -> int:
        """The status of an address."""
        try:
            self.request("GET", address)
            return self.getresponse().status
        finally:
            self.close()
