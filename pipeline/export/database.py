"""A framework as an SQLite database: all of it, with keys, and full-text search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from pipeline.errors import InputError
from pipeline.export.names import file_stem
from pipeline.models import Domain, Framework, Paragraph, PlaceModel
from pipeline.tables import Column, ColumnType, DataTable, Reference, Row

_TYPES: dict[ColumnType, str] = {"string": "TEXT", "integer": "INTEGER", "number": "REAL"}

# The rows of descriptors.csv, and a search over every paragraph.
_VIEWS = """
CREATE VIEW descriptors AS
SELECT framework.id AS framework, domain.code AS domain_code, domain.title AS domain_title,
  characteristic.code AS characteristic_code,
  (SELECT group_concat(text, ' ') FROM (
    SELECT text FROM paragraph AS said
    WHERE said.characteristic_key = characteristic.key AND said.kind = 'statement'
    ORDER BY said.position)) AS statement,
  level.name AS level, level.rank, paragraph.position AS paragraph, paragraph.text,
  (SELECT page FROM place WHERE place.paragraph_key = paragraph.key ORDER BY place.position)
    AS page,
  paragraph.key, coalesce(paragraph.characteristic_key, paragraph.domain_key) AS owner_key,
  paragraph.part
FROM paragraph
CROSS JOIN framework
JOIN level ON level.key = paragraph.level_key
JOIN domain ON domain.key = paragraph.domain_key
LEFT JOIN characteristic ON characteristic.key = paragraph.characteristic_key
ORDER BY paragraph.number;

CREATE VIRTUAL TABLE search USING fts5(key UNINDEXED, text);
INSERT INTO search SELECT key, text FROM paragraph ORDER BY number;
"""


def make_sqlite(framework: Framework) -> dict[str, bytes]:
    """The file of the database.

    Raises:
        InputError: two parts of the framework share a key, or one refers to what is not there.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA foreign_keys = ON")
        try:
            for table in _tables(framework):
                _fill(database, table)
        except sqlite3.IntegrityError as error:
            raise InputError(
                f"the data of {framework.id} contradicts itself ({error}): "
                "extract the document again."
            ) from None
        database.executescript(_VIEWS)
        database.commit()
        return {f"{file_stem(framework)}.sqlite": database.serialize()}


def _fill(database: sqlite3.Connection, table: DataTable) -> None:
    database.execute(_definition(table))
    marks = ", ".join("?" * len(table.columns))
    database.executemany(f"INSERT INTO {table.name} VALUES ({marks})", table.rows)


def _definition(table: DataTable) -> str:
    """The table in SQL, which a database keeps with its comments; all names are our own."""
    columns = [
        f"  {column.name} {_TYPES[column.type]}{' NOT NULL' if column.required else ''},"
        f" -- {column.description}"
        for column in table.columns
    ]
    constraints = [f"  PRIMARY KEY ({', '.join(table.key)})"]
    constraints += [
        f"  FOREIGN KEY ({each.column}) REFERENCES {each.table} ({each.target})"
        for each in table.references
    ]
    body = "\n".join([*columns, ",\n".join(constraints)])
    return f"CREATE TABLE {table.name} ( -- {table.description}\n{body}\n)"


# ---- tables -------------------------------------------------------------------------------------


def _text(name: str, about: str, required: bool = False) -> Column:
    return Column(name, name.capitalize(), about, required=required)


def _count(name: str, about: str, required: bool = True) -> Column:
    return Column(name, name.capitalize(), about, "integer", required)


def _points(name: str, about: str) -> Column:
    return Column(name, name, f"{about}, in points from the top left of the page.", "number")


_KEY = _text("key", "Unique in the framework.", required=True)
_POSITION = _count("position", "Counts from 1, in the order of the document.")
_DOMAIN_KEY = _text("domain_key", "The domain that it belongs to.", required=True)
_PARAGRAPH_KEY = _text("paragraph_key", "The paragraph that it belongs to.", required=True)

