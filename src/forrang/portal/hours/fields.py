"""Fields for times: the spans of a day, and a time of day."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.time_span import SpanFault, TimeSpan, typed_spans, typed_time
from forrang.portal.hours.words import span_error, spans_words

SPANS_LENGTH = 200
"""Characters in a field of spans, at most."""


class SpansField(forms.CharField):
    """The spans of a day, `08:00–11:30, 12:00–16:00` or in any way that people type them; a tuple
    of `TimeSpan` when cleaned, empty for closed.
    """

    def __init__(self, **kwargs: Any):
        super().__init__(required=False, max_length=SPANS_LENGTH, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "placeholder": gettext_lazy("Closed")}
        self.widget.attrs["class"] = "ds-input num hours-spans"

    def prepare_value(self, value: Any) -> Any:
        """In the one form, once it is no longer what somebody types."""
        return spans_words(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> tuple[TimeSpan, ...]:
        """The spans. Raises `ValidationError` with the mend."""
        try:
            return typed_spans(super().clean(value))
        except SpanFault as fault:
            raise forms.ValidationError(span_error(fault)) from None


class TimeField(forms.CharField):
    """A time of day, `15:00`; minutes from midnight when cleaned."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=20, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "class": "ds-input num hours-time"}
        self.error_messages["required"] = gettext_lazy("Type a time, for example 15:00.")

    def clean(self, value: Any) -> int:
        """The time. Raises `ValidationError` with the mend."""
        text = super().clean(value)
        try:
            return typed_time(text)
        except SpanFault:
            error = _("%(text)s is no time of day. Type it like 15:00.") % {"text": text}
            raise forms.ValidationError(error) from None
