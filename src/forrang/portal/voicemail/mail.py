"""A message as a mail, in its reader's language: who left it where, and the sound itself."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from forrang.domain.document import Service
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.live.places import place_name
from forrang.portal.live.words import caller
from forrang.portal.notice_mail import letter
from forrang.site.templatetags.forrang import clock, length_of_time, long_date, number
from forrang.sounds.message import as_sound
from forrang.storage.callers import known_callers
from forrang.storage.outgoing_mail import Attachment
from forrang.storage.setups import current_setup
from forrang.storage.voicemail_mail import LeftMessage


def write_message(message: LeftMessage, language: str) -> tuple[str, str, Attachment]:
    """Subject, text and sound. Of a withheld caller there is no number."""
    document = current_setup(message.customer).document
    zone = ZoneInfo(document.time_zone)
    with translation.override(language or settings.LANGUAGE_CODE), timezone.override(zone):
        record = message.record
        who = caller(record, _name(message, Service.VIP_LIST in document.services))
        subject = _("Message from %(who)s") % {"who": who}
        told = {
            "place": place_name(document, message.point),
            "number": number(PhoneNumber(record["main_number"])),
            "day": long_date(message.left),
            "time": clock(message.left),
            "length": length_of_time(message.seconds),
        }
        what = _("%(who)s left a message at %(place)s (%(number)s).") % (told | {"who": who})
        if record["caller"]:
            what += "\n" + _("Number: %(number)s") % {"number": number(record["caller"])}
        meaning = _("%(day)s %(time)s, %(length)s. The sound is attached.") % told
        when = datetime.fromtimestamp(message.left, zone)
        name = _("message") + f"-{when:%Y-%m-%d-%H%M}.wav"
        text = letter(what, meaning, "/voicemail/") + _why(message.customer_name)
    sound = Attachment(name, "audio/wav", as_sound(message.sound).wav())
    return subject.replace("\xa0", " "), text.replace("\xa0", " "), sound


def _name(message: LeftMessage, activated: bool) -> str | None:
    """What a list calls the caller, where lists are shown."""
    number = message.record["caller"]
    if not activated or not number:
        return None
    entry = message.record["why"].get("entry")
    found = known_callers(
        message.customer, [message.point.partition("/")[0], message.point], [(number, entry)]
    )
    return found[number].name if number in found else None


def _why(customer: str) -> str:
    """Why somebody gets it, and who can stop it."""
    why = _(
        "You get this from the telephone exchange of %(customer)s, because an administrator chose "
        "you for messages at this number."
    ) % {"customer": customer}
    return f"\n-- \n{why}\n"
