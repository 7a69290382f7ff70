"""The log of all SIP messages, as something that can be read and waited on."""

import asyncio
import time
from collections import defaultdict
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
        self._calls: defaultdict[str, list[SipMessage]] = defaultdict(list)

    def read(self) -> list[SipMessage]:
        """All messages so far, with times of the event loop's clock."""
        self._take()
        return list(self._messages)

    def of_call(self, call_id: str) -> list[SipMessage]:
        """All messages so far with that Call-ID."""
        self._take()
        return list(self._calls.get(call_id, ()))

    async def message(self, call_id: str, first_word: str, timeout: float = 5.0) -> SipMessage:
        """The first message of a call with that method or status (`"CANCEL"`, `"486"`)."""
        try:
            async with asyncio.timeout(timeout):
                while True:
                    for message in self.of_call(call_id):
                        if first_word in (message.method, str(message.status)):
                            return message
                    await asyncio.sleep(_LOOK)
        except TimeoutError:
            seen = [message.first_line for message in self.of_call(call_id)]
            raise TimeoutError(
                f"no {first_word} of {call_id} in {timeout:g} s; there were {seen}"
            ) from None

    def _take(self) -> None:
        try:
            with self._file.open("rb") as file:
                file.seek(self._read)
                text = file.read()
        except FileNotFoundError:
            return
        clock = asyncio.get_running_loop().time() - time.time()
        messages, used = self._reader(text, clock)
        self._read += used
        self._messages += messages
        for message in messages:
            self._calls[message.call_id].append(message)
