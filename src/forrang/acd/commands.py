"""What shall be done, in the imperative. Nobody waits for an answer: what came too late comes back
as an event, or not at all.
"""

from dataclasses import dataclass
from enum import StrEnum

from forrang.acd.events import CallId, OfferId, PromptId
from forrang.domain.phone_number import PhoneNumber


class Cause(StrEnum):
    """Why a call is turned away; each has its own tone and its own Q.850 cause."""

    BUSY = "busy"
    "17, user busy: the line is full, or our own offer came back."
    UNANSWERED = "unanswered"
    "19, no answer: nobody is logged in, or the wait was too long."
    UNKNOWN_NUMBER = "unknown-number"
    "1, unallocated number."


@dataclass(frozen=True, slots=True)
class AnswerCall:
    """Answer the caller and play the music of the line."""

    call: CallId
    "Whom."
    answered: bool = False
    "Whether it is answered already and wants the music only."
    music: bool = True
    "Whether the music is wanted: not by who is told something first."
    tune: str | None = None
    "The sound that is the music, by its id. None: the house's."


@dataclass(frozen=True, slots=True)
class StartMusic:
    """Let whoever is at a leg that is up hear the music of the line."""

    leg: CallId | OfferId
    "Whose leg."


@dataclass(frozen=True, slots=True)
class StopMusic:
    """End the music of the line."""

    leg: CallId | OfferId
    "Whose leg."


@dataclass(frozen=True, slots=True)
class CallBack:
    """Ring a caller who asked for it."""

    call: CallId
    "Whose."
    leg: CallId
    "The id of the new leg."
    number: PhoneNumber
    "Their number."
    shown: PhoneNumber
    "The number that their telephone shows: the one that they called."
    ring_seconds: float
    "How long it will ring at most; the core itself ends it then."


@dataclass(frozen=True, slots=True)
class Play:
    """Tell a caller something. It takes the place of the music, which does not come back by itself
    (Asterisk: `ast_openstream_full` in main/file.c deactivates a channel's generator).
    """

    call: CallId
    "Whom."
    prompt: PromptId
    "Our name for it."
    sounds: tuple[str, ...]
    "The ids of the sounds, one after the other."


@dataclass(frozen=True, slots=True)
class AskAnswerer:
    """Ask who picked up to press 1; only that is the answer."""

    offer: OfferId
    "Whose leg."
    prompt: PromptId
    "Our name for what is told."
    sounds: tuple[str, ...]
    "The ids of the sounds, one after the other."


@dataclass(frozen=True, slots=True)
class StopPlaying:
    """End a prompt. Said before anything else that is done with the call: a prompt that plays keeps
    the call's channel, and with it everybody's requests.
    """

    prompt: PromptId
    "Which."


@dataclass(frozen=True, slots=True)
class Record:
    """Record what a caller says, after a tone."""

    leg: CallId
    "Whom: the leg that they are at."
    call: CallId
    "Whose call; the recording has its name."
    max_seconds: float
    "How long at most."


@dataclass(frozen=True, slots=True)
class LetRing:
    """Let a caller hear that it rings, and answer nothing."""

    call: CallId
    "Whom."


@dataclass(frozen=True, slots=True)
class RefuseCall:
    """Turn a call away before it is answered."""

    call: CallId
    "Whom."
    cause: Cause
    "Why."


@dataclass(frozen=True, slots=True)
class DismissCall:
    """Let a call that was answered leave the line: a tone, then hang up."""

    call: CallId
    "Whom."
    cause: Cause
    "Why."


@dataclass(frozen=True, slots=True)
class HangUpCall:
    """End the caller's leg."""

    call: CallId
    "Whose."


@dataclass(frozen=True, slots=True)
class Ring:
    """Let an answerer's telephone ring for a call."""

    offer: OfferId
    "The id of the new leg."
    call: CallId
    "For whom."
    mobile: PhoneNumber
    "The telephone."
    shown: PhoneNumber | None
    "The number that it shows; None: withheld."
    ring_seconds: float
    "How long it will ring at most; the core itself ends it then."
    originator: CallId | None = None
    "The leg without which it is not to be made; None: nobody waits at a telephone."


@dataclass(frozen=True, slots=True)
class StopRinging:
    """End an offer that was not answered."""

    offer: OfferId
    "Which."
    elsewhere: bool = False
    "Whether somebody else took the call: then the telephone shows no missed call."


@dataclass(frozen=True, slots=True)
class Connect:
    """Join caller and answerer; the music ends."""

    call: CallId
    "The caller."
    offer: OfferId
    "The answerer's leg; the bridge has its name."


@dataclass(frozen=True, slots=True)
class HangUpAnswerer:
    """End an answerer's leg that is up."""

    offer: OfferId
    "Which."


@dataclass(frozen=True, slots=True)
class DropBridge:
    """Drop the bridge of a talk that is over."""

    offer: OfferId
    "Whose."


Command = (
    AnswerCall
    | StartMusic
    | StopMusic
    | CallBack
    | Play
    | AskAnswerer
    | StopPlaying
    | Record
    | LetRing
    | RefuseCall
    | DismissCall
    | HangUpCall
    | Ring
    | StopRinging
    | Connect
    | HangUpAnswerer
    | DropBridge
)
