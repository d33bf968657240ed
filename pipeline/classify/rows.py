"""The table itself: its cells, each behind the statement of its row or of the whole table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.classify.blocks import Block
from pipeline.classify.habits import Habits
from pipeline.classify.labels import Cells, Text, labelled, left_out
from pipeline.classify.sections import Section
from pipeline.records import Row, Table

_ACROSS = "row across the table, above the rows that belong to it"
_ABOVE_HEADER = "row across the table, above its header"
_ACROSS_TIER = "row across the table, above that of a domain"


def label_banner(
    name: Sequence[Block], above: Sequence[Text], habits: Habits, *, inside: bool
) -> Iterable[Text]:
    """What names a table whose rows have names: a domain, if it stands ``inside`` the table.

    ``above`` are the labels of what stands above it, which may hold the domain's heading.
    """
    headed = any(text.label == "domain" for text in above)
    for i, block in enumerate(name):
        if not inside:
            yield labelled("other", block, "caption of a table whose rows are named")
        elif headed:
            yield left_out(block, "above the header of a table whose rows are named", "warning")
        elif i == 0:
            code, title = habits.domain_name(block)
            yield Text("domain", _ABOVE_HEADER, block.passage, title, code)
        else:
            yield labelled("outcome", block, _ABOVE_HEADER)


def label_rows(section: Section, habits: Habits) -> Iterable[Text | Cells]:
    """A table whose rows have names: each is a characteristic."""
    assert section.table is not None
    across: list[Sequence[Block]] = []
    for row, label in section.rows:
        if not row.cells:
            across.append(label)
            continue
        yield from _label_groups(across, habits)
        across = []
        summary = habits.summary_rule(label)
        yield from _label_name(label, habits, summary, "label of its row")
        yield _cells([row], section.table, summary, "row of its label")
    yield from _label_groups(across, habits)


def label_table(
    section: Section, habits: Habits, name: Sequence[Block], summary: str | None
) -> Iterable[Text | Cells]:
    """A table that is one characteristic, or a summary by the rule that says so."""
    assert section.table is not None
    rule = "spanning row above the levels" if section.banner else "directly above its table"
    yield from _label_name(name, habits, summary, rule, section.table.code)
    yield _cells(section.table.rows, section.table, summary, "table under its statement")


def _label_groups(rows: Sequence[Sequence[Block]], habits: Habits) -> Iterable[Text]:
    """Rows across the table above rows of cells: a domain, and what is said of it.

    Of two headings the upper one belongs to the tier above the domains.
    """
    headed = [i for i, (name, *_) in enumerate(rows) if i == 0 or name.heading_like or name.code]
    for i, blocks in enumerate(rows):
        for block in blocks:
            heads = i in headed and block is blocks[0]
            if i < headed[-1]:
                tier = labelled("parent", block, _ACROSS_TIER)
                yield tier if heads else left_out(block, _ACROSS_TIER, "warning")
            elif heads:
                code, title = habits.domain_name(block)
                yield Text("domain", _ACROSS, block.passage, title, code)
            else:
                yield labelled("outcome", block, _ACROSS)


def _label_name(
    blocks: Sequence[Block],
    habits: Habits,
    summary: str | None,
    rule: str,
    code: str | None = None,
) -> Iterable[Text]:
    """A characteristic's statement behind its code; ``code`` is the one that its heads show."""
    for i, block in enumerate(blocks):
        if summary:
            yield labelled("summary-heading", block, summary)
        else:
            own, text = habits.statement_name(block) if i == 0 else (None, block.text)
            shown = own or (code if i == 0 else None)
            yield Text("statement", rule, block.passage, text, shown)


def _cells(rows: Sequence[Row], table: Table, summary: str | None, rule: str) -> Cells:
    columns = tuple(
        (level, tuple(p for row in rows for p in row.cells[i]))
        for i, level in enumerate(table.levels)
    )
    return Cells("summary" if summary else "characteristic", summary or rule, columns, table)
