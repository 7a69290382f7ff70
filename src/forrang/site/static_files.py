"""Style sheets, scripts and fonts: collected at start, served by ourselves under hashed names."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile


def collect_static_files() -> None:
    """Put them where they are served from."""
    for folder in settings.STATICFILES_DIRS:
        if not folder.exists():
            raise FileNotFoundError(f"{folder} is missing: run `make setup`")
    call_command("collectstatic", interactive=False, verbosity=0)


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # it has no types
    """WhiteNoise, whose answers are whole: ASGI would have to make a stream of a file's."""

    def add_files(self, root: Path, prefix: str | None = None) -> None:
        """What is served; nothing where nothing was collected, as in tests."""
        if Path(root).is_dir():
            super().add_files(root, prefix)

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """The answer for one file."""
        found = static_file.get_response(request.method, request.META)
        content = b""
        if found.file is not None:
            with found.file as file:
                content = file.read()
        response = HttpResponse(content, status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response
