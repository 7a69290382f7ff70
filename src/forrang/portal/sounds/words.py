"""What is wrong with something that was to become a sound, in words, and the mend."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from forrang.sounds.fault import Code, SoundFault, What
from forrang.storage.sounds import SoundsFull

MEGABYTE = 1_000_000


def told(fault: SoundFault) -> str:
    """The fault in a sentence or two."""
    return _SENTENCES[fault.code]() % (fault.values | _told(fault))


def full(fault: SoundsFull) -> str:
    """That there is no room."""
    return _(
        "There is no room: %(used)s of %(limit)s MB are used. Remove a sound that nothing uses first."
    ) % {"used": round(fault.used / MEGABYTE), "limit": fault.limit // MEGABYTE}


def _told(fault: SoundFault) -> dict[str, str]:
    """Values that need words."""
    if fault.code is Code.NOT_SOUND:
        return {"what": _WHAT[What(str(fault.values["what"]))]()}
    if fault.code is Code.TOO_LONG:
        return {"minutes": str(int(fault.values["limit"]) // 60)}
    if fault.code is Code.TOO_LARGE:
        return {"megabytes": str(fault.values["megabytes"]).replace(".", _("."))}
    return {}


_SENTENCES: dict[Code, Callable[[], str]] = {
    Code.EMPTY: lambda: _("The file is empty. Choose it again, or another one."),
    Code.TOO_LARGE: lambda: _(
        "The file has %(megabytes)s MB, and %(limit)s at most can be taken. Save it as mp3 or m4a, "
        "which are smaller, or cut it."
    ),
    Code.NOT_SOUND: lambda: _(
        "This is %(what)s, no sound file, whatever its name says. Choose a wav, mp3, m4a or ogg."
    ),
    Code.OTHER_FORMAT: lambda: _(
        "This is sound in the format %(what)s, which we cannot read. Save it as wav, mp3, m4a or ogg."
    ),
    Code.CUT_SHORT: lambda: _(
        "The end of the file is missing. Copy or save it again, and upload that."
    ),
    Code.BROKEN: lambda: _(
        "The file begins like a sound, but cannot be read. Open it in a player and save it again."
    ),
    Code.NO_SOUND: lambda: _("There is no sound in this file. Choose another one."),
    Code.OTHER_CODEC: lambda: _(
        "The sound in this file is written in a way that we cannot read. Save it as wav."
    ),
    Code.TOO_MANY_CHANNELS: lambda: _(
        "The sound has %(channels)s channels, and %(limit)s at most can be read. Save it in mono or "
        "stereo."
    ),
    Code.TOO_HIGH_RATE: lambda: _(
        "The sound has %(hertz)s samples a second, and %(limit)s at most can be read. Save it with "
        "48000."
    ),
    Code.TOO_LONG: lambda: _("A sound may last %(minutes)s minutes. Cut it, and upload that."),
    Code.SILENT: lambda: _(
        "Nothing can be heard in it. See that the microphone is on, and record again."
    ),
    Code.TOO_MUCH_WORK: lambda: _(
        "The file took too long to read. Save it as wav, or cut it, and upload that."
    ),
    Code.BUSY: lambda: _("Others' files are being read just now. Try again in a minute."),
    Code.UNAVAILABLE: lambda: _(
        "Sounds cannot be read on this machine just now. Tell your provider."
    ),
}

_WHAT: dict[What, Callable[[], str]] = {
    What.PROGRAM: lambda: _("a program"),
    What.PICTURE: lambda: _("a picture or a film"),
    What.DOCUMENT: lambda: _("a document"),
    What.ARCHIVE: lambda: _("an archive"),
    What.WEB_PAGE: lambda: _("a web page"),
    What.PLAYLIST: lambda: _("a playlist"),
    What.TEXT: lambda: _("a text"),
    What.UNKNOWN: lambda: _("something that we do not know"),
}
