"""The data of a sample document: what is printed, and the truth that tests compare with.

A sample is one JSON file. Its texts are free of footnote marks and bullet signs, because those are
not part of what an inspector would quote; where they are printed stands beside the text, in
``marks`` and ``bullets``.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Mark:
    """Where a footnote's mark is printed: behind the words ``after`` in one paragraph."""

    footnote: int
    paragraph: int
    after: str
    level: str | None = None


@dataclass(frozen=True)
class Ratings:
    """One table: the paragraphs of every level, and what is printed in them besides their words."""

    texts: dict[str, list[str]]
    bullets: dict[str, list[int]]
    marks: list[Mark]


@dataclass(frozen=True)
class Characteristic:
    """A statement, mostly numbered, and its table."""

    code: str | None
    statement: str
    ratings: Ratings


@dataclass(frozen=True)
class Domain:
    """A chapter: outcome statement, summary table and characteristics."""

    code: str | None
    title: str
    outcome: list[str]
    footnotes: list[str]
    marks: list[Mark]
    summary: Ratings
    characteristics: list[Characteristic]
    parent: str | None


@dataclass(frozen=True)
class Section:
    """A part of the introduction."""

    heading: str
    paragraphs: list[str]


@dataclass(frozen=True)
class Layout:
    """How an edition looks; between them the editions show the habits of real documents."""

    font: str
    size: float
    heading: str
    section: str
    summary: str
    columns: list[float]
    repeat_header: bool
    domain_on_new_page: bool
    space_before: float
    space_after: float
    hyphenate: list[str]
    spanning_statements: list[str]


@dataclass(frozen=True, kw_only=True)
class Framework:
    """All that is printed; the words for a domain and a characteristic head their parts of it."""

    title: str
    subject: str
    edition: str
    publisher: str
    published: str
    levels: list[str]
    level_notes: dict[str, str]
    introduction: list[Section]
    domains: list[Domain]
    language: str = "en-GB"
    domain_word: str = ""
    characteristic_word: str = ""
    best_first: bool = False


@dataclass(frozen=True, kw_only=True)
class Sample(Framework):
    """One edition of the invented framework in ``raw/``, with its looks."""

    layout: Layout


def load_sample(path: Path) -> Sample:
    """Read one edition; a missing or unknown field is an error, for the file is written by hand."""
    data = _printed(path)
    return Sample(**data | {"layout": Layout(**data["layout"])})


def load_framework(path: Path) -> Framework:
    """Read a framework that can be laid out in any way."""
    return Framework(**_printed(path))


def _printed(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    sections = [Section(**section) for section in data["introduction"]]
    domains = [_domain(domain) for domain in data["domains"]]
    return data | {"introduction": sections, "domains": domains}


def _domain(data: dict[str, Any]) -> Domain:
    return Domain(
        code=data["code"],
        title=data["title"],
        outcome=data["outcome"].split("\n\n"),
        footnotes=data.get("footnotes", []),
        marks=[Mark(**mark) for mark in data.get("marks", [])],
        summary=Ratings(data.get("summary", {}), {}, []),
        characteristics=[_characteristic(entry) for entry in data["characteristics"]],
        parent=data.get("parent"),
    )


def _characteristic(data: dict[str, Any]) -> Characteristic:
    marks = [Mark(**mark) for mark in data.get("marks", [])]
    ratings = Ratings(data["descriptors"], data.get("bullets", {}), marks)
    return Characteristic(data["code"], data["statement"], ratings)
