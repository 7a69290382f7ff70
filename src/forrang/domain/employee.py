"""Employees: people of a customer, known by their mobile number."""

from dataclasses import dataclass, field

from forrang.domain.phone_number import PhoneNumber


@dataclass(frozen=True, slots=True)
class Employee:
    """A person who may answer calls and may log in."""

    name: str
    "Full name, as colleagues know it."
    mobile: PhoneNumber
    "The mobile that rings, and the name they log in with; one employee of a customer has it."
    administrator: bool = False
    "Whether they may change the customer's setup."
    confirm: bool = False
    """Whether who picks up hears who is called and presses 1 to take the call, so that a mobile's
    voicemail never takes one."""
    password: str | None = field(default=None, repr=False, metadata={"secret": True})
    "A first password, read from a document and never written to one, nor known to the exchange."
