"""The shell of the provider's pages: who is here, the tree, and the message strip."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from forrang.provider.sessions import StaffRequest
from forrang.storage.models import Customer, MainNumberAssignment
from forrang.storage.notices import unread_of_provider
from forrang.storage.orders import waiting_orders

KEPT = "strip"
MANY = 100
"""Notices that are counted; more are «100»."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A page in the tree."""

    label: str
    "Its words."
    url: str
    "Its address."
    icon: str
    "The name of its icon."
    beside: int | None = None
    "How many of it there are."
    current: bool = False
    "Whether this is where we are, or above it."


def page(
    request: StaffRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page in the shell."""
    return render(request, f"provider/{template}", shell(request) | context, status=status)


def shell(request: StaffRequest) -> dict[str, Any]:
    """What the shell shows around a page."""
    return {"staff": request.staff, "tree": _tree(request), "messages": _messages(request)}


def say(
    request: StaffRequest, what: str, meaning: str = "", *, kind: str = "saved", undo: str = ""
) -> None:
    """Show a message on the next page. `kind`: saved, or failed; `undo`: an address for POST."""
    message = {"what": what, "meaning": meaning, "kind": kind, "undo": undo}
    request.session[KEPT] = [*request.session.get(KEPT, ()), message]


def _messages(request: StaffRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = request.session.pop(KEPT, []) if KEPT in request.session else []
    return found


def _tree(request: StaffRequest) -> list[Branch]:
    known = [
        (_("Customers"), "customers", "Buildings3", Customer.objects.filter(version__gt=0).count()),
        (_("Orders"), "orders", "Package", len(waiting_orders())),
        (_("Main numbers"), "numbers", "Hashtag", MainNumberAssignment.objects.count()),
        (_("Trunks"), "trunks", "Broadcast", None),
        (_("Engine and operation"), "health", "Waveform", len(unread_of_provider(MANY)) or None),
        (_("History"), "history", "ClockDashed", None),
    ]
    branches = []
    for label, name, icon, beside in known:
        url = reverse(f"provider-{name}")
        branches.append(Branch(label, url, icon, beside, request.path.startswith(url)))
    return branches
