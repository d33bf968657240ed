"""Which parts of two editions are the same ones: by what they say first, then by where they stand.

Characteristics are scored by the cosine of their letter n-grams, statement and descriptors at
equal weight; each takes at most one partner, so that the sum of the scores is largest. This is done
twice: the first pairs tell which domains are the same, and being in the same domain then helps to
choose among characteristics that say nearly the same. What is left over may be a part of a pair: it
was split off, or merged into it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from pipeline.compare import limits
from pipeline.compare.assign import assign
from pipeline.compare.crosswalk import Crosswalk
from pipeline.compare.editions import Edition, Entry, Item, Rating, Section
from pipeline.compare.parts import group_parts
from pipeline.compare.scales import align_levels
from pipeline.compare.vectors import Matrix, Text, Weights, cosine

Pair = tuple[int, int]
Thing = TypeVar("Thing")


@dataclass(frozen=True, eq=False)
class Match(Generic[Thing]):
    """Things of both editions taken for the same; several on one side of a split or merger."""

    old: tuple[Thing, ...]
    new: tuple[Thing, ...]
    score: float
    reason: str

    @property
    def pairs(self) -> list[tuple[Thing, Thing]]:
        """Each old one with each new one."""
        return [(before, after) for before in self.old for after in self.new]


@dataclass(frozen=True, eq=False)
class Alignment:
    """What became of what; whatever no match names was added or removed.

    ``likeness`` has a score for every old characteristic (row) and new one (column).
    """

    domains: tuple[Match[Section], ...]
    characteristics: tuple[Match[Entry], ...]
    levels: tuple[Match[Rating], ...]
    likeness: Matrix
    related: bool


def weigh(old: Edition, new: Edition) -> Weights:
    """What each n-gram weighs in these two editions; characteristics and domains are the units."""
    units = [entry.statement.grams + entry.body for e in (old, new) for entry in e.entries]
    units += [section.title.grams + section.body for e in (old, new) for section in e.sections]
    return Weights(units)


def align(old: Edition, new: Edition, weights: Weights, crosswalk: Crosswalk) -> Alignment:
    """Match domains, characteristics and levels."""
    likeness = _entry_likeness(old, new, weights)
    kin = _section_likeness(old, new, weights)
    rough = _pair_entries(old, new, likeness, kin, crosswalk)
    kin = _with_contents(kin, old, new, likeness, rough)
    sections = _pair_sections(old, new, kin, crosswalk)
    same = np.zeros_like(kin)
    for pair in sections:
        same[pair] = 1
    pairs = _pair_entries(old, new, likeness, same, crosswalk)
    groups = group_parts(old.entries, new.entries, pairs, likeness, weights, crosswalk)
    entries = [_match_entries(old, new, *group, likeness, weights) for group in groups]
    domains = [
        _match_sections(old.sections[i], new.sections[j], float(kin[i, j]), entries, weights)
        for i, j in sections
    ]
    units: list[tuple[Sequence[Item], Sequence[Item]]] = [
        *((match.old[0].items, match.new[0].items) for match in domains),
        *((_items(match.old), _items(match.new)) for match in entries),
    ]
    levels = [
        Match((old.levels[i],), (new.levels[j],), score, reason)
        for i, j, score, reason in align_levels(old, new, units, weights, crosswalk)
    ]
    named = [m for m in domains if m.old[0].named and m.new[0].named]
    titles = sum(m.old[0].title.spelling == m.new[0].title.spelling for m in named)
    related = _are_related(old, new, len(entries), titles)
    return Alignment(tuple(domains), tuple(entries), tuple(levels), likeness, related)


def _items(entries: Sequence[Entry]) -> list[Item]:
    return [item for entry in entries for item in entry.items]


def _are_related(old: Edition, new: Edition, entries: int, titles: int) -> bool:
    """Whether the other has a fair part of the smaller one's characteristics or domain titles."""
    sizes = [min(len(old.entries), len(new.entries)), min(len(old.sections), len(new.sections))]
    if not sizes[1]:  # nothing to tell by
        return True
    enough = titles >= limits.RELATED_DOMAINS * sizes[1]
    return enough or entries >= max(limits.RELATED_CHARACTERISTICS * sizes[0], 1)


# ---- characteristics ----------------------------------------------------------------------------


