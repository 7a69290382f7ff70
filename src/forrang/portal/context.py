"""What the shell of the portal shows around each page."""

from typing import Any

from django.utils.functional import SimpleLazyObject

from forrang.portal.promises.notices import for_strip as broken_promises
from forrang.portal.services.notices import for_strip
from forrang.portal.strip import messages
from forrang.portal.tenancy import PersonRequest
from forrang.portal.tree import tree
from forrang.portal.voicemail.box import shown


def shell(request: PersonRequest) -> dict[str, Any]:
    """Who is here, the tree, and the message strip; all of it only when a template asks."""
    person = getattr(request, "person", None)
    if person is None:
        return {"person": None}
    return {
        "person": person,
        "tree": SimpleLazyObject(lambda: tree(request)) if person.administrator else None,
        "voicemail": None if person.administrator else SimpleLazyObject(lambda: shown(person)),
        "messages": SimpleLazyObject(
            lambda: [*messages(request), *for_strip(request), *broken_promises(request)]
        ),
    }
