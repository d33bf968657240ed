"""The levels, found from the document: the same ordered short names head the most tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.marks import is_mark, split_code
from pipeline.records import Line
from pipeline.scale.header import Header, fold, headers_of

FIRST_ROW_VOTES = 3  # a row on top of its table is so much likelier to head it


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may head a table: whether prose follows it, and whether it is the first one."""

    cells: tuple[tuple[Line, ...], ...]
    heads_prose: bool
    first: bool = False


def find_header_names(candidates: Iterable[Candidate]) -> tuple[Header, ...]:
    """The ordered headers that head the most tables; empty if nothing does.

    Rows with the same names but another note are the same header; the commonest note wins, since
    a document may misprint or vary it.
    """
    votes: Counter[tuple[str, ...]] = Counter()
    printed: dict[tuple[str, ...], list[tuple[Header, ...]]] = defaultdict(list)
    rows = [
        (headers, FIRST_ROW_VOTES if candidate.first else 1)
        for candidate in candidates
        if candidate.heads_prose and (headers := headers_of(candidate.cells))
    ]
    rows = _without_figures(rows)
    for headers, weight in (*rows, *_without_codes(rows)):
        keys = tuple(h.key for h in headers)
        votes[keys] += weight
        printed[keys].append(headers)
    if not votes:
        return ()
    best = max(votes, key=lambda keys: votes[keys])  # of equals the first
    return tuple(_commonest(column) for column in zip(*printed[best], strict=True))


_Voted = tuple[tuple[Header, ...], int]


def _without_figures(rows: list[_Voted]) -> list[_Voted]:
    """The rows without those that only say what the levels named above them count."""
    named: set[int] = set()  # of how many cells a row of names on top of a table was seen
    kept: list[_Voted] = []
    figures: set[tuple[str, ...]] = set()
    for headers, votes in rows:
        keys = tuple(h.key for h in headers)
        if not all(map(_is_figure, headers[1:])):
            named |= {len(headers)} if votes == FIRST_ROW_VOTES else set()
        elif keys in figures or len(headers) in named:
            figures.add(keys)
            continue
        kept.append((headers, votes))
    return kept


def _is_figure(header: Header) -> bool:
    return is_mark(header.name) or not any(c.isalpha() for c in header.name)


def _without_codes(rows: Sequence[_Voted]) -> Iterator[_Voted]:
    """The rows whose names stand behind another code in other tables, without their codes."""
    split = [(split_code([h.name for h in headers]), headers, votes) for headers, votes in rows]
    codes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for (code, names), _, _ in split:
        if code:
            codes[names].add(fold(code))
    for (code, names), headers, votes in split:
        if code and len(codes[names]) > 1:
            pairs = zip(names, headers, strict=True)
            yield tuple(Header(name, h.note, coded=True) for name, h in pairs), votes


def _commonest(headers: Sequence[Header]) -> Header:
    """One header for all printings of it, without a mark that differs from table to table."""
    name = Counter(h.name for h in headers).most_common(1)[0][0]
    note, times = Counter(h.note for h in headers).most_common(1)[0]
    if note and is_mark(note) and 2 * times <= len(headers):
        note = None
    return Header(name, note, coded=headers[0].coded)
