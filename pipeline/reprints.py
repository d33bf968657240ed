"""Tables that a document prints twice: short in an overview, and whole on a page of their own.

The two bear one name, and the whole one says again what the short one says, with further parts. It
is taken in the place of the first one, where the headings of its domain stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Finding, Flow, Passage, Table
from pipeline.scale import fold

REPEATS = 0.5  # share of the short one's paragraphs that stand in the whole one to the letter


@dataclass(frozen=True, slots=True)
class _Named:
    """A table with a single row, and the passages that name it."""

    table: Table
    name: tuple[Passage, ...]

    @property
    def key(self) -> tuple[str, str | None]:
        return fold(" ".join(p.text for p in self.name)), self.table.code

    @property
    def cells(self) -> tuple[tuple[Passage, ...], ...]:
        return self.table.rows[0].cells

    @property
    def parts(self) -> set[str]:
        return {fold(p.part) for cell in self.cells for p in cell if p.part}


def drop_reprints(flow: Flow) -> Flow:
    """The flow with each table once; the lines of what is left out are beside the data."""
    first: dict[tuple[str, str | None], _Named] = {}
    left: list[Table | Passage] = []
    findings: list[Finding] = []
    for found in list(_named_tables(flow.items)):
        before = first.setdefault(found.key, found)
        if _is_reprint(before, found):
            first[found.key] = _joined(before, found)
            left += [found.table, *found.name]
            findings.append(_finding(before, found))
    if not left:
        return flow
    places = {named.table.place: named.table for named in first.values()}
    items = tuple(
        places.get(item.place, item) if isinstance(item, Table) else item
        for item in flow.items
        if item not in left
    )
    return replace(flow, items=items, findings=(*flow.findings, *findings))


def _named_tables(items: Sequence[Passage | Table]) -> Iterator[_Named]:
    for i, item in enumerate(items):
        if not isinstance(item, Table) or len(item.rows) != 1 or item.rows[0].label:
            continue
        above = items[i - 1] if i else None
        if item.banner:
            yield _Named(item, item.banner)
        elif isinstance(above, Passage):
            yield _Named(item, (above,))


def _is_reprint(before: _Named, later: _Named) -> bool:
    """Whether one of two tables of one name has all parts of the other, and more, and its text."""
    if before is later or before.table.levels != later.table.levels:
        return False
    short, whole = sorted((before, later), key=lambda named: len(named.parts))
    if not short.parts < whole.parts:
        return False
    said = [
        fold(p.text) in {fold(other.text) for other in again}
        for cell, again in zip(short.cells, whole.cells, strict=True)
        for p in cell
    ]
    return sum(said) >= REPEATS * len(said)


def _joined(before: _Named, later: _Named) -> _Named:
    """The table that stands first, saying what the whole one says."""
    short, whole = sorted((before, later), key=lambda named: len(named.parts))
    left = [line for cell in short.cells for p in cell for line in p.lines]
    name = [line for p in later.name for line in p.lines]
    table = replace(
        before.table,
        rows=whole.table.rows,
        heads=(*before.table.heads, *later.table.heads),
        extra=(*before.table.extra, *later.table.extra, *left, *name),
    )
    return replace(before, table=table)


def _finding(before: _Named, later: _Named) -> Finding:
    short, whole = sorted((before, later), key=lambda named: len(named.parts))
    pages = f"on page {whole.table.place.page}, and shorter on page {short.table.place.page}"
    message = f"'{_text(before.name)}' is printed {pages}: the whole table is taken"
    return Finding("table-printed-twice", "info", message, place=short.table.place)


def _text(name: Sequence[Passage]) -> str:
    return " ".join(p.text for p in name)[:60]
