"""One sheet of the assessment workbook: a row per characteristic, to be judged by its descriptors.

Columns and rows count from 0, as XlsxWriter has them. The first row is the head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipeline.models import Descriptor, Domain, Framework, Paragraph
from pipeline.sheets import TALLEST, count_lines, print_on_a4, row_height, write_text

SIZE, LINE = 9, 12.0  # points: the type, and a line of it
FIT = 1.25  # characters of that size in one unit of width
CODE, STATEMENT, JUDGEMENT, EVIDENCE, ACTION = 7, 20, 14, 26, 22  # widths
LEVELS, NARROWEST, WIDEST = 100, 14, 60  # width of all level columns, and bounds of one
OVERALL = "The domain as a whole"
_STOPS = ((0xF4, 0xB9, 0xB2), (0xFB, 0xE5, 0xA6), (0xB9, 0xDC, 0xAE))  # worst, middle, best


class Styles:
    """The formats of the cells; the colours of the levels run from red through amber to green."""

    def __init__(self, book: Workbook, framework: Framework) -> None:
        def style(**properties: Any) -> Format:
            base = {"font_size": SIZE, "valign": "top", "border": 1, "border_color": "#B8BEC6"}
            return book.add_format({**base, **properties})

        self.levels = levels_of(framework)
        colours = [colour(n, len(self.levels)) for n in range(len(self.levels))]
        self.head = style(bold=True, bg_color="#DDE3EA", text_wrap=True)
        self.level_heads = [style(bold=True, bg_color=c, text_wrap=True) for c in colours]
        self.chosen = [book.add_format({"bg_color": c}) for c in colours]
        self.open = book.add_format({"bg_color": "#E4E7EB"})
        self.domain = style(bold=True, bg_color="#34495E", font_color="#FFFFFF", font_size=11)
        self.outcome = style(italic=True, text_wrap=True, bg_color="#F3F5F7")
        self.text = style(text_wrap=True)
        self.bold = style(bold=True, text_wrap=True)
        self.input = style(text_wrap=True, bg_color="#FFFDF2", locked=False)
        self.judgement = style(
            text_wrap=True, bold=True, num_format="@", bg_color="#FFFDF2", locked=False
        )  # "@": a level called 1 stays a text
        self.number = style(num_format="0", align="center")
        self.total = style(num_format="0", align="center", bold=True, bg_color="#EDF0F3")
        self.sum_of = style(bold=True, bg_color="#EDF0F3")
        self.link = style(text_wrap=True, font_color="#1B4F8A", underline=True)
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.plain_line = book.add_format({"font_size": SIZE})


def levels_of(framework: Framework) -> list[tuple[str, str]]:
    """Key and name of each level, the worst first."""
    ordered = sorted(framework.scale.levels, key=lambda level: level.rank)
    return [(level.key, level.name) for level in ordered]


def colour(number: int, of: int) -> str:
    """The colour of a level, between those of the worst and the best."""
    place = 2 * number / max(of - 1, 1)
    low = min(int(place), 1)
    share = place - low
    mixed = (a + (b - a) * share for a, b in zip(_STOPS[low], _STOPS[low + 1], strict=True))
    return "#" + "".join(f"{round(part):02X}" for part in mixed)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a form stand."""

    levels: int
    coded: bool  # whether there is a column for codes

    @property
    def first_level(self) -> int:
        """Behind the code and the statement."""
        return 1 + self.coded

    @property
    def judgement(self) -> int:
        """Behind the levels."""
        return self.first_level + self.levels

    @property
    def last(self) -> int:
        """Evidence and action stand behind the judgement."""
        return self.judgement + 2


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one domain; without characteristics, ``last`` is before ``first``."""

    domain: Domain
    heading: int
    outcome: int | None
    overall: int | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet to fill in: one domain, or all of them for one service."""

    sheet: str
    service: str | None
    blocks: tuple[Block, ...]
    columns: Columns


def plan_form(
    sheet: str, service: str | None, domains: Sequence[Domain], framework: Framework
) -> Form:
    """Where everything will stand, so that other sheets can refer to it."""
    blocks, row = [], 1
    for domain in domains:
        heading = row
        outcome = heading + 1 if domain.outcome else None
        overall = (outcome or heading) + 1 if domain.summary else None
        first = (overall or outcome or heading) + 1
        row = first + len(domain.characteristics)
        blocks.append(Block(domain, heading, outcome, overall, first, row - 1))
    coded = any(one.code for domain in framework.domains for one in domain.characteristics)
    return Form(sheet, service, tuple(blocks), Columns(len(framework.scale.levels), coded))


def domain_name(domain: Domain) -> str:
    """Code and title."""
    return " ".join(filter(None, (domain.code, domain.title)))


# ---- writing ------------------------------------------------------------------------------------


def write_form(sheet: Worksheet, form: Form, styles: Styles) -> None:
    """Fill the sheet with all that a form holds."""
    widths = _widths(form, styles)
    _write_head(sheet, form, widths, styles)
    for block in form.blocks:
        _write_block(sheet, form, block, widths, styles)
    _add_colours(sheet, form, styles)


