"""What changed between two editions: the data of `framework diff --format json`.

Key order is part of the contract; what was added to it stands behind the given fields.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal[
    "reworded",
    "paragraph-added",
    "paragraph-removed",
    "level-moved",
    "characteristic-added",
    "characteristic-removed",
    "renumbered",
    "characteristic-moved",
    "split",
    "merged",
    "domain-added",
    "domain-removed",
    "domain-renamed",
    "domains-reordered",
    "level-added",
    "level-removed",
    "level-renamed",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

Redline = Annotated[
    tuple[tuple[Literal["=", "-", "+"], str], ...],
    Field(description="runs of text: kept, only in the old, only in the new; joined they are it"),
]
Similarity = Annotated[float, Field(ge=0, le=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Side(_Model):
    """One of the two frameworks."""

    id: str
    sha256: str


class Ref(_Model):
    """What a change speaks of; ``paragraph`` counts from 1 within its level.

    A level of the whole scale has no ``domain``.
    """

    domain: str | None
    characteristic: str | None = None
    level: str | None = None
    paragraph: int | None = None
    key: str


class Change(_Model):
    """One difference of meaning; ``old`` is empty for what is new, ``new`` for what is gone."""

    kind: Kind
    old: tuple[Ref, ...] = ()
    new: tuple[Ref, ...] = ()
    before: str | None = None
    after: str | None = None
    similarity: Similarity | None = None
    redline: Redline = ()
    reason: str


class Pair(_Model):
    """A domain, characteristic or level of either edition taken for the same one."""

    what: Literal["domain", "characteristic", "level"]
    old: str = Field(description="its key in the old framework")
    new: str = Field(description="its key in the new framework")
    score: Similarity
    reason: str


class Differences(_Model):
    """All changes between two frameworks, and what was taken for the same.

    Two frameworks that are no editions of each other are not ``related``: there are no ``changes``
    then, and ``pairs`` holds the nearest characteristics.
    """

    old: Side
    new: Side
    summary: dict[Kind, int]
    changes: tuple[Change, ...]
    related: bool = True
    pairs: tuple[Pair, ...] = ()
