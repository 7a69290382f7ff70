"""The provider's stock of numbers: which customer has which main number."""

from django.db import models

from forrang.storage.models.customer import Customer


class MainNumberAssignment(models.Model):
    """A number and the one customer who has it."""

    number = models.CharField(max_length=16, unique=True)
    "In E.164."
    customer = models.ForeignKey(Customer, models.CASCADE)  # its index: read by numbers.assign
    assigned_by = models.CharField(max_length=200)
    assigned = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "main_number_assignment"