def _widths(form: Form, styles: Styles) -> list[float]:
    """The level columns share their room by the length of their texts."""
    texts: dict[str, list[str]] = {key: [""] for key, _ in styles.levels}
    for block in form.blocks:
        for cells in (block.domain.summary, *(c.descriptors for c in block.domain.characteristics)):
            for cell in cells:
                texts[cell.level].append(joined(cell.paragraphs))
    shares = [max(len(text) for text in texts[key]) ** 0.5 for key, _ in styles.levels]
    room = LEVELS / (sum(shares) or 1)
    levels = [
        _width(texts[key], max(share * room, NARROWEST))
        for share, (key, _) in zip(shares, styles.levels, strict=True)
    ]
    first = [CODE] * form.columns.coded
    return [*first, STATEMENT, *levels, JUDGEMENT, EVIDENCE, ACTION]


def _width(texts: Sequence[str], width: float) -> float:
    """Wide enough for no text to be taller than a row may be."""
    while width < WIDEST and any(count_lines(t, width * FIT) * LINE > TALLEST for t in texts):
        width += 2
    return round(width, 1)


def joined(paragraphs: Sequence[Paragraph]) -> str:
    """Paragraphs with their list marks and the names of their rows.

    They are parted by an empty line where no list goes on.
    """
    text, part = "", None
    for paragraph in paragraphs:
        named = paragraph.part if paragraph.part != part else None
        if text:
            text += "\n" if paragraph.bullet and not named else "\n\n"
        text += f"{named}:\n" if named else ""
        text += f"{paragraph.bullet} {paragraph.text}" if paragraph.bullet else paragraph.text
        part = paragraph.part
    return text


def _write_head(sheet: Worksheet, form: Form, widths: Sequence[float], styles: Styles) -> None:
    names = [name for _, name in styles.levels]
    first = ["Code"] * form.columns.coded + ["Characteristic"]
    heads = [*first, *names, "Judgement", "Evidence", "Action"]
    looks = [styles.head] * len(first) + styles.level_heads + [styles.head] * 3
    for column, (head, look, width) in enumerate(zip(heads, looks, widths, strict=True)):
        sheet.set_column(column, column, width)
        write_text(sheet, 0, column, head, look)
    sheet.set_row(0, _height(zip(heads, widths, strict=True)))
    sheet.freeze_panes(1, form.columns.first_level)
    print_on_a4(sheet)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&CPage &P of &N")


def _height(cells: Any) -> float:
    return row_height(((text, width * FIT) for text, width in cells), LINE)


def _write_block(
    sheet: Worksheet, form: Form, block: Block, widths: Sequence[float], styles: Styles
) -> None:
    domain, last = block.domain, form.columns.last
    _merge(sheet, block.heading, last, domain_name(domain), styles.domain)
    sheet.set_row(block.heading, 18)
    if block.outcome is not None:
        text = joined(domain.outcome)
        _merge(sheet, block.outcome, last, text, styles.outcome)
        sheet.set_row(block.outcome, _height([(text, sum(widths))]))
    if block.overall is not None:
        texts = [""] * form.columns.coded + [OVERALL]
        _write_row(sheet, block.overall, texts, domain.summary, widths, styles)
    for row, one in enumerate(domain.characteristics, block.first):
        texts = [one.code or ""] * form.columns.coded + [joined(one.statement)]
        _write_row(sheet, row, texts, one.descriptors, widths, styles)


def _merge(sheet: Worksheet, row: int, last: int, text: str, style: Format) -> None:
    sheet.merge_range(row, 0, row, last, "", style)
    write_text(sheet, row, 0, text, style)


def _write_row(
    sheet: Worksheet,
    row: int,
    texts: Sequence[str],
    descriptors: Sequence[Descriptor],
    widths: Sequence[float],
    styles: Styles,
) -> None:
    cells = {cell.level: joined(cell.paragraphs) for cell in descriptors}
    shown = [*texts, *(cells.get(key, "") for key, _ in styles.levels)]
    for column, text in enumerate(shown):
        write_text(sheet, row, column, text, styles.bold if column < len(texts) else styles.text)
    judgement = len(shown)
    sheet.write_blank(row, judgement, None, styles.judgement)
    sheet.write_blank(row, judgement + 1, None, styles.input)
    sheet.write_blank(row, judgement + 2, None, styles.input)
    sheet.set_row(row, _height(zip(shown, widths, strict=False)))
    sheet.data_validation(row, judgement, row, judgement, _choice(len(texts), judgement - 1))


def _choice(first: int, last: int) -> dict[str, Any]:
    """The levels as the head names them in these columns."""
    return {
        "validate": "list",
        "source": f"={xl_range_abs(0, first, 0, last)}",
        "error_title": "Judgement",
        "error_message": "Choose one of the levels from the list.",
    }


def _add_colours(sheet: Worksheet, form: Form, styles: Styles) -> None:
    """Colour the judgement and the descriptor that it chooses."""
    column, last = form.columns.judgement, form.blocks[-1].last
    judged = f"${xl_col_to_name(column)}2"
    for number, look in enumerate(styles.chosen):
        level = form.columns.first_level + number
        head = xl_rowcol_to_cell(0, level, row_abs=True, col_abs=True)
        rule = {"type": "formula", "criteria": f'={judged}&""={head}&""', "format": look}
        for place in (column, level):
            sheet.conditional_format(1, place, last, place, rule)
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, last, form.columns.last)})
