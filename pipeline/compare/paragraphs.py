"""Which paragraphs of two matched parts are the same one.

Inside a characteristic (or an outcome, or a summary) paragraphs that say the same under the same
level come first, wherever a layout breaks them. The rest is assigned by likeness, so that the sum
is largest; under another level only what is nearly the same counts, since the levels of a
characteristic often repeat one another's words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.compare import limits
from pipeline.compare.assign import assign
from pipeline.compare.editions import Item
from pipeline.compare.vectors import Text, Weights, join_texts, share_of_words

Slot = tuple[str, int | None]  # a level of the new scale, or one that the new scale has not


@dataclass(frozen=True, eq=False)
class Twin:
    """The same paragraph in both editions; several where one of them breaks it."""

    old: tuple[Item, ...]
    new: tuple[Item, ...]
    moved: bool = False


@dataclass(frozen=True, eq=False)
class Paragraphs:
    """What became of the paragraphs of two matched parts."""

    twins: tuple[Twin, ...]
    removed: tuple[Item, ...]
    added: tuple[Item, ...]


def match_paragraphs(
    old: Sequence[Item], new: Sequence[Item], levels: Mapping[int, int], weights: Weights
) -> Paragraphs:
    """Match two lists of paragraphs; ``levels`` tells which old level is which new one."""
    matcher = _Matcher(old, new, levels, weights)
    matcher.take_same()
    matcher.take_broken()
    matcher.take_alike()
    matcher.take_pieces()
    matcher.take_cells()
    return Paragraphs(tuple(matcher.twins), tuple(matcher.old), tuple(matcher.new))


def said_together(items: Sequence[Item]) -> Text:
    """What neighbouring paragraphs say together."""
    return join_texts([item.text for item in items])


class _Matcher:
    """The twins so far, and what is still ``old`` or ``new`` alone, in reading order."""

    def __init__(
        self, old: Sequence[Item], new: Sequence[Item], levels: Mapping[int, int], weights: Weights
    ) -> None:
        self.old, self.new = list(old), list(new)
        self.twins: list[Twin] = []
        self._levels, self._weights = levels, weights
        self._often = {
            text
            for side in (old, new)
            for text, n in Counter(map(_spelling, side)).items()
            if n > 1
        }

    def _slot(self, item: Item) -> Slot:
        """Where an old paragraph would stand in the new edition."""
        if item.level is None or item.level in self._levels:
            return "new", None if item.level is None else self._levels[item.level]
        return "old", item.level

    def _take(self, old: Sequence[Item], new: Sequence[Item], moved: bool = False) -> None:
        self.twins.append(Twin(tuple(old), tuple(new), moved))
        self.old = [item for item in self.old if item not in old]
        self.new = [item for item in self.new if item not in new]

    def take_same(self) -> None:
        """Under the same level, the same text."""
        waiting: dict[tuple[Slot, str], list[Item]] = defaultdict(list)
        for item in reversed(self.new):
            waiting[("new", item.level), item.text.spelling].append(item)
        for item in list(self.old):
            found = waiting[self._slot(item), item.text.spelling]
            if found:
                self._take([item], [found.pop()])

    def take_broken(self) -> None:
        """Under the same level, the same text in more or fewer paragraphs."""
        for old, new in self._cells():
            for befores, afters in _same_runs(old, new):
                self._take(befores, afters)

    def _cells(self) -> list[tuple[list[Item], list[Item]]]:
        """What is left under each level, in both editions."""
        cells: dict[Slot, tuple[list[Item], list[Item]]] = defaultdict(lambda: ([], []))
        for item in self.old:
            cells[self._slot(item)][0].append(item)
        for item in self.new:
            cells["new", item.level][1].append(item)
        return list(cells.values())

    def take_alike(self) -> None:
        """What is like enough, each at most once."""
        scores = np.array([[self._score(a, b) for b in self.new] for a in self.old])
        pairs = assign(scores.reshape(len(self.old), len(self.new)))
        for a, b in [(self.old[i], self.new[j]) for i, j in pairs]:
            self._take([a], [b], moved=self._slot(a) != ("new", b.level))

    def _score(self, old: Item, new: Item) -> float:
        likeness = self._weights.likeness(old.text, new.text)
        near = limits.TIE / (1 + abs(old.number - new.number))
        if self._slot(old) == ("new", new.level):
            return likeness + near if likeness >= limits.PARAGRAPH else 0.0
        shared = share_of_words(old.text, new.text)
        if None in (old.level, new.level) or shared < limits.MOVED_PARAGRAPH:
            return 0.0
        if old.text.spelling in self._often or new.text.spelling in self._often:
            return 0.0  # said under several levels, it belongs to none of them
        return likeness - limits.OTHER_LEVEL + near

    def take_cells(self) -> None:
        """All that stands under a level, where it was one paragraph, by its place."""
        stayed = {item.level for twin in self.twins if not twin.moved for item in twin.new}
        for old, new in self._cells():
            whole = bool(old and new) and min(len(old), len(new)) == 1
            if whole and new[0].level not in stayed and self._alike(old, new) >= limits.CELL:
                self._take(old, new)

    def take_pieces(self) -> None:
        """What stands beside a twin and makes it more like the other side: it is broken there."""
        for n, twin in enumerate(self.twins):
            if twin.moved or said_together(twin.old).spelling == said_together(twin.new).spelling:
                continue
            old, new = list(twin.old), list(twin.new)
            self._grow(old, new, self.old)
            self._grow(new, old, self.new)
            self.twins[n] = Twin(tuple(old), tuple(new))

    def _grow(self, side: list[Item], other: Sequence[Item], free: list[Item]) -> None:
        """Move neighbours of a side from what is free into it, as long as that helps."""
        for item in list(free):
            beside = any(abs(item.number - known.number) == 1 for known in side)
            if item.level != side[0].level or not beside:
                continue
            longer = sorted([*side, item], key=lambda i: i.number)
            gain = self._alike(longer, other) - self._alike(side, other)
            if gain >= limits.PIECE_GAIN:
                side[:] = longer
                free.remove(item)

    def _alike(self, left: Sequence[Item], right: Sequence[Item]) -> float:
        return self._weights.likeness(said_together(left), said_together(right))


def _spelling(item: Item) -> str:
    return item.text.spelling


Run = tuple[Sequence[Item], Sequence[Item]]


def _same_runs(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Run]:
    """Neighbours that together say what stands in one paragraph, or all, on the other side."""
    if old and new and _run_on(old) == _run_on(new):
        yield old, new
        return
    for item in old:
        run = _find_run(item, new)
        if run:
            new = [each for each in new if each not in run]
            yield [item], run
    for item in new:
        run = _find_run(item, old)
        if run:
            yield run, [item]


def _find_run(item: Item, others: Sequence[Item]) -> Sequence[Item]:
    wanted = _run_on([item])
    for start in range(len(others)):
        for end in range(start + 2, len(others) + 1):
            text = _run_on(others[start:end])
            if text == wanted:
                return others[start:end]
            if not wanted.startswith(text):
                break
    return ()


def _run_on(items: Sequence[Item]) -> str:
    return "".join(item.text.spelling for item in items)
