"""What changed between two editions: two Frameworks in, Differences out."""

from __future__ import annotations

from collections import Counter
from typing import Any, Literal

from pipeline.changes import KINDS, Differences, Pair, Side
from pipeline.compare.align import Alignment, Match, align, weigh
from pipeline.compare.changes import list_changes
from pipeline.compare.crosswalk import Crosswalk, read_crosswalk
from pipeline.compare.editions import Edition
from pipeline.compare.show import (
    COLUMNS,
    change_rows,
    differences_to_csv,
    differences_to_text,
)
from pipeline.models import Framework

__all__ = [
    "COLUMNS",
    "Crosswalk",
    "change_rows",
    "compare",
    "differences_to_csv",
    "differences_to_text",
    "read_crosswalk",
]

NO_RULES = Crosswalk()
What = Literal["domain", "characteristic", "level"]


def compare(old: Framework, new: Framework, crosswalk: Crosswalk = NO_RULES) -> Differences:
    """All differences of meaning between two editions.

    Frameworks that are no editions of each other come back as not ``related``, without changes;
    their pairs are then, for each old characteristic, the nearest new one.
    """
    before, after = Edition(old), Edition(new)
    weights = weigh(before, after)
    alignment = align(before, after, weights, crosswalk)
    changes = list_changes(before, after, alignment, weights) if alignment.related else ()
    counts = Counter(change.kind for change in changes)
    return Differences(
        old=Side(id=old.id, sha256=old.source.sha256),
        new=Side(id=new.id, sha256=new.source.sha256),
        summary={kind: counts[kind] for kind in KINDS if counts[kind]},
        changes=changes,
        related=alignment.related,
        pairs=_pairs(alignment) if alignment.related else _nearest(before, after, alignment),
    )


def _pairs(alignment: Alignment) -> tuple[Pair, ...]:
    """What was taken for the same, a pair for each part of a split or merger."""
    levels = [_pair("level", a.key, b.key, m) for m in alignment.levels for a, b in m.pairs]
    domains = [_pair("domain", a.key, b.key, m) for m in alignment.domains for a, b in m.pairs]
    characteristics = [
        _pair("characteristic", a.key, b.key, m)
        for m in alignment.characteristics
        for a, b in m.pairs
    ]
    return (*levels, *domains, *characteristics)


def _pair(what: What, old: str, new: str, match: Match[Any]) -> Pair:
    return Pair(what=what, old=old, new=new, score=round(match.score, 3), reason=match.reason)


def _nearest(old: Edition, new: Edition, alignment: Alignment) -> tuple[Pair, ...]:
    """For each old characteristic the new one that says most of the same, if any."""
    pairs = []
    for entry, scores in zip(old.entries, alignment.likeness, strict=True):
        if scores.any():
            nearest = new.entries[int(scores.argmax())]
            score = round(float(scores.max()), 3)
            reason = f"the nearest: statement and descriptors {score:.0%} alike"
            pairs.append(
                Pair(
                    what="characteristic",
                    old=entry.key,
                    new=nearest.key,
                    score=score,
                    reason=reason,
                )
            )
    return tuple(pairs)
