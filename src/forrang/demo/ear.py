"""Listening to one leg: a snoop channel that records to a file, and the arithmetic of `sound`.

Recording the leg itself would hold up every other request to it; a snoop does not touch it.
"""

import asyncio
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from forrang.demo.configuration import APP
from forrang.demo.sound import SILENCE, Sound, Span, sounds_in, spans_in
from forrang.demo.waiting import CallOver, Changes

if TYPE_CHECKING:
    from forrang.demo.network import Network

__all__ = ["Ear", "Recording"]

_PATIENCE = 5.0
"Seconds for the engine to start or finish a recording: milliseconds, when it is alive."

_ids = count(1)


@dataclass(frozen=True, slots=True)
class Recording:
    """What one end heard, from the first sample to the last."""

    start: float
    "When the recording began, by the event loop's clock; exact to about 20 ms."

    samples: npt.NDArray[np.int16]
    "8,000 a second."

    @property
    def sounds(self) -> frozenset[Sound]:
        """Everything that was heard for 60 ms or more; `{SILENCE}` if there was nothing."""
        return sounds_in(self.samples)

    @property
    def spans(self) -> list[Span]:
        """What was heard when."""
        return spans_in(self.samples, self.start)

    @property
    def longest_silence(self) -> float:
        """Seconds of the longest stretch without any sound."""
        return max((s.seconds for s in self.spans if s.sounds == {SILENCE}), default=0.0)


class Ear:
    """A recording under way."""

    def __init__(self, network: "Network", id: str, leg: str) -> None:
        self._network = network
        self.id = id
        self.leg = leg
        "The leg that it listens to."
        self._changes = Changes()
        self._seen: set[str] = set()
        self._start = 0.0
        self._refused = False

    @classmethod
    async def open(cls, network: "Network", leg: str) -> "Ear":
        """Listen to what arrives at a leg; returns when the recording runs."""
        ear = cls(network, f"ear-{next(_ids)}", leg)
        network.ears[ear.id] = ear
        network.tell(
            "POST", f"channels/{leg}/snoop", spy="in", app=APP, appArgs="ear", snoopId=ear.id
        )
        await ear._see("StasisStart")
        network.tell("POST", f"channels/{ear.id}/record", name=ear.id, format="sln")
        await ear._see("RecordingStarted")
        return ear

    async def stop(self) -> Recording:
        """Stop, and say what was heard; it has stopped by itself if the leg is gone."""
        self._network.tell("POST", f"recordings/live/{self.id}/stop")
        await self._see("RecordingFinished")
        self._network.tell("DELETE", f"channels/{self.id}")
        del self._network.ears[self.id]
        file = self._network.files.recording(self.id)
        samples = np.frombuffer(await asyncio.to_thread(file.read_bytes), dtype="<i2")
        file.unlink()
        return Recording(self._start, samples)

    def on_event(self, event: dict[str, Any]) -> None:
        """Something happened to the snoop channel or its recording, in the words of ARI."""
        if event["type"] == "RecordingStarted":
            self._start = asyncio.get_running_loop().time()
        self._seen.add(event["type"])
        self._changes.tell()

    def on_refused(self) -> None:
        """The leg is gone, so there is nothing to listen to."""
        self._refused = True
        self._changes.tell()

    def close(self) -> None:
        """The network is gone."""
        self._changes.close()

    async def _see(self, event: str) -> None:
        def look() -> bool | None:
            if self._refused and event != "RecordingFinished":
                raise CallOver(f"{self.leg} is over: it hears nothing")
            return event in self._seen or None

        try:
            await self._changes.until(look, _PATIENCE, f"{event} of {self.id}")
        except BaseException:
            self._network.ears.pop(self.id, None)
            raise
