"""Django's secret key: made once per installation, kept in the data directory."""

import os
import secrets
import tempfile
from pathlib import Path


def secret_key(data: Path) -> str:
    """The key; made when there is none. Two processes that start at once get the same one."""
    path = data / "secret-key"
    try:
        return path.read_text()
    except FileNotFoundError:
        _make(path)
        return path.read_text()


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened, draft = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)  # its owner's alone
    with open(opened, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)  # unlike a rename, never over one that is there
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
