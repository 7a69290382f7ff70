"""The one clock: UTC seconds that never step."""

import time


class Clock:
    """The wall clock at start, plus the monotonic clock since; never before `not_before`, the time
    of the journal's last line. A step of the wall clock moves no deadline and changes no order.
    """

    def __init__(self, not_before: float = 0.0):
        self._offset = max(time.time(), not_before) - time.monotonic()

    def __call__(self) -> float:
        """UTC seconds."""
        return time.monotonic() + self._offset
