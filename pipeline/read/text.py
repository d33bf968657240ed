"""Text dumps: what a conversion from PDF to text leaves, read into rows of tab-separated cells."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from pipeline.errors import InputError
from pipeline.records import Document, Source, TextRow

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINE_END = re.compile(r"\r\n|\n|\r")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x7f]")
MOST_CONTROLS = 0.001  # share of control characters above which the content is no text


def read_text(path: Path, data: bytes) -> Document:
    """Read a dump into rows numbered from 1; ``words`` counts its white-space separated tokens.

    Raises:
        InputError: the content is empty or binary.
    """
    text = _decode(data)
    if text.count("\x00") or len(_CONTROL.findall(text)) > MOST_CONTROLS * len(text):
        raise InputError(f"{path} holds binary data, not text: save it as a UTF-8 text file.")
    words = len(text.split())
    if not words:
        raise InputError(f"{path} is empty: fetch or export the document again.")
    rows = tuple(
        TextRow(number, tuple(line.split("\t")))
        for number, line in enumerate(_LINE_END.split(text), start=1)
    )
    source = Source(path.name, hashlib.sha256(data).hexdigest(), "text", 1)
    return Document(source, words, rows=rows)


def _decode(data: bytes) -> str:
    """By byte order mark, else UTF-8, else the old Windows code page, which takes any byte."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        # Some bytes of cp1252 are unassigned; latin-1 turns those into control characters.
        return data.decode("cp1252" if encoding == "utf-8" else encoding, errors="replace")
