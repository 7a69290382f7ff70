"""How each part of the instance is: a word, what it means for callers and customers, and the mend."""

import shutil
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.site import exchange
from forrang.site.exchange import Away
from forrang.storage.outgoing_mail import mail_state

Facts = dict[str, Any] | Away

LEAST_FREE = 0.1
"""Of the disk; with less, somebody should look."""
GIGABYTE = 10**9
MANY_RECORDS = 1_000_000
"""Bytes of records that wait: as many as one writing takes, so the writer is behind."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the instance."""

    name: str
    "What it is called."
    well: bool
    "Whether it works."
    state: str
    "How it is, in a word or two."
    means: str
    "What that means for callers and customers, and the mend."


def parts() -> list[Part]:
    """All of them, those that calls need first."""
    facts = exchange.facts()
    found = [_exchange(facts), _engine(facts), _database(facts)]
    if facts:
        found += [_records(facts), _stumbled(facts), _unknown(facts)]
    found.append(_disk())
    if settings.FORRANG_MAIL:
        found.append(_mail())
    return found


def _exchange(facts: Facts) -> Part:
    if not facts:
        return Part(
            _("Exchange"),
            False,
            _("Away"),
            _(
                "New callers hear music until it is back, and talks go on. It is started again by "
                "itself; if it stays away, read its log."
            ),
        )
    does = _("Decides who is offered which call.")
    now = ngettext("%(n)s call now.", "%(n)s calls now.", facts["calls"]) % {"n": facts["calls"]}
    return Part(_("Exchange"), True, _("Works"), f"{does} {now}")


def _engine(facts: Facts) -> Part:
    name = _("Telephone engine")
    if not facts:
        return Part(name, False, _("Not known"), _("Only the exchange knows, and it is away."))
    if facts["engine"] != "ok":
        means = _("Nobody can call or answer while it is away. Read the engine's log.")
        return Part(name, False, _("Away"), means)
    return Part(name, True, _("Works"), _("Carries calls and sound."))


def _database(facts: Facts) -> Part:
    name = _("Database and pages")
    if facts and facts["database"] != "ok":
        means = _(
            "The exchange cannot read it: calls go on with the setups that were in force, and what "
            "is saved now comes later. Look at the database's log."
        )
        return Part(name, False, _("Away for the exchange"), means)
    return Part(name, True, _("Works"), _("You are looking at them."))


def _records(facts: dict[str, Any]) -> Part:
    waiting = facts["records_waiting_bytes"]
    if waiting > MANY_RECORDS:
        means = _(
            "Records of calls are kept on this machine and wait for the database. None is lost, and "
            "the customers' call logs are behind."
        )
        return Part(_("Call records"), False, _("Behind"), means)
    return Part(_("Call records"), True, _("Up to date"), _("Each call that ends is in the log."))


def _stumbled(facts: dict[str, Any]) -> Part:
    count = facts["stumbled"]
    if count:
        state = ngettext("%(n)s event", "%(n)s events", count) % {"n": count}
        means = _(
            "Something in a call could not be handled as it was meant, and was handled more "
            "simply. The exchange's log says what; send it to those who make Forrang."
        )
        return Part(_("Events that stumbled"), False, state, means)
    return Part(_("Events that stumbled"), True, _("None"), _("Since the exchange was started."))


def _unknown(facts: dict[str, Any]) -> Part:
    count = facts["unknown_numbers"]
    state = ngettext("%(n)s call", "%(n)s calls", count) % {"n": count} if count else _("None")
    means = _(
        "Calls to numbers that nobody has, since the exchange was started. They are refused. Many of "
        "them mean that the trunk sends a number that is not assigned here."
    )
    return Part(_("Calls to unknown numbers"), True, state, means)


def _disk() -> Part:
    total, _used, free = shutil.disk_usage(settings.FORRANG_DATA)
    well = free > LEAST_FREE * total
    means = (
        _("Room for journals, records and logs.")
        if well
        else _("When it is full, calls go on, and what happens in them is not kept. Make room.")
    )
    state = _("%(n)s GB free") % {"n": f"{free / GIGABYTE:.0f}"}
    return Part(_("Disk"), well, state, means)


def _mail() -> Part:
    waiting, given_up = mail_state()
    if waiting or given_up:
        means = _(
            "%(waiting)s wait for the mail server, and %(given_up)s were refused for good in 30 "
            "days. The notices stand in the pages all the same. Check FORRANG_SMTP."
        ) % {"waiting": waiting, "given_up": given_up}
        return Part(_("Mail"), not waiting, _("Waits") if waiting else _("Some refused"), means)
    return Part(_("Mail"), True, _("Works"), _("No mail waits."))
