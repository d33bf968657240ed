"""The document cut into what stands between two level headers: body, front matter, banner."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dump.body import Segment
from pipeline.dump.evidence import Evidence, likeness
from pipeline.dump.lines import DumpRow, letters
from pipeline.records import Line
from pipeline.sentences import is_finished, starts_inside

TITLE_WORDS = 8  # a heading without a full stop has no more words
_NUMBERED = re.compile(
    r"^(?:[A-Z]{1,3})?\d{1,2}(?:\.\d{1,2})+\b|^[A-Z]{1,3}\d{1,2}\b|^\d{1,2}[.)]?\s+[A-Z]"
    r"|^\w+\s\d{1,2}\s*[:.–-]"
)

Paragraph = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Above:
    """The rows right above a header: their banner, and lines that are no text, with reasons."""

    first: int
    banner: tuple[Line, ...]
    ghosts: tuple[tuple[Line, str], ...]


def rows_above(rows: Sequence[DumpRow], start: int, head: int, evidence: Evidence) -> Above:
    """The tabbed rows that touch a header from above, no further up than ``start``."""
    banner: list[Line] = []
    ghosts: list[tuple[Line, str]] = []
    first = head
    while first > start:
        row = rows[first - 1]
        if not row.tabbed or row.blank:
            break
        kept, junk = _without_ghosts(row, evidence)
        if len(kept) > 1 or (kept and starts_inside(kept[0].text) and first - 1 == start):
            break
        banner[:0] = kept
        ghosts[:0] = junk
        first -= 1
    return Above(first, tuple(banner), tuple(ghosts))


def _without_ghosts(row: DumpRow, evidence: Evidence) -> tuple[list[Line], list[tuple[Line, str]]]:
    """The cells of a banner row that are text, and those that are a clipped copy or gibberish."""
    kept: list[Line] = []
    junk: list[tuple[Line, str]] = []
    for i, line in enumerate(row.lines):
        following = row.lines[i + 1].text if i + 1 < len(row.lines) else ""
        if not any(c.isalnum() for c in line.text):
            junk.append((line, "signs without text"))
        elif following and _is_clipped(line.text, following):
            junk.append((line, "the start of the next cell, read twice"))
        elif len(row.lines) > 1 and evidence.unknown_share(line.text) > 0.5:
            junk.append((line, "no words of this document"))
        else:
            kept.append(line)
    return kept, junk


def _is_clipped(text: str, whole: str) -> bool:
    """Whether a text is the start of another, give or take a letter."""
    a, b = letters(text), letters(whole)
    return len(a) < len(b) and any(likeness(a, b[: len(a) + k]) >= 0.9 for k in (-1, 0))


# ---- loose rows ---------------------------------------------------------------------------------


def rows_to_segments(rows: Sequence[DumpRow]) -> list[Segment]:
    """Unbroken runs of tabbed rows, and of loose paragraphs between them."""
    segments: list[Segment] = []
    run: list[DumpRow] = []
    for row in [*rows, None]:
        ends = row is None or row.blank or bool(run and row.tabbed != run[-1].tabbed)
        ends = ends or bool(run and row and row.tabbed and row.number > run[-1].number + 1)
        if run and ends:
            _close(run, segments)
            run = []
        if row and not row.blank:
            run.append(row)
    return segments


def _close(run: Sequence[DumpRow], segments: list[Segment]) -> None:
    if run[0].tabbed:
        segments.append(Segment("rows", rows=tuple(run)))
        return
    paragraphs = tuple(rows_to_paragraphs(run))
    if segments and segments[-1].kind == "loose":
        paragraphs = segments.pop().paragraphs + paragraphs
    segments.append(Segment("loose", paragraphs=paragraphs))


def rows_to_paragraphs(rows: Sequence[DumpRow]) -> list[Paragraph]:
    """Loose rows without a blank line between them, rejoined where the text runs over."""
    groups: list[list[Line]] = []
    width = max(len(row.lines[0].text) for row in rows)
    for row in rows:
        line = row.lines[0]
        if groups and _runs_over(groups[-1][-1].text, line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [tuple(group) for group in groups]


def _runs_over(before: str, line: Line, width: int) -> bool:
    """Whether a line break is only the edge of the paper."""
    if line.bullet:
        return False
    if not is_finished(before) and starts_inside(line.text):
        return True
    return len(before) + 1 + len(line.text.split()[0]) > width and len(before.split()) > TITLE_WORDS


# ---- where a table's text ends and the next one's front matter begins ---------------------------


def front_start(paragraphs: Sequence[Paragraph], running: frozenset[int], keep_last: bool) -> int:
    """Index of the first paragraph that can be no continuation of the table before.

    Args:
        paragraphs: the loose paragraphs between a table and the next header.
        running: numbers of lines whose text is repeated, such as captions.
        keep_last: whether the last one must be the next table's statement.
    """
    for i, lines in enumerate(paragraphs):
        following = paragraphs[i + 1][0].text if i + 1 < len(paragraphs) else ""
        if _is_front(lines, following, running):
            return i
    return len(paragraphs) - (keep_last and len(paragraphs) > 0)


def _is_front(lines: Paragraph, following: str, running: frozenset[int]) -> bool:
    text = " ".join(line.text for line in lines)
    if _NUMBERED.match(text) or text.isupper():
        return True
    if lines[0].place.lines and lines[0].place.lines[0] in running:
        return True
    short = len(text.split()) <= TITLE_WORDS and not is_finished(text)
    return short and not starts_inside(text) and bool(following) and not starts_inside(following)
