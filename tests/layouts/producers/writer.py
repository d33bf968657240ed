"""LibreOffice Writer, from flat ODT."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from layouts.blocks import Block, Cell, Document, Look, Para, Table, Text
from layouts.producers import opendocument as odf
from layouts.producers.styles import BOLD, SIZES

BULLETS = (
    '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" '
    'text:bullet-char="•"><style:list-level-properties '
    'text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment '
    'text:label-followed-by="listtab" text:list-tab-stop-position="0.35cm" '
    'fo:text-indent="-0.35cm" fo:margin-left="0.35cm"/></style:list-level-properties>'
    "</text:list-level-style-bullet></text:list-style>"
)
NOTES = (
    '<style:style style:name="Raised" style:family="text"><style:text-properties '
    'style:text-position="super 58%"/></style:style>'
    '<text:notes-configuration text:note-class="footnote" style:num-format="1" '
    'text:citation-body-style-name="Raised" text:footnotes-position="page" '
    'text:start-numbering-at="document"/>'
)
MASTER = '<style:master-page style:name="Standard" style:page-layout-name="Page"/>'


def write(document: Document, path: Path) -> None:
    """Write the document as flat ODT and convert it."""
    odf.convert(document_to_odt(document), path, ".fodt")


def document_to_odt(document: Document) -> str:
    """The whole file."""
    look = document.look
    tables = [block for block in document.blocks if isinstance(block, Table)]
    shapes = {table.widths: table for table in tables}
    numbers = {widths: number for number, widths in enumerate(shapes)}
    columns = (odf.column_styles(table, numbers[w], look) for w, table in shapes.items())
    return odf.document(
        "text",
        _styles(document),
        "".join(columns) + _table_styles(look) + odf.page_layout(look),
        MASTER,
        "".join(_block(block, numbers, look) for block in document.blocks),
    )


def _styles(document: Document) -> str:
    look = document.look
    language, _, country = document.language.partition("-")
    default = (
        '<style:default-style style:family="paragraph"><style:paragraph-properties '
        'fo:orphans="2" fo:widows="2"/><style:text-properties '
        'fo:font-family="Liberation Sans" fo:font-size="10pt" '
        f'fo:language="{language}" fo:country="{country or "none"}" '
        'fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/>'
        '</style:default-style><style:style style:name="Standard" style:family="paragraph"/>'
    )
    return default + NOTES + BULLETS + "".join([*_text_styles(look), *_cell_text_styles(look)])


def _style(name: str, size: float, bold: bool, paragraph: str, text: str = "") -> str:
    weight = "bold" if bold else "normal"
    return (
        f'<style:style style:name="{name}" style:family="paragraph" '
        f'style:parent-style-name="Standard"><style:paragraph-properties {paragraph}/>'
        f'<style:text-properties fo:font-size="{size}pt" fo:font-weight="{weight}" {text}/>'
        "</style:style>"
    )


def _text_styles(look: Look) -> list[str]:
    styles = [_style("note", 8, False, "")]
    for name, size in SIZES.items():
        above = 10 if name in BOLD else 3
        keep = "" if name in ("prose", "subtitle") else 'fo:keep-with-next="always"'
        space = f'fo:margin-top="{above}pt" fo:margin-bottom="5pt" {keep}'
        spaced = look.spaced and name == "domain"
        text = 'fo:letter-spacing="2pt"' if spaced else ""
        text += ' fo:font-style="italic"' if name == "caption" else ""
        styles.append(_style(name, size, name in BOLD, space, text))
    return styles


def _cell_text_styles(look: Look) -> list[str]:
    """For each weight one style for a cell's first paragraph, for those behind it, for lists."""
    align = 'fo:text-align="justify"' if look.justified else ""
    hyphens = 'fo:hyphenate="true"' if look.justified else ""
    above = f'fo:margin-top="{look.spacing}pt"'
    places = {"First": "", "List": above, "Next": f'{above} fo:text-indent="{look.indent}pt"'}
    return [
        _style(f"{weight}{place}", size, weight == "bold", f"{align} {space}", hyphens)
        for weight, size in (("plain", look.size), ("bold", look.size), ("small", look.size * 0.8))
        for place, space in places.items()
    ]


def _table_styles(look: Look) -> str:
    keep = "always" if look.whole_rows else "auto"
    cells = (
        f'<style:style style:name="{name}" style:family="table-cell">'
        f"{odf.cell_properties(name, look)}</style:style>"
        for name in odf.CELL_STYLES
    )
    return (
        '<style:style style:name="Table" style:family="table"><style:table-properties '
        f'style:width="{odf.text_width(look):.2f}cm" table:align="left" fo:margin-bottom="0.3cm" '
        'table:border-model="collapsing"/></style:style>'
        '<style:style style:name="Row" style:family="table-row"><style:table-row-properties '
        f'fo:keep-together="{keep}"/></style:style>{"".join(cells)}'
    )


def _block(block: Block, numbers: dict[tuple[float, ...], int], look: Look) -> str:
    if isinstance(block, Text):
        return _paragraph(block.style, block.para)
    rows = odf.rows(block, _cell)
    head, body = "".join(rows[: block.head]), "".join(rows[block.head :])
    if head and look.repeat:
        head = f"<table:table-header-rows>{head}</table:table-header-rows>"
    columns = odf.columns(block, numbers[block.widths])
    return f'<table:table table:style-name="Table">{columns}{head}{body}</table:table>'


def _cell(cell: Cell, fill: str) -> tuple[str, str]:
    """A cell's paragraphs; one without text still holds a paragraph, as the format demands."""
    parts = []
    for number, para in enumerate(cell.paras):
        place = "List" if para.bullet else "Next" if number else "First"
        part = _paragraph(f"{para.weight}{place}", para)
        if para.bullet:
            part = f"<text:list-item>{part}</text:list-item>"
            part = f'<text:list text:style-name="Bullets">{part}</text:list>'
        parts.append(part)
    return fill, "".join(parts) or '<text:p text:style-name="plainFirst"/>'


def _paragraph(style: str, para: Para) -> str:
    before, behind = (escape(text) for text in para.cut)
    note = _footnote(para.footnote.text) if para.footnote else ""
    return f'<text:p text:style-name="{style}">{before}{note}{behind}</text:p>'


def _footnote(text: str) -> str:
    return (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f'<text:note-body><text:p text:style-name="note">{escape(text)}</text:p></text:note-body>'
        "</text:note>"
    )
