"""Links to pages that may not exist: a slice that is not there has none."""

from django.urls import NoReverseMatch, reverse


def page(name: str, *args: object) -> str:
    """The address of a page; empty when nothing has this name."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
