"""What every template of every site knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Language, appearance, and whether this is the demo."""
    return {
        "preferences": getattr(request, "preferences", None),
        "languages": settings.LANGUAGES,
        "appearances": (
            ("auto", _("As the system")),
            ("light", _("Light")),
            ("dark", _("Dark")),
        ),
        "demo": settings.FORRANG_DEMO,
        "sends_mail": settings.FORRANG_MAIL,
    }
