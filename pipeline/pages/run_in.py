"""Names set in bold at the head of the text that they name, as in "Good: most of it works"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from pipeline.geometry import Box
from pipeline.pages.layout import words_to_lines
from pipeline.records import Fragment, Layout, Line, Word, box_of
from pipeline.scale import LONGEST_NAME_WORDS, fold

_ENDS = (":", ".", "-", "–", "—")  # what stands between such a name and its text


@dataclass(frozen=True, slots=True)
class _Cut:
    """The words of a line: those of the name, and the others."""

    name: list[Word]
    rest: list[Word]

    @property
    def key(self) -> str:
        """The name without case and punctuation."""
        return fold(" ".join(word.text for word in self.name))


def names_out_of_lines(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """The pages with such names, where they come again, on lines of their own."""
    cuts = {id(line): cut for layout in layouts for line, cut in _cuts(layout)}
    times = Counter(cut.key for cut in cuts.values())
    found = {line: cut for line, cut in cuts.items() if times[cut.key] > 1}
    return tuple(
        replace(layout, items=tuple(_items(layout, found))) if found else layout
        for layout in layouts
    )


def _items(layout: Layout, cuts: dict[int, _Cut]) -> Iterator[Line | Fragment]:
    for item in layout.items:
        cut = cuts.get(id(item))
        if cut is None:
            yield item
        else:
            yield from words_to_lines(cut.name, layout.number, None)
            yield from words_to_lines(cut.rest, layout.number, None)


def _cuts(layout: Layout) -> Iterator[tuple[Line, _Cut]]:
    """The lines that begin with a bold name, cut behind it."""
    bold = [word for word in layout.loose if word.bold]
    for line in layout.items:
        if isinstance(line, Line) and not (line.bold or line.turn or line.bullet):
            box = box_of(line)
            begins = any(w.x0 <= box.x0 and _stands_in(w, box) for w in bold)
            if begins and (cut := _cut(box, layout.loose)):
                yield line, cut


def _cut(box: Box, words: Sequence[Word]) -> _Cut | None:
    inside = sorted((word for word in words if _stands_in(word, box)), key=lambda w: w.x0)
    name = list(takewhile(lambda w: w.bold, inside))
    rest = inside[len(name) :]
    if name and rest and rest[0].text in _ENDS:
        name.append(rest.pop(0))
    named = 0 < len(name) <= LONGEST_NAME_WORDS and name[-1].text.endswith(_ENDS)
    return _Cut(name, rest) if named and rest else None


def _stands_in(word: Word, box: Box) -> bool:
    return not word.turn and box.holds((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2)
