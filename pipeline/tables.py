"""The framework as tables; what their columns are called, hold and mean is said here only."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.models import Characteristic, Descriptor, Domain, Framework, Paragraph

if TYPE_CHECKING:
    import pandas as pd

ColumnType = Literal["string", "integer", "number"]
Row = Sequence[str | int | float | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``required`` has a value in every row, ``minimum`` is the least of a number.

    ``alias`` serves where a name may have but letters, digits and underscores.
    """

    name: str
    title: str
    description: str
    type: ColumnType = "string"
    required: bool = False
    minimum: int | None = None
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """The values of ``column`` stand in the column ``target`` of another table."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class DataTable:
    """Rows with all that a reader has to know about them; ``key`` names the primary key."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: tuple[Row, ...]


def tables(framework: Framework) -> tuple[DataTable, ...]:
    """All tables of a framework; what one refers to comes before it."""
    makers: tuple[Callable[[Framework], DataTable], ...] = (
        level_table, domain_table, characteristic_table, descriptor_table, note_table,
    )  # fmt: skip
    return tuple(make(framework) for make in makers)


def to_frame(table: DataTable) -> pd.DataFrame:
    """The rows as pandas has them, texts as strings and numbers that may be missing as such."""
    import pandas as pd

    kinds = {"string": "string", "integer": "Int64", "number": "Float64"}
    names = pd.Index([column.name for column in table.columns], dtype="object")
    frame = pd.DataFrame(list(table.rows), columns=names, dtype="object")
    return frame.astype({column.name: kinds[column.type] for column in table.columns})


def to_csv(table: DataTable) -> bytes:
    """The rows as CSV in UTF-8, with the same line ends on every machine."""
    data = io.BytesIO()
    names = [column.name for column in table.columns]
    with io.TextIOWrapper(data, encoding="utf-8", newline="", write_through=True) as text:
        # pandas would write the same, but takes long to import.
        csv.writer(text, lineterminator="\n").writerows([names, *table.rows])
        return data.getvalue()


# ---- columns ------------------------------------------------------------------------------------

_FRAMEWORK = Column(
    "framework", "Framework", "Id of the framework, from the name of its source file.",
    required=True,
)  # fmt: skip
_DOMAIN_CODE = Column("domain_code", "Domain code", "Code of the domain, if one is printed.")
_DOMAIN_TITLE = Column("domain_title", "Domain title", "Title of the domain.", required=True)
_DOMAIN_KEY = Column("domain_key", "Domain key", "Key of the domain.", required=True)
_CHARACTERISTIC_CODE = Column(
    "characteristic_code", "Characteristic code",
    "Code of the characteristic, if one is printed; empty in the summary of a domain.",
)  # fmt: skip
_STATEMENT = Column(
    "statement", "Statement",
    "What the characteristic asks for; empty in the summary of a domain.",
)  # fmt: skip
_RANK = Column(
    "rank", "Rank", "Place of the level in the scale; 1 is the worst.", "integer", True, 1
)


def key_column(description: str) -> Column:
    """The column that tells the rows of a table apart."""
    return Column("key", "Key", description, required=True)


# ---- tables -------------------------------------------------------------------------------------


def level_table(framework: Framework) -> DataTable:
    """One row per level of the scale, the worst first."""
    return DataTable(
        "levels",
        "Levels",
        "The scale: one row per level, the worst first.",
        (
            _FRAMEWORK,
            key_column("Key of the level."),
            Column("name", "Name", "Name of the level as printed.", required=True),
            _RANK,
            Column("note", "Note", "What the document says of the level itself."),
        ),
        ("key",),
        (),
        tuple(
            (framework.id, level.key, level.name, level.rank, level.note)
            for level in sorted(framework.scale.levels, key=lambda level: level.rank)
        ),
    )


def domain_table(framework: Framework) -> DataTable:
    """One row per domain."""
    return DataTable(
        "domains",
        "Domains",
        "The divisions of the framework: one row per domain, in the order of the document.",
        (
            _FRAMEWORK,
            key_column("Key of the domain."),
            Column("position", "Position", "Counts the domains from 1.", "integer", True, 1),
            Column("code", "Code", "Code of the domain, if one is printed."),
            Column("title", "Title", "Title of the domain.", required=True),
            Column("parent", "Parent", "Title of the division that encloses it, if there is one."),
            Column(
                "outcome", "Outcome", "What people should find; an empty line parts paragraphs."
            ),
        ),
        ("key",),
        (),
        tuple(
            (framework.id, d.key, position, d.code, d.title, d.parent, _joined(d.outcome) or None)
            for position, d in enumerate(framework.domains, 1)
        ),
    )


