"""The message strip: what happened and what it means, shown on the next page and then gone.

say(request, _("Saved."), _("In force within 2 seconds."), undo=reverse("undo", args=[7]))
"""

from typing import Any

from django.http import HttpRequest

KEPT = "strip"


def say(
    request: HttpRequest,
    what: str,
    meaning: str = "",
    *,
    kind: str = "saved",
    undo: str = "",
    back: str = "",
    link: tuple[str, str] | None = None,
) -> None:
    """Show a message on the next page. `kind`: saved, or failed; `undo`: the address that takes it
    back by POST, `back` where that leads; `link`: address and words of what one would do next.
    """
    message = {"what": what, "meaning": meaning, "kind": kind, "undo": undo, "back": back}
    if link is not None:
        message |= {"link": link[0], "link_words": link[1]}
    request.session[KEPT] = [*request.session.get(KEPT, ()), message]


def messages(request: HttpRequest) -> list[dict[str, Any]]:
    """What is to be shown now; asking takes it away."""
    if KEPT not in request.session:
        return []
    found: list[dict[str, Any]] = request.session.pop(KEPT)
    return found
