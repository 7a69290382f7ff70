"""What the fields of a telephone queue make of one, and what is wrong with what was typed."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.call_setup import Announcements, Callback, NobodyLoggedIn, Queue
from forrang.domain.prompt import SAY_LENGTH, Prompt
from forrang.portal.numbers.destinations import check, destination_of, unused
from forrang.portal.numbers.queue_fields import THENS, WAIT


def unused_of_queue(values: dict[str, Any]) -> list[str]:
    """Fields that do not count beside what was chosen."""
    found = []
    for name in THENS:
        found += unused(name, values.get(name))
    if not values.get("overflow_to"):
        found.append("overflow_after")
    if not any(values.get(one) for one in ("position", "expected_wait", "comfort")):
        found.append("every_seconds")
    if not values.get("callback"):
        found += ["callback_tries", "callback_minutes"]
    if "max_waiting" in values and values["max_waiting"] is None:
        found += ["full_then", *unused("full_then", None)]
    return found


def check_queue(form: forms.Form) -> None:
    """Note what no field can know alone."""
    values = form.cleaned_data
    for name in THENS:
        if name != "full_then" or values.get("max_waiting") is not None:
            check(form, name)
    ring, wait = values.get("ring_seconds"), values.get("max_wait_minutes")
    if ring is not None and wait is not None and wait * 60 <= ring:
        least = int(ring // 60) + 1
        message = ngettext(
            "Must be longer than the ring time. Type at least %(n)s minute.",
            "Must be longer than the ring time. Type at least %(n)s minutes.",
            least,
        )
        form.add_error("max_wait_minutes", message % {"n": least})
    if values.get("overflow_to") and values["overflow_to"] == values.get("group"):
        form.add_error(
            "overflow_to", _("This group is asked already. Choose another one, or nobody.")
        )
    if any(len(one) > SAY_LENGTH for one in _lines(values)):
        form.add_error("comfort", _("A message is too long. Put it on several lines."))


def queue_of(before: Queue, form: forms.Form) -> Queue:
    """The queue with what the form changed, and with nothing else changed."""
    values, changed = form.cleaned_data, set(form.changed_data)
    queue = replace(before, group=values["group"], welcome=values["welcome"])
    if "max_wait_minutes" in changed:
        queue = replace(queue, max_wait_seconds=values["max_wait_minutes"] * 60)
    overflow = values["overflow_to"] or None
    queue = replace(queue, overflow_to=overflow)
    if overflow is not None:
        queue = replace(queue, overflow_after=values["overflow_after"])
    most = values["max_waiting"]
    queue = replace(queue, max_waiting=None if most is None else int(most))
    for name, of in THENS.items():
        if name != "full_then" or most is not None:
            where = {of: destination_of(values, name, getattr(before, of))}
            queue = replace(queue, **where)  # type: ignore[arg-type]  # THENS names destinations
    waits = values["nobody_then"] == WAIT
    nobody = NobodyLoggedIn.WAIT if waits else NobodyLoggedIn.LEAVE
    queue = replace(queue, callback=_callback(before.callback, values, changed))
    told = _announcements(before.announcements, values, "comfort" in changed)
    return replace(queue, nobody_logged_in=nobody, announcements=told)


def _announcements(
    before: Announcements | None, values: dict[str, Any], retold: bool
) -> Announcements | None:
    """What is told by and by. Sounds that the page does not show stay, after the texts."""
    there = before or Announcements()
    comfort = there.comfort
    if retold:
        texts = [Prompt(say=one) for one in _lines(values)]
        comfort = (*texts, *(one for one in comfort if one.sound is not None))
    place, wait = values["position"], values["expected_wait"]
    if not (comfort or place or wait):
        return None
    every = values.get("every_seconds", there.every_seconds)
    told = {"position": place, "expected_wait": wait, "comfort": comfort}
    return replace(there, every_seconds=every, **told)


def _callback(
    before: Callback | None, values: dict[str, Any], changed: set[str]
) -> Callback | None:
    """Whether callers may ask to be called back, and how."""
    if not values["callback"]:
        return None
    made = replace(before or Callback(), tries=int(values["callback_tries"]))
    if "callback_minutes" in changed:
        made = replace(made, retry_seconds=values["callback_minutes"] * 60)
    return made


def _lines(values: dict[str, Any]) -> list[str]:
    lines = values.get("comfort", "").splitlines()
    return [one.strip() for one in lines if one.strip()]
