"""The canonical data: what `framework.json`, `issues.json` and `ledger.json` hold.

Key order is part of the contract. Coordinates are PDF points from the page's top left as displayed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.records import Place

Coordinates = Annotated[tuple[float, float, float, float], Field(description="x0, top, x1, bottom")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class PlaceModel:
    """Where one printed line stands: page and box, or the lines of a text dump.

    A plain record, as there is one for every line: a model would take three times the memory.
    """

    page: int | None = None
    bbox: Coordinates | None = None
    lines: tuple[int, int] | None = None


@lru_cache(maxsize=4096)  # lines share their edges, and numbers that are one take memory once
def _tenths(points: float) -> float:
    return round(points, 1)


def place_model(place: Place) -> PlaceModel:
    """A place as it is written, boxes to a tenth of a point."""
    b = place.box
    bbox = (_tenths(b.x0), _tenths(b.top), _tenths(b.x1), _tenths(b.bottom)) if b else None
    return PlaceModel(page=place.page, bbox=bbox, lines=place.lines)


class RepairModel(_Model):
    """A recorded mending."""

    kind: str
    note: str


class Paragraph(_Model):
    """One paragraph, with a place for each printed line."""

    key: str
    text: str
    places: tuple[PlaceModel, ...] = ()
    repairs: tuple[RepairModel, ...] = ()
    marks: tuple[str, ...] = Field(default=(), description="marks of the footnotes referred to")
    bullet: str | None = Field(default=None, description="list mark printed before the text")
    part: str | None = Field(
        default=None, description="name of its row, or half of a table, where a level has several"
    )


class NoteModel(_Model):
    """A footnote of a domain."""

    mark: str
    text: str
    places: tuple[PlaceModel, ...] = ()


class Descriptor(_Model):
    """What one level says; no paragraphs where the document says nothing."""

    level: str
    paragraphs: tuple[Paragraph, ...] = ()


class Characteristic(_Model):
    """One criterion of a domain with a descriptor per level."""

    key: str
    code: str | None
    statement: tuple[Paragraph, ...]
    descriptors: tuple[Descriptor, ...]
    rule: str | None = Field(default=None, description="what decided that this is a characteristic")

    @property
    def statement_text(self) -> str:
        """The statement in one line."""
        return " ".join(paragraph.text for paragraph in self.statement)


class Domain(_Model):
    """A top division of the framework."""

    key: str
    code: str | None
    title: str
    parent: str | None = None
    outcome: tuple[Paragraph, ...] = ()
    notes: tuple[NoteModel, ...] = ()
    summary: tuple[Descriptor, ...] = ()
    characteristics: tuple[Characteristic, ...] = ()
    rule: str | None = Field(default=None, description="what decided that this is a domain")
    places: tuple[PlaceModel, ...] = Field(
        default=(), description="the printed lines of its heading"
    )


class LevelModel(_Model):
    """One rating; rank 1 is the worst."""

    key: str
    name: str
    rank: int
    note: str | None = None


class ScaleModel(_Model):
    """The levels in rank order."""

    levels: tuple[LevelModel, ...]


class SourceModel(_Model):
    """The file that the data was extracted from."""

    file: str
    sha256: str
    format: Literal["pdf", "scan", "text"]
    pages: int
    scanned: tuple[int, ...] = Field(
        default=(), description="pages that were read as pictures, through OCR"
    )
    layered: tuple[int, ...] = Field(
        default=(),
        description="those of them whose words are from their text layer, if it has them",
    )


class Framework(_Model):
    """One document as canonical data (`framework.json`)."""

    schema_version: Literal["1.0"] = "1.0"
    id: str
    title: str
    subject: str | None = None
    edition: str | None = None
    publisher: str | None = None
    published: str | None = None
    licence: str | None = None
    source_url: str | None = None
    source: SourceModel
    scale: ScaleModel
    domains: tuple[Domain, ...]


class Issue(_Model):
    """A finding about the data (`issues.json` holds a list of them)."""

    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    key: str | None = None
    place: PlaceModel | None = None


class DroppedWords(_Model):
    """Source words that are in no output, and why."""

    text: str
    words: int
    reason: str
    place: PlaceModel | None = None


class Ledger(_Model):
    """The account of every source word (`ledger.json`); ``words`` equals the sum of the rest."""

    words: int
    placed: int
    headers: int
    furniture: int
    notes: int
    other: int
    dropped: tuple[DroppedWords, ...] = ()
    unaccounted: int


class BlockModel(_Model):
    """What one block of the document was taken for, and why (`blocks.json` holds a list)."""

    label: str
    rule: str
    text: str
    place: PlaceModel | None = None
