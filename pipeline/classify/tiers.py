"""Labels moved by a tier, where what was taken for domains turns out to be another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.classify.labels import Cells, Text


def one_tier_higher(texts: Iterable[Text]) -> Iterable[Text]:
    """What stands above a table that holds domains of its own: their tier above."""
    for text in texts:
        if text.label == "domain":
            yield replace(text, label="parent")
        elif text.label == "outcome":
            yield replace(text, label="other", left_out="warning")
        else:
            yield text


def one_tier_lower(blocks: Sequence[Text | Cells]) -> Sequence[Text | Cells]:
    """The blocks; if no domain has a characteristic, the domains are the characteristics."""
    cells = [block for block in blocks if isinstance(block, Cells)]
    named = any(row.label for block in cells for row in block.table.rows)
    if len(cells) < 2 or named or any(block.role == "characteristic" for block in cells):
        return blocks
    return [_lowered(block) for block in blocks]


def _lowered(block: Text | Cells) -> Text | Cells:
    if isinstance(block, Cells):
        return replace(block, role="characteristic")
    rule = f"{block.rule}; no domain has a characteristic"
    if block.label in ("domain", "outcome"):
        return replace(block, label="statement", rule=rule)
    return replace(block, label="domain", rule=rule) if block.label == "parent" else block
