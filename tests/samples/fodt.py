"""Write a sample as flat ODT, the plainest form of a word processor's document.

A word processor lays out the pages because the published documents come out of one: only so do
cells break over pages and words over lines in the ways that a reader of such documents has to
cope with.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from samples.sample import Characteristic, Domain, Layout, Mark, Ratings, Sample

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}

TEXT_WIDTH_CM = 17.0


def sample_to_fodt(sample: Sample) -> str:
    """The whole document."""
    names = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in NAMESPACES.items())
    kind = 'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {names} {kind}>'
        f"<office:meta><dc:title>{escape(sample.title)}</dc:title>"
        f"<dc:subject>{escape(sample.subject)}</dc:subject></office:meta>"
        f"{_font_faces(sample.layout)}{_styles(sample.layout)}"
        f"{_automatic_styles(sample.layout)}{_master_styles(sample)}"
        f"<office:body><office:text>{_body(sample)}</office:text></office:body></office:document>\n"
    )


# --- Styles ---------------------------------------------------------------------------------------


def _font_faces(layout: Layout) -> str:
    faces = "".join(
        f'<style:font-face style:name="{name}" svg:font-family="&apos;{name}&apos;"/>'
        for name in sorted({layout.font, "Liberation Sans"})
    )
    return f"<office:font-face-decls>{faces}</office:font-face-decls>"


def _paragraph_style(name: str, paragraph: str = "", text: str = "", extra: str = "") -> str:
    """A named paragraph style. Nothing keeps with the next paragraph: headings may be stranded."""
    return (
        f'<style:style style:name="{name}" style:family="paragraph" '
        f'style:parent-style-name="Standard" {extra}>'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


def _styles(layout: Layout) -> str:
    default = (
        '<style:default-style style:family="paragraph"><style:paragraph-properties '
        'fo:orphans="0" fo:widows="0" style:writing-mode="lr-tb"/>'
        f'<style:text-properties style:font-name="{layout.font}" fo:font-size="{layout.size}pt" '
        'fo:language="en" fo:country="GB" fo:hyphenate="false" '
        'fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/>'
        "</style:default-style>"
    )
    standard = '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>'
    footnote = (
        '<style:style style:name="Raised" style:family="text"><style:text-properties '
        'style:text-position="super 58%"/></style:style>'
        '<text:notes-configuration text:note-class="footnote" style:num-format="1" '
        'text:citation-body-style-name="Raised" text:start-value="0" '
        'text:footnotes-position="page" text:start-numbering-at="document"/>'
    )
    named = "".join([*_front_styles(), *_heading_styles(), *_table_text_styles(layout)])
    return f"<office:styles>{default}{standard}{named}{footnote}</office:styles>"


def _front_styles() -> list[str]:
    sans = 'style:font-name="Liberation Sans"'
    leader = (
        '<style:style style:name="Contents" style:family="paragraph" '
        'style:parent-style-name="Standard"><style:paragraph-properties fo:margin-bottom="6pt">'
        f'<style:tab-stops><style:tab-stop style:position="{TEXT_WIDTH_CM}cm" style:type="right" '
        'style:leader-style="dotted" style:leader-text="."/></style:tab-stops>'
        '</style:paragraph-properties><style:text-properties fo:font-size="11pt"/></style:style>'
    )
    return [
        _paragraph_style(
            "Subject",
            'fo:margin-top="5cm"',
            f'{sans} fo:font-size="13pt"',
            'style:master-page-name="First"',
        ),
        _paragraph_style(
            "Title",
            'fo:margin-top="1cm" fo:margin-bottom="1cm"',
            f'{sans} fo:font-size="26pt" fo:font-weight="bold"',
        ),
        _paragraph_style("Imprint", 'fo:margin-bottom="4pt"', 'fo:font-size="11pt"'),
        _paragraph_style(
            "Front",
            'fo:margin-bottom="12pt" fo:break-before="page"',
            f'{sans} fo:font-size="16pt" fo:font-weight="bold"',
        ),
        _paragraph_style(
            "Subheading",
            'fo:margin-top="8pt" fo:margin-bottom="4pt"',
            f'{sans} fo:font-size="12pt" fo:font-weight="bold"',
        ),
        _paragraph_style(
            "Prose",
            'fo:margin-bottom="7pt" fo:line-height="120%"',
            'fo:font-size="11pt" fo:hyphenate="true"',
        ),
        _paragraph_style("Running", 'fo:text-align="end"', 'fo:font-size="8pt" fo:color="#444444"'),
        _paragraph_style("Foot", 'fo:text-align="center"', 'fo:font-size="8.5pt"'),
        _paragraph_style(
            "Note", 'fo:margin-left="0.3cm" fo:text-indent="-0.3cm"', 'fo:font-size="8pt"'
        ),
        leader,
    ]


def _heading_styles() -> list[str]:
    """Headings are paragraphs that merely look so, as in most published documents."""
    sans = 'style:font-name="Liberation Sans" fo:font-weight="bold"'
    return [
        _paragraph_style(
            "DomainOnNewPage",
            'fo:break-before="page" fo:margin-bottom="8pt"',
            f'{sans} fo:font-size="17pt"',
        ),
        _paragraph_style(
            "Domain", 'fo:margin-top="22pt" fo:margin-bottom="8pt"', f'{sans} fo:font-size="17pt"'
        ),
        _paragraph_style("Outcome", 'fo:margin-bottom="6pt"', 'fo:font-size="11pt"'),
        _paragraph_style(
            "Section",
            'fo:margin-top="10pt" fo:margin-bottom="6pt"',
            f'{sans} fo:font-size="12.5pt"',
        ),
        _paragraph_style(
            "Statement",
            'fo:margin-top="10pt" fo:margin-bottom="5pt"',
            'fo:font-weight="bold" fo:font-size="11pt"',
        ),
    ]


def _table_text_styles(layout: Layout) -> list[str]:
    space = f'fo:margin-top="{layout.space_before}pt" fo:margin-bottom="{layout.space_after}pt"'
    sans = 'style:font-name="Liberation Sans"'
    return [
        _paragraph_style("Level", "", f'{sans} fo:font-size="9.5pt" fo:font-weight="bold"'),
        _paragraph_style("LevelNote", "", f'{sans} fo:font-size="7.5pt"'),
        _paragraph_style("Cell", space),
        _paragraph_style("CellHyphenated", space, 'fo:hyphenate="true"'),
    ]


def _automatic_styles(layout: Layout) -> str:
    columns = "".join(
        f'<style:style style:name="Column{number}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        for number, width in enumerate(layout.columns)
    )
    return (
        f"<office:automatic-styles>{columns}{_table_styles()}{_bullet_style()}"
        f"{_page_layouts()}</office:automatic-styles>"
    )


def _table_styles() -> str:
    width = f'style:width="{TEXT_WIDTH_CM}cm" table:align="left"'
    return (
        '<style:style style:name="Grid" style:family="table"><style:table-properties '
        f'{width} style:may-break-between-rows="true" fo:margin-bottom="0.3cm"/></style:style>'
        '<style:style style:name="Row" style:family="table-row">'
        '<style:table-row-properties fo:keep-together="auto"/></style:style>'
        '<style:style style:name="HeadRow" style:family="table-row">'
        '<style:table-row-properties fo:keep-together="always"/></style:style>'
        '<style:style style:name="Box" style:family="table-cell"><style:table-cell-properties '
        'fo:border="0.6pt solid #000000" fo:padding="0.1cm"/></style:style>'
    )


def _bullet_style() -> str:
    return (
        '<text:list-style style:name="Bullets">'
        '<text:list-level-style-bullet text:level="1" text:bullet-char="•">'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" '
        'text:list-tab-stop-position="0.35cm" fo:text-indent="-0.35cm" fo:margin-left="0.35cm"/>'
        "</style:list-level-properties></text:list-level-style-bullet></text:list-style>"
    )


def _page_layouts() -> str:
    page = (
        'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="1.5cm" '
        'fo:margin-bottom="1.3cm" fo:margin-left="2cm" fo:margin-right="2cm"'
    )
    head = (
        '<style:header-style><style:header-footer-properties fo:min-height="0.9cm" '
        'fo:margin-bottom="0.4cm"/></style:header-style>'
    )
    foot = (
        '<style:footer-style><style:header-footer-properties fo:min-height="0.9cm" '
        'fo:margin-top="0.4cm"/></style:footer-style>'
    )
    return (
        f'<style:page-layout style:name="Bare"><style:page-layout-properties {page}/>'
        "</style:page-layout>"
        f'<style:page-layout style:name="Page"><style:page-layout-properties {page}/>'
        f"{head}{foot}</style:page-layout>"
    )


def _master_styles(sample: Sample) -> str:
    header = f'<text:p text:style-name="Running">{escape(sample.title)}, {sample.edition}</text:p>'
    footer = (
        '<text:p text:style-name="Foot">Page <text:page-number>1</text:page-number> of '
        "<text:page-count>1</text:page-count></text:p>"
    )
    return (
        '<office:master-styles><style:master-page style:name="First" '
        'style:page-layout-name="Bare" style:next-style-name="Standard"/>'
        '<style:master-page style:name="Standard" style:page-layout-name="Page">'
        f"<style:header>{header}</style:header><style:footer>{footer}</style:footer>"
        "</style:master-page></office:master-styles>"
    )


# --- Text -----------------------------------------------------------------------------------------


def _paragraph(style: str, content: str) -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def _marked_text(text: str, marks: Iterable[Mark], footnotes: list[str]) -> str:
    """A paragraph's text with real footnotes anchored behind the words that carry them."""
    for mark in marks:
        before, words, rest = text.partition(mark.after)
        if not words:
            raise ValueError(f"footnote {mark.footnote}: {mark.after!r} is not in {text!r}")
        note = _footnote(footnotes[mark.footnote - 1])
        return f"{escape(before + words)}{note}{escape(rest)}"
    return escape(text)


