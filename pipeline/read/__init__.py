"""The one door to source files: ``read_document`` and nothing else opens them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.errors import InputError, UsageError
from pipeline.read.doubles import without_doubles
from pipeline.read.letters import letter_findings
from pipeline.read.mending import mend_words
from pipeline.records import Document, Finding, Page, Place, Source, plural

if TYPE_CHECKING:
    from pipeline.read.pictured import Pictured

MANY_BESIDE = 20  # words beside a sheet; printers' remarks are shorter
MUCH = 0.5  # share of a page's writing in a picture from which it is missed
READERS = ("pdfium", "pdfplumber")
OCR = ("auto", "always", "never")
CAMELOT_INSTALL = "`pip install '.[camelot]'`"
OCR_INSTALL = "`pip install '.[ocr]'`"
_OCR_PACKAGES = ("rapidocr", "onnxruntime", "cv2")
SecondReader = Literal["camelot"]
PageReader = Callable[[Path, bytes], tuple[Page, ...]]


def read_document(path: Path, reader: str = "pdfium", ocr: str = "auto") -> Document:
    """Read a PDF or a text dump into words or rows.

    With ``ocr`` "auto", pages that are pictures are read as such, their words being those of their
    text layer as far as it goes; with "always" all pages of a PDF go through OCR, with "never"
    none.

    Raises:
        InputError: the file is missing, unreadable, damaged, protected or without text.
        UsageError: ``reader`` is none of ``READERS``, ``ocr`` none of ``OCR``.
    """
    if ocr not in OCR:
        raise UsageError(f"there is no way '{ocr}' to use OCR: choose one of {', '.join(OCR)}.")
    data = bytes_of(path)
    if path.suffix.casefold() == ".txt":
        from pipeline.read.text import read_text

        return read_text(path, data)
    if path.suffix.casefold() != ".pdf":
        raise InputError(f"{path} is neither a PDF nor a text dump: name a .pdf or a .txt file.")
    return _pdf_document(path, data, reader, ocr)


def text_pages(path: Path, data: bytes, reader: str = "pdfium") -> tuple[Page, ...]:
    """All pages of a PDF with the words of its text layer, as they are meant.

    How a word is meant may be told by any other page, so none is read by itself.

    Raises:
        InputError: the file is damaged, protected or has no pages.
        UsageError: ``reader`` is none of ``READERS``.
    """
    pages = _page_reader(reader)(path, data)
    if not pages:
        raise InputError(f"{path} has no pages: download or export it again.")
    return tuple(mend_words([without_doubles(page) for page in pages]))


def ocr_is_installed() -> bool:
    """Whether pages that are pictures can be read."""
    return all(find_spec(name) for name in _OCR_PACKAGES)


def require_camelot() -> None:
    """Nothing, if camelot is there.

    Raises:
        UsageError: it is not installed.
    """
    if find_spec("camelot") is None:
        raise UsageError(
            f"the second reader camelot is not installed: install it with {CAMELOT_INSTALL}."
        )


def bytes_of(path: Path) -> bytes:
    """The content of a source file.

    Raises:
        InputError: the file is missing, unreadable or empty.
    """
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder: name the files in it.")
        if not path.is_file():
            what = "is no regular file" if path.exists() else "does not exist"
            raise InputError(f"{path} {what}: check the name.")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror}): check the name and its permissions."
        ) from None
    if not data.strip():
        raise InputError(f"{path} is empty: fetch or export the document again.")
    return data


def _pdf_document(path: Path, data: bytes, reader: str, ocr: str) -> Document:
    if b"%PDF-" not in data[:1024]:
        raise InputError(f"{path} is not a PDF, whatever its name says: export it as PDF or .txt.")
    if b"%%EOF" not in data.rstrip(b"\0\r\n\t ")[-4096:]:
        raise InputError(f"{path} is cut off, its end is missing: download or copy it again.")
    from pipeline.read.info import own_title

    pages = text_pages(path, data, reader)
    read = _with_scans(path, data, pages, ocr)
    words = sum(len(page.words) for page in read.pages)
    if not words:
        raise InputError(_nothing_to_read(path, ocr))
    source = Source(
        path.name.encode("utf-8", "replace").decode("utf-8"),
        hashlib.sha256(data).hexdigest(),
        "scan" if 2 * len(read.scanned) > len(pages) else "pdf",
        len(pages),
        read.scanned,
        read.layered,
    )
    findings = (*read.findings, *letter_findings(read.pages), *_beside_sheets(pages))
    return Document(source, words, pages=read.pages, findings=findings, title=own_title(data))


@dataclass(frozen=True, slots=True)
class _Read:
    """Pages with those that are pictures recognised, the numbers of these, and findings."""

    pages: tuple[Page, ...]
    findings: tuple[Finding, ...]
    scanned: tuple[int, ...] = ()
    layered: tuple[int, ...] = ()


def _with_scans(path: Path, data: bytes, pages: tuple[Page, ...], ocr: str) -> _Read:
    """The pages with those read as pictures that are to be."""
    from pipeline.read.layer import judge_layer
    from pipeline.read.pictured import pictured_pages

    wordless = not any(page.words for page in pages)
    if ocr == "always" or (wordless and ocr == "auto"):
        if not ocr_is_installed():
            raise InputError(_not_installed(path, not wordless))
        return _recognised(data, pages, [page.number for page in pages], {})
    looked = pictured_pages(data, pages)
    figures = tuple(_unread_figure(each) for each in looked if each.kind == "figure")
    scans = [each for each in looked if each.kind != "figure"]
    if ocr == "never" or not ocr_is_installed():
        unread = tuple(_unread(each.number, ocr) for each in scans if each.kind == "scan")
        return _Read(pages, (*judge_layer(pages), *unread, *figures))
    wanted = [each.number for each in scans]
    layers = {page.number: page for page in pages if page.number in wanted and page.words}
    rest = [page for page in pages if page.number not in wanted]
    read = _recognised(data, pages, wanted, layers) if wanted else _Read(pages, ())
    return replace(read, findings=(*judge_layer(rest), *read.findings, *figures))


def _recognised(
    data: bytes, pages: tuple[Page, ...], wanted: Sequence[int], layers: Mapping[int, Page]
) -> _Read:
    """The pages with the wanted ones read as pictures."""
    from pipeline.read.scan import read_scan

    printed = (word for page in pages if page.number not in wanted for word in page.words)
    scan = read_scan(data, wanted, layers, printed)
    read = tuple(scan.pages.get(page.number, page) for page in pages)
    return _Read(read, scan.findings, tuple(wanted), scan.layered)


def _beside_sheets(pages: Sequence[Page]) -> Iterator[Finding]:
    """What the file holds beside the sheets: printers' remarks, or text that somebody cut off."""
    cut = [page for page in pages if page.beside]
    if not cut:
        return
    first, words = cut[0], sum(len(page.beside) for page in cut)
    text = " ".join(first.beside)[:60]
    yield Finding(
        "text-beside-sheet",
        "warning" if any(len(page.beside) > MANY_BESIDE for page in cut) else "info",
        f"{words} words on {plural(len(cut), 'page')} stand beside the part of the sheet that is "
        f"displayed and were left out: '{text}'",
        place=Place(page=first.number),
    )


