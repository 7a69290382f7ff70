"""Who is who: the demo's customers, as src/forrang/storage/demo has them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from forrang.domain.phone_number import PhoneNumber

HEAD_OFFICE = PhoneNumber("+4722334455")
"Nordlys' main number."
FJORD = PhoneNumber("+4722334477")
"Fjord's main number."

STAFF = "lise"
"One of the provider's people."

PASSWORDS = {
    "kari": ("900 00 001", "nordlys-kari"),
    "ola": ("900 00 002", "nordlys-ola"),
    "per": ("900 00 011", "fjord-per"),
    "liv": ("900 00 012", "fjord-liv"),
}
"""Mobile number and password."""


def today() -> date:
    """The day at the customers', which is another than in UTC for an hour or two each night."""
    return datetime.now(ZoneInfo("Europe/Oslo")).date()
