"""HTML, printed by a headless Chromium."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from layouts.blocks import Block, Cell, Document, Look, Para, Table, Text
from layouts.producers.notes import Notes

TAGS = {
    "title": "h1",
    "subtitle": "p",
    "part": "h2",
    "domain": "h3",
    "statement": "h4",
    "level": "h5",
    "caption": "p",
    "prose": "p",
}
CSS = """
@page { size: A4 %(orientation)s; margin: 18mm 16mm }
body { font: 10pt/1.3 "Liberation Sans"; text-align: %(align)s }
table { width: 100%%; table-layout: fixed; border-collapse: collapse; margin: 4pt 0 12pt }
table { font-size: %(size)spt }
td { vertical-align: top; padding: 3pt %(gutter)spt }
td p, td ul, td li { margin: 0 0 %(spacing)spt } td :last-child { margin-bottom: 0 }
td p + p { text-indent: %(indent)spt } td ul { padding-left: 1.2em }
thead { display: %(thead)s } tr { break-inside: %(rows)s }
h1 { font-size: 22pt } .subtitle { font-size: 14pt } h2 { font-size: 18pt }
h3 { font-size: 15pt; letter-spacing: %(tracking)s } h4 { font-size: 11pt; margin: 9pt 0 4pt }
.caption { font-style: italic; margin: 8pt 0 2pt } h1, h2, h3, h4, .caption { break-after: avoid }
sup { font-size: 65%%; line-height: 0 } .note { font-size: 8pt; margin: 2pt 0 }
.small { font-size: 80%% } .bold { font-weight: bold }
.badge { background: #1d5a7a; color: #fff; font-weight: bold; padding: 2pt 8pt }
.badge { border-radius: 7pt }
.edge { position: fixed; right: -10mm; top: 60mm; writing-mode: vertical-rl; font-size: 7pt }
"""
DRAWINGS = {
    "ruled": "td { border: .6pt solid #333 }",
    "rows": "td { border: solid #333; border-width: .6pt 0 }",
    "booktabs": "table { border: solid #333; border-width: 1pt 0 }"
    " .head td { border-bottom: .6pt solid #333 }",
    "open": "",
    "shaded": "tr:nth-child(even) td { background: #f3f3f3 }",
    "gaps": "td { border: 2pt solid #fff; background: #eef2f6 }",
}
FILLS = {"head": "#dde6ee", "band": "#eeeeee"}
FILLED = ("ruled", "shaded", "gaps")


def write(document: Document, path: Path) -> None:
    """Print the document."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "document.html"
        source.write_text(document_to_html(document), encoding="utf-8")
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer",
            f"--print-to-pdf={path}",
            source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)


def document_to_html(document: Document) -> str:
    """The whole page."""
    look, notes = document.look, Notes()
    body = "".join(_block(block, look, notes) for block in document.blocks)
    edge = f'<div class="edge">{escape(document.title)}</div>' if look.edge else ""
    return (
        f'<!doctype html><html lang="{document.language}"><meta charset="utf-8">'
        f"<title>{escape(document.title)}</title><style>{_css(look)}</style>"
        f"<body>{edge}{body}</body></html>"
    )


def _css(look: Look) -> str:
    values = {
        "orientation": "landscape" if look.landscape else "portrait",
        "align": "justify" if look.justified else "left",
        "size": look.size,
        "gutter": look.gutter,
        "spacing": look.spacing,
        "indent": look.indent,
        "thead": "table-header-group" if look.repeat else "table-row-group",
        "rows": "avoid" if look.whole_rows else "auto",
        "tracking": "2pt" if look.spaced else "normal",
    }
    return CSS % values + DRAWINGS[look.drawing]


def _block(block: Block, look: Look, notes: Notes) -> str:
    if isinstance(block, Text):
        tag = TAGS[block.style]
        return f'<{tag} class="{block.style}">{_inline(block.para, notes)}</{tag}>'
    return _table(block, look, notes) + "".join(
        f'<p class="note"><sup>{number}</sup> {escape(text)}</p>' for number, text in notes.close()
    )


def _table(table: Table, look: Look, notes: Notes) -> str:
    columns = "".join(f'<col style="width: {100 * share:.2f}%">' for share in table.shares)
    rows = [
        f'<tr class="{"head" if number < table.head else "body"}">'
        f"{''.join(_cell(cell, look, notes) for cell in row)}</tr>"
        for number, row in enumerate(table.rows)
    ]
    head, body = "".join(rows[: table.head]), "".join(rows[table.head :])
    thead = f"<thead>{head}</thead>" if head else ""
    return f"<table><colgroup>{columns}</colgroup>{thead}<tbody>{body}</tbody></table>"


def _cell(cell: Cell, look: Look, notes: Notes) -> str:
    colour = FILLS.get(cell.fill) if look.drawing in FILLED else None
    style = f' style="background: {colour}"' if colour else ""
    inside = "".join(_paras(cell.paras, notes))
    return f'<td colspan="{cell.across}" rowspan="{cell.down}"{style}>{inside}</td>'


def _paras(paras: Iterable[Para], notes: Notes) -> Iterator[str]:
    listed = False
    for para in paras:
        if para.bullet != listed:
            listed = para.bullet
            yield "<ul>" if listed else "</ul>"
        tag = "li" if listed else "p"
        yield f"<{tag}>{_inline(para, notes)}</{tag}>"
    if listed:
        yield "</ul>"


def _inline(para: Para, notes: Notes) -> str:
    before, behind = para.cut
    mark = f"<sup>{notes.mark(para.footnote.text)}</sup>" if para.footnote else ""
    return f'<span class="{para.weight}">{escape(before)}{mark}{escape(behind)}</span>'
