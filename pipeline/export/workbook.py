"""An assessment workbook: the descriptors to judge by, and the judgements counted as they come in.

Without a list of services there is a sheet per domain. With one, each service has a sheet that
holds all domains, so that it can be filled in, printed and handed over by itself, and *Comparison*
shows all services side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipeline.export.form import (
    LINE,
    OVERALL,
    Block,
    Form,
    Styles,
    domain_name,
    joined,
    plan_form,
    write_form,
)
from pipeline.export.names import file_stem, sheet_names
from pipeline.models import Domain, Framework, Paragraph
from pipeline.sheets import LONGEST, make_book, print_on_a4, row_height, write_link, write_text

SUMMARY, COMPARISON, NOTES = "Summary", "Comparison", "Notes"
_HELP = (
    "Choose a judgement for each characteristic from the list in its cell; the descriptor that it "
    "stands for is coloured. Say beside it what it rests on (evidence) and what follows (action).",
    "Summary counts the judgements of each domain as they are filled in.",
    "The texts are those of the source below, word for word.",
)


def make_xlsx(framework: Framework, services: Sequence[str] = ()) -> dict[str, bytes]:
    """The file of the workbook."""
    forms = _plan(framework, services)

    def write(book: Workbook) -> None:
        styles = Styles(book, framework)
        _write_summary(book.add_worksheet(SUMMARY), forms, framework, styles)
        if services:
            _write_comparison(book.add_worksheet(COMPARISON), forms, framework, styles)
        for form in forms:
            write_form(book.add_worksheet(form.sheet), form, styles)
        _write_notes(book.add_worksheet(NOTES), framework, styles)

    return {f"{file_stem(framework)}.xlsx": make_book(framework.title, write)}


def _plan(framework: Framework, services: Sequence[str]) -> list[Form]:
    taken = (SUMMARY, COMPARISON, NOTES)
    if services:
        sheets = sheet_names(services, taken)
        return [
            plan_form(sheet, service, framework.domains, framework)
            for sheet, service in zip(sheets, services, strict=True)
        ]
    sheets = sheet_names(map(domain_name, framework.domains), taken)
    return [
        plan_form(sheet, None, [domain], framework)
        for sheet, domain in zip(sheets, framework.domains, strict=True)
    ]


# ---- summary ------------------------------------------------------------------------------------

_HEAD = 3  # row of the summary's and the comparison's head

_Rows = Sequence[tuple[Form, Block]]


def _write_summary(
    sheet: Worksheet, forms: Sequence[Form], framework: Framework, styles: Styles
) -> None:
    """One row per domain with the number of judgements of each level."""
    names = [name for _, name in styles.levels]
    overall = any(domain.summary for domain in framework.domains)
    heads = ["Domain", "Characteristics", *names, "Still to judge"] + [OVERALL] * overall
    looks = [styles.head] * 2 + styles.level_heads + [styles.head] * 2
    about = "Judgements per domain, counted as they are filled in"
    _write_top(sheet, framework.title, about, zip(heads, looks, strict=False), styles)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(heads) - 1, 14)
    sheet.set_row(_HEAD, row_height([(head, 14) for head in heads], LINE))
    row = _HEAD + 1
    for service, rows in _groups(forms):
        if service:
            _merge(sheet, row, len(heads) - 1, service, styles)
            row += 1
        row = _write_group(sheet, row, rows, overall, styles)
    _colour_counts(sheet, row - 1, styles)


def _write_top(
    sheet: Worksheet, title: str, about: str, heads: Iterable[tuple[str, Format]], styles: Styles
) -> None:
    sheet.write_string(0, 0, title[:LONGEST], styles.title)
    sheet.write_string(1, 0, about, styles.plain_line)
    for column, (head, look) in enumerate(heads):
        write_text(sheet, _HEAD, column, head, look)
    sheet.freeze_panes(_HEAD + 1, 1)
    print_on_a4(sheet, _HEAD)
    sheet.set_footer("&L&A&CPage &P of &N")


def _merge(sheet: Worksheet, row: int, last: int, text: str, styles: Styles) -> None:
    sheet.merge_range(row, 0, row, last, "", styles.domain)
    write_text(sheet, row, 0, text, styles.domain)


def _groups(forms: Sequence[Form]) -> Iterator[tuple[str | None, _Rows]]:
    """What is counted together: the domains of each service, or all of them."""
    if forms and forms[0].service is None:
        yield None, [(form, block) for form in forms for block in form.blocks]
        return
    for form in forms:
        yield form.service, [(form, block) for block in form.blocks]


def _write_group(sheet: Worksheet, start: int, rows: _Rows, overall: bool, styles: Styles) -> int:
    """The rows of some domains and their sum; returns the row behind them."""
    for row, (form, block) in enumerate(rows, start):
        target = _reference(form, xl_rowcol_to_cell(block.heading, 0))
        write_link(sheet, row, 0, domain_name(block.domain), target, styles.link)
        _write_counts(sheet, row, form, block, styles)
        if overall:
            _write_judgement(sheet, row, 3 + len(styles.levels), form, block.overall, styles)
    end = start + len(rows)
    write_text(sheet, end, 0, "All domains", styles.sum_of)
    for column in range(1, 3 + len(styles.levels)):
        cells = f"{xl_rowcol_to_cell(start, column)}:{xl_rowcol_to_cell(end - 1, column)}"
        total = sum(len(block.domain.characteristics) for _, block in rows)
        value = total if column in (1, 2 + len(styles.levels)) else 0
        sheet.write_formula(end, column, f"=SUM({cells})", styles.total, value)
    return end + 1


def _write_counts(sheet: Worksheet, row: int, form: Form, block: Block, styles: Styles) -> None:
    """How many characteristics there are, are judged at each level, and are not yet judged.

    The cells are compared as texts, so that neither a level called 1 nor one with a wildcard of
    COUNTIF in its name is counted wrongly.
    """
    number = len(block.domain.characteristics)
    last = 2 + len(styles.levels)
    sheet.write_number(row, 1, number, styles.number)
    if not number:
        for column in range(2, last + 1):
            sheet.write_number(row, column, 0, styles.number)
        return
    judgement = form.columns.judgement
    cells = _reference(form, xl_range_abs(block.first, judgement, block.last, judgement))
    for column in range(2, last):
        head = xl_rowcol_to_cell(_HEAD, column, row_abs=True)
        formula = f'=SUMPRODUCT(--({cells}&""={head}&""))'
        sheet.write_formula(row, column, formula, styles.number, 0)
    counted = f"{xl_rowcol_to_cell(row, 2)}:{xl_rowcol_to_cell(row, last - 1)}"
    left = f"={xl_rowcol_to_cell(row, 1)}-SUM({counted})"
    sheet.write_formula(row, last, left, styles.number, number)


def _write_judgement(
    sheet: Worksheet, row: int, column: int, form: Form, source: int | None, styles: Styles
) -> None:
    """What the form says in its row ``source``, if it has one."""
    if source is None:
        sheet.write_blank(row, column, None, styles.text)
        return
    place = xl_rowcol_to_cell(source, form.columns.judgement, row_abs=True, col_abs=True)
    cell = _reference(form, place)
    sheet.write_formula(row, column, f'=IF({cell}="","",{cell})', styles.text, "")


def _reference(form: Form, cells: str) -> str:
    return f"{quote_sheetname(form.sheet)}!{cells}"


def _colour_counts(sheet: Worksheet, last: int, styles: Styles) -> None:
    """Colour what has been judged, and what is still to be judged."""
    levels = len(styles.levels)
    for column, look in enumerate([*styles.chosen, styles.open], 2):
        rule = {"type": "cell", "criteria": ">", "value": 0, "format": look}
        sheet.conditional_format(_HEAD + 1, column, last, column, rule)
    overall = 3 + levels
    for number, look in enumerate(styles.chosen):
        rule = _is_level(_HEAD + 1, overall, _HEAD, 2 + number, look)
        sheet.conditional_format(_HEAD + 1, overall, last, overall, rule)


def _is_level(row: int, column: int, head_row: int, head: int, look: Format) -> dict[str, Any]:
    """The rule for a range from ``row`` and ``column`` on that holds the level of a head."""
    cell = xl_rowcol_to_cell(row, column)
    level = xl_rowcol_to_cell(head_row, head, row_abs=True, col_abs=True)
    return {"type": "formula", "criteria": f'={cell}&""={level}&""', "format": look}


# ---- comparison ---------------------------------------------------------------------------------


def _write_comparison(
    sheet: Worksheet, forms: Sequence[Form], framework: Framework, styles: Styles
) -> None:
    """One row per characteristic, one column per service, coloured by level."""
    names = ["Code", "Characteristic", *(form.service or "" for form in forms)]
    heads = [(name, styles.head) for name in names]
    _write_top(sheet, framework.title, "The judgements of all services", heads, styles)
    for number, look in enumerate(styles.level_heads):
        write_text(sheet, _HEAD - 1, 2 + number, styles.levels[number][1], look)
    sheet.set_column(0, 0, 7)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 1 + max(len(forms), len(styles.levels)), 15)
    sheet.set_row(_HEAD, row_height([(name, 15) for name in names[2:]], LINE))
    sheet.freeze_panes(_HEAD + 1, 2)
    row = _HEAD + 1
    for number, domain in enumerate(framework.domains):
        _merge(sheet, row, 1 + len(forms), domain_name(domain), styles)
        row = _compare_domain(sheet, row + 1, domain, number, forms, styles)
    for number, look in enumerate(styles.chosen):
        rule = _is_level(_HEAD + 1, 2, _HEAD - 1, 2 + number, look)
        sheet.conditional_format(_HEAD + 1, 2, row - 1, 1 + len(forms), rule)


def _compare_domain(
    sheet: Worksheet, row: int, domain: Domain, number: int, forms: Sequence[Form], styles: Styles
) -> int:
    block = forms[0].blocks[number]
    compared = [("", OVERALL, block.overall)] if block.overall is not None else []
    compared += [
        (one.code or "", joined(one.statement), source)
        for source, one in enumerate(domain.characteristics, block.first)
    ]
    for code, statement, source in compared:
        write_text(sheet, row, 0, code, styles.bold)
        write_text(sheet, row, 1, statement, styles.text)
        for column, form in enumerate(forms, 2):
            _write_judgement(sheet, row, column, form, source, styles)
        sheet.set_row(row, row_height([(statement, 46)], LINE))
        row += 1
    return row


# ---- notes --------------------------------------------------------------------------------------


def _write_notes(sheet: Worksheet, framework: Framework, styles: Styles) -> None:
    """How to use the workbook, the source, the levels, and the footnotes."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, 2, 90)
    print_on_a4(sheet)
    sheet.write_string(0, 0, framework.title[:LONGEST], styles.title)
    row = 2
    for rows in (_about(framework), _scale(framework), _footnotes(framework)):
        for number, texts in enumerate(rows):
            for column, text in enumerate(texts):
                write_text(sheet, row, column, text, styles.text if number else styles.head)
            sheet.set_row(row, row_height(zip(texts, (36, 21, 98), strict=True), LINE))
            row += 1
        row += 1


