"""What the records say of the lines to the telephone network."""

from forrang.storage import models
from forrang.storage.connection import with_connection

LOOKED_AT = 200
"""Records, the newest, in which a call out is looked for."""


@with_connection
def last_call_in() -> float | None:
    """When the newest call that is over came in; UTC seconds."""
    rows = models.CallRecord.objects.order_by("-arrived").values_list("arrived", flat=True)
    found: float | None = rows.first()
    return found


@with_connection
def last_call_out() -> float | None:
    """When an answerer's telephone was last called, of the newest records; UTC seconds."""
    rows = models.CallRecord.objects.order_by("-arrived").values_list("story", flat=True)
    times = [
        step["at"] for story in rows[:LOOKED_AT] for step in story if step["step"] == "Offered"
    ]
    return max(times, default=None)
