"""The title page, contents and introduction: what stands before the first domain."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.classify.blocks import Block
from pipeline.classify.habits import Habits
from pipeline.classify.labels import Text, labelled


def label_front(front: Sequence[Block], habits: Habits) -> list[Text]:
    """Title, subject and contents; the last block may be a heading of the tier above domains."""
    title = _title(front)
    parent = next((b for b in front[-1:] if b.style in habits.parent_styles), None)
    inner = [b for b in front if b is not parent]
    return [_label(block, title, inner) for block in front]


def _label(block: Block, title: Sequence[Block], inner: Sequence[Block]) -> Text:
    if block in title:
        rule = "largest type before the first domain" if block.style[0] else "first line"
        return labelled("title", block, rule)
    if block not in inner:
        return labelled("parent", block, "heading in larger type than the domains")
    if title and _is_subject(block, title[0], inner):
        return labelled("subject", block, "second type of the title page")
    if block.has_leaders:
        return labelled("contents", block, "dot leaders")
    return labelled("other", block, "before the first domain")


def _title(front: Sequence[Block]) -> list[Block]:
    """The blocks in the largest type; without types, the first one."""
    if not front:
        return []
    largest = max(b.style[0] for b in front)
    if not largest:
        return [next((b for b in front if b.heading_like), front[0])]
    page = next(b.page for b in front if b.style[0] == largest)
    return [b for b in front if b.style[0] == largest and b.page == page]


def _is_subject(block: Block, title: Block, front: Sequence[Block]) -> bool:
    """The second largest type of the title's page, larger than the running text of it."""
    here = [b for b in front if b.page == title.page]
    sizes = sorted({b.style[0] for b in here}, reverse=True)
    return block in here and len(sizes) > 2 and block.style[0] == sizes[1]