# The primary key comes first; a column `x_key` refers to the key of the table x.
_COLUMNS: dict[str, tuple[str, tuple[Column, ...]]] = {
    "framework": (
        "The document, in one row.",
        (
            _text("id", "From the name of the source file.", required=True),
            _text("title", "As printed.", required=True),
            _text("subject", "What it is about."),
            _text("edition", "Which edition it is."),
            _text("publisher", "Who published it."),
            _text("published", "When it was published."),
            _text("licence", "What may be done with it."),
            _text("source_url", "Where the document was found."),
            _text("file", "Name of the source file.", required=True),
            _text("sha256", "Digest of the source file.", required=True),
            _text("format", "pdf, scan or text.", required=True),
            _count("pages", "Pages of the source file."),
        ),
    ),
    "scanned_page": (
        "One row per page that was read as a picture, through OCR.",
        (_count("page", "Page of the source, from 1."),),
    ),
    "level": (
        "The scale: one row per level.",
        (
            _KEY,
            _text("name", "As printed.", required=True),
            _count("rank", "1 is the worst."),
            _text("note", "What the document says of the level itself."),
        ),
    ),
    "domain": (
        "One row per domain.",
        (
            _KEY,
            _POSITION,
            _text("code", "As printed, if it is."),
            _text("title", "As printed.", required=True),
            _text("parent", "Title of the division that encloses it."),
            _text("rule", "What decided that this is a domain."),
        ),
    ),
    "characteristic": (
        "One row per characteristic.",
        (
            _KEY,
            _DOMAIN_KEY,
            _POSITION,
            _text("code", "As printed, if it is."),
            _text("rule", "What decided that this is a characteristic."),
        ),
    ),
    "paragraph": (
        "One row per paragraph of any kind.",
        (
            _KEY,
            _count("number", "Counts all paragraphs, in the order of the document."),
            _text("kind", "outcome, summary, statement or descriptor.", required=True),
            _DOMAIN_KEY,
            _text("characteristic_key", "Of a statement or descriptor, its characteristic."),
            _text("level_key", "Of a summary or descriptor, its level."),
            _count("position", "Counts from 1 in each outcome, statement or cell."),
            _text("text", "What it says.", required=True),
            _text("bullet", "List mark printed before the text."),
            _text("part", "Name of its row, or half of a table, where a cell has several."),
        ),
    ),
    "note": (
        "One row per footnote.",
        (
            _KEY,
            _DOMAIN_KEY,
            _POSITION,
            _text("mark", "The mark that refers to it.", required=True),
            _text("text", "What it says.", required=True),
        ),
    ),
    "mark": (
        "One row per footnote mark in a paragraph.",
        (
            _count("id", "Tells the rows apart."),
            _PARAGRAPH_KEY,
            _POSITION,
            _text("mark", "Mark of a note of the same domain.", required=True),
        ),
    ),
    "repair": (
        "One row per mending of a paragraph.",
        (
            _count("id", "Tells the rows apart."),
            _PARAGRAPH_KEY,
            _POSITION,
            _text("kind", "What was mended.", required=True),
            _text("note", "How.", required=True),
        ),
    ),
    "place": (
        "One row per printed line of a paragraph, of a note, or of the heading of a domain.",
        (
            _count("id", "Tells the rows apart."),
            _text("paragraph_key", "The paragraph, if it is one."),
            _text("note_key", "The note, if it is one."),
            _text("domain_key", "The domain, if it is its heading."),
            _POSITION,
            _count("page", "Page of the source, from 1.", required=False),
            _points("x0", "Left edge"),
            _points("top", "Upper edge"),
            _points("x1", "Right edge"),
            _points("bottom", "Lower edge"),
            _count("first_line", "First line in a text dump, from 1.", required=False),
            _count("last_line", "Last line in a text dump.", required=False),
        ),
    ),
}