def _footnote(text: str) -> str:
    return (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{_paragraph('Note', escape(text))}</text:note-body></text:note>"
    )


def _body(sample: Sample) -> str:
    domains = "".join(_domain(sample, domain) for domain in sample.domains)
    return _title_page(sample) + _contents(sample) + _introduction(sample) + domains


def _title_page(sample: Sample) -> str:
    imprint = (sample.edition, sample.publisher, sample.published)
    return (
        _paragraph("Subject", escape(sample.subject))
        + _paragraph("Title", escape(sample.title))
        + "".join(_paragraph("Imprint", escape(line)) for line in imprint)
    )


def _contents(sample: Sample) -> str:
    entries = [("introduction", "Introduction")]
    entries += [(f"domain-{d.code}", _domain_heading(sample.layout, d)) for d in sample.domains]
    lines = (
        f'{escape(heading)}<text:tab/><text:bookmark-ref text:reference-format="page" '
        f'text:ref-name="{name}">0</text:bookmark-ref>'
        for name, heading in entries
    )
    return _paragraph("Front", "Contents") + "".join(_paragraph("Contents", line) for line in lines)


def _introduction(sample: Sample) -> str:
    parts = [_paragraph("Front", '<text:bookmark text:name="introduction"/>Introduction')]
    for section in sample.introduction:
        if section.heading:
            parts.append(_paragraph("Subheading", escape(section.heading)))
        parts += [_paragraph("Prose", escape(text)) for text in section.paragraphs]
    return "".join(parts)


