"""The application that an ASGI server serves."""

from django.core.asgi import get_asgi_application

from forrang.site.catalogues import compile_catalogues
from forrang.site.database import start_django
from forrang.site.static_files import collect_static_files

compile_catalogues()
start_django()
collect_static_files()
application = get_asgi_application()
