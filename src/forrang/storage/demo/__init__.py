"""The demo customers, as documents."""

from pathlib import Path

DOCUMENTS = tuple(sorted(Path(__file__).parent.glob("*.yaml")))
"""The files; `forrang load` takes them like any other."""
