"""What a setup would do that is not in force: asked of a switchboard that is made for the question
and thrown away.

It has nobody's calls and nobody's presence, so all are logged in and free; the VIP lists are those
that the running switchboard has in memory. The board is made beside the calls, in a thread, one
draft at a time; a question takes a fraction of a millisecond in the loop, and calls are let in
between two of them.
"""

import asyncio
from typing import Any

import msgspec

from forrang.acd.events import CallArrived
from forrang.acd.switchboard import Switchboard
from forrang.domain.call_setup import KEYS
from forrang.domain.document import read_document
from forrang.domain.phone_number import NumberFault, PhoneNumber, read_number
from forrang.domain.schema import DocumentFault
from forrang.exchange.boards import Customer
from forrang.exchange.explained import asking_call, plain_explanation

LARGEST = 16 * 2**20
"""Bytes of a draft and its questions; a thousand people take a tenth of a megabyte."""
MOST_QUESTIONS = 200
YEAR_3000 = 32_503_680_000
"""UTC seconds; no calendar is asked beyond."""


class WrongDraft(ValueError):
    """It cannot be read; says why, and nothing of anybody's."""


class _Question(msgspec.Struct):
    """Who calls, which main number, when (UTC seconds), and the keys that they press."""

    caller: str
    number: str
    at: float
    keys: str = ""


class _Draft(msgspec.Struct):
    """A customer's setup as it would be, and what is asked of it."""

    customer: int
    document: dict[str, Any]
    questions: list[_Question]


class Drafts:
    """Answers what is asked of drafts."""

    def __init__(self) -> None:
        self._one = asyncio.Semaphore(1)

    @staticmethod
    def read(text: bytes) -> _Draft:
        """What was posted. Raises `WrongDraft`."""
        try:
            draft = msgspec.json.decode(text, type=_Draft)
        except msgspec.DecodeError as error:
            raise WrongDraft(f"draft: {error}") from None
        if len(draft.questions) > MOST_QUESTIONS:
            raise WrongDraft(f"questions: {MOST_QUESTIONS} at most")
        for one in draft.questions:
            if not 0 <= one.at < YEAR_3000:
                raise WrongDraft("at: UTC seconds are expected")
            if not set(one.keys) <= set(KEYS):
                raise WrongDraft("keys: 0 to 9, * and # are expected")
        return draft

    async def answers(self, draft: _Draft, customer: Customer, now: float) -> list[dict[str, Any]]:
        """An explanation for each question, in their order. Raises `WrongDraft`."""
        numbers = [_number(one.number) for one in draft.questions]
        async with self._one:
            try:
                board = await asyncio.to_thread(_board, draft.document, now)
            except DocumentFault:
                raise WrongDraft("document: it is not one") from None
            found = []
            for question, number in zip(draft.questions, numbers, strict=True):
                arrival = asking_call(question.caller, number)
                recognised = board.recognise(arrival, customer.lists, question.at)
                assert isinstance(recognised, CallArrived)
                explanation = board.who_answers(
                    recognised, question.at, question.keys, customer.lists
                )
                found.append(plain_explanation(explanation, arrival.caller))
                await asyncio.sleep(0)
            return found


def _board(document: dict[str, Any], now: float) -> Switchboard:
    return Switchboard(read_document(document), now=now)


def _number(text: str) -> PhoneNumber:
    try:
        return read_number(text)
    except NumberFault:
        raise WrongDraft("number: a telephone number is expected") from None
