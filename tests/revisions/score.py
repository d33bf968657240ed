"""How well a comparison finds the true edits: exact in kind, places and texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.changes import Change, Differences, Ref
from revisions.drafts import Edit, Place


@dataclass
class Score:
    """Counts by kind."""

    found: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        """Count another comparison in."""
        self.found += other.found
        self.wrong += other.wrong
        self.missed += other.missed

    def f1(self, kind: str | None = None) -> float:
        """The harmonic mean of precision and recall, of one kind or of all."""
        found, wrong, missed = (
            sum(n for k, n in counts.items() if kind in (None, k))
            for counts in (self.found, self.wrong, self.missed)
        )
        return 2 * found / (2 * found + wrong + missed) if found + wrong + missed else 1.0


def as_edits(differences: Differences) -> list[Edit]:
    """What a comparison says, in the form of the true edits."""
    return [_edit(change) for change in differences.changes]


def _edit(change: Change) -> Edit:
    old, new = (tuple(map(_place, refs)) for refs in (change.old, change.new))
    return Edit(change.kind, old, new, change.before, change.after)


def _place(ref: Ref) -> Place:
    return ref.domain, ref.characteristic, ref.level


def compare_edits(said: Iterable[Edit], true: Iterable[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Edits that were said and are not true, and true ones that were not said."""
    ours, theirs = Counter(said), Counter(true)
    return list((ours - theirs).elements()), list((theirs - ours).elements())


def score(said: Iterable[Edit], true: Iterable[Edit]) -> Score:
    """Count hits and misses by kind."""
    said, true = list(said), list(true)
    wrong, missed = compare_edits(said, true)
    found = Counter(e.kind for e in true)
    found.subtract(e.kind for e in missed)
    return Score(found, Counter(e.kind for e in wrong), Counter(e.kind for e in missed))