def _tables(framework: Framework) -> Iterator[DataTable]:
    """What one refers to comes before it."""
    paragraphs = list(_paragraphs(framework))
    rows: dict[str, Iterable[Row]] = {
        "framework": [_framework(framework)],
        "scanned_page": [(page,) for page in framework.source.scanned],
        "level": [(each.key, each.name, each.rank, each.note) for each in framework.scale.levels],
        "domain": [
            (each.key, position, each.code, each.title, each.parent, each.rule)
            for position, each in enumerate(framework.domains, 1)
        ],
        "characteristic": [
            (each.key, domain.key, position, each.code, each.rule)
            for domain in framework.domains
            for position, each in enumerate(domain.characteristics, 1)
        ],
        "paragraph": [_paragraph(number, each) for number, each in enumerate(paragraphs, 1)],
        "note": [
            (_note_key(domain, position), domain.key, position, note.mark, note.text)
            for domain in framework.domains
            for position, note in enumerate(domain.notes, 1)
        ],
        "mark": _numbered(
            (each.paragraph.key, position, mark)
            for each in paragraphs
            for position, mark in enumerate(each.paragraph.marks, 1)
        ),
        "repair": _numbered(
            (each.paragraph.key, position, repair.kind, repair.note)
            for each in paragraphs
            for position, repair in enumerate(each.paragraph.repairs, 1)
        ),
        "place": _numbered(_places(framework, paragraphs)),
    }
    for name, made in rows.items():
        about, columns = _COLUMNS[name]
        yield DataTable(
            name, name.capitalize(), about, columns, (columns[0].name,), _references(columns),
            tuple(made),
        )  # fmt: skip


def _references(columns: Iterable[Column]) -> tuple[Reference, ...]:
    named = [(c.name, c.name.removesuffix("_key")) for c in columns if c.name.endswith("_key")]
    return tuple(Reference(name, table, "key") for name, table in named)


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    return ((number, *row) for number, row in enumerate(rows, 1))


def _framework(framework: Framework) -> Row:
    facts = framework.model_dump(exclude={"schema_version", "source", "scale", "domains"})
    source = framework.source
    return (*facts.values(), source.file, source.sha256, source.format, source.pages)


# ---- rows ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """A paragraph, and where in the framework it stands."""

    kind: str
    domain: str
    characteristic: str | None
    level: str | None
    position: int
    paragraph: Paragraph


def _paragraphs(framework: Framework) -> Iterator[_Said]:
    for domain in framework.domains:
        yield from _said("outcome", domain.key, None, None, domain.outcome)
        for cell in domain.summary:
            yield from _said("summary", domain.key, None, cell.level, cell.paragraphs)
        for one in domain.characteristics:
            yield from _said("statement", domain.key, one.key, None, one.statement)
            for cell in one.descriptors:
                yield from _said("descriptor", domain.key, one.key, cell.level, cell.paragraphs)


def _said(
    kind: str, domain: str, owner: str | None, level: str | None, paragraphs: Iterable[Paragraph]
) -> Iterator[_Said]:
    for position, paragraph in enumerate(paragraphs, 1):
        yield _Said(kind, domain, owner, level, position, paragraph)


def _paragraph(number: int, said: _Said) -> Row:
    paragraph = said.paragraph
    where = (said.kind, said.domain, said.characteristic, said.level, said.position)
    return (paragraph.key, number, *where, paragraph.text, paragraph.bullet, paragraph.part)


def _note_key(domain: Domain, position: int) -> str:
    return f"{domain.key}/note/{position}"


def _places(framework: Framework, paragraphs: Iterable[_Said]) -> Iterator[Row]:
    for said in paragraphs:
        yield from _lines((said.paragraph.key, None, None), said.paragraph.places)
    for domain in framework.domains:
        yield from _lines((None, None, domain.key), domain.places)
        for position, note in enumerate(domain.notes, 1):
            yield from _lines((None, _note_key(domain, position), None), note.places)


def _lines(owner: tuple[str | None, ...], places: Iterable[PlaceModel]) -> Iterator[Row]:
    for position, place in enumerate(places, 1):
        box = place.bbox or (None,) * 4
        yield (*owner, position, place.page, *box, *(place.lines or (None, None)))
