"""Decoding an upload to 8,000 mono samples a second, by FFmpeg's libraries.

Runs in a confined process only. FFmpeg is told which kind of file it is and which codecs may be in
it: of its hundreds of readers a file can reach one.
"""

import io
from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
import numpy.typing as npt
from av import AudioFrame, AudioStream
from av.container import InputContainer
from av.filter import Graph

from forrang.sounds.fault import Code, SoundFault
from forrang.sounds.recognise import Kind
from forrang.sounds.sound import LONGEST, RATE

Samples = npt.NDArray[np.float32]
"""From -1 to 1."""

MOST_CHANNELS = 8
HIGHEST_RATE = 192_000
"""Samples a second."""

_READERS = {
    Kind.WAV: (
        "wav",
        "pcm_u8 pcm_s16le pcm_s24le pcm_s32le pcm_f32le pcm_f64le pcm_alaw pcm_mulaw",
    ),
    Kind.MP3: ("mp3", "mp3float mp3"),
    Kind.M4A: ("mov", "aac alac"),
    Kind.OGG: ("ogg", "opus vorbis flac"),
    Kind.WEBM: ("matroska", "opus vorbis"),
}
"""FFmpeg's name of the reader, and the codecs that may be in it."""

_BAD = 0.05
"""Of the packets: with more that cannot be read, the file is broken. A tag behind an MP3 is one."""

_MISSING = 0.05
"""Of its length, and half a second: what may be missing of what an MP4 says that it has."""

_TO_TELEPHONE = (
    "aformat=sample_fmts=flt:channel_layouts=mono,"
    "highpass=f=100:width_type=q:width=0.54,highpass=f=100:width_type=q:width=1.31,"
    "aresample=8000,aformat=sample_fmts=flt"
)
"""Below 100 Hz is hum, and nothing that a telephone carries: 24 dB less an octave lower."""


def decode(data: bytes, kind: Kind) -> Samples:
    """The samples, `RATE` a second. Raises `SoundFault`."""
    reader, codecs = _READERS[kind]
    options = {
        "codec_whitelist": codecs.replace(" ", ","),
        "protocol_whitelist": "none",
        "enable_drefs": "0",
    }
    try:
        with av.open(io.BytesIO(data), "r", format=reader, options=options) as file:
            return _read(file, codecs.split())
    except (av.error.FFmpegError, ValueError, EOFError) as error:
        if isinstance(error, SoundFault):
            raise
        if isinstance(error, MemoryError):
            raise MemoryError from None
        raise SoundFault(Code.BROKEN) from None


def _read(file: InputContainer, codecs: list[str]) -> Samples:
    if not file.streams.audio:
        raise SoundFault(Code.NO_SOUND)
    stream = file.streams.audio[0]
    if stream.codec_context is None or stream.codec_context.name not in codecs:
        raise SoundFault(Code.OTHER_CODEC)
    _check(stream.codec_context.channels, stream.codec_context.sample_rate)
    stream.codec_context.thread_count = 1
    promised = float((stream.duration or 0) * (stream.time_base or 0))
    parts: list[Samples] = []
    length = 0
    for part in _converted(_frames(file, stream)):
        parts.append(part)
        length += len(part)
        if length > LONGEST * RATE:
            raise SoundFault(Code.TOO_LONG, limit=LONGEST)
    samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    if file.format.name.startswith("mov"):
        there = len(samples) / RATE
        if there < promised * (1 - _MISSING) - 0.5:
            raise SoundFault(Code.CUT_SHORT)
    return samples


def _check(channels: int, hertz: int) -> None:
    if channels > MOST_CHANNELS:
        raise SoundFault(Code.TOO_MANY_CHANNELS, channels=channels, limit=MOST_CHANNELS)
    if hertz > HIGHEST_RATE:
        raise SoundFault(Code.TOO_HIGH_RATE, hertz=hertz, limit=HIGHEST_RATE)


def _frames(file: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    """What can be read, without the packets that cannot, if they are few."""
    good = bad = 0
    for packet in file.demux(stream):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            bad += 1
            continue
        good += 1
        for frame in frames:
            _check(frame.layout.nb_channels, frame.sample_rate)
            yield frame
    if bad > max(1, _BAD * (good + bad)):
        raise SoundFault(Code.BROKEN)


def _converted(frames: Iterator[AudioFrame]) -> Iterator[Samples]:
    """Samples for the telephone. A file may change its form on the way: then one graph ends and
    another begins.
    """
    form: tuple[str, str, int] | None = None
    graph: Graph | None = None
    for frame in frames:
        here = (frame.format.name, frame.layout.name, frame.sample_rate)
        if graph is None or here != form:
            if graph is not None:
                yield from drained(graph)
            form, graph = here, make_graph(_TO_TELEPHONE, *here)
        frame.pts = None
        yield from pushed(graph, frame)
    if graph is not None:
        yield from drained(graph)


def make_graph(filters: str, form: str, layout: str, rate: int) -> Graph:
    """FFmpeg's filters, ready to be pushed into; `filters` as FFmpeg writes a chain."""
    graph = Graph()
    graph.threads = 1
    last = graph.add_abuffer(
        format=form, layout=layout, sample_rate=rate, time_base=Fraction(1, rate)
    )
    for one in filters.split(","):
        name, _, settings = one.partition("=")
        made = graph.add(name, settings)
        last.link_to(made)
        last = made
    last.link_to(graph.add("abuffersink"))
    graph.configure()
    return graph


def pushed(graph: Graph, frame: AudioFrame | None) -> Iterator[Samples]:
    """What comes through when a frame, or the end (None), is pushed in."""
    graph.push(frame)
    for ready in pulled_frames(graph):
        yield np.asarray(ready.to_ndarray().reshape(-1), np.float32)


def pulled_frames(graph: Graph) -> Iterator[AudioFrame]:
    """What has come through by now, as FFmpeg has it."""
    while True:
        try:
            ready = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        assert isinstance(ready, AudioFrame)
        yield ready


def drained(graph: Graph) -> Iterator[Samples]:
    """The rest."""
    return pushed(graph, None)
