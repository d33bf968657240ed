"""The comparison as a spreadsheet: a row per change, to filter, sort and comment on."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.changes import Change, Differences
from pipeline.models import Framework
from pipeline.report.outline import Entry, Links, Outline, Source, outline
from pipeline.report.wording import UNRELATED, counts, kind_label, refs_label
from pipeline.sheets import LONGEST, make_book, print_on_a4, row_height, write_text

_COLUMNS = (
    ("Kind", 20),
    ("Domain", 26),
    ("Old place", 30),
    ("New place", 30),
    ("Old text", 60),
    ("New text", 60),
    ("Similarity", 10),
    ("Old source", 12),
    ("New source", 12),
    ("Reason", 44),
    ("Comment", 30),
)


def render_xlsx(
    differences: Differences, old: Framework, new: Framework, links: Links | None = None
) -> bytes:
    """A workbook with the sheets *Changes*, *Counts* and *Crosswalk*.

    Every text is written as text, so none can become a formula or a link. Texts are cut at what a
    cell can hold.

    Args:
        differences: what was found between ``old`` and ``new``.
        old: the earlier edition.
        new: the later edition.
        links: not used: a workbook is sent around, and links to files would break.
    """

    def write(book: Workbook) -> None:
        styles = _Styles(book)
        plan = outline(differences, old, new, links or Links())
        _write_changes(book.add_worksheet("Changes"), plan, styles)
        _write_counts(book.add_worksheet("Counts"), differences, old, new, styles)
        _write_crosswalk(book.add_worksheet("Crosswalk"), differences, styles)

    return make_book(f"{old.id} to {new.id}", write)


class _Styles:
    """The formats of the cells and of the runs inside them."""

    def __init__(self, book: Workbook) -> None:
        def style(**properties: Any) -> Format:
            return book.add_format(properties)

        self.head = style(bold=True, bg_color="#DDE3EA", border=1, text_wrap=True, valign="top")
        self.cell = style(text_wrap=True, valign="top", border=1, border_color="#C6CACF")
        self.score = style(valign="top", border=1, border_color="#C6CACF", num_format="0.00")
        self.gone = style(font_color="#A3201B", font_strikeout=True)
        self.fresh = style(font_color="#14692F", underline=True)


def _head(sheet: Worksheet, columns: tuple[tuple[str, int], ...], styles: _Styles) -> None:
    for number, (name, width) in enumerate(columns):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, name, styles.head)
    sheet.freeze_panes(1, 0)
    print_on_a4(sheet)


def _write_changes(sheet: Worksheet, plan: Outline, styles: _Styles) -> None:
    _head(sheet, _COLUMNS, styles)
    rows = [("", entry) for entry in plan.whole]
    for section in plan.sections:
        title = " ".join(filter(None, (section.code, section.title)))
        rows += [(title, entry) for entry in section.entries]
    for number, (title, entry) in enumerate(rows, 1):
        _write_change(sheet, number, title, entry, styles)
    sheet.autofilter(0, 0, max(len(rows), 1), len(_COLUMNS) - 1)


def _write_change(sheet: Worksheet, row: int, title: str, entry: Entry, styles: _Styles) -> None:
    change = entry.change
    texts = (kind_label(change.kind), title, refs_label(change.old), refs_label(change.new))
    for column, text in enumerate(texts):
        write_text(sheet, row, column, text, styles.cell)
    _write_side(sheet, row, 4, change, "-", styles)
    _write_side(sheet, row, 5, change, "+", styles)
    if change.similarity is None:
        sheet.write_blank(row, 6, None, styles.score)
    else:
        sheet.write_number(row, 6, change.similarity, styles.score)
    sources = (_label(entry.old_source), _label(entry.new_source))
    for column, text in enumerate((*sources, change.reason, ""), 7):
        write_text(sheet, row, column, text, styles.cell)
    shown = (*texts, change.before or "", change.after or "", "", *sources, change.reason)
    widths = (width for _, width in _COLUMNS)
    sheet.set_row(row, row_height(zip(shown, widths, strict=False)))


def _label(source: Source | None) -> str:
    return source.label if source else ""


def _write_side(
    sheet: Worksheet, row: int, column: int, change: Change, mark: str, styles: _Styles
) -> None:
    """The old or the new text, with the runs that only it has in colour."""
    text = change.before if mark == "-" else change.after
    runs = [(m, run) for m, run in change.redline if m in ("=", mark) and run]
    if len({m for m, _ in runs}) < 2 or sum(len(run) for _, run in runs) > LONGEST:
        write_text(sheet, row, column, text or "", styles.cell)
        return
    own = styles.gone if mark == "-" else styles.fresh
    parts: list[str | Format] = []
    for m, run in runs:
        parts += [run] if m == "=" else [own, run]
    sheet.write_rich_string(row, column, *parts, styles.cell)


def _write_counts(
    sheet: Worksheet, differences: Differences, old: Framework, new: Framework, styles: _Styles
) -> None:
    _head(sheet, (("Kind", 40), ("Number", 12)), styles)
    row = 0
    for row, (kind, number) in enumerate(counts(differences), 1):
        write_text(sheet, row, 0, kind_label(kind), styles.cell)
        sheet.write_number(row, 1, number, styles.cell)
    facts = [f"{old.title} ({old.source.file}) to {new.title} ({new.source.file})"]
    if not differences.related:
        facts.append(f"{UNRELATED}.")
    for number, fact in enumerate(facts, row + 2):
        sheet.write_string(number, 0, fact)


def _write_crosswalk(sheet: Worksheet, differences: Differences, styles: _Styles) -> None:
    columns = (("What", 16), ("Old key", 30), ("New key", 30), ("Score", 10), ("Reason", 60))
    _head(sheet, columns, styles)
    for row, pair in enumerate(differences.pairs, 1):
        for column, text in enumerate((pair.what, pair.old, pair.new)):
            write_text(sheet, row, column, text, styles.cell)
        sheet.write_number(row, 3, pair.score, styles.score)
        write_text(sheet, row, 4, pair.reason, styles.cell)
