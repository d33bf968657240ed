"""Words that a narrow column broke by letters, without a hyphen, as word processors do.

They do so only with a word that is wider than the column, which then has its line for itself and
fills it up to the last letter that fits. Other words fill a line by chance, or because the column
was made as wide as they are. So two line ends are joined only if the word stands whole elsewhere,
or if the document is long enough to tell how it spells its words, and letters and spaces leave
hardly a doubt. Of all others that may be one word, a finding says so.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple
from unicodedata import bidirectional, category

from pipeline.geometry import Box, runs
from pipeline.pages.paragraphs import Pitch, group_lines, measure_pitch, text_width
from pipeline.records import Finding, Fragment, GridCell, Layout, Line, Repair, box_of

CERTAIN = 5.0  # log odds from which on a word goes on: no false join among columns without breaks
CERTAIN_IN_BREAKING = 3.0  # ... in columns of a width that so many words fill that it breaks them
MANY = 20  # different words that do; of whole ones fewer are as wide as a column
OPEN = 0.0  # the most that they are taken for where a document tells too little
POSSIBLE = -2.0  # from which on a word may go on
TELLING = 3.5  # added where other lines have a space behind them, and for a word that stands whole
KNOWN = 2.0  # taken off for each half that stands for itself elsewhere
ENOUGH_WORDS = 250  # different words of a document; fewer tell too little of its spelling
SPACED = 0.97  # share of the lines with a space behind them in documents that leave one everywhere
ENOUGH_LINES = 50  # that tell so
ENOUGH_IN_COLUMN = 8  # lines of which one is as long as lines can be
SHORTEST = 3  # letters of a rest; a shorter one may be an ending or a word alike
SLACK = 1.15  # times the usual width of a letter, by which types differ
FIRST_ROWS = 3  # rows of a page, heads among them, in one of which a cell goes on
CONTEXT = 2  # letters that tell the next one
ALPHABET = 30
FEW = 8  # doubts of a document that are findings of their own, or are named in one for all

_FIRST = re.compile(r"[^\W\d_]+|[.,)\]](?!\w)")  # the stop of ".csv" belongs to what follows
_UNBOUND = re.compile(r"[^\w\s'’‐-]*(?!\S)")  # behind a rest as no part of "d'un" or "e.g." has it
_LAST = re.compile(r"[^\W\d_]+$")
_WORD = re.compile(r"(?<![\w.])[^\W\d_]+(?:['’][^\W\d_]+)*(?!\.?\w)")  # no letter of "e.g."

_Span = tuple[int, int]  # the first column of cells, and how many they span
_Reach = Mapping[tuple[int, int, int], float]  # by number of edges, column and span


class _Break(NamedTuple):
    """A line's end that may have cut a word: the lines, and the letters on its sides.

    ``bond`` is the sign that binds the rest to what follows, as it does in "d'un" and "e.g.";
    ``width`` is that of the column in points.
    """

    above: Line
    below: Line
    left: str
    right: str
    bond: str
    width: int


class _Doubt(NamedTuple):
    """Two halves that may be one word: the log odds, and the line that ends with the first."""

    odds: float
    left: str
    right: str
    line: Line


class BrokenWords(NamedTuple):
    """The layouts with the lines marked whose last word goes on, and what remained doubtful."""

    layouts: tuple[Layout, ...]
    findings: tuple[Finding, ...]


def rejoin_words(layouts: Sequence[Layout], *, ruled: bool = True) -> BrokenWords:
    """Mark the lines in cells at whose end a narrow column broke a word.

    Where columns are not ``ruled``, they are as wide as the widest of their lines.
    """
    breaks = _breaks(layouts, ruled)
    if not breaks:
        return BrokenWords(tuple(layouts), ())
    spelling = _Spelling(layouts, breaks)
    cut: dict[int, Repair] = {}
    doubts: dict[tuple[str, str], _Doubt] = {}
    for run in runs(breaks, _goes_on):
        left = run[0].left
        for i, each in enumerate(run):
            odds = spelling.odds(left, run[i:])
            if odds >= CERTAIN:
                cut[id(each.above)] = Repair("word-break", f"'{left}' + '{each.right}' rejoined")
                left += each.right
                continue
            if odds > POSSIBLE:
                doubts.setdefault((left, each.right), _Doubt(odds, left, each.right, each.above))
            left = each.right
    whole = tuple(_marked(layout, cut) for layout in layouts)
    return BrokenWords(whole, tuple(_findings([*doubts.values()])))


def _goes_on(a: _Break, b: _Break) -> bool:
    """Whether all of the line that the first break begins is the word that the second may cut."""
    return a.below is b.above and a.below.text == a.right


def _findings(doubts: Sequence[_Doubt]) -> Iterator[Finding]:
    """One for each doubt; if there are more than a few, one for all that names the likeliest."""
    if len(doubts) <= FEW:
        for doubt in doubts:
            text = (
                f"'{doubt.left}' and '{doubt.right}' may be one word that a narrow column broke: "
                "they were left as two"
            )
            yield _finding(text, doubt.line)
        return
    likeliest = sorted(doubts, key=lambda doubt: -doubt.odds)[:FEW]
    named = ", ".join(
        f"'{each.left}' and '{each.right}' (page {each.line.place.page})" for each in likeliest
    )
    text = (
        f"{len(doubts)} pairs at the ends of lines may each be one word that a narrow column "
        f"broke: they were left as two, such as {named}"
    )
    yield _finding(text, likeliest[0].line)


def _finding(text: str, line: Line) -> Finding:
    return Finding("word-perhaps-broken", "warning", text, place=line.place)


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


def _breaks(layouts: Sequence[Layout], ruled: bool) -> list[_Break]:
    """The breaks of a document in reading order."""
    cells = [
        cell.lines for layout in layouts for item in _fragments(layout) for cell in _cells(item)
    ]
    if not any(_is_alone(line) for lines in cells for line in lines):
        return []
    reach = None if ruled else _widest(layouts)
    pitch = measure_pitch(cells)
    found = [each for layout in layouts for each in _breaks_on(layout, reach, pitch)]
    for above, below in pairwise(layouts):
        found += _breaks_over(above, below, reach)
    return found


def _fragments(layout: Layout) -> list[Fragment]:
    return [item for item in layout.items if isinstance(item, Fragment)]


def _breaks_on(layout: Layout, reach: _Reach | None, pitch: Pitch) -> Iterator[_Break]:
    for item in _fragments(layout):
        if any(_is_alone(line) for cell in _cells(item) for line in cell.lines):
            ends = _text_ends(item, reach)
            for cell in (cell for cell in _cells(item) if cell.lines):
                for lines in group_lines(cell.lines, pitch):
                    yield from _breaks_in(lines, ends[cell.column, cell.span])


def _breaks_over(page: Layout, following: Layout, reach: _Reach | None) -> Iterator[_Break]:
    """Breaks at the foot of a page in cells that may go on at the head of the next."""
    above, below = _fragments(page), _fragments(following)
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


def _text_ends(fragment: Fragment, reach: _Reach | None) -> dict[_Span, tuple[float, float]]:
    """From where to where text may stand in cells of each width.

    Between rules that is as far from the edge on which lines end as they begin from the other one:
    those of scripts that run from right to left end on the left.
    """
    ends: dict[_Span, tuple[float, float]] = {}
    for (column, span), found in _boxes(fragment).items():
        left, right = fragment.edges[column], fragment.edges[column + span]
        x0, x1 = min(box.x0 for box in found), max(box.x1 for box in found)
        if reach is None:
            before, behind = max(0.0, x0 - left), max(0.0, right - x1)
            ends[column, span] = min(left + behind, x0), max(right - before, x1)
        else:
            ends[column, span] = -math.inf, left + reach[len(fragment.edges), column, span]
    return ends


def _boxes(fragment: Fragment) -> dict[_Span, list[Box]]:
    """The boxes of the lines in each column, by it and how many it spans."""
    boxes: dict[_Span, list[Box]] = defaultdict(list)
    for cell in _cells(fragment):
        if cell.lines:
            boxes[cell.column, cell.span] += [box_of(line) for line in cell.lines]
    return boxes


def _widest(layouts: Iterable[Layout]) -> _Reach:
    """How far lines reach in columns without rules; without an end if there are too few lines."""
    reach: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    fragments = (fragment for layout in layouts for fragment in _fragments(layout))
    for fragment in fragments:
        for (column, span), found in _boxes(fragment).items():
            key = len(fragment.edges), column, span
            reach[key] += [box.x1 - fragment.edges[column] for box in found]
    return {
        key: max(each) if len(each) >= ENOUGH_IN_COLUMN else math.inf for key, each in reach.items()
    }


def _breaks_in(lines: Iterable[Line], ends: tuple[float, float]) -> Iterator[_Break]:
    for above, below in pairwise(lines):
        if not _is_alone(above) or below.bullet or below.turn:
            continue
        left, right = _LAST.search(above.text), _FIRST.match(below.text)
        if not left or not right or _has_signs(above.text, below.text):
            continue
        if right.group()[0].isupper() and not above.text.isupper():
            continue
        if _room(above, ends) < SLACK * text_width(right.group()[0]) * above.size:
            behind = below.text[right.end() :]
            bond = "" if _UNBOUND.match(behind) else behind[0]
            width = round(ends[1] - box_of(above).x0)
            yield _Break(above, below, left.group(), right.group(), bond, width)


def _has_signs(*texts: str) -> bool:
    """Whether letters carry signs of their own, as vowels in India do: the letters tell little."""
    return any(category(letter).startswith("M") for text in texts for letter in text)


def _room(line: Line, ends: tuple[float, float]) -> float:
    """The room (points) between a line's last letter and where its column ends for it."""
    leftward = bidirectional(line.text[-1]) in ("R", "AL")
    return box_of(line).x0 - ends[0] if leftward else ends[1] - box_of(line).x1