def _domain_heading(layout: Layout, domain: Domain) -> str:
    return layout.heading.format(code=domain.code, title=domain.title)


def _domain(sample: Sample, domain: Domain) -> str:
    layout = sample.layout
    style = "DomainOnNewPage" if _starts_page(sample, domain) else "Domain"
    anchor = f'<text:bookmark text:name="domain-{domain.code}"/>'
    outcome = (
        _marked_text(text, (m for m in domain.marks if m.paragraph == n), domain.footnotes)
        for n, text in enumerate(domain.outcome)
    )
    return "".join(
        [
            _paragraph(style, anchor + escape(_domain_heading(layout, domain))),
            *(_paragraph("Outcome", text) for text in outcome),
            _paragraph("Section", layout.summary),
            _table(sample, domain, domain.summary),
            _paragraph("Section", layout.section),
            *(_characteristic(sample, domain, entry) for entry in domain.characteristics),
        ]
    )


def _starts_page(sample: Sample, domain: Domain) -> bool:
    return sample.layout.domain_on_new_page or domain is sample.domains[0]


def _characteristic(sample: Sample, domain: Domain, entry: Characteristic) -> str:
    layout = sample.layout
    statement = f"{entry.code} {escape(entry.statement)}"
    if domain.code in layout.spanning_statements:
        return _table(sample, domain, entry.ratings, statement) + _paragraph("Foot", "")
    return _paragraph("Statement", statement) + _table(sample, domain, entry.ratings)


