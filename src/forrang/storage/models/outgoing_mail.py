"""Outgoing mail: what is to be sent, until the mail server has taken it."""

from django.db import models


class OutgoingMail(models.Model):
    """One message to one address. Its row goes when the server has taken it."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    created = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField()
    "Not before then."
    given_up = models.DateTimeField(null=True)
    "When it was refused for good, or tried for too long."
    why = models.CharField(max_length=40, blank=True, default="")
    "What kind of fault the last try met; nothing of the message."

    class Meta:
        db_table = "outgoing_mail"
        indexes = [
            # read by outgoing_mail.send_due
            models.Index(
                fields=["next_try"],
                condition=models.Q(given_up__isnull=True),
                name="outgoing_mail_due",
            )
        ]


class MailAttachment(models.Model):
    """A file that goes with a message: a recorded message, for example."""

    # its index: read with the message
    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        db_table = "mail_attachment"
