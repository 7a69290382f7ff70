"""What `who-answers` tells, as plain data: the offers that programs rely on, and each step with its
reason, from the explanation that the core gave. Words are made of it by whoever shows it.
"""

from typing import Any

import msgspec

from forrang.acd.events import CallArrived
from forrang.acd.explain import Explanation
from forrang.acd.records import Closed, InMenu, Pressed, Sent, Step
from forrang.domain.phone_number import WITHHELD, NumberFault, PhoneNumber, read_number


def asking_call(caller: str, point: PhoneNumber) -> CallArrived:
    """The call that a question is about; a caller that cannot be read is one without a number."""
    if caller == WITHHELD:
        return CallArrived("?", point, None, withheld=True)
    try:
        return CallArrived("?", point, read_number(caller))
    except NumberFault:
        return CallArrived("?", point, None)


def plain_explanation(explanation: Explanation, caller: PhoneNumber | None) -> dict[str, Any]:
    """An explanation as `{"offers": […], "steps": […]}`; a step has its name under `step`."""
    offers = [{"after": _short(after), "to": list(to)} for after, to in explanation.offers]
    return {"offers": offers, "steps": list(_steps(explanation, caller))}


def _steps(explanation: Explanation, caller: PhoneNumber | None) -> list[dict[str, Any]]:
    if not explanation.known_number:
        return [{"step": "refused", "outcome": "unknown-number"}]
    standing = explanation.standing
    steps: list[dict[str, Any]] = [
        {
            "step": "class",
            "caller": caller,
            "class": "vip" if standing.vip else "ordinary",
            "why": str(standing.why),
            "entry": standing.entry,
        }
    ]
    steps += [told for one in explanation.path if (told := _before_line(one)) is not None]
    if explanation.point is None:
        return steps
    if explanation.place_from is not None:
        steps.append({"step": "place-kept", "from": explanation.place_from})
    if explanation.refused is not None:
        refused = {"step": "refused", "outcome": str(explanation.refused)}
        return [*steps, refused | _then(explanation)]
    steps.append({"step": "line", "ahead": explanation.ahead})
    for one in explanation.rounds:
        steps.append(
            {
                "step": "asked",
                "after": _short(one.after),
                "why": None if one.why is None else str(one.why),
                "asked": [msgspec.to_builtins(asked) for asked in one.asked],
                "left_out": [msgspec.to_builtins(left) for left in one.left_out],
            }
        )
    after = _short(explanation.leaves_after)
    steps.append({"step": "longest-wait", "after": after} | _then(explanation))
    return steps


def _before_line(step: Step) -> dict[str, Any] | None:
    """A step on the way to a line, or away from all of them."""
    match step:
        case Closed():
            return {
                "step": "closed",
                "point": step.point,
                "why": str(step.why),
                "text": step.text,
                "taken": step.taken,
            }
        case InMenu():
            return {"step": "menu", "point": step.point}
        case Pressed():
            return {"step": "key", "key": step.key, "leads_to": step.leads_to}
        case Sent():
            return {"step": "sent", "to": str(step.to), "number": step.number}
    return None


def _then(explanation: Explanation) -> dict[str, Any]:
    return {} if explanation.then is None else {"then": str(explanation.then)}


def _short(seconds: float) -> float | int:
    return int(seconds) if seconds.is_integer() else seconds
