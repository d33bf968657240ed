"""Which column every piece of a table's body belongs to.

The pieces come in segments: unbroken runs of tabbed rows, or of loose paragraphs. Within a segment
the order of the columns holds; where cells have lost their place, the way their text goes on from
what a column already holds decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from pipeline.dump.evidence import Evidence, Voices
from pipeline.records import Line
from pipeline.sentences import is_finished

Seam = Literal["start", "line", "gap", "ghost", "page", "loose", "wrap"]
OPEN_LEFT = 2.0  # cost of an open column that nothing goes on from
STAY = 0.3  # gain of staying in a column
SKIP = 0.5  # cost of leaving out a column between two cells of a row
CLOSED = 2.0  # cost of text in a column whose cell is complete
LAST_EMPTY = 0.6  # cost of loose paragraphs that never reach the last column
DOUBT = 1.0  # a best score this little above the next best is uncertain


@dataclass(frozen=True, slots=True, eq=False)
class Bit:
    """A line in its column and what lies between it and the bit before: see ``Seam``.

    ``segment`` numbers the runs of rows or paragraphs of the body.
    """

    line: Line
    seam: Seam
    segment: int


def tail_of(bits: Sequence[Bit]) -> str:
    """The last words of a column, empty without any."""
    return " ".join(bit.line.text for bit in bits[-3:])


# ---- cells that lost their place ----------------------------------------------------------------


def place_cells(
    heads: Mapping[int, str],
    width: int,
    tails: Mapping[int, str],
    closed: frozenset[int],
    evidence: Evidence,
) -> tuple[dict[int, int], float]:
    """The best column for each of ``width`` cells, in order, and how good it is.

    Args:
        heads: first text of each filled cell, by its index.
        width: cells in the row, empty ones at its end included.
        tails: last text of each column, by column.
        closed: columns whose cells are complete.
        evidence: the document's words.
    """
    columns = sorted(tails)
    wanted = min(width, len(columns))
    best: tuple[float, dict[int, int]] = (float("-inf"), {})
    for chosen in combinations(columns, wanted):
        if any(k >= wanted for k in heads):
            continue
        score = -SKIP * sum(b - a - 1 for a, b in zip(chosen, chosen[1:], strict=False))
        used = {chosen[k] for k in heads}
        for k, head in heads.items():
            score += evidence.join_score(tails[chosen[k]], head)
            score -= CLOSED * (chosen[k] in closed)
        score -= OPEN_LEFT * sum(_is_open(tails[c]) for c in columns if c not in used)
        if score > best[0]:
            best = score, dict(enumerate(chosen))
    return best[1], best[0]


def _is_open(text: str) -> bool:
    return bool(text) and not is_finished(text)


# ---- loose paragraphs ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assignment:
    """A column for every loose paragraph, the score, and which of them are uncertain."""

    columns: tuple[int, ...]
    score: float
    doubtful: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Loose paragraphs to be assigned, and what the columns hold before them."""

    texts: tuple[str, ...]
    tails: Mapping[int, str]
    closed: frozenset[int]
    evidence: Evidence
    voices: Voices | None
    levels: Mapping[int, int]

    def cost_of_start(self, index: int, column: int) -> float:
        """Score of a paragraph as the first of the segment in its column."""
        score = self.evidence.join_score(self.tails[column], self.texts[index])
        return score - CLOSED * (column in self.closed) + self._voice(index, column)

    def cost_of_stay(self, index: int, column: int) -> float:
        """Score of a paragraph in the same column as the one before it."""
        score = self.evidence.join_score(self.texts[index - 1], self.texts[index])
        return score + STAY + self._voice(index, column)

    def cost_of_skip(self, columns: Sequence[int]) -> float:
        """Cost of columns that stay as they are although their text is open."""
        return OPEN_LEFT * sum(_is_open(self.tails[c]) for c in columns)

    def _voice(self, index: int, column: int) -> float:
        if self.voices is None:
            return 0.0
        return self.voices.score(self.texts[index], self.levels[column])


def assign_paragraphs(paragraphs: Paragraphs) -> Assignment:
    """The best columns for the paragraphs, never going back to an earlier column."""
    best = _best_assignment(paragraphs, {})
    doubtful = set()
    for i, column in enumerate(best.columns):
        others = frozenset(paragraphs.tails) - {column}
        if others and best.score - _best_assignment(paragraphs, {i: others}).score < DOUBT:
            doubtful.add(i)
    return Assignment(best.columns, best.score, frozenset(doubtful))


def _best_assignment(p: Paragraphs, only: Mapping[int, frozenset[int]]) -> Assignment:
    """Dynamic programming over (paragraph, column); ``only`` limits the columns of some."""
    columns = sorted(p.tails)
    layer: dict[int, tuple[float, tuple[int, ...]]] = {}
    for i in range(len(p.texts)):
        allowed = [c for c in columns if c in only.get(i, columns)]
        steps = {c: list(_steps(p, layer, i, c, columns)) for c in allowed}
        layer = {c: max(each) for c, each in steps.items() if each}
    ends = [
        (score - p.cost_of_skip([c for c in columns if c > at]) - LAST_EMPTY * (at < columns[-1]), path)
        for at, (score, path) in layer.items()
    ]
    if not ends:
        return Assignment((), float("-inf"))
    score, path = max(ends)
    return Assignment(path, score)


def _steps(
    p: Paragraphs,
    layer: Mapping[int, tuple[float, tuple[int, ...]]],
    i: int,
    column: int,
    columns: Sequence[int],
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Every way to have paragraph ``i`` in ``column``: its score and the columns so far."""
    if i == 0:
        skipped = [c for c in columns if c < column]
        yield p.cost_of_start(0, column) - p.cost_of_skip(skipped), (column,)
        return
    for at, (score, path) in layer.items():
        if at == column:
            yield score + p.cost_of_stay(i, column), (*path, column)
        elif at < column:
            skipped = [c for c in columns if at < c < column]
            gained = p.cost_of_start(i, column) - p.cost_of_skip(skipped)
            yield score + gained, (*path, column)
