"""The converter's process: an upload in, a line of JSON and the samples out.

Started as `python -m forrang.sounds.child KIND OUTPUT`. Everything that it needs is loaded before
`confine`, for afterwards it can open nothing; libraries load parts of themselves when they are first
used, so a sound of ours is converted before.
"""

import json
import os
import sys
from typing import Any

import av.logging
import numpy as np

from forrang.sounds.confine import EXCEEDED, confine
from forrang.sounds.decode import decode
from forrang.sounds.fault import SoundFault
from forrang.sounds.level import levelled, trimmed
from forrang.sounds.recognise import Kind
from forrang.sounds.sound import RATE, Sound

STUMBLED = 70
"""Exit status when the file led to something that nobody thought of."""


def main() -> None:
    """Convert what is on standard input."""
    av.logging.set_level(None)
    kind = Kind(sys.argv[1])
    _converted(Sound((np.arange(RATE) * 9_001).astype("<i2").tobytes()).wav(), Kind.WAV)
    confine()
    try:
        _say({}, _converted(sys.stdin.buffer.read(), kind))
    except SoundFault as fault:
        _say({"code": fault.code, "values": fault.values})
    except MemoryError:
        os._exit(EXCEEDED)
    except Exception:
        os._exit(STUMBLED)
    os._exit(0)  # nothing has to be tidied up, and much could be opened by it


def _converted(data: bytes, kind: Kind) -> bytes:
    samples = levelled(trimmed(decode(data, kind)))
    return np.clip(np.round(samples * 32_767), -32_768, 32_767).astype("<i2").tobytes()


def _say(head: dict[str, Any], samples: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + samples)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
