"""The slices of the portal: each folder here that has a urls.py is one.

They are found, not listed, so that a new slice touches nothing that others work on.
"""

from pathlib import Path

PORTAL = Path(__file__).parent


def slices() -> list[str]:
    """The modules of the slices, which are Django apps with templates, static files and texts."""
    return [f"{__package__}.{found.parent.name}" for found in sorted(PORTAL.glob("*/urls.py"))]
