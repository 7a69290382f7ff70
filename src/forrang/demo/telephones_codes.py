"""Codes that the exchange reads out, as the demo's telephones were told them.

A person with a telephone hears the digits. Here nobody listens, so the exchange of a demo writes them
into a header of that call, and the page asks for them. Such a call is picked up whatever its telephone
is told to do with others.
"""

from forrang.demo.behaviour import Answers, Behaviour
from forrang.demo.network import Network
from forrang.demo.phone import Phone, Ringing

__all__ = ["ListeningNetwork"]

RINGS_FIRST = 1.5
"Seconds for which it rings."


class _Listener(Phone):
    """A telephone whose owner always takes a call that reads out a code."""

    def offered(self, offer: Ringing) -> Behaviour:
        behaviour = super().offered(offer)
        return Answers(after=RINGS_FIRST) if offer.code else behaviour


class ListeningNetwork(Network):
    """A network of such telephones."""

    def phone(self, number: str) -> Phone:
        """The telephone with that number."""
        if number not in self._phones:
            self._phones[number] = _Listener(number)
        return self._phones[number]

    def code(self, number: str) -> str:
        """The digits of the newest call that read some out to a number; empty: there was none."""
        codes = [one.code for one in self.phone(number).offers if one.code]
        return codes[-1] if codes else ""
