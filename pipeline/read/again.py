"""Single pages of a document that was extracted before: their words once more, and pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from pipeline.errors import InputError
from pipeline.models import SourceModel
from pipeline.read import OCR_INSTALL, bytes_of, ocr_is_installed, text_pages
from pipeline.read.rendering import scale_within
from pipeline.read.text import read_text
from pipeline.records import Page, TextRow

RESOLUTION = 150.0  # dots per inch: print of any size is legible, the picture not too large
MOST_PIXELS = 8e6  # of a page; a larger sheet is rendered less finely


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as displayed, or a scanned one made straight; ``scale`` is pixels in a point."""

    image: Image.Image
    scale: float


@dataclass(frozen=True)
class KnownSource:
    """The unchanged file of an extracted document; ``scanned`` pages were read as pictures.

    Of these, ``layered`` ones have the words of their text layer.
    """

    path: Path
    data: bytes
    scanned: frozenset[int]
    layered: frozenset[int] = frozenset()

    def rows(self) -> tuple[TextRow, ...]:
        """All rows of a text dump."""
        return read_text(self.path, self.data).rows

    @cached_property
    def _read(self) -> dict[int, Page]:
        """All pages as their text layer has them: one tells how the words of another are meant."""
        return {page.number: page for page in text_pages(self.path, self.data)}

    def pages(self, numbers: Collection[int]) -> dict[int, Page]:
        """The pages with these numbers; scanned ones only where OCR is installed."""
        wanted = set(numbers)
        if not wanted:
            return {}
        printed = {n: page for n, page in self._read.items() if n not in self.scanned}
        pages = {n: page for n, page in printed.items() if n in wanted}
        scanned = sorted(self.scanned & wanted)
        if scanned and ocr_is_installed():
            from pipeline.read.scan import read_scan

            layers = {n: self._read[n] for n in self.layered & wanted}
            words = (word for page in printed.values() for word in page.words)
            pages |= read_scan(self.data, scanned, layers, words).pages
        return pages

    def pictures(self, numbers: Iterable[int]) -> dict[int, PagePicture]:
        """Pictures of the pages with these numbers, on which the boxes of their words hold.

        Raises:
            InputError: one was scanned, and what made it straight is not installed.
        """
        document = pdfium.PdfDocument(self.data)
        try:
            return {number: self._picture(document, number) for number in numbers}
        finally:
            document.close()

    def _picture(self, document: pdfium.PdfDocument, number: int) -> PagePicture:
        if number in self.scanned and not ocr_is_installed():
            raise InputError(
                f"page {number} of {self.path} is a scan: install what reads those "
                f"with {OCR_INSTALL} and try again."
            )
        page = document[number - 1]
        try:
            width, height = page.get_size()
            scale = scale_within(width, height, RESOLUTION / 72, MOST_PIXELS)
            if number in self.scanned:
                return _straight(page, scale)
            return PagePicture(page.render(scale=scale).to_pil().convert("RGB"), scale)
        finally:
            page.close()


def _straight(page: pdfium.PdfPage, scale: float) -> PagePicture:
    """As the page was read, so that it is turned by the same angle; then made smaller."""
    from pipeline.read.scan import straight_picture

    pixels, fine = straight_picture(page)
    image = Image.fromarray(pixels)
    factor = min(1.0, scale / fine)
    size = round(image.width * factor), round(image.height * factor)
    return PagePicture(image.resize(size, Image.Resampling.LANCZOS).convert("RGB"), fine * factor)


def open_again(path: Path, source: SourceModel) -> KnownSource | None:
    """The file if it is the one that was extracted, None if it was changed since.

    Raises:
        InputError: the file is missing or unreadable.
    """
    data = bytes_of(path)
    if hashlib.sha256(data).hexdigest() != source.sha256:
        return None
    return KnownSource(path, data, frozenset(source.scanned), frozenset(source.layered))
