"""What the exchange says it would do with a call, in words: the answer first, then each step."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.phone_number import PhoneNumber
from forrang.portal.live.words import ENDED, head_start
from forrang.portal.tenancy import Person, name_of
from forrang.portal.what_happens.explained import Explained
from forrang.portal.what_happens.parts import Answer
from forrang.portal.what_happens.steps import sent_words, steps_of
from forrang.site.templatetags.forrang import number


def answered(person: Person, caller: str, to: str, found: dict[str, Any]) -> Answer:
    """The exchange's explanation in words."""
    explained = Explained(person, caller, PhoneNumber(to), found["steps"])
    headline, under = _headline(explained)
    return Answer(headline, under, explained.vip, list(steps_of(explained)))


def _headline(found: Explained) -> tuple[str, str]:
    if "refused" in found.given:
        what, why = ENDED.get(found.given["refused"]["outcome"], (_("Nobody answers"), ""))
        then = found.given["refused"].get("then")
        return str(what), sent_words(then) if then else str(why)
    if "sent" in found.given:
        return _sent(found, found.given["sent"])
    if "line" not in found.given:
        return _("The caller hears the menu"), _("Without a key the call comes to nobody.")
    if names := [name_of(found.person.document, one["mobile"]) for one in found.now]:
        headline = _("It rings at %(name)s's") % {"name": ", ".join(names)}
    else:
        headline = _("The caller waits")
    if found.vip:
        return headline, _("%(who)s is a VIP: %(how)s.") % {
            "who": found.who(),
            "how": head_start(found.vip_list.head_start if found.vip_list else 0),
        }
    ahead = found.given["line"]["ahead"]
    if not ahead:
        return headline, _("Nobody stands before %(who)s.") % {"who": found.who_lower()}
    return headline, ngettext(
        "%(n)s stands before %(who)s.", "%(n)s stand before %(who)s.", ahead
    ) % {"n": ahead, "who": found.who_lower()}


def _sent(found: Explained, step: dict[str, Any]) -> tuple[str, str]:
    """A call that comes to no line."""
    if any(one["step"] == "closed" and not one["taken"] for one in found.steps):
        return _("Closed"), sent_words(step["to"], step["number"])
    if step["to"] == "forward":
        told = {"number": number(step["number"])}
        return _("It is forwarded to %(number)s") % told, _("Outside the exchange.")
    return sent_words(step["to"]).removesuffix("."), _("It rings at nobody's.")
