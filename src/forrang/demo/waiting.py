"""Waiting for something to become true, woken by whoever changes it."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

__all__ = ["CallOver", "Changes", "NetworkDown"]

T = TypeVar("T")


class NetworkDown(Exception):
    """The network's own engine is gone: nothing that is waited for can come."""


class CallOver(Exception):
    """The call ended before what was asked of it could be."""


class Changes:
    """Tells those who wait that something has changed; they look for themselves what."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self._closed = False

    def tell(self) -> None:
        """Something has changed."""
        self._changed.set()
        self._changed = asyncio.Event()

    def close(self) -> None:
        """Nothing will change any more: who waits gets `NetworkDown`."""
        self._closed = True
        self.tell()

    async def until(self, look: Callable[[], T | None], timeout: float, what: str) -> T:
        """The first thing other than `None` that `look` sees, now or after a change.

        Raises `TimeoutError` with `what` was waited for.
        """
        try:
            async with asyncio.timeout(timeout):
                while True:
                    changed = self._changed
                    if (seen := look()) is not None:
                        return seen
                    if self._closed:
                        raise NetworkDown(f"while waiting {timeout:g} s for {what}")
                    await changed.wait()
        except TimeoutError:
            raise TimeoutError(f"waited {timeout:g} s for {what}") from None
