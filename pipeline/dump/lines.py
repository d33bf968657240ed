"""Rows of a dump as printed lines, one per filled cell, and how to cut a line in two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.records import Line, Place, TextRow
from pipeline.vocabulary import clean

_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(rf"(?<![{_RAISED}])[{_RAISED}]{{1,3}}(?![{_RAISED}])")
_UNIT = re.compile(r"\b[kcdm]?m[²³]")
_BULLET = re.compile(r"^([•◦▪▫■□●○‣⁃∙➢►✓✔❖\uf020-\uf0ff]|[-–*](?=\s))\s*(?=\S)")


@dataclass(frozen=True, slots=True, eq=False)
class DumpRow:
    """One line of the dump: a ``Line`` for every filled cell, None for the others."""

    number: int
    cells: tuple[Line | None, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The filled cells, left to right."""
        return tuple(line for line in self.cells if line)

    @property
    def tabbed(self) -> bool:
        """Whether the row is part of a table as dumped: it has a tab."""
        return len(self.cells) > 1

    @property
    def blank(self) -> bool:
        """Whether no cell is filled."""
        return not any(self.cells)


def row_to_dump_row(row: TextRow) -> DumpRow:
    """Turn every cell with a word in it into a line."""
    return DumpRow(
        row.number,
        tuple(text_to_line(cell, row.number) if cell.split() else None for cell in row.cells),
    )


def text_to_line(text: str, number: int) -> Line:
    """One line; raised marks and a list mark leave its text but stay in its counts."""
    tokens = text.split()
    text, marks = take_marks(text)
    alone = sum(1 for token in tokens if not _MARK.sub("", token) and not _UNIT.search(token))
    text = clean(text)
    found = _BULLET.match(text)
    return Line(
        text[found.end() :] if found else text,
        len(tokens) - alone,
        Place(lines=(number, number)),
        marks=marks,
        mark_words=alone,
        bullet=found.group(1) if found else None,
    )


def take_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its raised marks, and these as plain digits; square metres stay."""
    units = {m.end() - 1 for m in _UNIT.finditer(text)}
    marks = [m for m in _MARK.finditer(text) if m.start() not in units]
    for mark in reversed(marks):
        text = text[: mark.start()] + text[mark.end() :]
    return text, tuple(unicodedata.normalize("NFKC", m.group()) for m in marks)


def split_line(line: Line, count: int) -> tuple[Line, Line]:
    """Cut after ``count`` words of the text; list mark and footnote marks as they stand.

    The list mark stays with the first part, footnote marks with the last.
    """
    words = line.text.split()
    spare = line.words - len(words)  # a list mark that was a word of its own
    first = replace(line, text=" ".join(words[:count]), words=count + spare, marks=(), mark_words=0)
    rest = replace(line, text=" ".join(words[count:]), words=len(words) - count, bullet=None)
    return first, rest


def number_of(line: Line) -> int:
    """The line number in the file."""
    assert line.place.lines is not None  # lines of a dump always have one
    return line.place.lines[0]


def span(lines: Sequence[Line]) -> Place:
    """The place from the first to the last of some lines."""
    numbers = [number_of(line) for line in lines]
    return Place(lines=(min(numbers), max(numbers))) if numbers else Place()


def letters(text: str) -> str:
    """Letters and digits without case: what two readings of the same print share."""
    return "".join(re.findall(r"[^\W_]+", text.casefold()))


def words_of(text: str) -> list[str]:
    """The words in order, without case and punctuation."""
    return re.findall(r"[^\W_]+(?:['’\-][^\W_]+)*", text.casefold())
