"""How long messages are kept, and whom they are mailed to."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forrang.domain.schema import DocumentFault
from forrang.portal.access import for_administrators
from forrang.portal.history.conflict import collided
from forrang.portal.saving import not_saved, say_saved
from forrang.portal.tenancy import PersonRequest
from forrang.portal.voicemail.forms import SettingsForm
from forrang.storage.merge import Collision
from forrang.storage.publish import publish


@for_administrators
def settings(request: PersonRequest) -> HttpResponse:
    """The form."""
    person = request.person
    base = person.base
    form = SettingsForm(request.POST or None, person, base.document)
    if request.method == "POST" and form.is_valid():
        back = reverse("voicemail")
        try:
            published = publish(form.document(), person.name, based_on=base.version)
        except Collision as collision:
            return collided(request, collision, base.version, back)
        except DocumentFault as fault:  # whom it told is gone since
            form.add_error(None, not_saved(fault))
        else:
            say_saved(request, published)
            return redirect(back)
    return render(request, "voicemail/settings.html", {"form": form, "based_on": base.version})
