"""What the pictures on a page hold, told from a coarse rendering of them alone.

A page may be a scan although it has words: those of a stamp over it, or of a text layer that a
recognition left unseen behind its picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.geometry import Box, union
from pipeline.read.matrix import Matrix
from pipeline.read.painted import Painted, painted, picture_box, to_display
from pipeline.read.pdfium import is_displayed
from pipeline.read.rendering import render_grey, scale_within
from pipeline.records import Page

LARGE_PICTURE = 250_000  # pixels of all pictures on a page; a page at 50 dots per inch has as many
COARSE = 100 / 72  # pixels per point: letters are blurred, and still no paper
MOST_PIXELS = 8e6  # of a rendering; a larger sheet is rendered less finely
LARGEST = 4 * MOST_PIXELS  # of a single picture, which may be larger than its sheet
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
        pictures = pictures_alone(document, raw, page)
    finally:
        raw.close()
    covered = np.zeros(pictures.shape, np.bool_)
    for box in page.pictures:
        covered[_place(box, _scale(page))] = True
    if not _is_paper(pictures[covered]):
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
    raw = document[page.number - 1]  # once more, since its pictures were moved
    try:
        whole = _render(raw, page)
    finally:
        raw.close()
    darkest, lightest = _around(pictures, np.minimum), _around(pictures, np.maximum)
    changed = (whole < darkest - SEEN) | (whole > lightest + SEEN)
    scale = _scale(page)
    shown = [word for word in page.words if is_displayed(word, page.width, page.height)]
    places = [_place(Box(w.x0, w.top, w.x1, w.bottom), scale) for w in shown]
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
    return scale_within(page.width, page.height, COARSE, MOST_PIXELS)


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


def _around(picture: Grey, pick: np.ufunc) -> Grey:
    """Of each pixel and its eight neighbours the one picked: pictures may lie a pixel off."""
    wider = np.pad(picture, 1, mode="edge")
    rows = pick(pick(wider[:-2], wider[1:-1]), wider[2:])
    return np.asarray(pick(pick(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:]))


def _render(raw: pdfium.PdfPage, page: Page) -> Grey:
    return np.asarray(np.rot90(render_grey(raw, _scale(page)), -page.turn // 90), np.int16)


def pictures_alone(document: pdfium.PdfDocument, raw: pdfium.PdfPage, page: Page) -> Grey:
    """The page's pictures on a white sheet; rendering the page without the rest costs far more."""
    scale = _scale(page)
    enlarged = Matrix(scale, 0, 0, scale, 0, 0)
    display = to_display(raw, (raw.get_rotation() + page.turn) % 360).then(enlarged)
    size = math.ceil(page.height * scale), math.ceil(page.width * scale)
    sheet = np.full(size, 255, np.int32)
    for each in painted(raw, display):
        if not each.is_path:
            _lay(sheet, each, document, raw)
    return sheet.astype(np.int16)


def _lay(
    sheet: npt.NDArray[np.int32],
    image: Painted,
    document: pdfium.PdfDocument,
    raw: pdfium.PdfPage,
) -> None:
    """Put an image on the sheet, whose pixels are the units of its matrix."""
    box = picture_box(image.matrix)
    if not box.width * box.height <= LARGEST:
        return
    upwards = image.matrix.then(Matrix(1, 0, 0, -1, 0, 0))  # pdfium turns it over
    c.FPDFPageObj_SetMatrix(image.item, c.FS_MATRIX(*upwards))
    rendered = c.FPDFImageObj_GetRenderedBitmap(document.raw, raw.raw, image.item)
    if not rendered:
        return
    pixels = pdfium.PdfBitmap.from_raw(rendered).to_numpy()
    left, top = math.floor(box.x0), math.floor(box.top)
    pixels = pixels[max(0, -top) :, max(0, -left) :]
    place = sheet[max(0, top) :, max(0, left) :][: pixels.shape[0], : pixels.shape[1]]
    pixels = pixels[: place.shape[0], : place.shape[1]]
    blue, green, red, opaque = (pixels[:, :, i].astype(np.int32) for i in range(4))
    grey = (11 * blue + 59 * green + 30 * red) // 100
    place += (grey - place) * opaque // 255
