"""What a PDF's own information says of it."""

from __future__ import annotations

import re

import pypdfium2 as pdfium

# What programs put around a document's name when they export it.
_PROGRAM = re.compile(
    r"^(?:microsoft (?:word|excel|powerpoint)|print) - "
    r"| - (?:google (?:sheets|docs|slides)|microsoft (?:word|excel)|libreoffice(?: \w+)?|canva)$",
    re.I,
)
_FILE_NAME = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|indd|rtf|html?|tex|pages|numbers)$", re.I
)
_NO_NAME = re.compile(
    r"^(?:\(?(?:anonymous|unspecified|untitled)\)?\W*\d*|document\W*\d*|(?:book|sheet)\W?\d+|about:blank|\W*)$",
    re.I,
)


def own_title(data: bytes) -> str | None:
    """The title in the file's information, without the program's name; None if it says nothing.

    Names of files are none: they say no more than the name of the source does.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return None
    try:
        found = str(document.get_metadata_value("Title"))
    finally:
        document.close()
    title = _PROGRAM.sub("", " ".join(found.split())).strip()
    return None if _NO_NAME.match(title) or _FILE_NAME.search(title) else title
