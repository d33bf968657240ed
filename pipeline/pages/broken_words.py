"""Words that a narrow column broke by letters, without a hyphen, as word processors do.

They do so only with a word that is wider than the column, which then has its line for itself and
fills it up to the last letter that fits. A short word may happen to fill its line as well, so the
letters have to agree: as the document spells its other words, or where it leaves spaces.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.geometry import Box, runs
from pipeline.pages.paragraphs import text_width
from pipeline.records import Finding, Fragment, GridCell, Layout, Line, Repair, box_of, said_by

CERTAIN = 2.5  # log odds from which on letters alone tell that a word goes on ...
POSSIBLE = -2.0  # ... and that it may
TELLING = 3.5  # added to them by each thing that speaks for one word ...
KNOWN = 2.0  # ... taken off by each half that stands for itself elsewhere
OFTEN = 3  # words before two halves, and behind them, if they are one word and no phrase
SPACED = 0.97  # share of the lines with a space behind them in documents that leave one everywhere
ENOUGH_LINES = 50  # that tell so
ENOUGH_IN_COLUMN = 8  # lines of which one is as long as lines can be
SHORTEST = 3  # letters; an unknown word of fewer is mostly none
SLACK = 1.15  # times the usual width of a letter, by which types differ
FIRST_ROWS = 3  # rows of a page, heads among them, in one of which a cell goes on
CONTEXT = 2  # letters that tell the next one
ALPHABET = 30

_FIRST = re.compile(r"[^\W\d_]+|[.,)\]]")
_LAST = re.compile(r"[^\W\d_]+$")
_WORD = re.compile(r"(?<![\w.])[^\W\d_]+(?:['’][^\W\d_]+)*(?!\.?\w)")  # no letter of "e.g."

_Reach = Mapping[tuple[int, int, int], float]  # by number of edges, column and span


class _Break(NamedTuple):
    """A line's end that may have cut a word: the lines, the letters on its sides, what is around.

    ``before`` and ``behind`` are the words before and behind them.
    """

    above: Line
    below: Line
    left: str
    right: str
    before: str
    behind: str


class BrokenWords(NamedTuple):
    """The layouts with the lines marked whose last word goes on, and what remained doubtful."""

    layouts: tuple[Layout, ...]
    findings: tuple[Finding, ...]


def rejoin_words(layouts: Sequence[Layout], *, ruled: bool = True) -> BrokenWords:
    """Mark the lines in cells at whose end a narrow column broke a word.

    Where columns are not ``ruled``, they are as wide as the widest of their lines.
    """
    reach = None if ruled else _widest(layouts)
    breaks = [found for layout in layouts for found in _breaks_on(layout, reach)]
    for above, below in pairwise(layouts):
        breaks += _breaks_over(above, below, reach)
    if not breaks:
        return BrokenWords(tuple(layouts), ())
    spelling = _Spelling(layouts, breaks)
    cut: dict[int, Repair] = {}
    doubtful: dict[str, Finding] = {}
    for run in runs(breaks, _goes_on):
        left = run[0].left
        for i, each in enumerate(run):
            odds = spelling.odds(left, run[i:])
            if odds >= CERTAIN:
                cut[id(each.above)] = Repair("word-break", f"'{left}' + '{each.right}' rejoined")
                left += each.right
                continue
            if odds > POSSIBLE:
                finding = _finding(left, each)
                doubtful.setdefault(finding.message, finding)
            left = each.right
    whole = tuple(_marked(layout, cut) for layout in layouts)
    return BrokenWords(whole, tuple(doubtful.values()))


def _goes_on(a: _Break, b: _Break) -> bool:
    """Whether the second break is at the end of the line that the first one begins."""
    return a.below is b.above


def _finding(left: str, found: _Break) -> Finding:
    return Finding(
        "word-perhaps-broken",
        "warning",
        f"'{left}' and '{found.right}' may be one word that a narrow column broke: they were left "
        "as two",
        place=found.above.place,
    )


def _marked(layout: Layout, cut: dict[int, Repair]) -> Layout:
    """The layout with the lines of some ends marked."""
    items = tuple(_marked_item(item, cut) for item in layout.items)
    same = all(a is b for a, b in zip(items, layout.items, strict=True))
    return layout if same else replace(layout, items=items)


def _marked_item(item: Line | Fragment, cut: dict[int, Repair]) -> Line | Fragment:
    if isinstance(item, Line) or not any(
        id(line) in cut for cell in _cells(item) for line in cell.lines
    ):
        return item
    rows = tuple(tuple(_marked_cell(cell, cut) for cell in row) for row in item.rows)
    return replace(item, rows=rows)


def _marked_cell(cell: GridCell, cut: dict[int, Repair]) -> GridCell:
    return replace(cell, lines=tuple(_marked_line(line, cut.get(id(line))) for line in cell.lines))


def _marked_line(line: Line, repair: Repair | None) -> Line:
    return replace(line, cut=True, repairs=(*line.repairs, repair)) if repair else line


# ---- where a line may have cut a word -----------------------------------------------------------


def _cells(fragment: Fragment) -> Iterator[GridCell]:
    return (cell for row in fragment.rows for cell in row)


def _breaks_on(layout: Layout, reach: _Reach | None) -> Iterator[_Break]:
    for item in layout.items:
        if isinstance(item, Fragment) and any(
            _is_alone(line) for cell in _cells(item) for line in cell.lines
        ):
            ends = _text_ends(item, reach)
            for cell in _cells(item):
                yield from _breaks_in(cell.lines, ends.get((cell.column, cell.span), math.inf))


def _breaks_over(page: Layout, following: Layout, reach: _Reach | None) -> Iterator[_Break]:
    """Breaks at the foot of a page in cells that may go on at the head of the next."""
    above = [item for item in page.items if isinstance(item, Fragment)]
    below = [item for item in following.items if isinstance(item, Fragment)]
    if not above or not below or len(above[-1].edges) != len(below[0].edges):
        return
    ends = _text_ends(above[-1], reach)
    for cell in (cell for cell in above[-1].rows[-1] if cell.lines):
        firsts = (
            other.lines[0]
            for row in below[0].rows[:FIRST_ROWS]
            for other in row
            if other.lines and (other.column, other.span) == (cell.column, cell.span)
        )
        first = next((line for line in firsts if line.text[:1].islower()), None)
        if first:
            yield from _breaks_in((cell.lines[-1], first), ends[cell.column, cell.span])


def _is_alone(line: Line) -> bool:
    """Whether a line holds one word, which may go on."""
    return line.unspaced and " " not in line.text and not (line.turn or line.cut)


def _text_ends(fragment: Fragment, reach: _Reach | None) -> dict[tuple[int, int], float]:
    """Where text ends on the right in cells of each width.

    Between rules that is as far from the edge as it begins on the left.
    """
    ends: dict[tuple[int, int], float] = {}
    for (column, span), found in _boxes(fragment).items():
        left, right = fragment.edges[column], fragment.edges[column + span]
        if reach is None:
            padding = max(0.0, min(box.x0 for box in found) - left)
            ends[column, span] = max(right - padding, *(box.x1 for box in found))
        else:
            ends[column, span] = left + reach[len(fragment.edges), column, span]
    return ends


def _boxes(fragment: Fragment) -> dict[tuple[int, int], list[Box]]:
    """The boxes of the lines in each column, by it and how many it spans."""
    boxes: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for cell in _cells(fragment):
        if cell.lines:
            boxes[cell.column, cell.span] += [box_of(line) for line in cell.lines]
    return boxes


def _widest(layouts: Iterable[Layout]) -> _Reach:
    """How far lines reach in columns without rules; without an end if there are too few lines."""
    reach: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    fragments = (i for layout in layouts for i in layout.items if isinstance(i, Fragment))
    for fragment in fragments:
        for (column, span), found in _boxes(fragment).items():
            key = len(fragment.edges), column, span
            reach[key] += [box.x1 - fragment.edges[column] for box in found]
    return {
        key: max(each) if len(each) >= ENOUGH_IN_COLUMN else math.inf for key, each in reach.items()
    }


def _breaks_in(lines: Sequence[Line], end: float) -> Iterator[_Break]:
    for i, (above, below) in enumerate(pairwise(lines)):
        if not _is_alone(above) or below.bullet or below.turn:
            continue
        left, right = _LAST.search(above.text), _FIRST.match(below.text)
        if not left or not right or (right.group()[0].isupper() and not above.text.isupper()):
            continue
        if end - box_of(above).x1 < SLACK * text_width(right.group()[0]) * above.size:
            rest = below.text[right.end() :].split()[1:] or said_by(lines[i + 2 : i + 3]).split()
            before = said_by(lines[max(0, i - 1) : i]).split()
            around = "".join(before[-1:]), "".join(rest[:1])
            yield _Break(above, below, left.group(), right.group(), *around)


# ---- what the letters say -----------------------------------------------------------------------


class _Spelling:
    """The words that stand whole in a document, and how they are spelt."""

    def __init__(self, layouts: Sequence[Layout], breaks: Sequence[_Break]) -> None:
        self._words = set(_whole_words(layouts, breaks))
        self._before: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._behind: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for each in breaks:
            pair = _folded(each.left, each.right)
            self._before[pair].add(each.before)
            self._behind[pair].add(each.behind)
        self._cuts: dict[str, set[frozenset[int]]] = defaultdict(set)
        for run in runs(breaks, _goes_on):
            for whole, cuts in _wholes(run[0].left, run):
                self._cuts[whole].add(cuts)
        self._follow: dict[str, Counter[str]] = defaultdict(Counter)
        for word in self._words:
            for context, letter in _contexts(word):
                self._follow[context][letter] += 1
        self._spaced = _leaves_spaces(layouts)

    def odds(self, left: str, run: Sequence[_Break]) -> float:
        """The log odds that ``left`` and what stands behind the first of these are one word."""
        wholes = [whole for whole, _ in _wholes(left, run)]
        left, right = _folded(left, run[0].right)
        known = (left in self._words) + (right in self._words)
        if not right.isalpha() or (len(right) == 1 and right not in self._words):
            return math.inf
        if known == 2:
            return -math.inf
        if any(self._is_whole(whole, len(left)) for whole in wholes):
            return math.inf
        often = self._is_met(left, right)
        if often and not known:
            return math.inf
        short = right not in self._words and len(right) < SHORTEST
        first = f"{right}$"[:CONTEXT]
        one = self._log(left, first)
        two = self._log(left, "$") + self._log("^", first)
        return one - two + TELLING * (self._spaced + often + short) - KNOWN * known

    def _is_met(self, left: str, right: str) -> bool:
        """Whether two halves stand together in several places that differ."""
        pair = left, right
        return min(len(self._before[pair]), len(self._behind[pair])) >= OFTEN

    def _is_whole(self, word: str, at: int) -> bool:
        """Whether a word stands elsewhere without a break at a place in it."""
        return word in self._words or any(at not in cuts for cuts in self._cuts.get(word, ()))

    def _log(self, before: str, letters: str) -> float:
        """How probable it is that some letters come next."""
        total = 0.0
        for letter in letters:
            total += math.log(self._share(before[-CONTEXT:], letter))
            before += letter
        return total

    def _share(self, context: str, letter: str) -> float:
        """The share of a letter behind others, smoothed by that behind fewer (Witten and Bell)."""
        fewer = self._share(context[1:], letter) if context else 1 / ALPHABET
        counts = self._follow[context] if context in self._follow else Counter[str]()
        kinds = len(counts) or 1
        return (counts[letter] + kinds * fewer) / (counts.total() + kinds)


def _whole_words(layouts: Iterable[Layout], breaks: Sequence[_Break]) -> Iterator[str]:
    """The words of a document, but for those in cells that a line's end may have cut."""
    cut = {id(each.above) for each in breaks}
    rest = {id(each.below) for each in breaks}
    for item in (item for layout in layouts for item in layout.items):
        if isinstance(item, Line):
            yield from _words(item)
            continue
        for lines in (cell.lines for cell in _cells(item) if cell.lines):
            for line in lines:
                words = _words(line)
                goes_on = id(line) in rest or (line is lines[0] and line.text[:1].islower())
                goes_on = goes_on or (bool(words) and len(words[0]) == 1)
                may_go_on = id(line) in cut or (line is lines[-1] and " " not in line.text)
                yield from words[goes_on : len(words) - may_go_on]


