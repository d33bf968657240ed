"""From pages of words to whole tables and paragraphs, by geometry.

layout    words and rules -> printed lines, and fragments of tables cell by cell
margins   takes running heads, page numbers and footnotes away
columns   fragments of tables without rules, from where the words stand
realign   fragments and lines -> whole tables and paragraphs
turned    tables with a row for each level -> with a column for each
doubt     says which columns without rules stand too near to be sure of
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.pages.doubt import uncertain_columns
from pipeline.pages.layout import page_to_layout
from pipeline.pages.realign import realign_layouts
from pipeline.records import Flow, Page


def pages_to_flow(pages: Iterable[Page], levels: Sequence[str] = ()) -> Flow | None:
    """Make the tables and paragraphs of a PDF whole; None if no table has a header of levels.

    ``levels`` names them, worst first, where the document's own header is not to be trusted.
    """
    layouts = [page_to_layout(page) for page in pages]
    flow = realign_layouts(layouts, levels)
    if flow is None:
        return None
    return replace(flow, findings=(*flow.findings, *uncertain_columns(layouts, flow)))
