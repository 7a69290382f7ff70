"""The demo customers, loaded at the first start of a demo instance."""

from collections.abc import Callable
from importlib.resources import as_file, files

from forrang.cli.database import database
from forrang.cli.load import load, told


def load_demo(say: Callable[[str], None]) -> None:
    """Load them, unless there are customers already: what was changed since stays."""
    with database():
        from forrang.storage.models import Customer

        if Customer.objects.exists():
            return
    with as_file(files("forrang.storage") / "demo") as folder:
        for published in load([str(path) for path in sorted(folder.glob("*.yaml"))]):
            say(told(published))