# --- Tables ---------------------------------------------------------------------------------------


def _table(sample: Sample, domain: Domain, ratings: Ratings, statement: str = "") -> str:
    columns = "".join(
        f'<table:table-column table:style-name="Column{number}"/>'
        for number in range(len(sample.levels))
    )
    head = _spanning_row(statement, len(sample.levels)) if statement else ""
    head += _row("HeadRow", [_level_head(sample, level) for level in sample.levels])
    if sample.layout.repeat_header:
        head = f"<table:table-header-rows>{head}</table:table-header-rows>"
    cells = [_cell_text(sample.layout, domain, ratings, level) for level in sample.levels]
    body = _row("Row", cells)
    return f'<table:table table:style-name="Grid">{columns}{head}{body}</table:table>'


def _row(style: str, cells: list[str]) -> str:
    boxes = "".join(
        f'<table:table-cell table:style-name="Box">{cell}</table:table-cell>' for cell in cells
    )
    return f'<table:table-row table:style-name="{style}">{boxes}</table:table-row>'


def _spanning_row(statement: str, width: int) -> str:
    """The statement as the table's own first row, the other habit of such documents."""
    text = _paragraph("Statement", statement)
    return (
        '<table:table-row table:style-name="HeadRow"><table:table-cell table:style-name="Box" '
        f'table:number-columns-spanned="{width}">{text}</table:table-cell>'
        + "<table:covered-table-cell/>" * (width - 1)
        + "</table:table-row>"
    )


def _level_head(sample: Sample, level: str) -> str:
    head = _paragraph("Level", escape(level))
    note = sample.level_notes.get(level)
    return head + _paragraph("LevelNote", escape(note)) if note else head


def _cell_text(layout: Layout, domain: Domain, ratings: Ratings, level: str) -> str:
    """A level's paragraphs. A cell without text still holds a paragraph, as the format demands."""
    style = "CellHyphenated" if level in layout.hyphenate else "Cell"
    bullets = ratings.bullets.get(level, [])
    parts = []
    for number, text in enumerate(ratings.texts[level]):
        marks = (m for m in ratings.marks if m.level == level and m.paragraph == number)
        line = _paragraph(style, _marked_text(text, marks, domain.footnotes))
        parts.append(_bullet(line) if number in bullets else line)
    return "".join(parts) or _paragraph(style, "")


def _bullet(paragraph: str) -> str:
    return (
        '<text:list text:style-name="Bullets" text:continue-numbering="true"><text:list-item>'
        f"{paragraph}</text:list-item></text:list>"
    )
