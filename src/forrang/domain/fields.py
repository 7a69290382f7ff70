"""What a field of a document says about itself, beside its type."""

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field
from types import MappingProxyType
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


def under_key(key: str, inner: Any = None) -> Any:
    """A field that a document writes under `key`, since its name cannot be the same word (`from`).
    `inner`: what it is otherwise, such as `written(…)`; left out: a plain field that must be there.
    """
    one: Field[Any] = field() if inner is None else inner
    one.metadata = MappingProxyType({**one.metadata, "key": key})
    return one


def keyed_by(name: str) -> Any:
    """Parts that a document writes as a mapping, from each part's own field `name` to the rest of
    it; none when left out. For a field of the type `tuple[Part, ...]`.
    """
    return field(default=(), metadata={"keyed": name})


def key_of(one: "Field[Any]") -> str:
    """The key under which a document has the field."""
    return str(one.metadata.get("key", one.name))
