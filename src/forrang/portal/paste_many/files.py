"""Files as lines: CSV in any usual encoding, XLSX and ODS. What a spreadsheet did to a number is
told by line, as with pasted text.
"""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from forrang.site.templatetags.forrang import grouped
from forrang.storage.pasting import LARGEST

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 150 * 1024 * 1024
"""A file that unpacks to more than this is no list of 20,000 lines."""


class FileRefused(ValueError):
    """A file that cannot be read; `str()` says why, and the mend."""


def lines_of(file: UploadedFile) -> list[str]:
    """The lines; cells of a spreadsheet are parted by tabs. Raises `FileRefused`."""
    if (file.size or 0) > MOST_BYTES:
        raise FileRefused(too_many())
    content = file.read()
    if content.startswith(b"PK"):
        return _sheet(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(_("This is an old Excel file. Save it as XLSX or CSV, and choose that."))
    return _text(content).splitlines()


def too_many() -> str:
    """What is said of more lines than one can paste at once."""
    return _("Split the file, %(most)s lines at most in each.") % {"most": grouped(LARGEST)}


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        raise FileRefused(_("This file is no list. Choose a CSV, XLSX or ODS file."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:  # as Excel writes CSV in Norway
        return content.decode("cp1252", "replace")


def _sheet(content: bytes) -> list[str]:
    try:
        with ZipFile(BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise FileRefused(too_many())
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > LARGEST + 1:  # headings
            raise FileRefused(too_many())
        return list(_rows(sheet.to_python(skip_empty_area=False)))
    except (BadZipFile, CalamineError, IndexError, OSError):
        raise FileRefused(
            _("We could not read this file. Save it as XLSX or CSV, and choose that.")
        ) from None


def _rows(rows: list[list[Any]]) -> Iterator[str]:
    for row in rows:
        cells = [_cell(one) for one in row]
        while cells and not cells[-1]:
            cells.pop()
        yield "\t".join(cells)


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a spreadsheet knows no whole numbers
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return " ".join(str(value).split())
