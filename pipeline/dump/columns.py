"""Which column every piece of a table's body belongs to.

The pieces come in segments: unbroken runs of tabbed rows, or of loose paragraphs. Within a segment
the order of the columns holds; where cells have lost their place, the way their text goes on from
what a column already holds decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

from pipeline.dump.evidence import Evidence, Voices
from pipeline.records import Line
from pipeline.sentences import is_finished

PRINTED_WORDS = 7  # words (median) of cells that are single printed lines
Seam = Literal["start", "line", "gap", "ghost", "page", "loose", "wrap"]
OPEN_LEFT = 3.0  # cost of an open column that nothing goes on from
STAY = 0.5  # gain of staying in a column
TOUCHING = 1.5  # gain of staying where no blank line parts two paragraphs
SKIP = 0.5  # cost of leaving out a column between two cells of a row
CLOSED = 6.0  # cost of text in a column whose cell is complete
LAST_EMPTY = 1.0  # cost of loose paragraphs that never reach the last column
ALIKE = 1.5  # cost of two paragraphs of one cell that begin with the same rare words
DOUBT = 1.0  # a best score this little above the next best is uncertain


@dataclass(frozen=True, slots=True, eq=False)
class Bit:
    """A line in its column and what lies between it and the bit before: see ``Seam``.

    ``segment`` numbers the runs of rows or paragraphs of the body. ``healed`` is what the line
    should read where it was damaged, and ``note`` says how that is known.
    """

    line: Line
    seam: Seam
    segment: int
    healed: str | None = None
    note: str = ""

    @property
    def text(self) -> str:
        """What the line reads."""
        return self.line.text if self.healed is None else self.healed


def tail_of(bits: Sequence[Bit]) -> str:
    """The last words of a column, empty without any."""
    return " ".join(bit.text for bit in bits[-3:] if bit.text)


# ---- cells that lost their place ----------------------------------------------------------------


def place_cells(
    heads: Mapping[int, str],
    width: int,
    tails: Mapping[int, str],
    closed: frozenset[int],
    evidence: Evidence,
) -> dict[int, int]:
    """The best column for each of ``width`` cells, in order; empty if they are too many.

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
        score = -SKIP * sum(b - a - 1 for a, b in pairwise(chosen))
        used = {chosen[k] for k in heads}
        for k, head in heads.items():
            score += evidence.join_score(tails[chosen[k]], head)
            score -= CLOSED * (chosen[k] in closed)
        score -= OPEN_LEFT * sum(
            is_open(tails[c]) for c in columns if c not in used and c not in closed
        )
        if score > best[0]:
            best = score, dict(enumerate(chosen))
    return best[1]


def is_open(text: str) -> bool:
    """Whether a column's text stops inside a sentence."""
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
    """Loose paragraphs to be assigned, and what the columns hold before them.

    ``rows`` are the numbers of the paragraphs' first rows; ``tails`` and ``columns`` the last words
    and the whole text of each column, ``closed`` the columns whose cells are complete.
    """

    texts: tuple[str, ...]
    rows: tuple[int, ...]
    tails: Mapping[int, str]
    columns: Mapping[int, str]
    closed: frozenset[int]
    evidence: Evidence
    voices: Voices | None

    def scores(self) -> Scores:
        """How well each paragraph starts in, or stays in, each column."""
        columns = sorted(self.tails)
        start, stay = [], []
        for i, text in enumerate(self.texts):
            voice = self.voices.scores(text, self.rows[i]) if self.voices else {}
            worth = {c: voice.get(c, 0.0) - CLOSED * (c in self.closed) for c in columns}
            goes_on = self._stay(i) if i else 0.0
            joins = {c: self.evidence.join_score(self.tails[c], text) for c in columns}
            start.append({c: joins[c] + worth[c] for c in columns})
            stay.append({c: goes_on + worth[c] for c in columns})
        left = {c: OPEN_LEFT * (is_open(self.tails[c]) and c not in self.closed) for c in columns}
        openings = tuple(self.evidence.rare_opening(text) for text in self.texts)
        known = {c: self.evidence.openings(self.columns[c]) for c in columns}
        return Scores(tuple(start), tuple(stay), left, openings, known)

    def _stay(self, index: int) -> float:
        """How well a paragraph goes behind the one before, in whatever column."""
        touching = self.rows[index] == self.rows[index - 1] + 1
        joined = self.evidence.join_score(self.texts[index - 1], self.texts[index])
        return joined + STAY + TOUCHING * touching


