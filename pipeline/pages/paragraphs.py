"""Printed lines into paragraphs: by spacing, list marks, indents, and lines that end early."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.records import Line, box_of
from pipeline.sentences import is_finished, starts_inside

EXTRA_GAP = 0.1  # share of the size, at least one point, that parts paragraphs beyond the pitch
INDENT = 0.8  # points per point of size that make an indent
OFF_AXIS = 0.3  # share of the size by which the middles of centred lines differ at most
COMMON = 0.15  # share of all gaps that a pitch must reach
CONDENSED = 0.7  # times the width below, that of letters in the narrowest type
USUAL = 0.556  # width of most letters as a share of the size, in a common sans serif type

# Those of the letters that are narrower or wider.
_WIDTHS = {
    letter: width
    for width, letters in {
        0.222: "ijl|'’",
        0.278: "ft.,:;/![]I ",
        0.333: "r-()",
        0.5: "ckvxyzsJ",
        0.611: "FTZL",
        0.667: "ABEKPSVXY",
        0.722: "wCDHNRU",
        0.778: "GOQ",
        0.833: "mM",
        0.944: "W",
    }.items()
    for letter in letters
}


@dataclass(frozen=True, slots=True)
class Pitch:
    """The usual distance between base lines (points) for each type, given as (size, bold)."""

    by_type: dict[tuple[float, bool], float]

    def of(self, line: Line) -> float:
        """The pitch for a line's type; where unknown, typesetters' fifth more than the size."""
        return self.by_type.get((line.size, line.bold), line.size * 1.2)


def measure_pitch(columns: Iterable[Sequence[Line]]) -> Pitch:
    """The smallest distance that is common between neighbouring lines of one type."""
    gaps: dict[tuple[float, bool], Counter[float]] = defaultdict(Counter)
    for lines in columns:
        for above, below in pairwise(lines):
            gap = round(box_of(below).bottom - box_of(above).bottom, 1)
            same = above.size == below.size and above.bold == below.bold
            if same and 0.8 * below.size < gap < 2 * below.size:
                gaps[below.size, below.bold][gap] += 1
    pitches: dict[tuple[float, bool], float] = {}
    for kind, counts in gaps.items():
        enough = COMMON * sum(counts.values())
        common = [gap for gap in counts if _near(counts, gap) >= enough]
        pitches[kind] = min(common or counts)
    return Pitch(pitches)


def _near(counts: Counter[float], gap: float) -> int:
    """How many gaps differ from this one by no more than rounding."""
    return sum(n for other, n in counts.items() if abs(other - gap) <= 0.15)


def group_loose(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines outside tables in paragraphs: a change of type parts them, each run has its pitch."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and _same_type(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [group for run in runs for group in group_lines(run, _own_pitch(run))]


def _same_type(a: Line, b: Line) -> bool:
    return a.bold == b.bold and abs(a.size - b.size) <= 0.6


def _own_pitch(run: Sequence[Line]) -> Pitch:
    """The smallest distance between neighbours, as running text of one style has only one."""
    gaps = [box_of(b).bottom - box_of(a).bottom for a, b in pairwise(run)]
    size = run[0].size
    tight = [gap for gap in gaps if 0.8 * size < gap < 1.7 * size]
    pitch = min(tight, default=1.2 * size)
    return Pitch({(line.size, line.bold): pitch for line in run})


def group_lines(lines: Sequence[Line], pitch: Pitch) -> list[list[Line]]:
    """Lines of one column in paragraphs."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _starts_paragraph(groups[-1], line, pitch):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _starts_paragraph(group: Sequence[Line], line: Line, pitch: Pitch) -> bool:
    before = group[-1]
    size = max(line.size, before.size)
    if line.bullet:
        return True
    if line.turn or before.turn:
        return line.turn != before.turn
    gap = box_of(line).bottom - box_of(before).bottom
    back = gap < -size and box_of(line).x0 < box_of(before).x1  # a code may stand beside
    if gap > pitch.of(line) + max(1.0, EXTRA_GAP * size) or back:
        return True
    if _shifted(group, line):
        return True
    may_end = is_finished(before.text) or not starts_inside(line.text)
    return may_end and ends_early(before, line)


def _shifted(group: Sequence[Line], line: Line) -> bool:
    """Whether a changed left edge says that another paragraph begins."""
    before, x = group[-1], box_of(line).x0
    first = box_of(group[0]).x0
    if group[0].bullet:
        hangs = len(group) > 1 and x < box_of(group[1]).x0 - 0.5 * line.size
        back = len(group) == 1 and abs(x - first) < 1.0 and is_finished(before.text)
        return hangs or back
    indented = len(group) > 1 and x > box_of(before).x0 + INDENT * line.size
    return indented and not _centred([*group, line])


def _centred(lines: Sequence[Line]) -> bool:
    """Whether lines of different lengths stand on one axis."""
    middles = [box_of(line).middle[0] for line in lines]
    return max(middles) - min(middles) <= OFF_AXIS * lines[-1].size


def ends_early(before: Line, line: Line) -> bool:
    """Whether the first word of ``line`` would have fitted behind ``before``: a forced break."""
    if before.room is None or not line.text:
        return False
    word = text_width(line.text.split(None, 1)[0])
    if before.room <= CONDENSED * word * line.size:
        return False  # as most
    share = word / text_width(line.text)
    return before.room > 1.05 * share * box_of(line).width + 0.5 * line.size


def text_width(text: str) -> float:
    """About how wide a text is, as a share of its size: what letters take of a line differs."""
    return sum([_WIDTHS.get(letter, USUAL) for letter in text])
