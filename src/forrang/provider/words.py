"""What can be ordered, in the provider's words."""

from django.utils.translation import gettext as _

from forrang.domain.document import Service
from forrang.storage.orders import MAIN_NUMBER


def name_of(what: str) -> str:
    """A service, or one more main number."""
    return {Service.VIP_LIST: _("VIP list"), MAIN_NUMBER: _("New main number")}.get(what, what)
