"""From an upload to a sound: looked at here, taken apart in a confined process."""

import json
import logging
import threading

from forrang.sounds import confine
from forrang.sounds.fault import Code, SoundFault
from forrang.sounds.recognise import recognise
from forrang.sounds.sound import LONGEST, RATE, Sound

log = logging.getLogger(__name__)

_LIMITS = confine.Limits(output=2 * RATE * LONGEST + 65_536)
"""The longest sound, and the line before it."""

_CHILD = "forrang.sounds.child"

_PLACES = threading.BoundedSemaphore(2)
"""Conversions at once: calls need the processor more."""


def convert(data: bytes) -> Sound:
    """The sound of an uploaded or recorded file. Blocks, for half a minute at most and as long again
    while others are served. Raises `SoundFault`.
    """
    kind = recognise(data)
    if not _PLACES.acquire(timeout=confine.SECONDS):
        raise SoundFault(Code.BUSY)
    try:
        words = ["-m", _CHILD, kind]
        said = confine.run(words, data, _LIMITS)
    except confine.Exceeded:
        raise SoundFault(Code.TOO_MUCH_WORK, limit=round(_LIMITS.seconds)) from None
    except confine.Died as death:
        log.warning("the converter ended by %s, reading %s", death, kind)
        raise SoundFault(_DEATHS.get(str(death), Code.BROKEN)) from None
    finally:
        _PLACES.release()
    head, _, samples = said.partition(b"\n")
    told = json.loads(head)
    if told:
        raise SoundFault(Code(told["code"]), **told["values"])
    return Sound(samples)


_DEATHS = {"exit status 1": Code.UNAVAILABLE}
"""What Python says that cannot begin: a library is missing, or an address for one."""
