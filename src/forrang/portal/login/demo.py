"""The log-ins of the demo, which the log-in page tells; only there, and only as they were loaded."""

from functools import cache
from importlib.resources import files

from forrang.domain.employee import Employee
from forrang.storage.reading import Source, document_of


@cache
def demo_log_ins() -> list[tuple[str, Employee]]:
    """Customer and employee of each."""
    folder = files("forrang.storage") / "demo"
    found = []
    for one in sorted(folder.iterdir(), key=lambda one: one.name, reverse=True):
        if one.name.endswith(".yaml"):
            document = document_of(Source(one.name, one.read_text("utf-8")))
            found += [(document.customer, employee) for employee in document.employees]
    return found
