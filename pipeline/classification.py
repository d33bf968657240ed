"""Which part of a framework a text speaks of: the data of `framework classify --format json`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MethodName = Literal["nearest", "spacy"]
Score = Annotated[float, Field(ge=0, le=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MatchedDomain(_Model):
    """The domain that a passage speaks of."""

    key: str
    code: str | None
    title: str


class MatchedCharacteristic(_Model):
    """The characteristic that a passage speaks of."""

    key: str
    code: str | None
    statement: str


class MatchedLevel(_Model):
    """The level whose words a passage speaks; the scores of all levels add up to 1."""

    key: str
    name: str
    rank: int
    score: Score


class NearestParagraph(_Model):
    """The paragraph of the framework that comes nearest, within what was matched."""

    key: str
    level: str = Field(description="name of the level that it describes")
    text: str
    likeness: Score = Field(description="1 for the same words")


class Match(_Model):
    """One answer. A domain that has no characteristics is matched as a whole."""

    domain: MatchedDomain
    characteristic: MatchedCharacteristic | None
    level: MatchedLevel | None = Field(description="null where nothing tells the levels apart")
    score: Score = Field(
        description="how near text and characteristic are, or how likely the match is with spacy"
    )
    nearest: NearestParagraph | None


class ClassifiedPassage(_Model):
    """A sentence or paragraph of evidence and what it speaks of, the best match first.

    Whether it speaks of the framework at all is for the nearest method to say: a text classifier
    of spaCy has to choose among its labels, whatever it is asked.
    """

    number: int
    lines: tuple[int, int] | None = Field(description="first and last line in the text")
    text: str
    score: Score = Field(
        description="how near it comes to the framework; below the threshold there are no matches"
    )
    matches: tuple[Match, ...]


class Classification(_Model):
    """All passages of a text, classified by one framework."""

    framework: str
    sha256: str = Field(description="of the document that the framework was extracted from")
    method: MethodName
    threshold: Score
    passages: tuple[ClassifiedPassage, ...]