def _entry_likeness(old: Edition, new: Edition, weights: Weights) -> Matrix:
    """The cosine of all characteristics, statements weighing as much as descriptors overall.

    A stock statement weighs less, since its vector is not brought to length 1 by itself.
    Two characteristics that say nothing are alike. What they have word for word adds to it.
    """
    statements = [weights.matrix([e.statement.grams for e in side.entries]) for side in (old, new)]
    bodies = [weights.matrix([e.body for e in side.entries]) for side in (old, new)]
    short, long = (
        np.concatenate([np.square(rows).sum(axis=1) for rows in parts])
        for parts in (statements, bodies)
    )
    balance = long.sum() / short.sum() if short.any() and long.any() else 1.0
    lengths = np.sqrt(balance * short + long)
    dots = balance * statements[0] @ statements[1].T + bodies[0] @ bodies[1].T
    product = np.outer(lengths[: len(old.entries)], lengths[len(old.entries) :])
    nothing = ~np.logical_or.outer(lengths[: len(old.entries)] > 0, lengths[len(old.entries) :] > 0)
    alike: Matrix = np.divide(dots, product, out=nothing.astype(float), where=product > 0)
    either: Matrix = 1 - (1 - alike.clip(0, 1)) * (1 - _common_texts(old, new))
    return either.round(6)


def _common_texts(old: Edition, new: Edition) -> Matrix:
    """The share of two characteristics that is the same, in texts that no other one has.

    As in patience diff (B. Cohen), what stands once in both is a sure sign, also where all its
    words are common ones, or much that is new stands beside it. A statement makes up half.
    """
    owners = [_sole_owners(side.entries) for side in (old, new)]
    common = np.zeros((len(old.entries), len(new.entries)))
    for text, row in owners[0].items():
        if text in owners[1]:
            sides = old.entries[row], new.entries[owners[1][text]]
            common[row, sides[1].number] += sum(_share_of(text, entry) for entry in sides) / 2
    return common.clip(0, 1)


def _share_of(text: str, entry: Entry) -> float:
    """How much of a characteristic one of its texts makes up."""
    if text == entry.statement.spelling:
        return 0.5
    total = sum(len(item.text.spelling) for item in entry.items)
    return (0.5 if entry.statement.spelling else 1.0) * len(text) / total


def _sole_owners(entries: Sequence[Entry]) -> dict[str, int]:
    """The one characteristic that says a text, for each text that only one says once."""
    said = Counter(text.spelling for entry in entries for text in entry.texts)
    each = ((text.spelling, entry.number) for entry in entries for text in entry.texts)
    return {text: number for text, number in each if text and said[text] == 1}


def _pair_entries(
    old: Edition, new: Edition, likeness: Matrix, kin: Matrix, crosswalk: Crosswalk
) -> list[Pair]:
    """One partner at most for each; where they stand only chooses between likely partners."""
    homes = [[entry.domain for entry in side.entries] for side in (old, new)]
    codes = [[entry.code for entry in side.entries] for side in (old, new)]
    context = limits.SAME_DOMAIN * kin[np.ix_(*homes)] if kin.size else np.zeros_like(likeness)
    context = context + limits.SAME_CODE * _same_codes(*codes)
    context += limits.SAME_ORDER * _same_order(*likeness.shape)
    scores = np.where(likeness >= limits.CHARACTERISTIC, likeness + context, 0.0)
    keys = ([entry.key for entry in side.entries] for side in (old, new))
    return assign(crosswalk.override(scores, *keys))


def _same_codes(old: Sequence[str | None], new: Sequence[str | None]) -> Matrix:
    rows = np.array([code or "" for code in old], dtype=object)
    columns = np.array([code or "" for code in new], dtype=object)
    same: Matrix = np.logical_and.outer(rows != "", columns != "") & np.equal.outer(rows, columns)
    return same.astype(float)


def _same_order(rows: int, columns: int) -> Matrix:
    """1 where both stand at the same share of their list."""
    apart = np.subtract.outer(np.arange(rows) / max(rows, 1), np.arange(columns) / max(columns, 1))
    order: Matrix = 1 - np.abs(apart)
    return order


