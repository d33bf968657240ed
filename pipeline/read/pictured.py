"""What the pictures on a page hold, told from a coarse rendering of them alone.

A page may be a scan although it has words: those of a stamp over it, or of a text layer that a
recognition left unseen behind its picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.geometry import Box, union
from pipeline.records import Page

LARGE_PICTURE = 250_000  # pixels of all pictures on a page; a page at 50 dots per inch has as many
COARSE = 100 / 72  # pixels per point: letters are blurred, and still no paper
MOST_PIXELS = 8e6  # of a rendering; a larger sheet is rendered less finely
SMALL = 0.2  # share of the sheet below which pictures on a page with words are not looked at
WHOLE = 0.5  # share of the sheet that the picture of a page covers, its margins left out
EDGE = 0.2  # of the picture's range of brightness: letters are sharper, shading is not
LEAST_EDGE = 14.0  # grey levels
WRITTEN = 3000  # edge pixels of about twenty words
OF_A_WORD = 150  # edge pixels
PAPER, EVENLY = 0.2, 0.5  # share of a picture that is no further from its middle brightness
LIGHT = 110.0  # grey levels of paper, on a scan that is too dark
SEEN = 40  # grey levels by which a printed word changes its picture ...
OF_ITS_BOX = 0.02  # ... on this share of its box
MOSTLY = 0.85  # share of a page's writing that is in its picture if the words on it are a stamp

_DEEPEST_FORM = 8

Grey = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Pictured:
    """A page whose picture holds writing.

    A "scan" has no text for it, a "layered" page has words unseen behind it, and on any other page
    the picture is a "figure" at ``box``, with ``share`` of all that is written there.
    """

    number: int
    kind: Literal["scan", "layered", "figure"]
    box: Box
    share: float


def pictured_pages(data: bytes, pages: Iterable[Page]) -> list[Pictured]:
    """Those of the pages whose pictures hold writing that is not, or not visibly, their text."""
    looked = [page for page in pages if not page.words or _cover(page) >= SMALL]
    if not looked:
        return []
    document = pdfium.PdfDocument(data)
    try:
        found = [_look_at(document, page) for page in looked]
    finally:
        document.close()
    return [each for each in found if each]


def _cover(page: Page) -> float:
    """The share of the sheet that its pictures cover."""
    seen = (
        max(0.0, min(b.x1, page.width) - max(b.x0, 0.0))
        * max(0.0, min(b.bottom, page.height) - max(b.top, 0.0))
        for b in page.pictures
    )
    return sum(seen) / (page.width * page.height) if page.pictures else 0.0


def _look_at(document: pdfium.PdfDocument, page: Page) -> Pictured | None:
    raw = document[page.number - 1]
    try:
        if not page.words:
            return _without_words(raw, page)
        _hide_all_but_pictures(
            [c.FPDFPage_GetObject(raw.raw, i) for i in range(c.FPDFPage_CountObjects(raw.raw))]
        )
        pictures = _render(raw, page)
    finally:
        raw.close()
    if not _is_paper(pictures[_place(union(page.pictures), _scale(page))]):
        return None
    written = float(_edges(pictures).sum())
    return _with_words(document, page, pictures, written) if written >= WRITTEN else None


def _without_words(raw: pdfium.PdfPage, page: Page) -> Pictured | None:
    """A scan, or a page whose letters are drawn."""
    images = raw.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE])
    pixels = sum(width * height for width, height in (i.get_px_size() for i in images))
    if pixels < LARGE_PICTURE and _edges(_render(raw, page)).sum() < WRITTEN:
        return None
    return Pictured(page.number, "scan", Box(0.0, 0.0, page.width, page.height), 1.0)


def _with_words(
    document: pdfium.PdfDocument, page: Page, pictures: Grey, written: float
) -> Pictured:
    """What the writing in the ``pictures`` of a page is that has words besides."""
    raw = document[page.number - 1]  # once more, since all but its pictures was hidden
    try:
        changed = np.abs(_render(raw, page) - pictures) > SEEN
    finally:
        raw.close()
    scale = _scale(page)
    places = [_place(Box(w.x0, w.top, w.x1, w.bottom), scale) for w in page.words]
    seen = sum(float(changed[place].mean()) > OF_ITS_BOX for place in places)
    share = written / (written + OF_A_WORD * seen)
    box = union(page.pictures)
    if _cover(page) < WHOLE:
        return Pictured(page.number, "figure", box, share)
    if 2 * seen < len(places):
        return Pictured(page.number, "layered", box, share)
    return Pictured(page.number, "scan" if share >= MOSTLY else "figure", box, share)


def _scale(page: Page) -> float:
    """The pixels per point of its rendering."""
    return min(COARSE, math.sqrt(MOST_PIXELS / (page.width * page.height)))


def _place(box: Box, scale: float) -> tuple[slice, slice]:
    """Where a box is on the rendering; it holds at least one pixel of any that is on the page."""
    x0, top, x1, bottom = (max(0, int(v * scale)) for v in (box.x0, box.top, box.x1, box.bottom))
    return slice(top, bottom + 1), slice(x0, x1 + 1)


def _is_paper(picture: Grey) -> bool:
    """Whether most of it has one light shade, as photographs have not."""
    middle = float(np.median(picture))
    return middle >= LIGHT and float(np.mean(np.abs(picture - middle) < PAPER * middle)) >= EVENLY


def _edges(picture: Grey) -> npt.NDArray[np.bool_]:
    """Where the brightness leaps along a row, as it does at every letter."""
    low, high = np.percentile(picture[::3, ::3], (2, 98))
    leap = max(LEAST_EDGE, EDGE * float(high - low))
    return np.abs(np.diff(picture, axis=1, append=picture[:, -1:])) > leap


def _render(raw: pdfium.PdfPage, page: Page) -> Grey:
    bitmap = raw.render(scale=_scale(page), grayscale=True)
    try:
        pixels = bitmap.to_numpy()
        flat = pixels if pixels.ndim == 2 else pixels[:, :, 0]
        return np.asarray(np.rot90(flat, -page.turn // 90), np.int16)
    finally:
        bitmap.close()


def _hide_all_but_pictures(objects: Sequence[object], depth: int = 0) -> None:
    """What is not rendered then was only loaded for this; the file does not change."""
    for item in objects:
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_TEXT:
            c.FPDFTextObj_SetTextRenderMode(item, c.FPDF_TEXTRENDERMODE_INVISIBLE)
        elif kind == c.FPDF_PAGEOBJ_PATH:
            c.FPDFPath_SetDrawMode(item, c.FPDF_FILLMODE_NONE, False)
        elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            count = c.FPDFFormObj_CountObjects(item)
            inside = [c.FPDFFormObj_GetObject(item, i) for i in range(count)]
            _hide_all_but_pictures(inside, depth + 1)
