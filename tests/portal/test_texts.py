"""Every text is there in bokmål, and says the same wherever it stands; contrast is computed."""

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from forrang.site.catalogues import ROOT, catalogues, collect_texts
from peers.needs import missing

CSS = ROOT / "site/static/forrang/css/tokens.css"


def test_every_text_is_in_a_catalogue(tmp_path: Path) -> None:
    if shutil.which("xgettext") is None:
        missing("gettext", "no xgettext on the PATH; Debian's package is gettext")
    copy = tmp_path / "forrang"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("vendor", "*.mo", "__pycache__"))
    collect_texts(copy)
    known = _translations(catalogues())
    for one in catalogues(copy):
        for message in _messages(one):
            where = one.relative_to(copy)
            assert known.get(message.id), f"{where}: {message.id!r} has no bokmål: `make texts`"


def test_no_text_is_a_guess() -> None:
    for one in catalogues():
        assert not [message.id for message in _messages(one) if message.fuzzy], one


def test_a_text_says_the_same_everywhere() -> None:
    said: dict[object, object] = {}
    for one in catalogues():
        for message in _messages(one):
            if message.string:
                key = (message.context, message.id)
                assert said.setdefault(key, message.string) == message.string, (one, message.id)


def test_no_text_shouts() -> None:
    for one in catalogues():
        for message in _messages(one):
            assert "!" not in f"{message.id}{message.string}", message.id


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [
        ("ink", "paper", 7), ("muted", "paper", 4.5), ("muted", "surface", 4.5),
        ("muted", "sunk", 4.5), ("line-strong", "surface", 3), ("on-plum", "plum", 7),
        ("plum", "paper", 4.5), ("on-pink", "pink", 4.5), ("pink-deep", "pink-soft", 4.5),
        ("on-gold", "gold", 7), ("ink", "gold-soft", 7), ("ink", "pink-soft", 7),
        ("ok", "ok-soft", 4.5), ("warn", "warn-soft", 4.5), ("bad", "bad-soft", 4.5),
        ("bad", "surface", 4.5),
    ],
)  # fmt: skip
def test_contrast(scheme: str, ink: str, paper: str, least: float) -> None:
    colours = _colours(scheme)
    light, dark = sorted((_light(colours[ink]), _light(colours[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def test_dark_is_the_same_whoever_chose_it() -> None:
    _, chosen, system = re.split(r"\[data-color-scheme=.*?\{", CSS.read_text())
    assert re.findall(r"(--[\w-]+): ([^;]+);", chosen) == re.findall(
        r"(--[\w-]+): ([^;]+);", system
    )


def _messages(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [one for one in read_po(file) if one.id]


def _translations(paths: list[Path]) -> dict[object, object]:
    found: dict[object, object] = {}
    for path in paths:
        for message in _messages(path):
            if message.string and all(
                message.string if isinstance(message.string, tuple) else (message.string,)
            ):
                found[message.id] = message.string
    return found


def _colours(scheme: str) -> dict[str, str]:
    light, dark, _ = re.split(r"\[data-color-scheme=.*?\{", CSS.read_text())
    found = dict(re.findall(r"--([\w-]+): (#\w{6});", light))
    return found if scheme == "light" else found | dict(re.findall(r"--([\w-]+): (#\w{6});", dark))


def _light(colour: str) -> float:
    """Relative luminance, as WCAG has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
