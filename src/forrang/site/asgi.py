"""The application that an ASGI server serves."""

from django.core.asgi import get_asgi_application

from forrang.site.database import start_django

start_django()
application = get_asgi_application()