_Texts = tuple[str, str, str]


def _about(framework: Framework) -> list[_Texts]:
    source = framework.source
    facts = {
        "Subject": framework.subject,
        "Edition": framework.edition,
        "Publisher": framework.publisher,
        "Published": framework.published,
        "Licence": framework.licence,
        "Address": framework.source_url,
        "File": source.file,
        "SHA-256 of the file": source.sha256,
    }
    rows = [("This workbook", "", "")]
    rows += [("How to use it", str(number), text) for number, text in enumerate(_HELP, 1)]
    return rows + [("Source", name, text) for name, text in facts.items() if text]


def _scale(framework: Framework) -> list[_Texts]:
    levels = sorted(framework.scale.levels, key=lambda level: level.rank)
    rows = [("Level", "Rank (1 is the worst)", "Note")]
    return rows + [(level.name, str(level.rank), level.note or "") for level in levels]


def _footnotes(framework: Framework) -> list[_Texts]:
    rows = [
        (f"{domain_name(domain)}: {_marked(domain, note.mark)}", note.mark, note.text)
        for domain in framework.domains
        for note in domain.notes
    ]
    return [("Footnote of", "Mark", "Note"), *rows] if rows else []


def _marked(domain: Domain, mark: str) -> str:
    """What refers to a note."""
    parts: list[tuple[str, Iterable[Paragraph]]] = [("outcome", domain.outcome)]
    parts += [(OVERALL.lower(), cell.paragraphs) for cell in domain.summary]
    for one in domain.characteristics:
        cells = [p for cell in one.descriptors for p in cell.paragraphs]
        parts.append((one.code or joined(one.statement), [*one.statement, *cells]))
    found = dict.fromkeys(name for name, ps in parts if any(mark in p.marks for p in ps))
    return ", ".join(found) or "not referred to"
