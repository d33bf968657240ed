"""What stands in the dump but not in its text: footnotes, page numbers, running lines, rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace

from pipeline.dump.lines import DumpRow, number_of
from pipeline.records import Line, Note, Passage, Repair

_PLAIN_MARK = re.compile(r"[.!?…]['’”\")]*(\d{1,2})$")
_PAGE_NUMBER = re.compile(r"^(?:page\s+)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s+(?:of|/)\s+\d{1,4})?$", re.I)
RUNNING_WORDS = 6  # a running line has no more words


def find_notes(rows: Sequence[DumpRow]) -> tuple[Note, ...]:
    """Loose paragraphs that begin with a raised mark, and one between two that lost its own."""
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


def mark_lost(rows: Sequence[DumpRow], notes: Sequence[Note]) -> tuple[DumpRow, ...]:
    """The rows with the marks of notes taken out where they stand as plain digits at a line's end.

    Only behind a full stop, and only for a note whose mark is raised nowhere in the text.
    """
    noted = {line for note in notes for line in note.passage.lines}
    raised = {mark for row in rows for c in row.lines if c not in noted for mark in c.marks}
    wanted = {note.mark for note in notes} - raised
    return tuple(
        row if row.tabbed or row.blank or row.lines[0] in noted else _mark_lost(row, wanted)
        for row in rows
    )


def _mark_lost(row: DumpRow, wanted: Set[str]) -> DumpRow:
    line = row.lines[0]
    found = _PLAIN_MARK.search(line.text)
    if not found or found.group(1) not in wanted:
        return row
    text, marks = line.text[: found.start(1)], (*line.marks, found.group(1))
    return DumpRow(row.number, (replace(line, text=text, marks=marks),))


def lost_mark_repair(line: Line, raw: str) -> Repair | None:
    """The repair to record where a line's mark stood as plain digits in the raw cell."""
    plain = line.marks and raw.rstrip() == line.text + line.marks[-1]
    return Repair("note-mark", f"'{line.marks[-1]}' read as a footnote mark") if plain else None


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
