"""A small customer for the tests of the exchange: Ola answers, Kari answers VIPs."""

from forrang.domain.document import Document, read_document, without_secrets_and_entries
from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_entries import VipEntries

MAIN, MENU = PhoneNumber("+4722334455"), PhoneNumber("+4722334466")
KARI, OLA = PhoneNumber("+4790000001"), PhoneNumber("+4790000002")
VIP, ANNA, BEN = (
    PhoneNumber("+4741111111"),
    PhoneNumber("+4748000001"),
    PhoneNumber("+4748000002"),
)

COMFORT = {"every_seconds": 10, "comfort": [{"say": "Straks"}]}


def setup(confirm: bool = False, **changes: object) -> Document:
    """The setup, as the exchange holds it; `confirm`: whether Ola presses a key to take a
    call; `changes` go into the answer group."""
    return without_secrets_and_entries(
        read_document(
            {
                "forrang": 1,
                "customer": "Nordlys Tannklinikk",
                "services": ["vip-list"],
                "employees": [
                    {"name": "Kari", "mobile": KARI},
                    {"name": "Ola", "mobile": OLA, "confirm": confirm},
                ],
                "groups": [{"name": "Resepsjon", "members": [OLA], **changes}],
                "main_numbers": [
                    {
                        "number": MAIN,
                        "setup": {"queue": {"group": "Resepsjon"}},
                        "vip": {"on": True, "answerers": [{"employee": KARI}]},
                    },
                    {
                        "number": MENU,
                        "setup": {
                            "menu": {
                                "greeting": {"say": "Velkommen"},
                                "choices": {
                                    1: {
                                        "queue": {
                                            "group": "Resepsjon",
                                            "announcements": COMFORT,
                                            "callback": {},
                                        }
                                    }
                                },
                            }
                        },
                    },
                ],
            }
        )
    )


def entries(*numbers: PhoneNumber) -> VipEntries:
    """A list with these numbers."""
    found = VipEntries()
    for id, number in enumerate(numbers, 1):
        found.put(NumberSpan.of(number), id, 0)
    return found