def _not_installed(path: Path, everything: bool) -> str:
    why = "cannot be read with --ocr always" if everything else "has no text layer, only pictures"
    return f"{path} {why}: install the OCR that reads them with {OCR_INSTALL} and try again."


def _unread(number: int, ocr: str) -> Finding:
    remedy = "use `--ocr auto`" if ocr == "never" else f"install OCR with {OCR_INSTALL}"
    return Finding(
        "page-not-read",
        "warning",
        f"the page is a picture whose writing has no text: to read it, {remedy}",
        place=Place(page=number),
    )


def _unread_figure(figure: Pictured) -> Finding:
    """Much writing in a picture may be a table that somebody pasted in."""
    return Finding(
        "picture-not-read",
        "warning" if figure.share >= MUCH else "info",
        "a picture on this page holds writing, which was not read: `--ocr always` reads pages with "
        "their pictures",
        place=Place(page=figure.number, box=figure.box),
    )


def _nothing_to_read(path: Path, ocr: str) -> str:
    lack = f"{path} has no text layer, its pages are pictures"
    if ocr == "never":
        return f"{lack}: read them with `--ocr auto`."
    return f"{lack} in which OCR finds no words: scan the document again, upright and sharp."


def _page_reader(name: str) -> PageReader:
    """Imported only when used: pdfplumber takes a second to load."""
    if name == "pdfium":
        from pipeline.read import pdfium

        return pdfium.read_pages
    if name == "pdfplumber":
        from pipeline.read import plumber

        return plumber.read_pages
    raise UsageError(f"there is no reader '{name}': choose one of {', '.join(READERS)}.")
