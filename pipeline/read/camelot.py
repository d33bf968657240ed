"""camelot as the second reader: the walls of the cells that it sees on a page.

Its two ways of looking complete one another: ``lattice`` goes by rules alone and keeps the rows of
a ruled table whole, ``hybrid`` also goes by where words stand and takes each printed line for a
row. Both read the rules as drawn; finding them on a picture of the page takes ten times as long.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from pipeline.errors import InputError
from pipeline.geometry import Box, union
from pipeline.read import require_camelot
from pipeline.read.again import KnownSource
from pipeline.records import Page

if TYPE_CHECKING:
    from camelot.core import Cell

WAYS = ("lattice", "hybrid")  # where both see a table, the first one's counts
SAME_SIZE = 1.0  # points by which the sizes of one page may differ

Walls = tuple[Box, ...]


def camelot_walls(source: KnownSource, pages: Mapping[int, Page]) -> dict[int, list[Walls]]:
    """The walls of the cells of each table of at least two columns on these pages.

    Raises:
        UsageError: camelot is not installed.
        InputError: camelot fails on the document.
    """
    require_camelot()
    data = _cropped(source.data)
    found: dict[int, list[Walls]] = {number: [] for number in pages}
    for way in WAYS:
        seen = {number: [union(walls) for walls in found[number]] for number in pages}
        for number, walls in _tables(data, pages, way, source.path):
            if not any(union(walls).touches(box) for box in seen[number]):
                found[number].append(walls)
    return found


def _tables(
    data: bytes, pages: Mapping[int, Page], way: str, path: Path
) -> Iterable[tuple[int, Walls]]:
    """(page, walls) of each table that camelot finds in one of its ways."""
    if not pages:
        return []
    from camelot.io import read_pdf

    wanted = ",".join(map(str, sorted(pages)))
    logging.getLogger("playa").setLevel(logging.ERROR)  # or it tells of each odd font
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")  # it warns of each page without a table
            tables = read_pdf(data, pages=wanted, flavor=way, engine="vector", suppress_stdout=True)
    except Exception as error:  # whatever a library raises that has met an odd file
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise InputError(
            f"{path} cannot be read by camelot ({what}): check it without a second reader."
        ) from None
    return [
        (table.page, _walls(table.cells, page.height))
        for table in tables
        if len(table.cols) > 1 and _same_size(table.pdf_size, page := pages[table.page])
    ]


def _cropped(data: bytes) -> bytes:
    """The same document with pages no larger than what is displayed of them.

    camelot goes by the media box, whatever the crop box says.
    """
    document = pdfium.PdfDocument(data)
    try:
        cropped = [_crop(document[index]) for index in range(len(document))]
        if not any(cropped):
            return data
        copy = io.BytesIO()
        document.save(copy)
        return copy.getvalue()
    finally:
        document.close()


def _crop(page: pdfium.PdfPage) -> bool:
    """Make the media box as small as the crop box; whether it was larger."""
    try:
        shown = page.get_bbox()
        larger = page.get_mediabox() != shown
        page.set_mediabox(*shown)
        return bool(larger)
    finally:
        page.close()


def _same_size(size: tuple[float, float], page: Page) -> bool:
    """Whether camelot looks at the page as displayed: one with much turned text it turns."""
    width, height = size
    return max(abs(width - page.width), abs(height - page.height)) <= SAME_SIZE


def _walls(cells: Sequence[Sequence[Cell]], height: float) -> Walls:
    """The sides of the cells that are walls; camelot measures from the page's foot."""
    walls: list[Box] = []
    for cell in (cell for row in cells for cell in row):
        x0, top, x1, bottom = cell.x1, height - cell.y2, cell.x2, height - cell.y1
        sides = (
            (cell.left, Box(x0, top, x0, bottom)),
            (cell.right, Box(x1, top, x1, bottom)),
            (cell.top, Box(x0, top, x1, top)),
            (cell.bottom, Box(x0, bottom, x1, bottom)),
        )
        walls += [box for drawn, box in sides if drawn]
    return tuple(walls)
