"""Every route that there is, found in the urlconf: new ones are tested without being listed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from forrang.portal.my_email.views import token_of

from .cast import FJORD, HEAD_OFFICE

FREE = {"healthz", "preferences"}
"""Routes of no audience: they show nothing of anybody's."""

PARTS = {"typed-entry", "typed-mobile", "vip-paste-progress"}
"""Routes that answer with a part of a page, or with what one shows."""

SAMPLES: dict[str, tuple[Any, Any]] = {
    "number": (HEAD_OFFICE, FJORD),
    "point": (HEAD_OFFICE, FJORD),
    "keys": (("2",), ("2",)),  # of nobody: test_keys has some
    "version": (1, 999),
    "entry": (1, 999),
    "save": (1, 999),
    "promise": (1, 999),
    "mobile": ("+4790000002", "+4790000011"),
    "name": ("Resepsjon", "Kundesenter"),
    "token": (token_of("+4790000001", "kari@example.com"), token_of("+4790000011", "per@fjord.no")),
    "call": ("call-1", "call-2"),
    "message": ("call-1", "call-2"),
    "days": ((date(2026, 12, 24), date(2026, 12, 26)), (date(2027, 1, 1), date(2027, 1, 1))),
    "sound": ("a" * 64, "b" * 64),  # of nobody: test_sounds has some of both
}
"""What stands in an address, by the name of the part: one of Nordlys', and one that is not."""


@dataclass(frozen=True)
class Route:
    """An address and its view."""

    name: str
    "The name that templates use."
    view: Callable[..., Any]
    "What answers."
    parts: tuple[str, ...]
    "The names of what varies in the address."

    def address(self, foreign: bool = False) -> str:
        """The address with Nordlys' samples, or with those of somebody else."""
        missing = [one for one in self.parts if one not in SAMPLES]
        assert not missing, f"give samples of {missing} in tests/portal/routes.py"
        return reverse(self.name, kwargs={one: SAMPLES[one][foreign] for one in self.parts})

    @property
    def audience(self) -> str | None:
        """For whom it is."""
        return getattr(self.view, "audience", None)


def routes() -> list[Route]:
    """All of them but the provider's, who has log-ins of their own and tests of their own."""
    found = _routes(get_resolver().url_patterns, ())
    return [one for one in found if not one.name.startswith("provider")]


def _routes(patterns: list[Any], above: tuple[str, ...]) -> Iterator[Route]:
    for one in patterns:
        parts = (*above, *one.pattern.converters)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, parts)
        elif isinstance(one, URLPattern):
            name = one.name or str(one.pattern)
            yield Route(name, one.callback, parts)
