"""The reference reader: the same words and rules through pdfplumber, several times slower.

It takes the text layer as it stands: characters without a name, accents printed over their letters
and letters that run from right to left are not read as the other reader does.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.errors import InputError
from pipeline.geometry import Box
from pipeline.read.dots import with_drawn_marks
from pipeline.read.fonts import is_bold
from pipeline.read.paths import outline_to_boxes, sort_boxes
from pipeline.records import DESCENT, Page, Word


def read_pages(path: Path, data: bytes) -> tuple[Page, ...]:
    """All pages of a PDF.

    Raises:
        InputError: pdfplumber cannot open the file.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = []
            for page in document.pages:
                pages.append(_read_page(page))
                page.close()  # pdfplumber keeps every object of a page until told otherwise
            return tuple(pages)
    except (PdfminerException, PDFSyntaxError, PDFPasswordIncorrect) as error:
        if "password" in repr(error).casefold():
            raise InputError(
                f"{path} is protected by a password: save a copy without one."
            ) from None
        raise InputError(f"{path} is a damaged PDF: download or export it again.") from None


def _read_page(page: Any) -> Page:
    drawn = sort_boxes(_drawn_boxes(page))
    words = with_drawn_marks(tuple(_words(page)), drawn.dots)
    x0, top, x1, bottom = page.cropbox
    width, height = float(x1 - x0), float(bottom - top)
    pictures = tuple(_pictures(page))
    return Page(page.page_number, width, height, words, drawn.rules, drawn.fills, pictures=pictures)


def _words(page: Any) -> Iterator[Word]:
    """Words cut where the size changes, as the other reader does."""
    before: Word | None = None
    left, above = _crop(page)
    behind = {id(a): b for a, b in pairwise(page.chars)}
    for found in page.extract_words(
        extra_attrs=["size"], return_chars=True, x_tolerance_ratio=0.2, use_text_flow=True
    ):
        char = found["chars"][0]
        size = round(float(char["size"]), 2)
        # pdfminer's matrix holds the glyph's origin, and so the base line.
        base = float(page.height) - float(char["matrix"][5]) - (above - float(page.bbox[1]))
        upright = bool(char["upright"])
        bottom = base + DESCENT * size if upright else float(found["bottom"]) - above
        x0, x1 = float(found["x0"]) - left, float(found["x1"]) - left
        # Words of two sizes that touch were one; of one size, a space character parts them.
        touching = before is not None and abs(x0 - before.x1) < 0.05 * size
        before = Word(
            text=found["text"],
            x0=x0,
            top=bottom - size if upright else float(found["top"]) - above,
            x1=x1,
            bottom=bottom,
            size=size,
            bold=is_bold(char["fontname"]),
            turn=0 if upright else 90,
            glued=touching and before is not None and before.size != size,
            unspaced=upright and _ends_line(found["chars"][-1], behind.get(id(found["chars"][-1]))),
        )
        yield before


def _ends_line(last: Any, behind: Any) -> bool:
    """Whether nothing parts a word from the next line, by its last character and the next one."""
    if behind is None or last["text"] == "-":
        return behind is None
    aside = abs(float(last["matrix"][5]) - float(behind["matrix"][5]))
    raised = float(last["size"]) / 2  # figures of footnotes are, and by no more
    return not behind["text"].isspace() and aside > raised


def _crop(page: Any) -> tuple[float, float]:
    """Where the part of the page that is displayed begins."""
    return float(page.cropbox[0]), float(page.cropbox[1])


def _pictures(page: Any) -> Iterator[Box]:
    left, above = _crop(page)
    for image in page.images:
        x0, top, x1, bottom = (float(image[side]) for side in ("x0", "top", "x1", "bottom"))
        yield Box(x0 - left, top - above, x1 - left, bottom - above)


def _drawn_boxes(page: Any) -> Iterator[Box]:
    left, above = _crop(page)
    for item in (*page.rects, *page.lines, *page.curves):
        points = [(float(x) - left, float(y) - above) for x, y in item["pts"]]
        if item["object_type"] == "rect" and points[0] != points[-1]:
            points.append(points[0])
        yield from outline_to_boxes(points, bool(item["stroke"]), bool(item["fill"]))
