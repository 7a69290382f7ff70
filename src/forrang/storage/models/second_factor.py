"""The second step of a log-in: an authenticator app, and recovery codes for when it is lost."""

from django.conf import settings
from django.db import models

from forrang.storage.models.staff import Staff


class SecondFactor(models.Model):
    """That a log-in takes a second step. Without a row it takes none."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="second_factor"
    )
    staff = models.OneToOneField(Staff, models.CASCADE, null=True, related_name="second_factor")
    secret = models.CharField(max_length=64)
    "What the app and we both know, in base 32."
    last_step = models.BigIntegerField()
    "The step of time, 30 s each since 1970, whose code was used last; no older one is taken."
    since = models.DateTimeField()
    "When it was turned on."

    class Meta:
        db_table = "second_factor"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=False, staff__isnull=True)
                | models.Q(account__isnull=True, staff__isnull=False),
                name="second_factor_of_one",
            )
        ]


class RecoveryCode(models.Model):
    """A code that takes the app's place, once. Used ones are gone."""

    factor = models.ForeignKey(SecondFactor, models.CASCADE, db_index=False, related_name="codes")
    digest = models.CharField(max_length=64)
    "HMAC with the installation's key: the table alone opens nothing."

    class Meta:
        db_table = "recovery_code"
        constraints = [
            models.UniqueConstraint(fields=["factor", "digest"], name="recovery_code_once")
        ]
