"""What an upload is, by its content; a name says nothing, and is not asked.

Five kinds are read. Each is looked at further than its first bytes, so that what goes on to the
converter begins as its kind does, and the converter is told the kind: it never guesses, since what
it would guess includes lists of other files to read.
"""

import struct
from enum import StrEnum

from forrang.sounds.fault import Code, SoundFault, What

MEGABYTE = 1_000_000

LARGEST = 20 * MEGABYTE
"""Bytes of an upload, at most."""


class Kind(StrEnum):
    """What is read."""

    WAV = "wav"
    MP3 = "mp3"
    M4A = "m4a"
    "AAC (or ALAC) in MP4: what telephones record."
    OGG = "ogg"
    "Vorbis, Opus or FLAC."
    WEBM = "webm"
    "Opus or Vorbis: what browsers record."


def recognise(data: bytes) -> Kind:
    """The kind. Raises `SoundFault`."""
    if not data:
        raise SoundFault(Code.EMPTY)
    if len(data) > LARGEST:
        megabytes = round(len(data) / MEGABYTE, 1)
        raise SoundFault(Code.TOO_LARGE, megabytes=megabytes, limit=LARGEST // MEGABYTE)
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        _check_wav(data)
        return Kind.WAV
    if data[4:8] == b"ftyp":
        return Kind.M4A
    if data[:4] == b"OggS":
        return Kind.OGG
    if data[:4] == b"\x1a\x45\xdf\xa3":
        return Kind.WEBM
    if _is_mp3(data):
        return Kind.MP3
    for start, name in _OTHER_SOUNDS:
        if data.startswith(start):
            raise SoundFault(Code.OTHER_FORMAT, what=name)
    if data[:4] == b"FORM" and data[8:12] in (b"AIFF", b"AIFC"):
        raise SoundFault(Code.OTHER_FORMAT, what="AIFF")
    raise SoundFault(Code.NOT_SOUND, what=_what(data))


def _check_wav(data: bytes) -> None:
    """Walk over the parts. The part with the samples must be there as long as it says: a length
    that is not true is a copy that was cut, or a recorder that was stopped before it wrote it.
    """
    at, described = 12, False
    while at + 8 <= len(data):
        name, length = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        at += 8
        if name == b"fmt ":
            described = length >= 16
        if name == b"data":
            if not described:
                raise SoundFault(Code.BROKEN)
            if at + length > len(data):
                raise SoundFault(Code.CUT_SHORT)
            return
        at += length + length % 2
    raise SoundFault(Code.CUT_SHORT if described else Code.BROKEN)


_FRAMES = 3
"""Frames in a row that make an MP3: two bytes that look like the start of one are in anything."""

_PADDING = 4096
"""Zeroes that may stand before the first frame."""


def _is_mp3(data: bytes) -> bool:
    at = 0
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        size = data[at + 6 : at + 10]
        if any(byte > 127 for byte in size):
            return False
        footer = 10 if data[at + 5] & 0x10 else 0
        at += (
            10 + footer + int(sum(byte << shift for byte, shift in zip(size, _SHIFTS, strict=True)))
        )
    padding = len(data[at : at + _PADDING]) - len(data[at : at + _PADDING].lstrip(b"\0"))
    at += padding
    for _ in range(_FRAMES):
        length = _frame_length(data[at : at + 4])
        if length is None:
            return False
        at += length
        if at == len(data):
            return True
    return True


_SHIFTS = (21, 14, 7, 0)
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""Samples a second of layer III, by version: 1, 2 and 2.5."""
_KILOBITS = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Kilobits a second of layer III; whether it is version 1."""


def _frame_length(head: bytes) -> int | None:
    """Bytes from one frame's start to the next one's; None when none starts here."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    kilobits, rate = head[2] >> 4, head[2] >> 2 & 3
    if layer != 1 or version not in _RATES or kilobits in (0, 15) or rate == 3:
        return None
    first = version == 3
    factor = 144_000 if first else 72_000
    bits = _KILOBITS[first][kilobits - 1]
    return factor * bits // _RATES[version][rate] + (head[2] >> 1 & 1)


_OTHER_SOUNDS = (
    (b"fLaC", "FLAC"),
    (b"#!AMR", "AMR"),
    (b"caff", "CAF"),
    (b"MThd", "MIDI"),
    (b".snd", "AU"),
    (b"RF64", "RF64"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "WMA"),
    (b"\xff\xf1", "AAC"),
    (b"\xff\xf9", "AAC"),
)
"""Other sound files, by their first bytes, and their names."""

_OTHERS = (
    (b"MZ", What.PROGRAM),
    (b"\x7fELF", What.PROGRAM),
    (b"#!", What.PROGRAM),
    (b"\xca\xfe\xba\xbe", What.PROGRAM),
    (b"\xcf\xfa\xed\xfe", What.PROGRAM),
    (b"\x89PNG", What.PICTURE),
    (b"\xff\xd8\xff", What.PICTURE),
    (b"GIF8", What.PICTURE),
    (b"BM", What.PICTURE),
    (b"RIFF", What.PICTURE),  # WebP; a film
    (b"II*\0", What.PICTURE),
    (b"MM\0*", What.PICTURE),
    (b"%PDF", What.DOCUMENT),
    (b"\xd0\xcf\x11\xe0", What.DOCUMENT),
    (b"{\\rtf", What.DOCUMENT),
    (b"PK\x03\x04", What.ARCHIVE),
    (b"\x1f\x8b", What.ARCHIVE),
    (b"7z\xbc\xaf", What.ARCHIVE),
    (b"Rar!", What.ARCHIVE),
    (b"BZh", What.ARCHIVE),
    (b"\xfd7zXZ", What.ARCHIVE),
    (b"ffconcat", What.PLAYLIST),
    (b"#EXTM3U", What.PLAYLIST),
    (b"[playlist]", What.PLAYLIST),
)


def _what(data: bytes) -> What:
    for start, what in _OTHERS:
        if data.startswith(start):
            return what
    words = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if words.startswith((b"<!doctype html", b"<html", b"<head", b"<script")):
        return What.WEB_PAGE
    if words.startswith((b"<svg", b"<?xml")) and b"<svg" in words:
        return What.PICTURE
    if words.startswith(b"<?xml") and b"<mpd" in words:
        return What.PLAYLIST
    printable = sum(byte >= 32 or byte in b"\t\r\n" for byte in words)
    return What.TEXT if words and printable == len(words) and b"\0" not in words else What.UNKNOWN
