"""What is wrong with something that was to become a sound, as data; pages make sentences of it."""

from enum import StrEnum


class Code(StrEnum):
    """What is wrong. Under each: its values, and the mend."""

    EMPTY = "empty"
    "Nothing was uploaded. Choose the file again."
    TOO_LARGE = "too-large"
    "`megabytes`, `limit`. Save it as mp3 or m4a, which are smaller, or cut it."
    NOT_SOUND = "not-sound"
    "`what` (`What`). No sound file, whatever its name says. Choose a wav, mp3, m4a or ogg."
    OTHER_FORMAT = "other-format"
    "`what`: the format's name. Sound, but none that is read. Save it as wav, mp3, m4a or ogg."
    CUT_SHORT = "cut-short"
    "Less is there than the file says. Copy or save it again, and upload that."
    BROKEN = "broken"
    "It begins like a sound file and cannot be read. Open it in a player, save it again."
    NO_SOUND = "no-sound"
    "A film or a shell without sound in it. Choose another file."
    OTHER_CODEC = "other-codec"
    "The shell is known, the sound in it is written in a way that is not read. Save it as wav."
    TOO_MANY_CHANNELS = "too-many-channels"
    "`channels`, `limit`. Save it in stereo or mono."
    TOO_HIGH_RATE = "too-high-rate"
    "`hertz`, `limit`. Save it with 48,000 samples a second."
    TOO_LONG = "too-long"
    "`limit`: seconds. Cut it."
    SILENT = "silent"
    "Nothing can be heard in it. See that the microphone is on, record again."
    TOO_MUCH_WORK = "too-much-work"
    "`limit`: seconds. It took too much time or memory. Save it as wav, or cut it."
    BUSY = "busy"
    "Others' files are being read. Try again in a minute."
    UNAVAILABLE = "unavailable"
    "The machine cannot convert at all: the provider's affair; the log says why."


class What(StrEnum):
    """What something is that is no sound."""

    PROGRAM = "program"
    PICTURE = "picture"
    DOCUMENT = "document"
    ARCHIVE = "archive"
    WEB_PAGE = "web-page"
    PLAYLIST = "playlist"
    TEXT = "text"
    UNKNOWN = "unknown"


class SoundFault(ValueError):
    """It does not become a sound."""

    def __init__(self, code: Code, **values: int | float | str):
        super().__init__(code, values)
        self.code = code
        "What is wrong."
        self.values = values
        "What the sentence needs; named under each code."

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.values.items())])
