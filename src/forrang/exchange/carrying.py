"""Carrying things to the database, until it has them: again and again, and with longer pauses while it
is away.
"""

import asyncio
import logging
from collections.abc import Callable

log = logging.getLogger(__name__)

RETRY_SECONDS = (0.5, 1, 2, 5, 10)
"""Pauses after failures in a row; the last one from then on."""


class Patience:
    """How long to wait after a failure."""

    def __init__(self) -> None:
        self._failures = 0

    def worked(self) -> None:
        """It went well: the next failure is a first one."""
        self._failures = 0

    def failed(self) -> float:
        """It failed once more; seconds until the next try."""
        pause = RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS) - 1)]
        self._failures += 1
        return pause


async def carry_on(once: Callable[[], object], every: float, what: str) -> None:
    """Call `once`, in a thread, every so many seconds until cancelled. `what` waits when it raises."""
    patience = Patience()
    while True:
        pause = every
        try:
            await asyncio.to_thread(once)
            patience.worked()
        except Exception as error:  # whatever keeps the database away is tried again
            pause = patience.failed()
            log.warning("%s (%s); next try in %s s", what, type(error).__name__, pause)
        await asyncio.sleep(pause)