def _words(line: Line) -> list[str]:
    return _WORD.findall(line.text.casefold())


def _wholes(left: str, run: Sequence[_Break]) -> Iterator[tuple[str, frozenset[int]]]:
    """What ``left`` and one or more of the pieces behind it make, and where it is cut."""
    whole, cuts = left.casefold(), frozenset[int]()
    for each in run:
        whole, cuts = whole + each.right.casefold(), cuts | {len(whole)}
        yield whole, cuts


def _folded(*texts: str) -> tuple[str, ...]:
    return tuple(text.casefold() for text in texts)


def _contexts(word: str) -> Iterator[tuple[str, str]]:
    """Each letter of a word, and its end, with what may stand before it: up to two letters."""
    whole = f"^{word}$"
    for i in range(1, len(whole)):
        for j in range(max(0, i - CONTEXT), i + 1):
            yield whole[j:i], whole[i]


def _leaves_spaces(layouts: Iterable[Layout]) -> bool:
    """Whether nearly all lines that go on in small letters have a space behind them."""
    fragments = (i for layout in layouts for i in layout.items if isinstance(i, Fragment))
    unspaced = [
        above.unspaced
        for fragment in fragments
        for cell in _cells(fragment)
        for above, below in pairwise(cell.lines)
        if below.text[:1].islower()
    ]
    return len(unspaced) >= ENOUGH_LINES and sum(unspaced) <= (1 - SPACED) * len(unspaced)
