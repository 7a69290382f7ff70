"""The application that an ASGI server serves."""

from django.core.asgi import get_asgi_application
from django.core.signals import request_finished

from forrang.site.catalogues import compile_catalogues
from forrang.site.database import start_django
from forrang.site.static_files import collect_static_files

compile_catalogues()
start_django()
collect_static_files()


def _close(**_: object) -> None:
    """Close the connection of a page that is answered: its thread ends, and nobody else uses it."""
    from django.db import connections

    connections.close_all()


request_finished.connect(_close)
application = get_asgi_application()
