"""Voicemail: what callers said after the tone."""

from django.db import models

from forrang.storage.models.call_record import CallRecord
from forrang.storage.models.customer import Customer


class VoicemailMessage(models.Model):
    """One message of one call. Its row goes with its sound, and the call's record stays."""

    call = models.OneToOneField(
        CallRecord, models.CASCADE, primary_key=True, related_name="voicemail"
    )
    customer = models.ForeignKey(Customer, models.CASCADE, db_index=False)
    point = models.CharField(max_length=40)
    "Where the call stood: the main number, and the keys that led there."
    left = models.FloatField()
    "When the caller was done; UTC seconds."
    seconds = models.FloatField()
    sound = models.BinaryField()
    "A-law, 8,000 bytes a second, without the silence at both ends."
    told = models.JSONField(default=list)
    "Whom it is mailed to: mobile numbers."
    mailed = models.DateTimeField(null=True)
    "When its mails were laid among the outgoing."
    heard = models.DateTimeField(null=True)
    heard_by = models.CharField(max_length=200, blank=True, default="")
    deleted = models.DateTimeField(null=True)
    "Since when nobody sees it; it can be put back until it is removed."

    class Meta:
        db_table = "voicemail_message"
        indexes = [
            # read by voicemail.page_of_messages
            models.Index(fields=["customer", "-left"], name="voicemail_newest"),
            # read by voicemail.new_messages, on every page
            models.Index(
                fields=["customer", "point"],
                condition=models.Q(heard__isnull=True, deleted__isnull=True),
                name="voicemail_new",
            ),
            # read by voicemail_mail.lay_messages
            models.Index(
                fields=["left"],
                condition=models.Q(mailed__isnull=True),
                name="voicemail_not_mailed",
            ),
        ]
