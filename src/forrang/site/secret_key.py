"""Django's secret key: made once per installation, kept in the data directory."""

import os
import secrets
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
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)  # unlike a rename, never over one that is there
    except FileExistsError:
        pass
    finally:
        draft.unlink()
