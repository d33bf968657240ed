"""Which of the short texts in front of prose name levels, since they come again in one order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.geometry import clusters
from pipeline.pages.level_rows.entries import SAME_X, Entry, text_of
from pipeline.pages.printed import lines_of
from pipeline.pages.turned import names_in_order

HEAD = -1  # what stands for the index of a level where an entry heads the column of names


@dataclass(frozen=True, slots=True)
class Levels:
    """The keys of the levels' names from top to bottom, and the texts that head their column.

    ``labelled`` says that a column stands before them, in which each block of levels has a name.
    """

    keys: tuple[str, ...]
    heads: frozenset[str]
    labelled: bool

    def rank(self, entry: Entry) -> int | None:
        """The index of the level that an entry names, HEAD for a head, None for neither."""
        if entry.key in self.keys:
            return self.keys.index(entry.key)
        return HEAD if text_of(entry.name) in self.heads else None


def find_levels(entries: Sequence[Entry]) -> Levels | None:
    """The levels that the entries name: all of them, or those that begin at one place."""
    lines = {entry: lines_of(entry.name) for entry in entries}
    lefts = clusters({entry.left for entry in entries}, SAME_X)
    groups = [[e for e in entries if run[0] <= e.left <= run[-1]] for run in lefts]
    for group in (entries, *sorted(groups, key=len, reverse=True)):
        found = names_in_order((lines[e], e.prose) for e in group)
        if found:
            keys = tuple(header.key for header in found[0])
            first = [e.labelled for e in group if e.key == keys[0]]
            said = Counter((text_of(e.name), e.prose) for e in entries if e.key not in keys)
            heads = frozenset(text for (text, _), count in said.items() if count > 1)
            return Levels(keys, heads, sum(first) * 2 > len(first))
    return None
