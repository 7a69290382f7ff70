"""The log of all SIP messages, as something that can be read and waited on."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from forrang.demo.message import SipMessage

__all__ = ["Reader", "Wire"]

Reader = Callable[[bytes, float], tuple[list[SipMessage], int]]
"`read_asterisk_log` or `read_sipp_log`."

_LOOK = 0.01
"Seconds between two looks: a log of another process is nothing that tells us when it grows."


class Wire:
    """A message log that another process writes; it is read on demand, each byte once."""

    def __init__(self, file: Path, reader: Reader) -> None:
        self._file = file
        self._reader = reader
        self._read = 0
        self._messages: list[SipMessage] = []

    def read(self) -> list[SipMessage]:
        """All messages so far, with times of the event loop's clock."""
        try:
            with self._file.open("rb") as file:
                file.seek(self._read)
                text = file.read()
        except FileNotFoundError:
            return []
        clock = asyncio.get_running_loop().time() - time.time()
        messages, used = self._reader(text, clock)
        self._read += used
        self._messages += messages
        return list(self._messages)

    async def message(
        self, wanted: Callable[[SipMessage], bool], timeout: float = 5.0
    ) -> SipMessage:
        """The first message that is wanted, as soon as it is there."""
        try:
            async with asyncio.timeout(timeout):
                while True:
                    for message in self.read():
                        if wanted(message):
                            return message
                    await asyncio.sleep(_LOOK)
        except TimeoutError:
            last = [m.first_line for m in self._messages[-5:]]
            raise TimeoutError(f"no such message in {timeout:g} s; the last were {last}") from None
