"""LaTeX: longtable and booktabs, set by pdflatex."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from layouts.blocks import Block, Cell, Document, Look, Para, Row, Table, Text

PREAMBLE = r"""\pdfsuppressptexinfo=-1 \pdfinfoomitdate=1 \pdftrailerid{}
\documentclass[10pt]{article}
\usepackage[a4paper,margin=18mm%(landscape)s]{geometry}
\usepackage{longtable,array,booktabs,colortbl,xcolor,pdflscape}
\setlength{\parindent}{0pt}\setlength{\parskip}{5pt}\setlength{\LTleft}{0pt}
\setlength{\tabcolsep}{%(gutter)spt}\renewcommand{\arraystretch}{1.15}
\definecolor{head}{HTML}{DDE6EE}\definecolor{band}{HTML}{EEEEEE}\definecolor{badge}{HTML}{1D5A7A}
"""
STYLES = {
    "title": r"{\Huge\bfseries %s\par}",
    "subtitle": r"{\large %s\par}",
    "part": r"\bigskip{\LARGE\bfseries %s\par\nopagebreak}",
    "domain": r"\bigskip{\Large\bfseries %s\par\nopagebreak}",
    "statement": r"\medskip{\normalsize\bfseries %s\par\nopagebreak}",
    "level": r"\smallskip{\small\bfseries %s\par\nopagebreak}",
    "caption": r"\medskip{\itshape %s\par\nopagebreak}",
    "prose": r"%s\par",
}
WEIGHTS = {
    "plain": "%s",
    "bold": r"\textbf{%s}",
    "small": r"{\footnotesize %s}",
    "badge": r"\colorbox{badge}{\color{white}\textbf{%s}}",
}
SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "_": r"\_",
    "#": r"\#",
    "$": r"\$",
    "–": "--",
    "‘": "`",
    "’": "'",
}
FILLED = ("ruled",)
ENDS = {"booktabs": (r"\toprule", r"\midrule", r"\bottomrule"), "open": ("", "", "")}


def write(document: Document, path: Path) -> None:
    """Set the document twice, for the widths of its tables."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "document.tex"
        source.write_text(document_to_latex(document), encoding="utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", source.name]
        for _ in range(2):
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
        path.write_bytes(source.with_suffix(".pdf").read_bytes())


def document_to_latex(document: Document) -> str:
    """The whole source; pdflscape turns pages by /Rotate."""
    look = document.look
    landscape = ",landscape" if look.landscape and not look.turned else ""
    body = "\n".join(_block(block, look) for block in document.blocks)
    if look.turned:
        body = rf"\begin{{landscape}}{body}\end{{landscape}}"
    preamble = PREAMBLE % {"landscape": landscape, "gutter": look.gutter}
    return rf"{preamble}\begin{{document}}{body}\end{{document}}" + "\n"


def _block(block: Block, look: Look) -> str:
    if isinstance(block, Text):
        return STYLES[block.style] % _para(block.para)
    return _table(block, look)


def _table(table: Table, look: Look) -> str:
    wall = "|" if look.drawing == "ruled" else ""
    line = r"\hline" if look.drawing in ("ruled", "rows") else ""
    top, middle, bottom = ENDS.get(look.drawing, (line, "", ""))
    columns = wall + wall.join(_column(share, look) for share in table.shares) + wall
    rows = [_row(row, table.shares, wall, look) + line for row in table.rows]
    head, body = rows[: table.head], rows[table.head :]
    if head:
        head += [middle, r"\endhead" if look.repeat else ""]
    size = rf"\fontsize{{{look.size}}}{{{look.size * 1.2:.1f}}}\selectfont"
    start, end = rf"{{{size}\begin{{longtable}}{{{columns}}}", r"\end{longtable}}"
    return "\n".join([start, top, *head, *body, bottom, end])


def _column(share: float, look: Look) -> str:
    ragged = "" if look.justified else r">{\raggedright\arraybackslash}"
    return rf"{ragged}p{{\dimexpr{share * 0.97:.4f}\linewidth-2\tabcolsep\relax}}"


def _row(row: Row, shares: list[float], wall: str, look: Look) -> str:
    parts = []
    at = 0
    for cell in row:
        inside = _cell(cell, look)
        if cell.across > 1:
            column = _column(sum(shares[at : at + cell.across]), look)
            left = wall if at == 0 else ""
            inside = rf"\multicolumn{{{cell.across}}}{{{left}{column}{wall}}}{{{inside}}}"
        parts.append(inside)
        at += cell.across
    return " & ".join(parts) + r" \\"


def _cell(cell: Cell, look: Look) -> str:
    fill = rf"\cellcolor{{{cell.fill}}}" if cell.fill != "none" and look.drawing in FILLED else ""
    gap = rf" \par\vspace{{{look.spacing}pt}}\hspace*{{{look.indent}pt}}"
    return fill + gap.join(_para(para) for para in cell.paras)


def _para(para: Para) -> str:
    before, behind = map(_text, para.cut)
    note = rf"\footnote{{{_text(para.footnote.text)}}}" if para.footnote else ""
    bullet = r"\hangindent=1em\hangafter=1\makebox[1em][l]{$\bullet$}" if para.bullet else ""
    return bullet + WEIGHTS[para.weight] % (before + note + behind)


def _text(text: str) -> str:
    return "".join(SPECIAL.get(letter, letter) for letter in text)
