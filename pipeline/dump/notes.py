"""What stands in the dump but not in its text: footnotes, page numbers, running lines, rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.dump.lines import DumpRow, number_of
from pipeline.records import Line, Note, Passage, Repair

_PAGE_NUMBER = re.compile(r"^(?:page\s+)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s+(?:of|/)\s+\d{1,4})?$", re.I)
RUNNING_WORDS = 6  # a running line has no more words


def find_notes(rows: Sequence[DumpRow]) -> tuple[Note, ...]:
    """Loose paragraphs that begin with a raised mark, and one between two of them that lost its own."""
    loose = [row for row in rows if not row.tabbed and not row.blank]
    marks: list[int | None] = [_leading_mark(row.lines[0]) for row in loose]
    repairs: dict[int, Repair] = {}
    for i in range(1, len(loose) - 1):
        before, after = marks[i - 1], marks[i + 1]
        if marks[i] is None and before is not None and after == before + 2:
            marks[i] = before + 1
            note = f"the mark {before + 1} is lost, the notes around it have theirs"
            repairs[i] = Repair("note-mark", note)
    return tuple(
        Note(
            str(mark),
            Passage(row.lines[0].text, row.lines, (repairs[i],) if i in repairs else ()),
        )
        for i, (row, mark) in enumerate(zip(loose, marks, strict=True))
        if mark is not None
    )


def _leading_mark(line: Line) -> int | None:
    """The number of the mark that the line starts with (a mark alone, before its text)."""
    if line.mark_words and line.marks and line.text:
        return int(line.marks[0])
    return None


def is_rule(row: DumpRow) -> bool:
    """Whether a row holds signs only, such as a rule read as dashes."""
    return bool(row.lines) and not any(c.isalnum() for line in row.lines for c in line.text)


def is_page_number(row: DumpRow) -> bool:
    """Whether a row holds a page number and nothing else."""
    return len(row.lines) == 1 and bool(_PAGE_NUMBER.match(row.lines[0].text))


def running_lines(rows: Sequence[DumpRow]) -> frozenset[int]:
    """Numbers of the loose rows whose short text stands alone on several lines of the dump."""
    loose = [row.lines[0] for row in rows if not row.tabbed and not row.blank]
    counts = Counter(line.text.casefold() for line in loose)
    return frozenset(
        number_of(line)
        for line in loose
        if counts[line.text.casefold()] >= 2 and len(line.text.split()) <= RUNNING_WORDS
    )
