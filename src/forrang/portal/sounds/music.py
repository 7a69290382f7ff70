"""The music of the line: the standard one, or a sound of the customer's."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forrang.domain.schema import DocumentFault
from forrang.portal.access import for_administrators
from forrang.portal.history.conflict import collided
from forrang.portal.saving import say_saved
from forrang.portal.strip import say
from forrang.portal.tenancy import PersonRequest
from forrang.storage.merge import Collision
from forrang.storage.publish import publish


@require_POST
@for_administrators
def music(request: PersonRequest) -> HttpResponse:
    """Choose it; what is posted empty is the standard one."""
    person = request.person
    base = person.base
    document = replace(base.document, music=request.POST.get("music") or None)
    try:
        published = publish(document, person.name, based_on=base.version)
    except Collision as collision:
        back = reverse("sounds")
        return collided(request, collision, base.version, back, page=back)
    except DocumentFault:  # somebody removed it since
        what = _("Not saved: this sound is gone.")
        say(request, what, _("Choose another one."), kind="failed")
        return redirect("sounds")
    meaning = _("Who calls from now on hears it; who waits already hears on what they hear.")
    say_saved(request, published, meaning=meaning, back=reverse("sounds"))
    return redirect("sounds")
