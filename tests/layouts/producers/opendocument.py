"""What Writer and Calc have in common: flat OpenDocument files that LibreOffice turns into PDFs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from samples.make import convert_to_pdf

from layouts.blocks import Cell, Look, Table

NAMESPACES = {
    "office": "office",
    "style": "style",
    "text": "text",
    "table": "table",
    "fo": "xsl-fo-compatible",
}
LONG, SHORT, MARGIN = 29.7, 21.0, 1.8
LINE = "0.6pt solid #333333"
BORDERS = {
    "ruled": f'fo:border="{LINE}"',
    "rows": f'fo:border-top="{LINE}" fo:border-bottom="{LINE}"',
    "open": "",
    "shaded": "",
    "gaps": 'fo:border="2pt solid #ffffff"',
}
FILLS = {"head": "#dde6ee", "band": "#eeeeee"}
FILLED = ("ruled", "shaded", "gaps")
CELL_STYLES = ("none", "odd", "head", "band")


def convert(source: str, path: Path, ending: str) -> None:
    """Let LibreOffice make the PDF of a flat file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"document{ending}"
        file.write_text(source, encoding="utf-8")
        convert_to_pdf(file, Path(folder), profile=Path(folder) / "profile")
        path.write_bytes(file.with_suffix(".pdf").read_bytes())


def document(kind: str, styles: str, automatic: str, master: str, body: str) -> str:
    """The parts of a flat file in their order; ``kind`` is text or spreadsheet."""
    schema = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{p}="{schema}:{name}:1.0"' for p, name in NAMESPACES.items())
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document {names} office:version="1.3" office:mimetype="{mimetype}">'
        f"<office:styles>{styles}</office:styles>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:master-styles>{master}</office:master-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>\n"
    )


def page_layout(look: Look, more: str = "") -> str:
    """A4, upright or landscape."""
    width, height = (LONG, SHORT) if look.landscape else (SHORT, LONG)
    orientation = "landscape" if look.landscape else "portrait"
    return (
        '<style:page-layout style:name="Page"><style:page-layout-properties '
        f'fo:page-width="{width}cm" fo:page-height="{height}cm" fo:margin="{MARGIN}cm" '
        f'style:print-orientation="{orientation}" {more}/></style:page-layout>'
    )


def text_width(look: Look) -> float:
    """The width of a page between its margins, in centimetres."""
    return (LONG if look.landscape else SHORT) - 2 * MARGIN


def column_styles(table: Table, number: int, look: Look) -> str:
    """The widths of a table's columns."""
    return "".join(
        f'<style:style style:name="C{number}-{n}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{text_width(look) * share:.3f}cm"/>'
        "</style:style>"
        for n, share in enumerate(table.shares)
    )


def columns(table: Table, number: int) -> str:
    """A table's columns with the styles above."""
    count = range(len(table.widths))
    return "".join(f'<table:table-column table:style-name="C{number}-{n}"/>' for n in count)


def cell_properties(name: str, look: Look, more: str = "") -> str:
    """Borders, fill and padding of one of the CELL_STYLES."""
    colours = dict(FILLS) if look.drawing in FILLED else {}
    if look.drawing == "shaded":
        colours["odd"] = "#f3f3f3"
    if look.drawing == "gaps":
        colours |= {"none": "#eef2f6", "odd": "#eef2f6"}
    fill = f'fo:background-color="{colours[name]}"' if name in colours else ""
    return (
        f'<style:table-cell-properties {BORDERS[look.drawing]} {fill} style:vertical-align="top" '
        f'fo:padding-left="{look.gutter}pt" fo:padding-right="{look.gutter}pt" '
        f'fo:padding-top="3pt" fo:padding-bottom="3pt" {more}/>'
    )


def rows(table: Table, inside: Callable[[Cell, str], tuple[str, str]]) -> list[str]:
    """A table's rows; ``inside`` gives a cell's style and text for the cell and its fill."""
    return [_row(row, n - table.head, inside) for n, row in enumerate(table.grid())]


def _row(
    row: list[Cell | None], number: int, inside: Callable[[Cell, str], tuple[str, str]]
) -> str:
    cells = []
    for cell in row:
        if cell is None:
            cells.append("<table:covered-table-cell/>")
            continue
        odd = number > 0 and number % 2 and cell.fill == "none"
        style, text = inside(cell, "odd" if odd else cell.fill)
        cells.append(
            f'<table:table-cell table:style-name="{style}" office:value-type="string" '
            f'table:number-columns-spanned="{cell.across}" table:number-rows-spanned="{cell.down}">'
            f"{text}</table:table-cell>"
        )
    return f'<table:table-row table:style-name="Row">{"".join(cells)}</table:table-row>'
