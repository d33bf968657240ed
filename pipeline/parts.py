"""Tables whose rows divide what a level says, as into objective, activities and results.

The rows of such a table name no criteria: the same names come again in every table, and each table
has a name of its own. Its levels say for one characteristic what all their rows say, in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.marks import is_code
from pipeline.records import Flow, Passage, Row, Table
from pipeline.scale import fold

COMES_AGAIN = 0.25  # share of the tables in which a part's name stands at least
ALIKE = 0.8  # share of the rows that must bear such names
LARGER = 0.5  # points by which the heading of a domain is larger than the name of a table

# What frameworks call the parts of a level's text; asked only where headings cannot tell.
_PARTS = set(
    "achievements activities activity actions aim aims assessment behaviours benefits costs "
    "criteria deliverables description descriptors evidence examples goal goals guidance impact "
    "indicators inputs intent measures metrics objective objectives outcome outcomes outputs "
    "personnel purpose questions requirements results success tasks".split()
)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one part's name heads in a table: its row's cells."""

    name: tuple[Passage, ...]
    cells: tuple[tuple[Passage, ...], ...]

    @property
    def key(self) -> str:
        return fold(" ".join(p.text for p in self.name))


_Tables = dict[Table, tuple[_Part, ...]]


def merge_parts(flow: Flow) -> Flow:
    """The flow with one row for each table whose rows are parts; unchanged where they are none."""
    divided = {t: tuple(_parts_of(t)) for t in flow.items if isinstance(t, Table) and t.rows}
    labelled = {table: parts for table, parts in divided.items() if any(p.name for p in parts)}
    others = _without_own_names(flow, labelled)
    titled = others is not None
    again = _names_again(list((others or labelled).values()))
    if not again or not (titled or _are_spoken(again) or _names_below_headings(flow, labelled)):
        return flow
    items = tuple(_merged(i, divided[i]) if i in labelled else i for i in flow.items)
    return replace(flow, items=items)


def _parts_of(table: Table) -> Iterator[_Part]:
    """The table's rows with their names, which may stand in rows of their own above them."""
    above: tuple[Passage, ...] = ()
    for row in table.rows:
        if not row.cells:
            above += row.label
            continue
        yield _Part((*above, *row.label), row.cells)
        above = ()


def _without_own_names(flow: Flow, tables: _Tables) -> _Tables | None:
    """The tables without the rows named as a heading above them; None if most have no such row.

    Such a row says what the heading names, so that the rows beside it are parts of the same.
    """
    above: set[str] = set()
    others: _Tables = {}
    titled = 0
    for item in flow.items:
        if isinstance(item, Passage):
            above.add(fold(item.text))
            continue
        if item in tables:
            others[item] = tuple(part for part in tables[item] if part.key not in above)
            titled += len(others[item]) < len(tables[item])
        above = set()
    return others if titled > 1 and 2 * titled > len(tables) else None


def _names_again(tables: Sequence[Sequence[_Part]]) -> set[str]:
    """The names that rows share from table to table, if nearly all rows bear one of them."""
    if len(tables) < 2:
        return set()
    counts = Counter(key for parts in tables for key in {part.key for part in parts})
    least = max(2.0, COMES_AGAIN * len(tables))
    again = {key for key, count in counts.items() if count >= least}
    alike = sum(counts[key] for key in again) >= ALIKE * counts.total()
    several = sum(len(parts) > 1 for parts in tables) > len(tables) / 2
    coded = any(is_code(p.name[0].text.split()[0]) for parts in tables for p in parts if p.name)
    return again if alike and several and not coded else set()


def _are_spoken(names: set[str]) -> bool:
    """Whether most of the names are words for parts."""
    return sum(bool(set(name.split()) & _PARTS) for name in names) > len(names) / 2


def _names_below_headings(flow: Flow, tables: _Tables) -> bool:
    """Whether a heading stands over the names of several tables: these are no domains."""
    alone = under = 0
    above: list[Passage] = []
    for item in flow.items:
        if isinstance(item, Passage):
            above.append(item)
            continue
        if item in tables and (name := item.banner[:1] or tuple(above[-1:])):
            larger = [p for p in above if p.lines[0].size > name[0].lines[0].size + LARGER]
            under += bool(larger)
            alone += not larger
        above = []
    return alone > 0 and under > 1


def _merged(table: Table, parts: Sequence[_Part]) -> Table:
    """The table with one row without a name; the parts' names are heads."""
    cells = tuple(
        tuple(
            replace(p, part=" ".join(n.text for n in part.name) or None)
            for part in parts
            for p in part.cells[i]
        )
        for i in range(len(table.levels))
    )
    names = tuple(line for part in parts for p in part.name for line in p.lines)
    return replace(table, rows=(Row((), cells),), heads=(*table.heads, *names))
