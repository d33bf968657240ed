"""What one cell of a level header says: the level's name and, often, a note in another type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.marks import is_mark, marks_agree, split_mark
from pipeline.records import Line, said_by
from pipeline.vocabulary import HYPHENS, SOFT_HYPHEN, Vocabulary, clean, join_lines

LONGEST_NAME_WORDS = 6
LONGEST_BOLD_NAME_WORDS = 8
LONGEST_NAME = 48
LONGEST_BOLD_NAME = 60
LONGEST_PHRASE_WORDS = 15
MOST_HEADER_LINES = 12
PROSE = 4  # words from which on a cell says more than a name

_WORD = re.compile(r"\w+")
_BEFORE_TEXT = re.compile(r"\s*:$|\s+[–—-]$")  # what stands between a name and what it names
# What is no word at the end of a name: one letter, or two without a vowel.
_REST = re.compile(r"(?!(?:by|my)$)(?:[^\W\d_A-Z]|[b-df-hj-np-tv-z]{2})$")
_OPEN = re.compile(r"[^\W\d_]{3}[^\W\d_A-Z]$")


@dataclass(frozen=True, slots=True)
class Header:
    """One column's head as printed: the level's name and its note.

    ``coded`` says that a code stands before the name, another one in each table.
    """

    name: str
    note: str | None
    coded: bool = False

    @property
    def key(self) -> str:
        """The name without case and punctuation, for comparing."""
        return fold(self.name)


@lru_cache(maxsize=4096)  # each row of a table is compared with the same names, more than once
def fold(text: str) -> str:
    """Letters and digits only, without case: what stays the same when type and marks change."""
    return " ".join(_WORD.findall(text.casefold()))


def header_of(lines: Sequence[Line]) -> Header | None:
    """Name and note of a header cell, None if it can be no header (empty, or prose)."""
    return _header_of(tuple(lines)) if 0 < len(lines) <= MOST_HEADER_LINES else None


@lru_cache(maxsize=1024)  # the same row is asked more than once
def _header_of(lines: tuple[Line, ...]) -> Header | None:
    text = text_of(lines)
    styled = _style_break(lines)
    if styled:
        name = text_of(lines[:styled])
        note: str | None = clean(said_by(lines[styled:]))
    else:
        name, note = _case_break(text)
        if note and note[0].islower() and lines[0].size:
            # Where type is known, a name that runs on into lower case is plain prose.
            name, note = text, None
    if not name or len(name.split()) > most_name_words(lines[0].bold):
        return None
    if len(name) > (LONGEST_BOLD_NAME if lines[0].bold else LONGEST_NAME):
        return None
    name = _BEFORE_TEXT.sub("", name) or name
    if name.endswith((".", ";", ",")) and len(name.split()) > 2:
        return None
    if note and is_mark(name) and not is_mark(note) and len(note.split()) <= LONGEST_NAME_WORDS:
        return Header(note, name)  # the mark is printed above the name
    return Header(name, note)


def most_name_words(bold: bool) -> int:
    """How many words a name may have: in bold, which prose is not, it may be longer."""
    return LONGEST_BOLD_NAME_WORDS if bold else LONGEST_NAME_WORDS


def text_of(lines: Sequence[Line]) -> str:
    """What a cell says, without what a narrow column did to its words.

    A hyphen at a line's end goes unless it is one of a compound, and a rest like 'y' is joined.
    """
    if any(line.text.endswith((*HYPHENS, SOFT_HYPHEN)) for line in lines[:-1]):
        return join_lines(lines, Vocabulary(line.text for line in lines)).text
    text = clean(said_by(lines))
    rest = lines[-1].text
    if len(lines) == 1 or lines[-2].cut:
        return text
    broken = _REST.match(rest) and _OPEN.search(lines[-2].text)
    return text[: -len(rest) - 1] + rest if broken else text


def header_key(lines: Sequence[Line]) -> str:
    """What a header cell is compared by: its name, or all it says where it can be no name.

    A person may have named levels that no program would take for names.
    """
    return key_of(header_of(lines), lines)


def key_of(header: Header | None, lines: Sequence[Line]) -> str:
    """What a cell is compared by, whose header is known."""
    return header.key if header else fold(said_by(lines))


def _style_break(lines: Sequence[Line]) -> int | None:
    """Index of the first line in another type than the first, None where all are alike."""
    first = lines[0]
    for i, line in enumerate(lines):
        if line.bold != first.bold or abs(line.size - first.size) > 0.4:
            return i
    return None


def _case_break(text: str) -> tuple[str, str | None]:
    """Cut 'Working Well Includes almost all ...' where capitals turn into a sentence.

    A name is printed with a capital in every word; a note is a sentence, so its first word is the
    last capitalised one before a word in lower case.
    """
    words = text.split()
    if len(words) <= 3 or not words[0][:1].isupper():
        return text, None
    lower = next((i for i, w in enumerate(words) if w[:1].islower() and len(w) > 1), len(words))
    small = {"of", "and", "the", "to", "in", "for"}
    if lower < len(words) and words[lower] in small and len(words) <= LONGEST_NAME_WORDS:
        return text, None
    cut = lower if lower <= 1 else lower - 1
    if cut >= len(words) or lower == len(words):
        return text, None
    return " ".join(words[:cut]), " ".join(words[cut:])


def headers_of(cells: Sequence[Sequence[Line]]) -> tuple[Header, ...] | None:
    """The headers of a row's non-empty cells; None if one of them can be none, or two are equal."""
    found = [header_of(cell) for cell in cells if cell]
    if len(found) < 2 or None in found:
        return None
    headers = without_marks([h for h in found if h])
    return headers if _differ(headers) else _whole([cell for cell in cells if cell])


def phrases_of(cells: Sequence[Sequence[Line]]) -> tuple[Header, ...] | None:
    """The headers of a row's non-empty cells of which some are longer than names are.

    None if there are no such, or if one is a sentence. Phrases are like prose, so only where they
    stand can tell that they are names.
    """
    short = [header_of(cell) for cell in cells if cell]
    if len(short) < 2 or None not in short:
        return None
    long = [_phrase(cell) for cell in cells if cell]
    headers = tuple(h for pair in zip(short, long, strict=True) if (h := pair[0] or pair[1]))
    return headers if len(headers) == len(short) and _differ(headers) else None


def _phrase(lines: Sequence[Line]) -> Header | None:
    text = text_of(lines)
    if text.endswith((".", ";", ",")) or len(text.split()) > LONGEST_PHRASE_WORDS:
        return None
    return Header(text, None)


def _differ(headers: Sequence[Header]) -> bool:
    return len({header.key for header in headers}) == len(headers)


def _whole(cells: Iterable[Sequence[Line]]) -> tuple[Header, ...] | None:
    """The headers that names and notes make together, where names alone do not tell columns."""
    headers = tuple(Header(text_of(cell), None) for cell in cells)
    short = all(len(header.name.split()) <= LONGEST_NAME_WORDS for header in headers)
    return headers if short and _differ(headers) else None


def without_marks(headers: Sequence[Header]) -> tuple[Header, ...]:
    """The headers with the marks beside their names put into the notes, if all agree on it."""
    parts = [split_mark(header.name) for header in headers]
    if not marks_agree([mark for _, mark in parts], [fold(name) for name, _ in parts]):
        return tuple(headers)
    return tuple(
        Header(name, " ".join(filter(None, (mark, header.note))) or None)
        for header, (name, mark) in zip(headers, parts, strict=True)
    )
