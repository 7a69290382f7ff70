"""Tables as files that somebody downloads: CSV as a Norwegian Excel opens it, and XLSX.

Rows come in blocks, and a block is asked for when the one before it is on its way, so a list of any
length is never held whole. No cell is ever a formula: in CSV an apostrophe stands before what a
spreadsheet would take for one, and `pasted_lines` takes it away again.
"""

import csv
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from tempfile import SpooledTemporaryFile
from typing import Any

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from xlsxwriter import Workbook

Cell = str | int | date | datetime | None
Rows = Sequence[Sequence[Cell]]

IN_MEMORY = 2 * 1024 * 1024
"""Bytes of an XLSX that are kept in memory; a larger one is on disk until it is sent."""
PART = 64 * 1024
"""Bytes of it that are sent at a time."""

_FORMULA = re.compile(r"'*[=+\-@]")
_LIKE_GUARDED = re.compile(r"'+[=+\-@]")
"""What has such an apostrophe of its own gets another, also in a workbook: one is taken away."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(name: str, head: Sequence[str], blocks: Iterator[Rows]) -> StreamingHttpResponse:
    """A CSV with a byte order mark and semicolons."""

    async def parts() -> AsyncIterator[bytes]:
        yield ("\ufeff" + _csv([head])).encode()
        following = _following(blocks)
        while (rows := await sync_to_async(following)()) is not None:
            yield _csv(rows).encode()

    return _file(parts(), f"{name}.csv", "text/csv; charset=utf-8")


def xlsx_file(
    name: str, head: Sequence[str], blocks: Iterator[Rows], widths: Sequence[int]
) -> StreamingHttpResponse:
    """A workbook of one sheet. `widths`: of its columns, in characters."""

    async def parts() -> AsyncIterator[bytes]:
        with SpooledTemporaryFile(IN_MEMORY) as file:
            following = _following(blocks)
            await sync_to_async(_write)(file, name, head, iter(following, None), widths)
            file.seek(0)
            while part := await sync_to_async(file.read)(PART):
                yield part

    return _file(parts(), f"{name}.xlsx", _XLSX)


def local_time(at: float | None) -> datetime | None:
    """UTC seconds as the customer's clock has them."""
    return None if at is None else datetime.fromtimestamp(at, timezone.get_current_timezone())


def _following(blocks: Iterator[Rows]) -> Callable[[], Rows | None]:
    """Asks for the next block, None after the last; in the language and the time zone of now."""
    language, zone = translation.get_language(), timezone.get_current_timezone()

    def following() -> Rows | None:
        with translation.override(language), timezone.override(zone):
            return next(blocks, None)

    return following


def _csv(rows: Rows) -> str:
    text = StringIO()
    csv.writer(text, delimiter=";").writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue()


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return "" if cell is None else _guarded(_one_line(str(cell)), _FORMULA)


def _guarded(text: str, what: "re.Pattern[str]") -> str:
    return f"'{text}" if what.match(text) else text


def _one_line(text: str) -> str:
    """With plain spaces: a spreadsheet takes no-break spaces for part of the text."""
    return " ".join(text.split())


def _write(
    file: Any, name: str, head: Sequence[str], blocks: Iterator[Rows], widths: Sequence[int]
) -> None:
    book = Workbook(file, {"constant_memory": True, "default_date_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet(name[:31])  # a sheet's name has no more room
    bold = book.add_format({"bold": True})
    text, moment = book.add_format({"num_format": "@"}), book.add_format()
    moment.set_num_format("dd.mm.yyyy hh:mm")
    sheet.freeze_panes(1, 0)
    for column, (word, width) in enumerate(zip(head, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, word, bold)
    at = 1
    for rows in blocks:
        for row in rows:
            for column, cell in enumerate(row):
                match cell:
                    case None | "":
                        pass
                    case datetime():
                        sheet.write_datetime(at, column, cell.replace(tzinfo=None), moment)
                    case date():
                        sheet.write_datetime(at, column, cell)  # type: ignore[call-overload]  # it does
                    case int():
                        sheet.write_number(at, column, cell)
                    case _:
                        guarded = _guarded(_one_line(cell), _LIKE_GUARDED)
                        sheet.write_string(at, column, guarded, text)
            at += 1
    book.close()


def _file(parts: AsyncIterator[bytes], name: str, kind: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(parts, content_type=kind, headers=headers)
