"""Which of the known sounds was heard in a recording of a telephone, and when.

A sound that the engine played arrives as it was sent, but for the codec's noise, for packets that
were lost (20 ms that are silent or not there at all, so that all that follows is early) and for
samples that a busy sender skipped. So the strongest pieces of the sound are looked for by
normalised cross-correlation (1 is the same wave, whatever its loudness), and from one that was found
the others are followed to both ends, each where the last one was or some packets beside it.

Spoken sounds resemble each other: two sentences may differ in one word. Hence a sound counts as heard
when its pieces are there on the whole, and nowhere a stretch as long as a word is missing; and of
sounds that would overlap, the one that fits best is the one that was played.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forrang.demo.sound import RATE

__all__ = ["THRESHOLD", "Heard", "Samples", "hear", "match"]

Samples = npt.NDArray[np.int16]
"""`RATE` a second."""

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

THRESHOLD = 0.8
"""The score from which a sound is heard. The same sound has 0.95 and more, with a packet in twenty
lost 0.85; another word of the same voice seldom has 0.75."""

_ANCHOR = RATE // 5
"Samples of a piece that is looked for everywhere."
_ANCHORS = 4
"How many of them, the strongest ones."
_ANCHORED = 0.6
"From which score a piece was found."
_PIECE = RATE // 10
"Samples of a piece that is followed; the next one begins in its middle."
_PACKET = RATE // 50
_SHIFTS = np.add.outer(_PACKET * np.array([0, -1, -2, -3, 1]), np.arange(-4, 5)).ravel()
"How much later than the last one a piece may lie: packets were lost or doubled, samples skipped."
_WORD = 6
"Pieces of a short word: 350 ms."
_LOST = 8
"""One part in so many may be lost; more is another sound. A tone, which is alike wherever one looks at
it, would else fold itself up into any part of itself."""
_MISSED = 0.75
"The mean score of that many in a row under which a word is not there; a lost packet leaves 0.85."
_SOFT = 0.03
"Of the strongest piece's energy: less is no piece to look for."
_NOISE = 40.0
"RMS under which the recording is silent; the same as in `sound`."
_TIE = 0.03
"Scores that are equal: then the longer sound is the one that was played."


@dataclass(frozen=True, slots=True)
class Heard:
    """A sound that was played."""

    name: str
    "Its name among the known ones."
    at: float
    "When it began, in seconds from the recording's start."
    seconds: float
    "How long it is."
    score: float
    "How alike they are, up to 1."


def hear(recording: Samples, known: Mapping[str, Samples]) -> list[Heard]:
    """Every known sound that was played, in the order in which they were; none at the same time as
    another.
    """
    where = _Recording(recording)
    found = [
        Heard(name, at, len(sound) / RATE, score)
        for name, sound in known.items()
        for at, score in where.matches(sound)
        if score >= THRESHOLD
    ]
    found.sort(key=lambda one: one.score, reverse=True)
    chosen: list[Heard] = []
    while found:
        first = found[0]
        equal = [one for one in found if one.score >= first.score - _TIE and _overlap(one, first)]
        best = max(equal, key=lambda one: (one.seconds, one.score))
        chosen.append(best)
        found = [one for one in found if not _overlap(one, best)]
    return sorted(chosen, key=lambda one: one.at)


def match(recording: Samples, sound: Samples) -> tuple[float, float]:
    """Where in the recording the sound fits best, in seconds, and how well: up to 1; 0 and 0 where
    nothing of it is there.
    """
    return max(_Recording(recording).matches(sound), key=lambda one: one[1], default=(0.0, 0.0))


def _overlap(one: Heard, other: Heard) -> bool:
    """Whether they were at the same time: for more than a third of the shorter one. The same sound
    is played again only when it is over: a tone is alike wherever one looks at it, and would else be
    found beside itself.
    """
    common = min(one.at + one.seconds, other.at + other.seconds) - max(one.at, other.at)
    least = 0.0 if one.name == other.name else min(one.seconds, other.seconds) / 3
    return common > least


class _Recording:
    """A recording in which sounds are looked for."""

    def __init__(self, samples: Samples):
        # a sound may have begun before it, or end after it
        self._samples = np.pad(samples.astype(np.float64), RATE)
        self._energy = np.cumsum(np.concatenate([[0.0], self._samples**2]))
        self._size = 1 << (len(self._samples) + _ANCHOR).bit_length()
        self._spectrum = np.fft.rfft(self._samples, self._size)

    def matches(self, sound: Samples) -> Iterator[tuple[float, float]]:
        """Where the sound may have been played, in seconds, and how well it fits there."""
        wanted = np.pad(sound.astype(np.float64), (0, max(0, _ANCHOR - len(sound))))
        energy = np.cumsum(np.concatenate([[0.0], wanted**2]))
        seen: list[float] = []
        for place in _places(energy, _ANCHOR)[:_ANCHORS]:
            for at in _peaks(self._everywhere(wanted[place : place + _ANCHOR])):
                begins = (at - place - RATE) / RATE
                if all(abs(begins - other) >= 0.1 for other in seen):
                    seen.append(begins)
                    yield begins, self._fits(wanted, energy, place, at)

    def _everywhere(self, piece: Floats) -> Floats:
        """How alike the piece and the recording are at each sample of the recording, -1 to 1."""
        products = np.fft.irfft(
            self._spectrum * np.conj(np.fft.rfft(piece, self._size)), self._size
        )
        starts = np.arange(len(self._samples) - len(piece) + 1)
        return self._alike(products[: len(starts)], piece, starts)

    def _fits(self, wanted: Floats, energy: Floats, anchor: int, at: int) -> float:
        """How well the sound fits where its piece from `anchor` on was found `at`; 0 where a word is
        missing.
        """
        places = np.array(sorted(_places(energy, _PIECE)))
        scores = np.zeros(len(places))
        behind = places >= anchor
        most = max(_PACKET, len(wanted) // _LOST)
        for order, shifts in (
            (np.flatnonzero(behind), _SHIFTS),
            (np.flatnonzero(~behind)[::-1], -_SHIFTS),
        ):
            shift = at - anchor
            for one in order:
                place = places[one]
                piece = wanted[place : place + _PIECE]
                scores[one], moved = self._near(piece, place + shift, shifts)
                if scores[one] > _ANCHORED and abs(shift + moved - (at - anchor)) <= most:
                    shift += moved
        window = np.ones(min(_WORD, len(scores)))
        if np.convolve(scores, window / len(window), "valid").min() < _MISSED:
            return 0.0
        weights = np.sqrt(energy[places + _PIECE] - energy[places])
        return float(np.average(scores, weights=weights))

    def _near(self, piece: Floats, at: int, shifts: Indices) -> tuple[float, int]:
        """How well the piece fits near a place of the recording, and which of the shifts it has."""
        starts = at + shifts
        inside = (starts >= 0) & (starts + len(piece) <= len(self._samples))
        starts, shifts = starts[inside], shifts[inside]
        if not len(starts):
            return 0.0, 0
        windows = np.lib.stride_tricks.sliding_window_view(self._samples, len(piece))
        alike = self._alike(windows[starts] @ piece, piece, starts)
        best = int(np.argmax(alike))
        return float(alike[best]), int(shifts[best])

    def _alike(self, products: Floats, piece: Floats, starts: Indices) -> Floats:
        heard = self._energy[starts + len(piece)] - self._energy[starts]
        norms = np.sqrt(np.maximum(heard, len(piece) * _NOISE**2) * max(float(piece @ piece), 1.0))
        alike: Floats = products / norms
        return alike


def _places(energy: Floats, length: int) -> list[int]:
    """Where the pieces of a sound begin that are not soft, the strongest first. `energy`: summed up
    to each sample.
    """
    last = len(energy) - 1 - length
    starts = np.array([*range(0, last, length // 2), last])
    each = energy[starts + length] - energy[starts]
    return [int(starts[one]) for one in np.argsort(-each) if each[one] > _SOFT * each.max()]


def _peaks(scores: Floats) -> Iterator[int]:
    """Where a piece was found, best first, each 100 ms from the others."""
    left = scores.copy()
    while left[at := int(np.argmax(left))] >= _ANCHORED:
        yield at
        left[max(0, at - RATE // 10) : at + RATE // 10] = 0.0
