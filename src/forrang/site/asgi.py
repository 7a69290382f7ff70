"""The application that an ASGI server serves."""

from django.core.asgi import get_asgi_application
from django.core.signals import request_finished
from django.db import connections

from forrang.site.catalogues import compile_catalogues
from forrang.site.database import start_django
from forrang.site.static_files import collect_static_files

KEPT_SECONDS = 60
"""How long a page's connection to SQLite serves at most: to make one takes longer than most of what is
asked over it. Elsewhere each call of `storage` makes its own, and so finds a database that is back at
once.
"""
POOL = {"min_size": 2, "max_size": 20, "timeout": 10}
"""The connections to PostgreSQL that pages share. One is looked at before it is lent, so that a page
after a restart of the database finds it; a page waits so many seconds for one.
"""

compile_catalogues()
start_django()
collect_static_files()

for one in connections.settings.values():
    if one["ENGINE"].endswith("postgresql"):
        one["OPTIONS"]["pool"] = POOL
        one["CONN_HEALTH_CHECKS"] = True
    else:
        one["CONN_MAX_AGE"] = KEPT_SECONDS


def _close(**_: object) -> None:
    """Give back the connection of a page that is answered: its thread ends."""
    connections.close_all()


request_finished.connect(_close)
application = get_asgi_application()
