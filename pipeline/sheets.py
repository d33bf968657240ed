"""What every workbook of the project needs: texts that stay texts, rows as tall as their texts."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterable
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

LINE = 15.0  # points that a line of the standard font takes
TALLEST = 409.0  # points: the tallest row allowed
LONGEST = 32_767  # characters that a cell can hold
_CREATED = datetime(2000, 1, 1)  # a fixed date: the same data gives the same bytes
_A4 = 9
# Which XML does not allow.
_NO_LETTERS = dict.fromkeys(({*range(0x20)} - {9, 10, 13}) | {0xFFFE, 0xFFFF}, "\ufffd")


def make_book(title: str, write: Callable[[Workbook], None]) -> bytes:
    """The bytes of the workbook that ``write`` fills."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": _CREATED})
        write(book)
    return buffer.getvalue()


def print_on_a4(sheet: Worksheet, head: int = 0) -> None:
    """Landscape, all columns on one page, the row ``head`` on every page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)


def write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """One text cell, never a formula or a link; an empty one keeps its border.

    A text is cut at what a cell can hold.
    """
    if text:
        sheet.write_string(row, column, text[:LONGEST], style)
    else:
        sheet.write_blank(row, column, None, style)


def write_link(
    sheet: Worksheet, row: int, column: int, text: str, place: str, style: Format
) -> None:
    """A text that leads to another place of the workbook, given as `'Sheet'!A1`."""
    shown = text.translate(_NO_LETTERS)[:LONGEST]
    sheet.write_url(row, column, f"internal:{place}", style, shown)


def row_height(cells: Iterable[tuple[str, float]], line: float = LINE) -> float:
    """Points that the tallest of wrapped texts takes in columns of these widths in characters.

    Not every program sets the heights of rows when it opens a workbook.
    """
    return min(max(count_lines(text, width) for text, width in cells) * line, TALLEST)


def count_lines(text: str, width: float) -> int:
    """Lines that a text takes when it is wrapped at so many characters."""
    return sum(len(textwrap.wrap(part, max(int(width), 1))) or 1 for part in text.split("\n"))
