"""The title page, contents and introduction: what stands before the first domain."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, takewhile

from pipeline.classify.blocks import Block
from pipeline.classify.habits import Habits
from pipeline.classify.labels import Text, labelled


def label_front(front: Sequence[Block], habits: Habits) -> list[Text]:
    """Title, subject and contents; the last block may be a heading of the tier above domains."""
    title = _title(front)
    parent = next((b for b in front[-1:] if b.style in habits.parent_styles), None)
    inner = [b for b in front if b is not parent]
    subject = _subject(title, inner) or [
        b for b in inner if habits.is_large(b) and habits.is_subtitle(b)
    ]
    return [_label(block, title, subject, inner) for block in front]


def _label(
    block: Block, title: Sequence[Block], subject: Sequence[Block], inner: Sequence[Block]
) -> Text:
    if block in title:
        rule = "largest type before the first domain" if block.style[0] else "first line"
        return labelled("title", block, rule)
    if block not in inner:
        return labelled("parent", block, "heading in larger type than the domains")
    if block in subject:
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
    return _set_apart([b for b in front if b.style[0] == largest and b.page == page])


def _set_apart(blocks: Sequence[Block]) -> list[Block]:
    """The first blocks in bold, if text in the same size stands among them; else all of them.

    A title in the size of the text, as spreadsheets print it, is told by its weight alone.
    """
    has_text = any(not b.style[1] and not b.heading_like for b in blocks)
    if not (has_text and any(b.style[1] for b in blocks)):
        return list(blocks)
    from_bold = dropwhile(lambda b: not b.style[1], blocks)
    return list(takewhile(lambda b: b.style[1], from_bold))


def _subject(title: Sequence[Block], front: Sequence[Block]) -> Sequence[Block]:
    """The blocks in the second largest type of the title's page, if larger than its text.

    Where others stand between them, they are the headings of sections.
    """
    here = [b for b in front if title and b.page == title[0].page]
    sizes = sorted({b.style[0] for b in here}, reverse=True)
    if len(sizes) < 3:
        return []
    second = [i for i, b in enumerate(here) if b.style[0] == sizes[1]]
    together = second[-1] - second[0] == len(second) - 1
    return here[second[0] : second[-1] + 1] if together else []
