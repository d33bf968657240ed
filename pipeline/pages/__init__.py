"""From pages of words to whole tables and paragraphs, by geometry.

layout      words and rules -> printed lines, and fragments of tables cell by cell
spread      tables whose columns are spread over several pages -> whole rows
margins     takes running heads, page numbers and footnotes away
broken_words   finds the words that narrow columns broke without a hyphen
heads_above   level heads right above the rules of their tables, as their first rows
columns     fragments of tables without rules, from where the words stand
level_rows  the same where the levels stand down a column
level_sections, run_in   the same where they are headings over their text, or bold words at its head
shaded      the same where each level has a row of shaded boxes
transposed, cell_heads   tables with levels down and criteria across, or names inside the cells,
            made like others
realign     fragments and lines -> whole tables and paragraphs
growing     what a table has gathered so far
turned      tables with a row for each level -> with a column for each
doubt       says which columns without rules stand too near to be sure of
displayed   places on pages that were turned to be read -> as displayed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.pages.broken_words import rejoin_words
from pipeline.pages.displayed import Sheet, as_displayed, sheet_of
from pipeline.pages.doubt import uncertain_columns
from pipeline.pages.layout import page_to_layout
from pipeline.pages.realign import realign_layouts
from pipeline.records import Flow, Layout, Page


def pages_to_flow(pages: Iterable[Page], levels: Sequence[str] = ()) -> Flow | None:
    """Make the tables and paragraphs of a PDF whole; None if no table has a header of levels.

    ``levels`` names them, worst first, where the document's own header is not to be trusted.
    """
    layouts: list[Layout] = []
    sheets: dict[int, Sheet] = {}
    for page in pages:
        layouts.append(page_to_layout(page))
        if page.turn:
            sheets[page.number] = sheet_of(page)
    whole = rejoin_words(layouts)
    flow = realign_layouts(whole.layouts, levels)
    if flow is None:
        return None
    uncertain = uncertain_columns(layouts, flow)
    flow = replace(flow, findings=(*whole.findings, *flow.findings, *uncertain))
    return as_displayed(flow, sheets) if sheets else flow
