"""What comes out of it: labelled texts and cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.classify.blocks import Block
from pipeline.records import Line, Passage, Severity, Table

Label = Literal[
    "title", "subject", "contents", "parent", "domain", "outcome", "summary-heading", "section",
    "statement", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A labelled passage; ``code`` is taken off ``text`` where one is printed.

    ``left_out`` says how much it matters that the text stands nowhere in the data, if at all.
    """

    label: Label
    rule: str
    passage: Passage
    text: str
    code: str | None = None
    left_out: Severity | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The descriptors of one characteristic or summary: (index of the level, paragraphs)."""

    role: Literal["summary", "characteristic"]
    rule: str
    cells: tuple[tuple[int, tuple[Passage, ...]], ...]
    table: Table


def labelled(label: Label, block: Block, rule: str) -> Text:
    """The whole block under a label."""
    return Text(label, rule, block.passage, block.text)


def left_out(block: Block, rule: str, severity: Severity) -> Text:
    """A block that a person may miss in the data."""
    return Text("other", rule, block.passage, block.text, left_out=severity)


def heads_of(blocks: Iterable[Text | Cells]) -> Iterable[Line]:
    """The lines of all level headers and their repeats, each once."""
    seen: dict[Table, None] = {}
    for block in blocks:
        if isinstance(block, Cells):
            seen[block.table] = None
    for table in seen:
        yield from table.heads
