"""What the core's reasons say in words, for the terminal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from forrang.domain.phone_number import PhoneNumber, pretty

CLASS = {
    "on-list": "is on the VIP list",
    "not-on-list": "is not on the VIP list",
    "expired": "was on the VIP list, and the entry's last day is past",
    "withheld": "does not show a number, and is never a VIP",
    "unreadable": "has no number that can be read, and is never a VIP",
    "vip-queue-off": "meets no VIP list: «VIP-kø» is not ticked there",
    "no-service": "meets no VIP list: the service is not activated",
}
"""Why a caller has their class; `WhyClass`."""

DOING = {
    "free": "free",
    "unconfirmed": "the mobile is not confirmed",
    "logged-out": "logged out",
    "paused": "paused",
    "ringing": "their telephone rings",
    "in-talk": "in a call",
    "calling-in": "calls us",
    "resting": "resting",
    "wrapping-up": "wrapping up",
    "not-ready": "telephone not ready",
}
"""What an answerer is doing; `Doing`."""

OUTCOME = {
    "unknown-number": "refused: nobody has this number",
    "line-full": "refused as busy: the line is full",
    "nobody-logged-in": "turned away: nobody is logged in",
    "answered": "over: it was answered",
    "gave-up": "over: the caller hung up",
    "waited-too-long": "over: the longest wait has passed",
    "lost": "lost: the line or the engine failed",
}
"""How a call ends, or why it is turned away; `Outcome`, and a number that nobody has."""

OPENED = {
    "waited": "nobody of the list has answered",
    "nobody-logged-in": "nobody of the list is logged in",
    "list-gone": "the list is gone",
}
"""Why the ordinary answerers are asked for a VIP; `WhyOverflow`."""


def told(found: dict[str, Any], point: PhoneNumber) -> str:
    """An explanation of `who-answers`, line by line."""
    return "\n".join(line for step in found["steps"] for line in _lines(step, point))


def condition(plain: dict[str, Any]) -> str:
    """What somebody is doing, and until when."""
    until = plain.get("until")
    tail = "" if until is None else f" until {datetime.fromtimestamp(until):%H:%M:%S}"
    return DOING[plain["doing"]] + tail


def _lines(step: dict[str, Any], point: PhoneNumber) -> Iterator[str]:
    match step["step"]:
        case "class":
            caller = "The caller" if step["caller"] is None else pretty(step["caller"])
            name = "VIP" if step["class"] == "vip" else "ordinary caller"
            yield f"{caller} calls {pretty(point)}: {name}, who {CLASS[step['why']]}."
        case "place-kept":
            yield f"Has the old place again, from {datetime.fromtimestamp(step['from']):%H:%M:%S}."
        case "refused":
            yield f"The call is {OUTCOME[step['outcome']]}."
        case "line":
            ahead = step["ahead"]
            yield (
                "Nobody stands before."
                if not ahead
                else f"{ahead} {'stands' if ahead == 1 else 'stand'} before."
            )
        case "asked":
            why = "" if step["why"] is None else f" ({OPENED[step['why']]})"
            yield f"After {step['after']} s{why} may be asked, in this order:"
            for one in step["asked"]:
                yield f"  {pretty(one['mobile'])}  {condition(one['condition'])}"
            if not step["asked"]:
                yield "  nobody"
            for one in step["left_out"]:
                reason = "the caller's own" if one["own"] else condition(one["condition"])
                yield f"  not {pretty(one['mobile'])}: {reason}"
        case "longest-wait":
            yield f"After {step['after']} s the wait is over: a tone, and the call ends."
