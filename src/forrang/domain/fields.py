"""What a field of a document says about itself, beside its type."""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field
from typing import Any

Plain = Any
"A plain value: what a YAML 1.2 reader gives."

NAME_LENGTH = 200
"""Characters that a text may have, unless its field says otherwise."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the text of a field differs from its value."""

    read: Callable[[Plain], Any]
    "Plain in, value out; raises ValueError with a sentence for people."
    write: Callable[[Any], Plain]
    "The opposite."


def written(form: Form, default: Any = MISSING) -> Any:
    """A field with a form of its own."""
    if default is MISSING:
        return field(metadata={"form": form})
    return field(default=default, metadata={"form": form})


def bounded(low: float, high: float, default: Any) -> Any:
    """A number field from `low` to `high`."""
    return field(default=default, metadata={"bounds": (low, high)})


def text_up_to(longest: int) -> Any:
    """A text that may be left out, of at most so many characters."""
    return field(default=None, metadata={"longest": longest})
