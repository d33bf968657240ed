"""Characteristics that became several, or one out of several.

A whole keeps one partner, the one most like it. Another characteristic is a part of it if most of
what it says stands in the whole, and if the whole's partner does not say that (any more): a new
characteristic that only resembles a kept one is an addition. Mergers are the same seen from the new
edition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from pipeline.compare import limits
from pipeline.compare.assign import assign
from pipeline.compare.crosswalk import Crosswalk
from pipeline.compare.editions import Entry
from pipeline.compare.vectors import Matrix, Text, Weights

Pair = tuple[int, int]
Group = tuple[tuple[int, ...], tuple[int, ...]]


def group_parts(
    old: Sequence[Entry], new: Sequence[Entry], pairs: Sequence[Pair], likeness: Matrix,
    weights: Weights, crosswalk: Crosswalk,
) -> list[Group]:  # fmt: skip
    """The pairs, each with the parts that were split off or merged into it."""
    flipped = [(j, i) for i, j in pairs]
    spoken = (
        crosswalk.gone | {key for key, _ in crosswalk.pairs},
        crosswalk.new | {key for _, key in crosswalk.pairs},
    )
    split = _find_parts(old, new, pairs, likeness, weights, spoken)
    merged = _find_parts(new, old, flipped, likeness.T, weights, (spoken[1], spoken[0]))
    _add_spoken(split, merged, old, new, pairs, crosswalk)
    groups: list[Group] = []
    for i, j in pairs:
        if i in split:
            groups.append(((i,), tuple(sorted((j, *split[i])))))
        else:
            groups.append((tuple(sorted((i, *merged.get(j, ())))), (j,)))
    return groups


def _find_parts(
    wholes: Sequence[Entry], others: Sequence[Entry], pairs: Sequence[Pair], likeness: Matrix,
    weights: Weights, spoken: tuple[AbstractSet[str], AbstractSet[str]],
) -> dict[int, list[int]]:  # fmt: skip
    """By whole, what is left of the others and was a part of it; all but what a person spoke of."""
    paired = {j for _, j in pairs}
    partner = {i: others[j] for i, j in pairs if wholes[i].key not in spoken[0]}
    found = defaultdict[int, list[int]](list)
    for k, other in enumerate(others):
        if k in paired or other.key in spoken[1]:
            continue
        likely = sorted(partner, key=lambda i: -likeness[i, k])[: limits.PART_WHOLES]
        shares = [(_share_of_part(wholes[i], partner[i], other, weights), -i) for i in likely]
        share, whole = max(shares, default=(0.0, 0))
        if share >= limits.PART_FROM_WHOLE:
            found[-whole].append(k)
    return found


def _share_of_part(whole: Entry, partner: Entry, part: Entry, weights: Weights) -> float:
    """How much of the part comes from the whole; 0 if the whole's partner has kept all of it.

    Partner and part compete for the paragraphs of the whole, each of which goes to one of them.
    """
    texts, kept, own = (_texts(entry) for entry in (whole, partner, part))
    scores = np.array([[weights.likeness(a, b) for b in (*kept, *own)] for a in texts])
    scores = scores.reshape(len(texts), len(kept) + len(own))
    pairs = assign(np.where(scores >= limits.PART_PARAGRAPH, scores, 0.0))
    mine = [(i, j) for i, j in pairs if j >= len(kept)]
    if _size(texts[i] for i, _ in mine) < limits.WHOLE_IN_PART * _size(texts):
        return 0.0
    return _size(own[j - len(kept)] for _, j in mine) / max(_size(own), 1)


def _texts(entry: Entry) -> list[Text]:
    return [text for text in entry.texts if text.spelling]


def _size(texts: Iterable[Text]) -> int:
    return sum(len(text.spelling) for text in texts)


def _add_spoken(
    split: dict[int, list[int]], merged: dict[int, list[int]], old: Sequence[Entry],
    new: Sequence[Entry], pairs: Sequence[Pair], crosswalk: Crosswalk,
) -> None:  # fmt: skip
    """What a person named as parts: the further partners of one that has a partner already."""
    rows = {entry.key: n for n, entry in enumerate(old)}
    columns = {entry.key: n for n, entry in enumerate(new)}
    taken = dict(pairs), {j: i for i, j in pairs}
    for a, b in crosswalk.pairs:
        if a not in rows or (rows[a], columns[b]) in pairs:
            continue
        i, j = rows[a], columns[b]
        part, parts = (j, split[i]) if i in taken[0] else (i, merged[j])
        if part not in parts:
            parts.append(part)
