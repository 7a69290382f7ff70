"""What a page with prompts needs once, however many it has."""

from typing import Any

from django import template

register = template.Library()

_SHOWN = "prompt_shown"


@register.simple_tag(takes_context=True)
def first_prompt(context: dict[str, Any]) -> bool:
    """Whether this is the page's first prompt."""
    request = context["request"]
    first = not hasattr(request, _SHOWN)
    setattr(request, _SHOWN, True)
    return first
