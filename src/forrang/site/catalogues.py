"""The catalogues of texts: English stands in the code, bokmål in a .po file beside each slice.

gettext reads compiled files; they are made here, at set-up and at start, of those that changed.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent


def compile_catalogues() -> list[Path]:
    """Compile what is newer than its compiled file; which those were."""
    made = []
    for source in sorted(ROOT.glob("**/locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            _compile(source, compiled)
            made.append(source)
    return made


def _compile(source: Path, compiled: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    draft = compiled.with_suffix(".draft")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(compiled)


if __name__ == "__main__":
    compile_catalogues()
