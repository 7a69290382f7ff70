"""Sound files as people have them, and files that only look like some."""

import io
import wave
from typing import Any

import av
import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
"""From -1 to 1."""


def chirps(seconds: float, rate: int = 48_000, level: float = 0.3) -> Samples:
    """Something like speech: a pitch that moves, in syllables."""
    time = np.arange(int(seconds * rate)) / rate
    pitch = np.cumsum(180 + 60 * np.sin(2 * np.pi * 0.7 * time)) / rate
    voice = sum(np.sin(2 * np.pi * n * pitch) / n for n in range(1, 12))
    syllables = 0.5 + 0.5 * np.sin(2 * np.pi * 4 * time)
    made: Samples = (level * 0.5 * voice * syllables).astype(np.float32)
    return made


def wav(samples: Samples, rate: int = 48_000, channels: int = 1) -> bytes:
    """A WAV file; each channel the same."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        whole = np.round(np.clip(samples, -1, 1) * 32_767).astype("<i2")
        out.writeframes(np.repeat(whole, channels).tobytes())
    return file.getvalue()


def encoded(
    samples: Samples,
    shell: str,
    codec: str,
    rate: int = 48_000,
    layout: str = "mono",
    pictures: bool = False,
    options: dict[str, str] | None = None,
) -> bytes:
    """A file as FFmpeg writes it; with `pictures`, a film."""
    file = io.BytesIO()
    with av.open(file, "w", format=shell) as out:
        film: Any = None
        if pictures:
            film = out.add_stream("mpeg4", rate=10)
            film.width = film.height = 64
        stream: Any = out.add_stream(codec, rate=rate, layout=layout, options=options or {})
        if film is not None:
            _picture(out, film)
        channels = stream.layout.nb_channels
        frame = av.AudioFrame.from_ndarray(
            np.repeat(samples.reshape(1, -1), channels, axis=0), format="fltp", layout=layout
        )
        frame.sample_rate = rate
        context = stream.codec_context
        resampler = av.AudioResampler(
            context.format, layout, rate, frame_size=context.frame_size or None
        )
        for ready in [*resampler.resample(frame), *resampler.resample(None), None]:
            out.mux(stream.encode(ready))
    return file.getvalue()


def film_without_sound() -> bytes:
    """An MP4 with pictures alone."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as out:
        stream: Any = out.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        _picture(out, stream)
    return file.getvalue()


def _picture(out: Any, stream: Any) -> None:
    frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
    for ready in [frame, None]:
        out.mux(stream.encode(ready))
