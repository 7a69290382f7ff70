"""The catalogues of texts: English stands in the code, bokmål in a .po file beside each slice.

gettext reads compiled files; they are made here, at set-up and at start, of those that changed.
`make texts` writes the texts that are new in the code into the catalogues.
"""

import os
import re
import sys
from contextlib import chdir
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
HEADER = """msgid ""
msgstr ""
"Language: nb\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
"""What a catalogue begins with: nothing that changes by itself, so that merging is quiet."""

_OLD_HEADER = re.compile(r'\A.*?msgid ""\nmsgstr ""\n("[^\n]*"\n)*', re.DOTALL)


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Compile what is newer than its compiled file; which those were."""
    made = []
    for source in catalogues(root):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            _compile(source, compiled)
            made.append(source)
    return made


def catalogues(root: Path = ROOT) -> list[Path]:
    """The catalogues there are."""
    return sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))


def collect_texts(root: Path = ROOT) -> None:
    """Write what is in the code and the templates of a slice into its catalogue; needs gettext."""
    from django.core.management import call_command

    folders = [one.parent for one in sorted(root.glob("**/locale"))]
    for folder in folders:
        below = [str(one.relative_to(folder)) for one in folders if folder in one.parents]
        with chdir(folder):
            call_command(
                "makemessages",
                locale=["nb"],
                no_location=True,
                no_wrap=True,
                no_obsolete=True,
                ignore_patterns=[f"{one}/*" for one in below],
                verbosity=0,
            )
        source = folder / "locale/nb/LC_MESSAGES/django.po"
        if source.exists():
            source.write_text(HEADER + _OLD_HEADER.sub("", source.read_text()))


def _compile(source: Path, compiled: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    draft = compiled.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(compiled)


if __name__ == "__main__":
    if sys.argv[1:] == ["collect"]:
        from forrang.site.database import start_django

        start_django()
        collect_texts()
    compile_catalogues()
