"""Typst, through its Python package."""

from __future__ import annotations

import re
from pathlib import Path

import typst

from layouts.blocks import Block, Cell, Document, Look, Para, Table
from layouts.producers.styles import BOLD, SIZES

STICKY = (*BOLD, "caption")
STROKES = {
    "ruled": ".5pt",
    "rows": "(x, y) => (top: .5pt, bottom: .5pt)",
    "booktabs": "none",
    "open": "none",
    "shaded": "none",
    "gaps": "2pt + white",
}
FILLS = {"shaded": "(x, y) => if calc.odd(y) { luma(243) }", "gaps": "luma(235)"}
COLOURS = {"head": "#dde6ee", "band": "#eeeeee"}
FILLED = ("ruled", "shaded", "gaps")
LINE = "table.hline(stroke: .8pt),"
WEIGHTS = {
    "plain": "{}",
    "bold": '#text(weight: "bold")[{}]',
    "small": "#text(size: .8em)[{}]",
    "badge": '#box(fill: rgb("#1d5a7a"), radius: 4pt, inset: 3pt, '
    'text(fill: white, weight: "bold")[{}])',
}


def write(document: Document, path: Path) -> None:
    """Set the document."""
    typst.compile(document_to_typst(document).encode(), output=str(path))


def document_to_typst(document: Document) -> str:
    """The whole source."""
    look, title = document.look, _text(document.title)
    language = document.language.partition("-")[0]
    upright = f"rotate(-90deg, reflow: true, text(7pt)[{title}])"
    edge = f"background: place(right + horizon, dx: -5mm, {upright}), " if look.edge else ""
    flipped = _flag(look.landscape)
    lines = [
        f"#set document(title: [{title}], date: none)",
        f'#set page(paper: "a4", flipped: {flipped}, margin: 18mm, {edge}numbering: "1")',
        f'#set text(font: "Libertinus Serif", size: 10pt, lang: "{language}")',
        f"#set par(justify: {_flag(look.justified)})",
        *(_block(block, look) for block in document.blocks),
    ]
    return "\n".join(lines)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _block(block: Block, look: Look) -> str:
    if isinstance(block, Table):
        return _table(block, look)
    size = SIZES[block.style]
    options = [
        f"size: {size}pt",
        f'weight: "{"bold" if block.style in BOLD else "regular"}"',
        f'style: "{"italic" if block.style == "caption" else "normal"}"',
        f"tracking: {2 if look.spaced and block.style == 'domain' else 0}pt",
    ]
    room = f"sticky: {_flag(block.style in STICKY)}, above: {size * 1.1:.1f}pt, below: 7pt"
    return f"#block({room})[#text({', '.join(options)})[{_para(block.para)}]]"


def _table(table: Table, look: Look) -> str:
    rows = [" ".join(_cell(cell, look) for cell in row) for row in table.rows]
    head, body = rows[: table.head], rows[table.head :]
    if look.drawing == "booktabs":
        head, body = [LINE, *head, LINE], [*body, LINE]
    if table.head:
        head = [f"table.header(repeat: {_flag(look.repeat)},", *head, "),"]
    columns = ", ".join(f"{width}fr" for width in table.widths)
    room = f"inset: (x: {look.gutter}pt, y: 4pt), align: top + left"
    drawn = f"stroke: {STROKES[look.drawing]}, fill: {FILLS.get(look.drawing, 'none')}"
    paras = f"spacing: {look.spacing + look.size * 0.65:.2f}pt, first-line-indent: {look.indent}pt"
    lines = [
        f"#[#set text(size: {look.size}pt)",
        f"#set par({paras})",
        f"#table(columns: ({columns}), {room}, {drawn},",
        *head,
        *body,
        ")]",
    ]
    return "\n".join(lines)


def _cell(cell: Cell, look: Look) -> str:
    options = [
        f"colspan: {cell.across}, rowspan: {cell.down}, breakable: {_flag(not look.whole_rows)}"
    ]
    if cell.fill != "none" and look.drawing in FILLED:
        options.append(f'fill: rgb("{COLOURS[cell.fill]}")')
    inside = "\n\n".join(_para(para) for para in cell.paras)
    return f"table.cell({', '.join(options)})[{inside}],"


def _para(para: Para) -> str:
    before, behind = map(_text, para.cut)
    note = f"#footnote[{_text(para.footnote.text)}]" if para.footnote else ""
    text = WEIGHTS[para.weight].format(before + note + behind)
    return f"#list[{text}]" if para.bullet else text


def _text(text: str) -> str:
    """Text that means nothing to the language, at the start of a paragraph either."""
    text = re.sub(r"([\\#$*_`@<>\[\]~])", r"\\\1", text)
    return re.sub(r"^(\d+)\.|^([-+=/])", lambda m: f"{m[1]}\\." if m[1] else f"\\{m[2]}", text)
