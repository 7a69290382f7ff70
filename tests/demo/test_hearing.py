"""The ear for known sounds: it finds what was played, when, and tells alike ones apart."""

import numpy as np
import pytest

from forrang.demo.hearing import THRESHOLD, Samples, hear, match
from forrang.sounds.g711 import to_alaw

RATE = 8_000
PACKET = 160


def word(seed: int, seconds: float = 0.45) -> Samples:
    """A word of one voice: the same pitch in all of them, vowels of their own."""
    random = np.random.default_rng(seed)
    time = np.arange(int(seconds * RATE)) / RATE
    phase = 2 * np.pi * np.cumsum(110 + 6 * np.sin(2 * np.pi * 2 * time)) / RATE
    voice = np.zeros(len(time))
    for start in np.linspace(0, seconds, 3, endpoint=False):
        formants = random.uniform((250, 900, 2200), (800, 2200, 3300))
        here = (time >= start) & (time < start + seconds / 3)
        for n in range(1, 30):
            loud = sum(np.exp(-(((n * 110 - formant) / 150) ** 2)) for formant in formants)
            voice += here * loud * np.sin(n * phase) * 2_000
    voice += random.normal(0, 60, len(time))
    return (voice * np.minimum(1, np.minimum(time, time[::-1]) / 0.03)).astype(np.int16)


WORDS = {str(digit): word(digit) for digit in range(10)}
START = np.concatenate([word(seed) for seed in range(20, 26)])
SENTENCES = {
    f"place {digit}": np.concatenate([START, WORDS[digit], START[: RATE // 2]]) for digit in WORDS
}
STILL = np.zeros(RATE // 2, np.int16)


def after_the_codec(samples: Samples) -> Samples:
    """Through A-law and back."""
    code = np.frombuffer(to_alaw(samples), np.uint8).astype(int) ^ 0x55
    segment, step = code >> 4 & 7, (code & 15) << 4
    loud = np.where(segment == 0, step + 8, (step + 0x108) << np.maximum(segment - 1, 0))
    return np.where(code & 0x80, loud, -loud).astype(np.int16)


def without(samples: Samples, packet: int, gone: bool) -> Samples:
    """One packet is silent, or is not there at all."""
    start = packet * PACKET
    rest = samples[start + PACKET :]
    hole = np.zeros(0 if gone else PACKET, np.int16)
    return np.concatenate([samples[:start], hole, rest])


@pytest.mark.parametrize("name", WORDS)
def test_each_word_is_heard_and_no_other(name: str) -> None:
    recording = after_the_codec(np.concatenate([STILL, WORDS[name] // 2, STILL]))
    (one,) = hear(recording, WORDS)
    assert one.name == name
    assert one.at == pytest.approx(0.5, abs=0.001)
    assert one.score > 0.95


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("name", "0369")
def test_a_word_is_heard_whichever_packet_is_lost(name: str, gone: bool) -> None:
    recording = after_the_codec(np.concatenate([STILL, WORDS[name], STILL]))
    for packet in range(len(STILL) // PACKET, (len(STILL) + len(WORDS[name])) // PACKET, 4):
        found = hear(without(recording, packet, gone), WORDS)
        assert [one.name for one in found] == [name], packet


@pytest.mark.parametrize("gone", [False, True])
def test_a_tone_is_heard_once_whichever_packet_is_lost(gone: bool) -> None:
    """It is alike wherever one looks at it."""
    tone = (8_000 * np.sin(2 * np.pi * 880 * np.arange(2 * RATE // 5) / RATE)).astype(np.int16)
    recording = after_the_codec(np.concatenate([STILL, tone, STILL]))
    for packet in range(len(STILL) // PACKET, (len(STILL) + len(tone)) // PACKET):
        found = hear(without(recording, packet, gone), {"tone": tone})
        assert [one.name for one in found] == ["tone"], packet


def test_words_are_heard_in_their_order_also_twice() -> None:
    said = "4711220"
    parts = [part for digit in said for part in (WORDS[digit], STILL[:800])]
    found = hear(after_the_codec(np.concatenate(parts)), WORDS)
    assert "".join(one.name for one in found) == said


@pytest.mark.parametrize("name", ["place 3", "place 8"])
def test_sentences_that_differ_in_one_word_are_told_apart(name: str) -> None:
    recording = after_the_codec(np.concatenate([STILL, SENTENCES[name], STILL]))
    assert [one.name for one in hear(recording, SENTENCES)] == [name]
    others = {other: sound for other, sound in SENTENCES.items() if other != name}
    assert hear(recording, others) == []


def test_a_sentence_is_heard_with_packets_lost_all_along() -> None:
    sentence = SENTENCES["place 3"]
    recording = after_the_codec(np.concatenate([STILL, sentence, STILL]))
    for packet in range(len(recording) // PACKET - 30, 30, -20):
        recording = without(recording, packet, gone=packet % 3 > 0)
    assert [one.name for one in hear(recording, SENTENCES)] == ["place 3"]


def test_a_part_is_not_the_whole_and_the_whole_is_not_its_parts() -> None:
    known = {"half": START, "whole": SENTENCES["place 3"]}
    assert [one.name for one in hear(SENTENCES["place 3"], known)] == ["whole"]
    assert [one.name for one in hear(START, known)] == ["half"]


def test_silence_noise_and_nothing_are_no_sound() -> None:
    noise = np.random.default_rng(1).normal(0, 2_000, 3 * RATE).astype(np.int16)
    for recording in (STILL, noise, np.zeros(0, np.int16)):
        assert hear(recording, WORDS) == []
    assert match(noise, WORDS["3"])[1] < THRESHOLD
