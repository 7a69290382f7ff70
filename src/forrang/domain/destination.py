"""Destinations: where a call goes for good."""

from dataclasses import dataclass, fields

from forrang.domain.fields import bounded
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.prompt import Prompt


@dataclass(frozen=True, slots=True)
class Voicemail:
    """A message that the caller leaves."""

    greeting: Prompt | None = None
    "What is told before the tone. None: the standard words."
    max_seconds: float = bounded(5, 600, 120.0)
    "The longest message; seconds."
    notify: tuple[PhoneNumber, ...] = ()
    "Employees who get each message by mail, where they have an address; by mobile number."


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a call goes for good; exactly one is given."""

    forward: PhoneNumber | None = None
    "Another number, through the trunk."
    message: Prompt | None = None
    "A message, and the end."
    voicemail: Voicemail | None = None
    "The caller may leave a message."

    @property
    def given(self) -> list[str]:
        """The names of what is given."""
        return [one.name for one in fields(self) if getattr(self, one.name) not in (None, False)]
