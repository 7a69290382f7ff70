"""The forms of a sound: a file becomes one, and one is called something else."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.fields import NAME_LENGTH
from forrang.portal.sounds.words import told
from forrang.site.forms import Form
from forrang.sounds.convert import convert
from forrang.sounds.fault import Code, SoundFault
from forrang.sounds.recognise import LARGEST, MEGABYTE
from forrang.sounds.sound import Sound


class UploadForm(Form):
    """A file, and what it shall be called. Cleaned, the file is a `Sound`."""

    file = forms.FileField(
        label=gettext_lazy("Sound file"),
        help_text=gettext_lazy("wav, mp3, m4a, ogg or webm; up to 20 MB and 10 minutes."),
        error_messages={
            "required": gettext_lazy("Choose a sound file, or record one."),
            "empty": gettext_lazy("The file is empty. Choose it again, or another one."),
        },
        widget=forms.FileInput({"accept": "audio/*,.wav,.mp3,.m4a,.ogg,.webm"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What you find it by, for example Summer greeting."),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_file(self) -> Sound:
        """The sound. Blocks while it is made. Raises `ValidationError` with the mend."""
        file: UploadedFile = self.cleaned_data["file"]
        assert file.size is not None  # it has come whole
        try:
            if file.size > LARGEST:
                megabytes = round(file.size / MEGABYTE, 1)
                raise SoundFault(Code.TOO_LARGE, megabytes=megabytes, limit=LARGEST // MEGABYTE)
            return convert(file.read())
        except SoundFault as fault:
            raise forms.ValidationError(told(fault)) from None

    def called(self) -> str:
        """Its name: as typed, else that of the file, else when it was recorded."""
        uploaded = self.files["file"]
        assert isinstance(uploaded, UploadedFile)
        stem = PurePath(str(uploaded.name)).stem.replace("_", " ").strip()
        if stem == _("Recording") or not stem.isprintable():
            stem = ""
        return self.cleaned_data["name"] or stem[:NAME_LENGTH] or recorded_now()


class NameForm(Form):
    """Another name, for a sound that is still called what it was when the page was opened."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type a name, for example Summer greeting.")},
    )

    def __init__(self, data: Any, called: str):
        super().__init__(data, initial={"name": called})
        self._called = called

    def clean_name(self) -> str:
        """The name. Raises `ValidationError` where somebody gave it another one meanwhile."""
        name: str = self.cleaned_data["name"]
        if self._called not in (self.data.get("was"), name):
            raise forms.ValidationError(
                _("It was called «%(name)s» while you had the page open. Save to call it this.")
                % {"name": self._called}
            )
        return name


class CallForm(Form):
    """What a sound is called that is recorded by telephone."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What you find it by, for example Summer greeting."),
        max_length=NAME_LENGTH,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type a name, for example Summer greeting.")},
    )


def recorded_now() -> str:
    """What a recording is called that nobody named."""
    return _("Recording %(when)s") % {"when": timezone.localtime().strftime("%d.%m.%Y %H:%M")}
