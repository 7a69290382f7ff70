"""What a main number or a key can do, in words, and all fields of «Endre»."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from forrang.domain.fields import NAME_LENGTH
from forrang.portal.numbers import menu_fields, queue_fields
from forrang.portal.numbers.fields import ForwardField
from forrang.portal.sounds.prompt_field import PromptField
from forrang.portal.voicemail.taking import voicemail_fields

KINDS: dict[str, tuple[Promise, Promise]] = {
    "queue": (
        gettext_lazy("Ring an answer group"),
        gettext_lazy("The caller waits in the queue until somebody answers."),
    ),
    "menu": (gettext_lazy("Menu with key choices"), gettext_lazy("“Press 1 for …”")),
    "forward": (gettext_lazy("Forward"), gettext_lazy("To another number.")),
    "message": (gettext_lazy("Read out a message"), gettext_lazy("Then the call ends.")),
    "voicemail": (
        gettext_lazy("Take a message (voicemail)"),
        gettext_lazy("The caller speaks after the tone."),
    ),
    "repeat": (
        gettext_lazy("Read the menu again"),
        gettext_lazy("The caller hears the greeting once more."),
    ),
}
"""What a main number or a key does, in words, and what that means."""

SETS = {
    "queue": list(queue_fields.FIELDS),
    "menu": list(menu_fields.FIELDS),
    "forward": ["forward"],
    "message": ["message"],
    "voicemail": ["voicemail_greeting", *voicemail_fields("voicemail")],
    "repeat": [],
}
"""The fields of each kind: only those of the chosen one count."""

FIELDS: dict[str, forms.Field] = {
    "key": forms.ChoiceField(label=gettext_lazy("Key")),
    "name": forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What you call it yourselves, for example Sales."),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    ),
    "kind": forms.ChoiceField(label=gettext_lazy("When somebody calls, the number shall")),
    **queue_fields.FIELDS,
    **menu_fields.FIELDS,
    "forward": ForwardField(
        label=gettext_lazy("Forward to"),
        help_text=gettext_lazy("Whole number, for example 411 11 111 or +46 8 000 00 10."),
    ),
    "message": PromptField(
        label=gettext_lazy("Message"), help_text=gettext_lazy("After it the call ends.")
    ),
    "voicemail_greeting": PromptField(
        label=gettext_lazy("Greeting before the tone"),
        help_text=gettext_lazy("If it is empty, the standard words are heard."),
        required=False,
    ),
    **voicemail_fields("voicemail"),
    "vip": forms.BooleanField(
        label=gettext_lazy("VIP queue"),
        required=False,
        widget=forms.CheckboxInput({"aria-describedby": "vip-means"}),
    ),
    "skips_menu": forms.BooleanField(
        label=gettext_lazy("VIPs go past the menu"),
        required=False,
        widget=forms.CheckboxInput({"aria-describedby": "skips-menu-means"}),
    ),
}
"""By name, in their order on the page."""
