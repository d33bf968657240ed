"""A text cut into the passages that are classified one by one."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.errors import InputError

if TYPE_CHECKING:
    from spacy.language import Language

By = Literal["auto", "paragraph", "line", "sentence"]
_END = re.compile(r"\r\n?|\n|\u2028|\u2029|\x0b|\x0c|\x85")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text with its first and last line, counted from 1; None if it has no lines."""

    text: str
    lines: tuple[int, int] | None = None


def split_passages(text: str, by: By = "auto") -> list[Passage]:
    """Cut a text at its blank lines, at every line, or behind every sentence.

    Args:
        text: an inspector's note, a self-assessment, a list of remarks.
        by: ``auto`` cuts at blank lines, or at every line where there is no blank one between two
            others; ``sentence`` cuts what lies between blank lines further.
    """
    lines = [Passage(" ".join(line.split()), (n, n)) for n, line in enumerate(_END.split(text), 1)]
    written = [line for line in lines if line.text]
    blocks = list(_blocks(lines))
    if by == "line" or (by == "auto" and len(blocks) == 1):
        return written
    if by == "sentence":
        return [replace(b, text=sentence) for b in blocks for sentence in _sentences(b.text)]
    return blocks


def _blocks(lines: list[Passage]) -> Iterator[Passage]:
    for has_text, group in groupby(lines, key=lambda line: bool(line.text)):
        if has_text:
            block = list(group)
            first, last = block[0].lines, block[-1].lines
            assert first
            assert last
            yield Passage(" ".join(line.text for line in block), (first[0], last[1]))


def _sentences(text: str) -> list[str]:
    reader = _reader()
    reader.max_length = max(reader.max_length, len(text) + 1)
    return [sentence.text.strip() for sentence in reader(text).sents if sentence.text.strip()]


@cache
def _reader() -> Language:
    import spacy

    reader = spacy.blank("xx")
    reader.add_pipe("sentencizer")
    return reader


def read_text_file(path: Path | None) -> str:
    """The text of a file, or of standard input.

    Raises:
        InputError: it cannot be read, is empty, or is no text in UTF-8.
    """
    standard = path is None or str(path) == "-"
    name = "standard input" if standard else str(path)
    try:
        data = sys.stdin.buffer.read() if standard else Path(name).read_bytes()
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{name} is no text in UTF-8: save it as plain text in UTF-8.") from None
    except OSError as error:
        raise InputError(f"{name} cannot be read ({error.strerror}): check the file.") from None
    if not text.strip():
        raise InputError(f"{name} holds no text: give a note, or a list of remarks.")
    return text
