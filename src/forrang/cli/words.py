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
    "forwarded": "over: it was forwarded and answered there",
    "not-forwarded": "over: nobody took it where it was forwarded to",
    "voicemail": "over: the caller left a message",
    "message": "over: the caller heard a message",
    "closed": "over: it was closed",
    "no-key": "over: no key was pressed",
    "not-reached": "over: the caller was called back and not reached",
}
"""How a call ends, or why it is turned away; `Outcome`, and a number that nobody has."""

OPENED = {
    "waited": "nobody of the list has answered",
    "nobody-logged-in": "nobody of the list is logged in",
    "list-gone": "the list is gone",
}
"""Why the ordinary answerers are asked for a VIP; `WhyOverflow`."""

OPENED_OF_ORDINARY = {
    "waited": "nobody has answered",
    "nobody-logged-in": "nobody of the group is logged in",
}
"""Why another group is asked for an ordinary call; `WhyOverflow`."""

CLOSED = {
    "closed-now": "closed by hand",
    "exception": "an exception of the opening hours",
    "holiday": "a public holiday",
    "week": "outside the hours of the week",
}
"""Why it is closed; `WhyOpen`."""

SENT = {
    "forward": "is forwarded",
    "message": "hears a message, and the call ends",
    "voicemail": "may leave a message",
}
"""Where a call goes for good; `Ahead`."""


def told(found: dict[str, Any], point: PhoneNumber) -> str:
    """An explanation of `who-answers`, line by line."""
    ordinary = any(step.get("class") == "ordinary" for step in found["steps"])
    opened = OPENED_OF_ORDINARY if ordinary else OPENED
    return "\n".join(line for step in found["steps"] for line in _lines(step, point, opened))


def condition(plain: dict[str, Any]) -> str:
    """What somebody is doing, and until when."""
    until = plain.get("until")
    tail = "" if until is None else f" until {datetime.fromtimestamp(until):%H:%M:%S}"
    return DOING[plain["doing"]] + tail


def pretty_point(point: str) -> str:
    """A main number, or a key of its menu."""
    number, _, keys = point.partition("/")
    name = pretty(PhoneNumber(number))
    return f"{name}, key {keys.replace('.', ', ')}" if keys else name


def _lines(step: dict[str, Any], point: PhoneNumber, opened: dict[str, str]) -> Iterator[str]:
    match step["step"]:
        case "class":
            caller = "The caller" if step["caller"] is None else pretty(step["caller"])
            name = "VIP" if step["class"] == "vip" else "ordinary caller"
            yield f"{caller} calls {pretty(point)}: {name}, who {CLASS[step['why']]}."
        case "place-kept":
            yield f"Has the old place again, from {datetime.fromtimestamp(step['from']):%H:%M:%S}."
        case "refused":
            yield f"The call is {OUTCOME[step['outcome']]}."
            if then := step.get("then"):
                yield f"The caller {SENT[then]}."
        case "closed":
            name = "" if step["text"] is None else f" ({step['text']})"
            yield f"It is closed: {CLOSED[step['why']]}{name}."
            if step["taken"]:
                yield "A VIP is taken all the same."
        case "menu":
            yield f"The menu of {pretty_point(step['point'])} is told."
        case "key":
            pressed = "No key is" if step["key"] is None else f"{step['key']} is"
            to = step["leads_to"]
            ends = "the menu is told again, and then a tone ends the call"
            yield f"{pressed} pressed: {ends if to is None else pretty_point(to)}."
        case "sent":
            to = "" if step["number"] is None else f" to {pretty(step['number'])}"
            yield f"The caller {SENT[step['to']]}{to}."
        case "line":
            ahead = step["ahead"]
            yield (
                "Nobody stands before."
                if not ahead
                else f"{ahead} {'stands' if ahead == 1 else 'stand'} before."
            )
        case "asked":
            why = "" if step["why"] is None else f" ({opened.get(step['why'], step['why'])})"
            yield f"After {step['after']} s{why} may be asked, in this order:"
            for one in step["asked"]:
                yield f"  {pretty(one['mobile'])}  {condition(one['condition'])}"
            if not step["asked"]:
                yield "  nobody"
            for one in step["left_out"]:
                reason = "the caller's own" if one["own"] else condition(one["condition"])
                yield f"  not {pretty(one['mobile'])}: {reason}"
        case "longest-wait":
            then = step.get("then")
            ends = "a tone, and the call ends" if then is None else f"the caller {SENT[then]}"
            yield f"After {step['after']} s the wait is over: {ends}."
