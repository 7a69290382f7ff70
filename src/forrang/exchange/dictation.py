"""Calls to a mobile in which somebody records a sound. What was said lies in a file then, which
`dictated` carries to the database.
"""

import re
from dataclasses import dataclass

from forrang.asterisk.engine.configure import DICTATION
from forrang.domain.phone_number import PhoneNumber
from forrang.exchange.mobile_calls import Script

_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class DictationCall:
    """News: somebody wants to be called, to record a sound."""

    customer: int
    "Whose number the call shows."
    seq: int
    "Its place in the table of changes: names the call."
    mobile: PhoneNumber
    "Who is called."
    token: str
    "What the files are named; the database knows what it was asked for."
    language: str
    "nb or en."
    asked: float
    "When it was asked for; UTC seconds."

    def script(self) -> Script | None:
        """What the dialplan does; None where no file can have that name."""
        if not is_token(self.token):
            return None
        return Script("dictation", DICTATION, "record", {"TOKEN": self.token})


def is_token(text: str) -> bool:
    """Whether a text can be the name of a recording."""
    return _TOKEN.fullmatch(text) is not None
