"""Where one part of a framework was printed: the data of `framework explain --json`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.models import Issue, PlaceModel, RepairModel

Part = Literal["heading", "outcome", "note", "statement", "descriptor"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PrintedLine(_Model):
    """One line of the source as it is printed; lines are numbered through the explanation."""

    number: int
    place: PlaceModel
    text: str | None = Field(description="null where the source could not be read again")


class ExplainedPassage(_Model):
    """One paragraph, note or heading: its text, the lines that make it, what was mended."""

    key: str
    part: Part
    level: str | None = Field(description="name of the level")
    text: str
    bullet: str | None
    marks: tuple[str, ...]
    lines: tuple[PrintedLine, ...]
    repairs: tuple[RepairModel, ...]
    rule: str | None = Field(description="what decided that the lines are this")


class ExplainedOwner(_Model):
    """The domain or characteristic that the passages belong to."""

    key: str
    code: str | None
    text: str
    rule: str | None


class ExplainedSource(_Model):
    """The file; ``trouble`` says why lines could not be read again from it, and what to do."""

    file: str
    sha256: str
    trouble: str | None


class Explanation(_Model):
    """Where a paragraph, descriptor, characteristic or domain comes from.

    Where the document says nothing there are no passages, and ``nearby`` is where to look.
    """

    framework: str
    key: str
    domain: ExplainedOwner
    characteristic: ExplainedOwner | None
    source: ExplainedSource
    passages: tuple[ExplainedPassage, ...]
    nearby: tuple[PlaceModel, ...]
    issues: tuple[Issue, ...]


class ListedKey(_Model):
    """The key of one passage, with the place of its first line."""

    key: str
    part: Part
    place: PlaceModel | None
    text: str
