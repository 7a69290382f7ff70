"""Asking the exchange whether promises hold: before a save, every night, and when it is back."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

from forrang.domain.document import write_document
from forrang.domain.promise import Expected, next_night
from forrang.site.exchange import AWAY, Away, answers_of_draft
from forrang.storage.promises import Kept, note_checked, promises_of, put_off
from forrang.storage.setups import CustomerSetup, current_setup


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found of one promise."""

    kept: Kept
    "The promise, and how it was before."
    answer: Expected
    "What would happen."

    @property
    def holds(self) -> bool:
        """Whether it is kept."""
        promised = self.kept.promised
        return promised.expected.holds(self.answer, promised.only_first)

    @property
    def breaks(self) -> bool:
        """Whether it is broken now, and was not known to be."""
        return not self.holds and self.kept.holds is not False


def check(customer: int) -> list[Found] | Away:
    """Check a customer's promises against the newest setup, also one that is about to be saved, and
    note what was found. `AWAY`: nothing is noted, and they are due.
    """
    kept = promises_of(customer)
    return look(current_setup(customer), kept) if kept else []


def look(setup: CustomerSetup, kept: list[Kept]) -> list[Found] | Away:
    """Check these promises."""
    zone, now = ZoneInfo(setup.document.time_zone), timezone.now()
    numbers = {one.number: one for one in setup.document.main_numbers}
    asked, past = [], []
    for one in kept:
        at = one.promised.when.next(zone, now, numbers.get(one.promised.number))
        if at is None:
            past.append(one.id)
        else:
            question = {
                "caller": one.promised.caller,
                "number": one.promised.number,
                "keys": one.promised.keys,
                "at": at.timestamp(),
            }
            asked.append((one, question))
    answers = ask(setup, [question for _, question in asked])
    if isinstance(answers, Away):
        return AWAY
    found = [Found(one, answer) for (one, _), answer in zip(asked, answers, strict=True)]
    noted = [(one.kept, one.holds, one.answer) for one in found]
    note_checked(setup.customer, setup.version, noted, next_night(zone, now))
    put_off(setup.customer, past, setup.version)
    return found


def ask(setup: CustomerSetup, questions: list[dict[str, object]]) -> list[Expected] | Away:
    """What would happen under a setup, all logged in and free."""
    if not questions:
        return []
    draft = {
        "customer": setup.customer,
        "document": write_document(setup.document),
        "questions": questions,
    }
    found = answers_of_draft(draft)
    return AWAY if isinstance(found, Away) else [Expected.of(one) for one in found]