# ---- what the letters say -----------------------------------------------------------------------


class _Spelling:
    """The words that stand whole in a document, and how they are spelt."""

    def __init__(self, layouts: Sequence[Layout], breaks: Sequence[_Break]) -> None:
        self._words = set(_whole_words(layouts, breaks))
        self._cuts: dict[str, set[frozenset[int]]] = defaultdict(set)
        for run in runs(breaks, _goes_on):
            for whole, cuts in _wholes(run[0].left, run):
                self._cuts[whole].add(cuts)
        self._follow: dict[str, Counter[str]] = defaultdict(Counter)
        for word in self._words:
            for context, letter in _contexts(word):
                self._follow[context][letter] += 1
        self._spaced = _leaves_spaces(layouts)
        self._tells = self._spaced or len(self._words) >= ENOUGH_WORDS
        self._usual = self._usual_odds(breaks)
        self._breaking = self._widths_that_break(breaks)

    def odds(self, left: str, run: Sequence[_Break]) -> float:
        """The log odds that ``left`` and what stands behind the first of these are one word."""
        wholes = [whole for whole, _ in _wholes(left, run)]
        left, right = _folded(left, run[0].right)
        if not right.isalpha():
            return math.inf
        known = (left in self._words) + (right in self._words)
        if known == 2:
            return -math.inf
        whole = any(self._is_whole(each, len(left), known) for each in wholes)
        if whole and not (known and len(right) < SHORTEST):
            return math.inf
        odds = self._letters(left, right, run[0].bond) + self._usual - KNOWN * known
        odds += TELLING * (self._spaced + whole)
        if _may_be_sign(run[0]):
            return min(odds, OPEN)
        if run[0].width in self._breaking and odds >= CERTAIN_IN_BREAKING:
            return CERTAIN
        return odds if self._tells else min(odds, OPEN)

    def _letters(self, left: str, right: str, bond: str) -> float:
        """The log odds by the letters on both sides alone."""
        first = f"{right}{bond or '$'}"[:CONTEXT]
        return self._log(left, first) - self._log(left, "$") - self._log("^", first)

    def _usual_odds(self, breaks: Sequence[_Break]) -> float:
        """The log odds in this document, as far as words tell that stand elsewhere.

        Where columns are as wide as their longest words, no word is broken at all.
        """
        pairs = {_folded(each.left, each.right) for each in breaks}
        one = sum(left + right in self._words for left, right in pairs)
        two = sum({left, right} <= self._words for left, right in pairs)
        return min(0.0, math.log((one + 1) / (two + 1)))

    def _widths_that_break(self, breaks: Sequence[_Break]) -> set[int]:
        """The widths of columns in which many different words fill a line alone."""
        filling: dict[int, set[str]] = defaultdict(set)
        for each in breaks:
            left, right = _folded(each.left, each.right)
            if right.isalpha() and not {left, right} <= self._words:
                filling[each.width].add(left)
        return {width for width, words in filling.items() if len(words) >= MANY}

    def _is_whole(self, word: str, at: int, known: int) -> bool:
        """Whether a word stands elsewhere, whole or, if no half is known, cut at another place."""
        elsewhere = () if known else self._cuts.get(word, ())
        return word in self._words or any(at not in cuts for cuts in elsewhere)

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