def characteristic_table(framework: Framework) -> DataTable:
    """One row per characteristic or summary, one column per level in rank order."""
    first = (_FRAMEWORK, _DOMAIN_CODE, _DOMAIN_TITLE, _CHARACTERISTIC_CODE, _STATEMENT)
    last = (
        key_column("Key of the characteristic; in a summary, of the domain."),
        _DOMAIN_KEY,
    )
    return DataTable(
        "characteristics",
        "Characteristics",
        "One row per characteristic, and one per summary of a domain; one column per level.",
        (*first, *_level_columns(framework, {c.name for c in (*first, *last)}), *last),
        ("key",),
        (Reference("domain_key", "domains", "key"),),
        tuple(_characteristic_rows(framework)),
    )


def _level_columns(framework: Framework, taken: set[str]) -> Iterator[Column]:
    """A column named for each level, though none like one that is there already."""
    folded = {name.casefold() for name in taken}
    for level in sorted(framework.scale.levels, key=lambda level: level.rank):
        name, number = level.name, 1
        while name.casefold() in folded:
            number += 1
            name = f"{level.name} ({number})"
        folded.add(name.casefold())
        about = f"What level {level.rank} says; an empty line parts paragraphs."
        yield Column(name, level.name, about, alias=f"level_{level.rank}")


def _characteristic_rows(framework: Framework) -> Iterator[Row]:
    levels = sorted(framework.scale.levels, key=lambda level: level.rank)
    for domain, characteristic, descriptors in _owners(framework):
        cells = {d.level: _joined(d.paragraphs) or None for d in descriptors}
        texts = [cells.get(level.key) for level in levels]
        key = characteristic.key if characteristic else domain.key
        yield (*_owner(framework, domain, characteristic), *texts, key, domain.key)


def descriptor_table(framework: Framework) -> DataTable:
    """One row per paragraph of every level."""
    return DataTable(
        "descriptors",
        "Descriptors",
        "What each level says of each characteristic, and of each domain: one row per paragraph.",
        (
            _FRAMEWORK,
            _DOMAIN_CODE,
            _DOMAIN_TITLE,
            _CHARACTERISTIC_CODE,
            _STATEMENT,
            Column("level", "Level", "Name of the level as printed.", required=True),
            _RANK,
            Column("paragraph", "Paragraph", "Counts from 1 in each cell.", "integer", True, 1),
            Column("text", "Text", "The paragraph.", required=True),
            Column("page", "Page", "Page of the source on which it begins.", "integer", False, 1),
            key_column("Key of the paragraph."),
            Column(
                "owner_key",
                "Owner key",
                "Key of the characteristic that it belongs to; in a summary, of the domain.",
                required=True,
            ),
            Column(
                "part", "Part", "Name of its row, or half of a table, where a cell has several."
            ),
        ),
        ("key",),
        (Reference("owner_key", "characteristics", "key"), Reference("rank", "levels", "rank")),
        tuple(_descriptor_rows(framework)),
    )


def _descriptor_rows(framework: Framework) -> Iterator[Row]:
    levels = {level.key: level for level in framework.scale.levels}
    for domain, characteristic, descriptors in _owners(framework):
        owner = _owner(framework, domain, characteristic)
        owner_key = characteristic.key if characteristic else domain.key
        for descriptor in descriptors:
            level = levels[descriptor.level]
            for number, p in enumerate(descriptor.paragraphs, 1):
                page = p.places[0].page if p.places else None
                said = (level.name, level.rank, number, p.text, page, p.key, owner_key, p.part)
                yield (*owner, *said)


def note_table(framework: Framework) -> DataTable:
    """One row per footnote."""
    return DataTable(
        "notes",
        "Notes",
        "The footnotes of the domains: one row per note.",
        (
            _FRAMEWORK,
            key_column("Key of the note."),
            _DOMAIN_KEY,
            Column("mark", "Mark", "The mark that refers to it.", required=True),
            Column("text", "Text", "The note.", required=True),
        ),
        ("key",),
        (Reference("domain_key", "domains", "key"),),
        tuple(
            (framework.id, f"{domain.key}/note/{number}", domain.key, note.mark, note.text)
            for domain in framework.domains
            for number, note in enumerate(domain.notes, 1)
        ),
    )


def _owners(
    framework: Framework,
) -> Iterator[tuple[Domain, Characteristic | None, Sequence[Descriptor]]]:
    """Every summary (without a characteristic) and characteristic in order."""
    for domain in framework.domains:
        if domain.summary:
            yield domain, None, domain.summary
        for characteristic in domain.characteristics:
            yield domain, characteristic, characteristic.descriptors


def _owner(framework: Framework, domain: Domain, owner: Characteristic | None) -> list[str | None]:
    code = owner.code if owner else None
    statement = owner.statement_text or None if owner else None
    return [framework.id, domain.code, domain.title, code, statement]


def _joined(paragraphs: Sequence[Paragraph]) -> str:
    return "\n\n".join(p.text for p in paragraphs)
