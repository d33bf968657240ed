"""Names that wrap, made whole: which of the short texts is only the rest of the one above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from pipeline.geometry import Box
from pipeline.pages.level_rows.entries import SAME_EDGE, Entry, text_of
from pipeline.pages.printed import Row, rule_above
from pipeline.sentences import starts_inside

WRAPPED = 1.12  # base line distance, as a share of the usual one, within which a name goes on
CLOSEST = 0.9  # distance between base lines, in sizes, that no two lines of a column fall below
PITCH = 1.2  # the usual distance where none can be measured
INSIDE = 0.25  # share of its places where the rest of a name stands beside that of a sentence

Rules = Sequence[Box]


def whole_names(
    pages: Sequence[Sequence[Row]], entries: Sequence[Sequence[Entry]], rules: Sequence[Rules]
) -> list[list[Entry]]:
    """The entries with names that wrap made whole, and without those that are such a rest.

    A line is such a rest if it never stands but right below another, beside the inside of a
    sentence.
    """
    pitch = _pitch(pages, entries)
    chains = [
        {e.row: list(_chain(e, rows, drawn, pitch)) for e in found}
        for rows, found, drawn in zip(pages, entries, rules, strict=True)
    ]
    begins = _beginnings(entries, chains)
    return [
        [_whole(e, below[e.row], begins) for e in found if text_of(e.name) in begins]
        for found, below in zip(entries, chains, strict=True)
    ]


def _beginnings(
    entries: Sequence[Sequence[Entry]], chains: Sequence[Mapping[int, Sequence[tuple[int, Row]]]]
) -> set[str]:
    """The short texts that are no rest of the one above."""
    beside: dict[str, list[bool]] = defaultdict(list)
    alone: set[str] = set()
    for found, below in zip(entries, chains, strict=True):
        rests = {i for chain in below.values() for i, _ in chain}
        for entry in found:
            beside[text_of(entry.name)].append(starts_inside(entry.prose))
            if entry.row not in rests and entry.row > 0:
                alone.add(text_of(entry.name))
    return {text for text, inside in beside.items() if sum(inside) < INSIDE * len(inside)} | alone


def _pitch(pages: Sequence[Sequence[Row]], entries: Sequence[Sequence[Entry]]) -> float:
    """The distance between the base lines of one paragraph, as a share of its size."""
    shares: list[float] = []
    for rows, found in zip(pages, entries, strict=True):
        edges = {round(e.edge) for e in found}
        prose = [word for row in rows for word in row if round(word.x0) in edges]
        shares += [(b.bottom - a.bottom) / b.size for a, b in pairwise(prose)]
    tight = sorted(share for share in shares if share > CLOSEST)
    return tight[len(tight) // 10] if tight else PITCH


def _chain(
    entry: Entry, rows: Sequence[Row], rules: Rules, pitch: float
) -> Iterator[tuple[int, Row]]:
    """The lines below a name, with the rows that they stand in, as long as they are close."""
    edges = entry.left, entry.edge, max(word.x1 for word in rows[entry.row])
    last = entry.name[-1]
    for i in range(entry.row + 1, len(rows)):
        row = rows[i]
        if row[0].bottom - last.bottom > WRAPPED * pitch * last.size:
            return
        slack = SAME_EDGE * row[0].size
        line = [word for word in row if edges[0] - slack <= word.x0 < edges[1] - slack]
        if rule_above(rows[i - 1], row, edges, rules) or (line and line[-1].x1 > edges[1]):
            return
        if line:
            yield i, line
            last = line[-1]


def _whole(entry: Entry, chain: Iterable[tuple[int, Row]], begins: Container[str]) -> Entry:
    """The entry with the lines of a chain that only ever stand below another."""
    for i, line in takewhile(lambda item: text_of(item[1]) not in begins, chain):
        entry = replace(entry, name=(*entry.name, *line), last=i)
    return entry
