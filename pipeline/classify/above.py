"""What stands above a table: the table's name, and before that headings, outcome and prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.classify.blocks import LONGEST_HEADING, Block
from pipeline.classify.front import label_front
from pipeline.classify.habits import Habits
from pipeline.classify.labels import Label, Text, labelled, left_out
from pipeline.classify.sections import Section
from pipeline.records import Severity

LONGEST_OUTCOME = 5  # paragraphs; more than that is an introduction
PROSE = 5  # words from which on text says more than a line to fill in
INDENT = 4.0  # points by which the items of a list are set in at least


# ---- the name of the table ----------------------------------------------------------------------


def split_name(section: Section, habits: Habits) -> tuple[list[Block], list[Block]]:
    """What stands above the table, without the blocks that name it; and these."""
    above = list(section.above)
    if section.banner:
        return above, list(section.banner)
    if not above:
        return above, []
    last = above[-1]
    if section.has_labels:
        return (above[:-1], above[-1:]) if habits.is_caption(last) else (above, [])
    if _is_listed(above) or (last.style[0] and habits.is_domain_style(last)):
        return above, []
    start = len(above) - 1 if habits.comes_again(last) else _statement_start(above, habits)
    return above[:start], above[start:]


def _is_listed(above: Sequence[Block]) -> bool:
    """Whether the last block is an item of a list: behind a mark, or set in below a colon."""
    last = above[-1]
    if last.code or last.style[1]:
        return False
    if last.passage.lines[0].bullet:
        return True
    opening = next((b for b in reversed(above) if b.text.endswith(":")), None)
    return opening is not None and _left(opening) + INDENT < _left(last)


def _left(block: Block) -> float:
    box = block.passage.lines[0].place.box
    return box.x0 if box else 0.0


def _statement_start(above: Sequence[Block], habits: Habits) -> int:
    """Where the statement begins: at its code, else with the first block of its type."""
    last = len(above) - 1
    for i in range(last, -1, -1):
        block = above[i]
        if (habits.is_domain_style(block) and block.style[0]) or habits.comes_again(block):
            break
        if habits.opens_statement(block):
            return i
    size, bold = above[last].style
    start = last
    while start > 0 and size and bold and _goes_on(above[start - 1], above[last], habits):
        start -= 1
    return start


def _goes_on(block: Block, last: Block, habits: Habits) -> bool:
    """Whether a statement that ends with ``last`` may begin before it."""
    headed = habits.comes_again(block) or habits.is_domain_style(block)
    return block.style == last.style and not headed


# ---- what comes before it -----------------------------------------------------------------------


def label_above(above: Sequence[Block], habits: Habits, first: bool, summary: bool) -> list[Text]:
    """Title page, domain heading, outcome and section headings above a table.

    ``first`` says that the document begins here, ``summary`` that the table is a domain's summary.
    """
    at = _domain_index(above, habits, first, summary)
    if at is None and first and habits.domain_style is None and _is_titled(above, habits):
        return label_front(above, habits)
    if at is None:
        return [_before(b, habits) if first else _between(b, habits) for b in above]
    before = above[:at]
    texts = label_front(before, habits) if first else [_tier_above(b, habits) for b in before]
    return [*texts, *_label_domains(above[at:], habits)]


def _label_domains(blocks: Sequence[Block], habits: Habits) -> Iterator[Text]:
    """A domain's heading and what follows it; of several domains only the last has the table.

    Without codes, a heading in the same type is rather a part of the domain's introduction.
    """
    heading, *below = blocks
    code, title = habits.domain_name(heading)
    typed = "heading in the type of the domains"
    rule = typed if heading.style[0] else "heading above an outcome"
    yield Text("domain", rule, heading.passage, title, code)
    coded = (i for i, b in enumerate(below) if code and _is_coded_domain(b, habits))
    end = next(coded, len(below))
    yield from _label_outcome(below[:end], habits)
    if end < len(below):
        yield from _label_domains(below[end:], habits)


def _is_coded_domain(block: Block, habits: Habits) -> bool:
    styled = block.style[0] > 0 and habits.is_domain_style(block)
    return styled and habits.domain_name(block)[0] is not None


def _is_titled(above: Sequence[Block], habits: Habits) -> bool:
    """Whether a title opens the document; in large type it may be two sentences."""
    if not above or above[0].has_leaders:
        return False
    text = above[0].text
    short = len(text.split()) <= LONGEST_HEADING and not text.endswith(tuple(".;,:"))
    return habits.is_heading(above[0]) or (short and habits.is_large(above[0]))


def _domain_index(above: Sequence[Block], habits: Habits, first: bool, summary: bool) -> int | None:
    """Which block is the heading of a domain that begins here."""
    styled = [i for i, b in enumerate(above) if habits.is_domain_style(b)]
    if habits.domain_style and habits.domain_style[0]:
        return (styled[-1] if first else styled[0]) if styled else None
    if summary or first:
        # Without type to tell, a heading counts only where an outcome and a summary follow.
        prose = [i for i, b in enumerate(above) if not b.heading_like]
        end = prose[-1] if prose else len(above)
        plain = [i for i in styled if i < end]
        return plain[-1] if plain else styled[-1] if styled else None
    return None


def _label_outcome(below: Sequence[Block], habits: Habits) -> list[Text]:
    """What stands between a domain's heading and its first table."""
    prose = sum(not habits.comes_again(b) for b in below)
    texts: list[Text] = []
    for block in below:
        if habits.comes_again(block):
            texts.append(labelled("section", block, "comes again"))
        elif prose <= LONGEST_OUTCOME and not (habits.is_heading(block) and block.style[0]):
            rule = "between the domain's heading and its first table"
            texts.append(labelled("outcome", block, rule))
        else:
            severity: Severity = "warning" if habits.is_domain_style(block) else "info"
            texts.append(left_out(block, "introduction of a domain", severity))
    return texts


def _tier_above(block: Block, habits: Habits) -> Text:
    if habits.is_heading(block) and block.style in habits.parent_styles:
        return labelled("parent", block, "heading in larger type than the domains")
    return _between(block, habits)


def _before(block: Block, habits: Habits) -> Text:
    label: Label = "section" if habits.comes_again(block) else "other"
    return labelled(label, block, "before the first table")


def _between(block: Block, habits: Habits) -> Text:
    """What stands between tables and names none: a heading that comes again, a caption, text."""
    if habits.comes_again(block):
        return labelled("section", block, "comes again")
    if habits.is_caption(block):
        return labelled("other", block, "caption of a table")
    told = habits.is_heading(block) or len(block.text.split()) >= PROSE
    return left_out(block, "between tables", "warning" if told else "info")
