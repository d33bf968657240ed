"""The one door to source files: ``read_document`` and nothing else opens them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import InputError, UsageError
from pipeline.records import Document, Page, Source

SUFFIXES = (".pdf", ".txt")
READERS = ("pdfium", "pdfplumber")
PageReader = Callable[[Path, bytes], tuple[Page, ...]]


def read_document(path: Path, reader: str = "pdfium") -> Document:
    """Read a PDF or a text dump into words or rows.

    Raises:
        InputError: the file is missing, unreadable, damaged, protected or without text.
        UsageError: ``reader`` is none of ``READERS``.
    """
    data = _bytes_of(path)
    if path.suffix.casefold() == ".txt":
        from pipeline.read.text import read_text

        return read_text(path, data)
    if path.suffix.casefold() != ".pdf":
        raise InputError(f"{path} is neither a PDF nor a text dump: name a .pdf or a .txt file.")
    return _pdf_document(path, data, reader)


def _bytes_of(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path} does not exist: check the name.") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder: name the files in it.") from None
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror}): check its permissions."
        ) from None
    if not data.strip():
        raise InputError(f"{path} is empty: fetch or export the document again.")
    return data


def _pdf_document(path: Path, data: bytes, reader: str) -> Document:
    if b"%PDF-" not in data[:1024]:
        raise InputError(f"{path} is not a PDF, whatever its name says: export it as PDF or .txt.")
    if b"%%EOF" not in data[-4096:]:
        raise InputError(f"{path} is cut off, its end is missing: download or copy it again.")
    pages = _page_reader(reader)(path, data)
    if not pages:
        raise InputError(f"{path} has no pages: download or export it again.")
    words = sum(len(page.words) for page in pages)
    if not words:
        raise InputError(
            f"{path} has no text layer, its pages are pictures: run it through an OCR program "
            "first (reading scans, `--ocr`, is not built in yet)."
        )
    source = Source(path.name, hashlib.sha256(data).hexdigest(), "pdf", len(pages))
    return Document(source, words, pages=pages)


def _page_reader(name: str) -> PageReader:
    """Imported only when used: pdfplumber takes a second to load."""
    if name == "pdfium":
        from pipeline.read.pdfium import read_pages
    elif name == "pdfplumber":
        from pipeline.read.plumber import read_pages
    else:
        raise UsageError(f"there is no reader '{name}': choose one of {', '.join(READERS)}.")
    return read_pages
