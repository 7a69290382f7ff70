"""Speaks once, in a process of its own: words on standard input; on standard output the rate in a
line, then samples of 16 bits. Arguments: voice, words a minute.

https://github.com/espeak-ng/espeak-ng/blob/master/src/include/espeak-ng/speak_lib.h
"""

import ctypes
import sys
import tempfile
from pathlib import Path

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples go to a callback, nothing is played
_DO_NOT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT
_RATE = 1  # espeakRATE
_CHARACTERS = 1  # POS_CHARACTER
_UTF8 = 1  # espeakCHARS_UTF8

_Heard = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


def main() -> None:
    """Speak."""
    voice, speed = sys.argv[1:]
    words = sys.stdin.buffer.read() + b"\0"
    rate, samples = _spoken(words, voice.encode(), int(speed))
    sys.stdout.buffer.write(f"{rate}\n".encode() + samples)


def _spoken(words: bytes, voice: bytes, speed: int) -> tuple[int, bytes]:
    import espeakng_loader  # type: ignore[import-untyped]

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    heard: list[bytes] = []

    def hear(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _: int | None) -> int:
        if samples and count > 0:
            heard.append(ctypes.string_at(samples, 2 * count))
        return 0

    callback = _Heard(hear)
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        # It keeps the path of its data in 160 bytes, and a virtual environment's may be longer.
        data = Path(folder) / "espeak-ng-data"
        data.symlink_to(espeakng_loader.get_data_path())
        rate = library.espeak_Initialize(_SYNCHRONOUS, 0, folder.encode(), _DO_NOT_EXIT)
        if rate <= 0:
            sys.exit("its data cannot be read")
        library.espeak_SetSynthCallback(callback)
        if library.espeak_SetVoiceByName(voice):
            sys.exit(f"it has no voice {voice.decode()}")
        library.espeak_SetParameter(_RATE, speed, 0)
        library.espeak_Synth(words, len(words), 0, _CHARACTERS, 0, _UTF8, None, None)
        library.espeak_Synchronize()
    return rate, b"".join(heard)


if __name__ == "__main__":
    main()
