"""Who is who: the demo's customers, as src/forrang/storage/demo has them."""

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