def _match_entries(
    old: Edition, new: Edition, rows: tuple[int, ...], columns: tuple[int, ...], likeness: Matrix,
    weights: Weights,
) -> Match[Entry]:  # fmt: skip
    before, after = ([side.entries[n] for n in ns] for side, ns in ((old, rows), (new, columns)))
    score = float(likeness[np.ix_(rows, columns)].max())
    if len(rows) + len(columns) == 2:
        reason = _reason(
            _compare("statement", before[0].statement, after[0].statement, weights),
            _compare_all("descriptors", before[0], after[0], weights),
            "the same code" if before[0].code and before[0].code == after[0].code else "",
        )
    else:
        many, one = ("new", "old") if len(columns) > 1 else ("old", "new")
        reason = f"the {many} ones share what the {one} one says"
    return Match(tuple(before), tuple(after), score, reason)


# ---- domains ------------------------------------------------------------------------------------


def _section_likeness(old: Edition, new: Edition, weights: Weights) -> Matrix:
    """How like titles, outcomes and summaries are; either of them is enough."""
    shape = len(old.sections), len(new.sections)
    bodies = [[weights.vector(s.body) for s in side.sections] for side in (old, new)]
    by_body = np.array([[cosine(a, b) for b in bodies[1]] for a in bodies[0]]).reshape(shape)
    by_title = np.array(
        [[weights.likeness(a.title, b.title) for b in new.sections] for a in old.sections]
    ).reshape(shape)
    either: Matrix = 1 - (1 - limits.TITLE_SAYS * by_title) * (1 - limits.OUTCOME_SAYS * by_body)
    return either.clip(0, 1)


def _with_contents(
    kin: Matrix, old: Edition, new: Edition, likeness: Matrix, pairs: Sequence[Pair]
) -> Matrix:
    """The same with what characteristics tell: the share that two domains have in common."""
    common = np.zeros_like(kin)
    for i, j in pairs:
        common[old.entries[i].domain, new.entries[j].domain] += 2 * likeness[i, j]
    counts = [np.zeros(len(side.sections)) for side in (old, new)]
    for count, side in zip(counts, (old, new), strict=True):
        for entry in side.entries:
            count[entry.domain] += 1
    share = common / np.maximum(np.add.outer(*counts), 1)
    either: Matrix = 1 - (1 - kin) * (1 - limits.CONTENTS_SAY * share)
    return either.clip(0, 1).round(6)


def _pair_sections(old: Edition, new: Edition, kin: Matrix, crosswalk: Crosswalk) -> list[Pair]:
    codes = [[section.code for section in side.sections] for side in (old, new)]
    context = limits.SAME_CODE * _same_codes(*codes) + limits.SAME_ORDER * _same_order(*kin.shape)
    scores = np.where(kin >= limits.DOMAIN, kin + context, 0.0)
    keys = ([section.key for section in side.sections] for side in (old, new))
    return assign(crosswalk.override(scores, *keys))


def _match_sections(
    old: Section, new: Section, score: float, entries: Sequence[Match[Entry]], weights: Weights
) -> Match[Section]:
    shared = sum(
        {e.domain for e in m.old} == {old.number} and {e.domain for e in m.new} == {new.number}
        for m in entries
    )
    reason = _reason(
        _compare("title", old.title, new.title, weights),
        _compare_all("outcome and summary", old, new, weights),
        f"{shared} characteristic{'' if shared == 1 else 's'} in common" if shared else "",
    )
    return Match((old,), (new,), score, reason)


# ---- reasons ------------------------------------------------------------------------------------


def _compare(what: str, before: Text, after: Text, weights: Weights) -> str:
    """How like two texts are, in words; nothing about what neither has."""
    if before.spelling == after.spelling:
        return f"the same {what}" if before.spelling else ""
    if not before.spelling or not after.spelling:
        return ""
    return f"{what} {weights.likeness(before, after):.0%} alike"


def _compare_all(
    what: str, before: Entry | Section, after: Entry | Section, weights: Weights
) -> str:
    texts = [sorted(item.text.spelling for item in side.items) for side in (before, after)]
    if texts[0] == texts[1]:
        return f"the same {what}" if texts[0] else ""
    if not all(texts):
        return ""
    return f"{what} {cosine(weights.vector(before.body), weights.vector(after.body)):.0%} alike"


def _reason(*parts: str) -> str:
    return ", ".join(part for part in parts if part) or "the same place"