@dataclass(frozen=True, slots=True)
class Scores:
    """What it is worth to have a paragraph in a column.

    By paragraph and column: as the first of the run in its column (``start``), or behind another
    one (``stay``). ``left`` is what it costs to leave a column without any; ``openings`` are the
    first words of paragraphs that begin as few others do, ``known`` those that a column holds.
    """

    start: tuple[Mapping[int, float], ...]
    stay: tuple[Mapping[int, float], ...]
    left: Mapping[int, float]
    openings: tuple[tuple[str, ...], ...]
    known: Mapping[int, frozenset[tuple[str, ...]]]


def assign_paragraphs(paragraphs: Paragraphs) -> Assignment:
    """The best columns for the paragraphs, never going back to an earlier column."""
    scores = paragraphs.scores()
    best = _best_path(scores)
    doubtful = set()
    if len(scores.left) > 1:
        for i, worth in enumerate(_worth(scores)):
            others = (w for column, w in worth.items() if column != best.columns[i])
            if best.score - max(others, default=float("-inf")) < DOUBT:
                doubtful.add(i)
    return Assignment(best.columns, best.score, frozenset(doubtful))


Path = tuple[float, tuple[int, ...]]  # the score and the columns so far


def _best_path(scores: Scores) -> Assignment:
    """Dynamic programming over runs of paragraphs."""
    count, columns = len(scores.start), sorted(scores.left)
    best: dict[int, Path] = {0: (0.0, ())}  # by how many paragraphs are assigned
    for column in columns:
        after: dict[int, Path] = {}
        for done, (score, path) in best.items():
            for end, gained in _runs(scores, done, column):
                found = score + gained, (*path, *[column] * (end - done))
                after[end] = max(found, after.get(end, found))
        best = after
    score, path = best.get(count, (float("-inf"), ()))
    return Assignment(path, score)


def _worth(scores: Scores) -> list[dict[int, float]]:
    """For each paragraph and column the best score of all paths that have it there.

    What is best before a run and what is best behind it are known from both ends.
    """
    count, columns = len(scores.start), sorted(scores.left)
    runs = [[list(_runs(scores, i, column)) for i in range(count + 1)] for column in columns]
    before: list[dict[int, float]] = [{0: 0.0}]
    for each in runs:
        after: dict[int, float] = {}
        for done, score in before[-1].items():
            for end, gained in each[done]:
                after[end] = max(score + gained, after.get(end, float("-inf")))
        before.append(after)
    behind = {count: 0.0}
    worth: list[dict[int, float]] = [{} for _ in range(count)]
    for column, each, ahead in zip(reversed(columns), reversed(runs), before[-2::-1], strict=True):
        for done, score in ahead.items():
            best = float("-inf")
            for end, gained in reversed(each[done]):
                best = max(best, score + gained + behind.get(end, float("-inf")))
                if end > done:
                    worth[end - 1][column] = max(best, worth[end - 1].get(column, best))
        behind = {
            done: max(gained + behind.get(end, float("-inf")) for end, gained in each[done])
            for done in range(count + 1)
        }
    return worth


def _runs(scores: Scores, first: int, column: int) -> Iterator[tuple[int, float]]:
    """Every run from ``first`` on that the column may get: its end, and what it is worth."""
    yield first, -scores.left[column] - LAST_EMPTY * (column == max(scores.left))
    worth = 0.0
    seen = set(scores.known[column])
    for i in range(first, len(scores.start)):
        worth += scores.start[i][column] if i == first else scores.stay[i][column]
        opening = scores.openings[i]
        worth -= ALIKE * (opening in seen)
        if opening:
            seen.add(opening)
        yield i + 1, worth