def _may_be_sign(found: _Break) -> bool:
    """Whether a short rest may stand for itself, as in "TYPE B", or as that of "d'un" or "e.g."."""
    return len(found.right) < SHORTEST and (found.right.isupper() or found.bond != "")


def _folded(*texts: str) -> tuple[str, ...]:
    return tuple(text.casefold() for text in texts)


def _contexts(word: str) -> Iterator[tuple[str, str]]:
    """Each letter of a word, and its end, with what may stand before it: up to two letters."""
    whole = f"^{word}$"
    for i in range(1, len(whole)):
        for j in range(max(0, i - CONTEXT), i + 1):
            yield whole[j:i], whole[i]


def _leaves_spaces(layouts: Iterable[Layout]) -> bool:
    """Whether nearly all lines of several words that go on in small letters have a space behind.

    A broken word has its line for itself, and so tells nothing of the others.
    """
    fragments = (fragment for layout in layouts for fragment in _fragments(layout))
    unspaced = [
        above.unspaced
        for fragment in fragments
        for cell in _cells(fragment)
        for above, below in pairwise(cell.lines)
        if below.text[:1].islower() and " " in above.text
    ]
    return len(unspaced) >= ENOUGH_LINES and sum(unspaced) <= (1 - SPACED) * len(unspaced)
