"""«Lyder»: the list, uploading, another name, and removing."""

from dataclasses import dataclass

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.points import Point
from forrang.domain.sound_uses import groups_with, sound_uses
from forrang.portal.access import for_administrators
from forrang.portal.sounds.forms import NameForm, UploadForm
from forrang.portal.sounds.words import MEGABYTE, full
from forrang.portal.strip import say
from forrang.portal.tenancy import Person, PersonRequest
from forrang.storage.sounds import (
    MOST_BYTES,
    NoSuchSound,
    SoundsFull,
    SoundUsed,
    StoredSound,
    add_sound,
    remove_sound,
    rename_sound,
    sound_of,
    sounds_of,
    used_bytes,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A sound in the list."""

    sound: StoredSound
    "It."
    uses: list[Point]
    "Whose callers hear it."
    groups: list[AnswerGroup]
    "Whose voicemail plays it."
    music: bool
    "Whether it is the music of the line."


@csp_update({"media-src": [SELF, "blob:"]})  # what was recorded, before it is sent
@for_administrators
def sounds(request: PersonRequest) -> HttpResponse:
    """The sounds, and the form that adds one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and _kept(request, form):
            return redirect("sounds")
    customer, document = request.customer.pk, request.person.document
    context = {
        "form": form,
        "music": document.music,
        "based_on": request.person.setup.version,
        "rows": [
            Row(
                one,
                list(sound_uses(document, one.id)),
                list(groups_with(document, one.id)),
                one.id == document.music,
            )
            for one in sounds_of(customer)
        ],
        "used": round(used_bytes(customer) / MEGABYTE),
        "room": MOST_BYTES // MEGABYTE,
    }
    response = render(request, "sounds/sounds.html", context)
    response["Permissions-Policy"] = "microphone=(self), camera=()"
    return response


@for_administrators
def edit(request: PersonRequest, sound: str) -> HttpResponse:
    """Call it something else."""
    found = _found(request.person, sound)
    form = NameForm(request.POST or None, called=found.name)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        rename_sound(request.customer.pk, sound, name, request.person.name)
        say(request, _("Saved."), _("The sound is called %(name)s now.") % {"name": name})
        return redirect("sounds")
    return render(request, "sounds/edit.html", {"form": form, "sound": found})


@for_administrators
def remove(request: PersonRequest, sound: str) -> HttpResponse:
    """Refused while the setup plays it; else the removal, which nothing can undo."""
    found = _found(request.person, sound)
    document = request.person.document
    context = {
        "sound": found,
        "uses": list(sound_uses(document, sound)),
        "groups": list(groups_with(document, sound)),
        "music": document.music == sound,
    }
    if request.method == "POST":
        try:
            remove_sound(request.customer.pk, sound, request.person.name)
        except SoundUsed:
            return render(request, "sounds/remove.html", context, status=409)
        say(request, _("%(name)s is removed.") % {"name": found.name})
        return redirect("sounds")
    return render(request, "sounds/remove.html", context)


def _kept(request: PersonRequest, form: UploadForm) -> bool:
    """Keep what was uploaded and say so; False when there is no room, which the form then says."""
    sound, name = form.cleaned_data["file"], form.called()
    by = request.person.name
    try:
        kept, new = add_sound(request.customer.pk, sound.id, sound.samples, sound.seconds, name, by)
    except SoundsFull as fault:
        form.add_error("file", full(fault))
        return False
    said = _("%(name)s is added.") if new else _("This sound is here already: %(name)s.")
    meaning = _("Nobody hears it yet: choose it where callers shall hear it.") if new else ""
    say(request, said % {"name": kept.name}, meaning)
    return True


def _found(person: Person, sound: str) -> StoredSound:
    try:
        return sound_of(person.customer.pk, sound)
    except NoSuchSound:
        raise Http404 from None
