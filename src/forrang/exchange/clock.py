"""The one clock: UTC seconds that never step."""

import time


class Clock:
    """The wall clock at start, plus the monotonic clock since. A step of the wall clock moves no
    deadline and changes no order."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def not_before(self, moment: float) -> None:
        """Never go on before this moment, which is past: what was written down has happened."""
        self._offset = max(self._offset, moment - time.monotonic())

    def __call__(self) -> float:
        """UTC seconds."""
        return time.monotonic() + self._offset
