"""SIPp's scenarios, made from the templates in `scenarios`.

Everything is Latin-1 in between, so that bytes go in and come out as they are. In a message SIPp reads
`[…]` as a keyword and `\\xHH` as a byte: whatever is not plainly harmless is written the second way.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from forrang.demo.behaviour import (
    Answers,
    Behaviour,
    Progresses,
    Redirects,
    Refuses,
    Rings,
    Silent,
)

__all__ = ["Presses", "caller_scenario", "mobile_scenario"]

_FOLDER = Path(__file__).parent / "scenarios"

_MEDIA = """m=audio [media_port] RTP/AVP 8 101
    a=rtpmap:8 PCMA/8000
    a=rtpmap:101 telephone-event/8000"""
_MEDIA_IN_BAND = """m=audio [rtpstream_audio_port] RTP/AVP 8
    a=rtpmap:8 PCMA/8000"""
_MOBILES_DIALOG = ("From: [$called];tag=[pid]-[call_number]", "To: [$caller]")

FOR_EVER = 3_600_000
"Milliseconds; SIPp has no clock that never rings."


@dataclass(frozen=True, slots=True)
class Presses:
    """A key that is pressed by SIP INFO after the answer, or heard as tones in the sound."""

    key: str
    "The key."

    after: float = 0.0
    "Seconds between the answer and the key; tones have their own silence before them."

    tones: Path | None = None
    "A-law, played once from the answer on; then no telephone-event is offered."


def caller_scenario(
    dialled: str,
    from_: bytes | str,
    headers: Sequence[tuple[str, bytes | str]],
    stay: float | None,
    patience: float | None,
    presses: Presses | None = None,
) -> bytes:
    """The scenario of one call."""
    wait = _milliseconds(patience)
    lines = [f"{name}: {_raw(value)}" for name, value in headers]
    text = _filled(
        "caller",
        dialled=_raw(dialled),
        from_=_raw(from_),
        headers="\n    ".join(lines) or "X-Nothing: more",
        provisional="\n".join(
            f'<recv response="{status}" optional="true" timeout="{wait}" ontimeout="cancel"/>'
            for status in (100, 180, 181, 182, 183)
        ),
        final="\n".join(
            f'<recv response="{status}" optional="true" next="refused"/>'
            for status in range(300, 700)
        ),
        media=_MEDIA if presses is None or presses.tones is None else _MEDIA_IN_BAND,
        presses="" if presses is None else _presses(presses, _raw(from_)),
        patience=str(wait),
        stay=str(_milliseconds(stay)),
    )
    return text.encode("latin-1")


def mobile_scenario(
    behaviours: Mapping[str, Behaviour], otherwise: Behaviour, presses: Presses | None = None
) -> bytes:
    """The scenario of all telephones: which number it is decides what comes next. Whoever answers
    presses the key.
    """
    comparisons, branches, blocks = [], [], []
    for index, (number, behaviour) in enumerate(behaviours.items()):
        comparisons.append(
            f'<strcmp assign_to="differs{index}" variable="number" value="{number}"/>'
            f'<test assign_to="is{index}" variable="differs{index}" compare="equal" value="0"/>'
        )
        branches.append(f'<nop test="is{index}" next="start-{index}"/>')
        blocks.append(_block(str(index), behaviour, presses))
    branches.append('<nop next="start-otherwise"/>')
    blocks.append(_block("otherwise", otherwise, presses))
    text = _filled(
        "mobile",
        comparisons="\n".join(comparisons),
        branches="\n".join(branches),
        behaviours="\n".join(blocks),
    )
    return text.encode("latin-1")


def _block(name: str, behaviour: Behaviour, presses: Presses | None) -> str:
    start = f'<label id="start-{name}"/>\n'
    ringing = _filled("provisional", status="180", reason="Ringing")
    match behaviour:
        case Rings():
            return start + ringing + _wait(None, "end")
        case Answers(after, talk):
            pressed = "" if presses is None else _info(presses, *_MOBILES_DIALOG)
            answer = _filled("answer", name=name, talk=str(_milliseconds(talk)), presses=pressed)
            return start + ringing + _wait(after, f"answer-{name}") + answer
        case Refuses(status, after):
            before = ringing + _wait(after, f"refuse-{name}") if after else ""
            return start + before + _refusal(name, status, "X-Why: refused")
        case Redirects(number):
            contact = f"Contact: <sip:{_raw(number)}@[local_ip]:[local_port]>"
            return start + _refusal(name, 302, contact)
        case Progresses():
            progress = _filled("provisional", status="183", reason="Session Progress")
            return start + progress + _wait(None, "end")
        case Silent():
            return start + _filled("silence")
    raise ValueError(f"SIPp cannot do {behaviour}")


def _presses(presses: Presses, from_: str) -> str:
    """What a caller does to press a key."""
    if presses.tones is None:
        return _info(presses, f"From: {from_};tag=[pid]-[call_number]", "[last_To:]")
    played = f'<exec rtp_stream="{presses.tones},1,8,PCMA/8000"/>'
    return f"<nop><action>{played}</action></nop>"


def _info(presses: Presses, from_: str, to: str) -> str:
    after = str(_milliseconds(presses.after))
    return _filled("info", after=after, key=presses.key, from_=from_, to=to)


def _refusal(name: str, status: int, contact: str) -> str:
    return _filled("refuse", name=name, status=str(status), reason="No", contact=contact)


def _wait(seconds: float | None, then: str) -> str:
    return _filled("wait", after=str(_milliseconds(seconds)), then=then)


def _milliseconds(seconds: float | None) -> int:
    # A timeout of 0 is none at all to SIPp.
    return FOR_EVER if seconds is None else max(1, round(seconds * 1000))


def _filled(template: str, **values: str) -> str:
    text = (_FOLDER / f"{template}.xml").read_text("latin-1")
    values = {key.rstrip("_"): value for key, value in values.items()}
    return Template(text).substitute(values)


def _raw(value: bytes | str) -> str:
    text = (value.encode() if isinstance(value, str) else value).decode("latin-1")
    return re.sub(r'[^A-Za-z0-9 +<>@:;=.,"_-]', lambda found: f"\\x{ord(found[0]):02x}", text)
