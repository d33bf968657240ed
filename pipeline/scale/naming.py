"""Which level a cell names, whatever mark or code stands beside its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.marks import same_behind_code, split_code, split_mark
from pipeline.records import Line
from pipeline.scale.header import Header, fold, header_key, header_of, key_of, text_of
from pipeline.vocabulary import clean


def levels_of(cells: Sequence[Sequence[Line]], headers: Sequence[Header]) -> list[int | None]:
    """Which level each cell of a row names, whatever mark or code stands beside the names."""
    names = words_of(headers)
    found = [_level_of(x, headers) if _may_name(x, names) else None for x in cells]
    if not any(header.coded for header in headers):
        return found
    named = [header_key(cells[i]) for i, level in enumerate(found) if level is not None]
    return found if split_code(named)[0] else [None] * len(found)


def words_of(headers: Iterable[Header]) -> list[list[str]]:
    """The words of each level's name, for ``may_say``."""
    return [header.key.split() for header in headers]


def may_say(text: str, names: Iterable[Iterable[str]]) -> bool:
    """Whether all words of a level's name stand in a text, in whatever order and however cut.

    Most texts say no level's name, and this tells so quickly.
    """
    said = text.casefold()
    plain = said if said.isascii() else fold(clean(said))
    said = "".join(plain.split()).replace("-", "")
    return any(all(map(said.__contains__, name)) for name in names)


def _may_name(lines: Sequence[Line], names: Iterable[Iterable[str]]) -> bool:
    return bool(lines) and may_say(" ".join([line.text for line in lines]), names)


def _level_of(lines: Sequence[Line], headers: Sequence[Header]) -> int | None:
    for said in _said_by(lines):
        for i, level in enumerate(headers):
            if level.key == said or (level.coded and same_behind_code(said, level.key)):
                return i
    return None


def _said_by(lines: Sequence[Line]) -> Iterator[str]:
    """What the cell may name: its header, that without a mark, all that it says."""
    header = header_of(lines)
    yield key_of(header, lines)
    if header:
        yield fold(split_mark(header.name)[0])
        yield fold(text_of(lines))
