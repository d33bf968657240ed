"""What every block of the document is, and which rule decided it.

blocks     one passage read for itself: its code, whether it looks like a heading
sections   the document cut at its tables
habits     what the document does throughout: its types of headings, what it repeats
front      title page, contents and introduction
above      what stands above a table: its name, a domain's heading, an outcome
rows       the table itself: statements and cells
tiers      labels moved by a tier, where domains turn out to be another
labels     what comes out of it: labelled texts and cells
unplaced   what is said of text among the tables that is in none
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from pipeline.classify.above import label_above, split_name
from pipeline.classify.blocks import reader
from pipeline.classify.habits import Habits
from pipeline.classify.labels import Cells, Text, heads_of, labelled, left_out
from pipeline.classify.rows import label_banner, label_rows, label_table
from pipeline.classify.sections import Section, cut_sections
from pipeline.classify.tiers import one_tier_higher, one_tier_lower
from pipeline.classify.unplaced import texts_left_out
from pipeline.records import Flow, Severity
from pipeline.sentences import starts_inside

__all__ = ["Cells", "Text", "classify", "heads_of", "reader", "texts_left_out"]


def classify(flow: Flow) -> tuple[Text | Cells, ...]:
    """Label everything in the flow, in reading order."""
    sections = cut_sections(flow)
    habits = Habits(sections)
    blocks: list[Text | Cells] = []
    for section in sections:
        blocks += _label(section, habits, first=section is sections[0])
    return tuple(one_tier_lower(blocks))


def _label(section: Section, habits: Habits, first: bool) -> Iterable[Text | Cells]:
    if section.table is None:
        return _label_end(section, habits)
    above, name = split_name(section, habits)
    summary = habits.summary_rule(name)
    texts = label_above(above, habits, first, bool(summary))
    if section.has_labels:
        texts += label_banner(name, texts, habits, inside=bool(section.banner))
        grouped = any(not row.cells for row in section.table.rows)
        return [*(one_tier_higher(texts) if grouped else texts), *label_rows(section, habits)]
    if not name and any(text.label == "domain" for text in texts):
        summary = "stands under the domain's heading without a name of its own"
    return [*texts, *label_table(section, habits, name, summary)]


def _label_end(section: Section, habits: Habits) -> list[Text]:
    """What stands behind the last table: up to the first heading, it may belong to it."""
    near = list(takewhile(lambda block: not habits.is_heading(block), section.above))
    severity: Severity = "warning" if near and starts_inside(near[0].text) else "info"
    texts = [
        labelled("other", b, "caption of a table")
        if habits.is_caption(b)
        else left_out(b, "right behind the last table", severity)
        for b in near
    ]
    rest = section.above[len(near) :]
    return [*texts, *(labelled("other", b, "after the last table") for b in rest)]
