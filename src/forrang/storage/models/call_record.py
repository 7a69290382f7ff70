"""Call records: what happened to each call, for ever the same."""

from django.db import models

from forrang.storage.models.customer import Customer


class CallRecord(models.Model):
    """One call that is over. Written once, from the exchange's ledger; times are UTC seconds."""

    id = models.TextField(primary_key=True)
    "Chosen when the call arrived."
    customer = models.ForeignKey(Customer, models.PROTECT, db_index=False)
    main_number = models.CharField(max_length=16)
    keys = models.CharField(max_length=8, null=True)
    "Those that led to where it stood last, as a point's id has them: `2.1`. Null: none."
    caller = models.CharField(max_length=16, null=True)
    "Null when withheld, missing or unreadable."
    withheld = models.BooleanField()
    vip = models.BooleanField()
    why = models.JSONField()
    "Why it had this class."
    arrived = models.FloatField()
    place_from = models.FloatField()
    "The arrival that its place counted from."
    ended = models.FloatField()
    waited_seconds = models.FloatField()
    answered_by = models.CharField(max_length=16, null=True)
    outcome = models.CharField(max_length=40)
    overtaken = models.PositiveIntegerField()
    story = models.JSONField()

    class Meta:
        db_table = "call_record"
        indexes = [
            # read by records.newest_calls, of all customers and of one
            models.Index(fields=["-arrived"], name="call_record_newest"),
            models.Index(fields=["customer", "-arrived"], name="call_record_newest_of_one"),
            # read by the page that shows one caller's calls
            models.Index(fields=["customer", "caller", "-arrived"], name="call_record_caller"),
            # read by call_log.log_page, whose filters each have the time behind them
            models.Index(fields=["customer", "main_number", "-arrived"], name="call_record_number"),
            models.Index(fields=["customer", "outcome", "-arrived"], name="call_record_outcome"),
            models.Index(fields=["customer", "vip", "-arrived"], name="call_record_vip"),
            models.Index(
                fields=["customer", "outcome", "vip", "-arrived"], name="call_record_vip_outcome"
            ),
            models.Index(fields=["customer", "ended"], name="call_record_ended"),
            # read by vip_pages.share_of_calls
            models.Index(
                fields=["customer", "main_number", "-arrived"],
                condition=models.Q(vip=True),
                name="call_record_vip_number",
            ),
        ]
