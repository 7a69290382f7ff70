from datetime import date

from django.urls import path, register_converter

from forrang.portal.hours import exceptions, views


class DaysConverter:
    """The days of an exception: `2026-12-24`, `2026-12-24--2027-01-01` in an address; the first and
    the last in the view.
    """

    regex = r"\d{4}-\d\d-\d\d(?:--\d{4}-\d\d-\d\d)?"

    def to_python(self, value: str) -> tuple[date, date]:
        """From the address. Raises ValueError, which is 404, for a day that never comes."""
        first, _, last = value.partition("--")
        return date.fromisoformat(first), date.fromisoformat(last or first)

    def to_url(self, value: tuple[date, date]) -> str:
        """Into an address."""
        first, last = (one.isoformat() for one in value)
        return first if first == last else f"{first}--{last}"


register_converter(DaysConverter, "days")

_HOURS = "numbers/<point:point>/hours"

urlpatterns = [
    path(f"{_HOURS}/", views.hours, name="opening-hours"),
    path(f"{_HOURS}/always/", views.always, name="hours-always"),
    path(f"{_HOURS}/close/", views.close, name="hours-close"),
    path(f"{_HOURS}/open/", views.open_again, name="hours-open"),
    path(f"{_HOURS}/exceptions/new/", exceptions.new, name="new-exception"),
    path(f"{_HOURS}/exceptions/<days:days>/", exceptions.edit, name="edit-exception"),
    path(f"{_HOURS}/exceptions/<days:days>/remove/", exceptions.remove, name="remove-exception"),
    path(f"{_HOURS}/proposals/<days:days>/no/", exceptions.decline, name="decline-proposal"),
]
