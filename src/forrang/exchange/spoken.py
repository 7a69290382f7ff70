"""Codes that are read out in a call to a mobile; the digits are all that the dialplan is told."""

import re
from dataclasses import dataclass

from forrang.asterisk.engine.configure import SPOKEN
from forrang.domain.phone_number import PhoneNumber
from forrang.exchange.mobile_calls import Script

_CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class SpokenCode:
    """News: a code is to be read out."""

    customer: int
    "Whose number the call shows."
    seq: int
    "Its place in the table of changes: names the call."
    mobile: PhoneNumber
    "Who is called."
    digits: str
    "Six of them."
    language: str
    "nb or en."
    asked: float
    "When it was asked for; UTC seconds."

    def script(self) -> Script | None:
        """What the dialplan does; None where these are no digits of a code."""
        if not _CODE.fullmatch(self.digits):
            return None
        return Script("spoken", SPOKEN, "code", {"CODE": self.digits}, code=self.digits)
