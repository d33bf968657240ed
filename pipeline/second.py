"""A second reader's view of the cells: where it has words in others than the data has.

The second reader only says where it sees the cells of a table. Which level a column of them shows
is told by the level's name that heads it, else by the words that the data has there. It has no
opinion about a level without a column of its own, as where it takes two columns for one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from textwrap import shorten
from types import MappingProxyType

from pipeline.geometry import Box, gap_between, union
from pipeline.models import Framework, Issue, Paragraph, place_model
from pipeline.pages.displayed import box_as_displayed, box_as_read, sheet_of
from pipeline.pages.grid import CellBox, rules_to_grids
from pipeline.pages.layout import box_around, cell_at
from pipeline.read.again import KnownSource
from pipeline.read.camelot import Walls, camelot_walls
from pipeline.records import Page, Place, Word
from pipeline.vocabulary import clean

SLACK = 0.5  # points by which a word's middle may miss its line's box: boxes are rounded
SHOWN = 70  # characters of the words that an issue quotes

CODES = (
    "second-reader-disagrees",
    "second-reader-no-grid",
    "second-reader-result",
    "text-not-as-printed",
)

Span = tuple[float, float]  # from where to where a column or a row reaches
CellKey = tuple[str, str]  # of a characteristic or domain, and of a level


def ask_camelot(
    framework: Framework, source: KnownSource, only: Collection[int] | None = None
) -> tuple[Issue, ...]:
    """What camelot sees otherwise than the data has it on all pages, or on ``only`` some.

    Raises:
        UsageError: camelot is not installed.
        InputError: it fails on the document.
    """
    if framework.source.format == "text":
        return (_no_grid("camelot reads no text dumps: nothing was compared"),)
    numbers = set(_printed_lines(framework))
    if only is not None:
        numbers &= set(only)
    pages = source.pages(numbers - source.scanned)
    scans = [
        _no_grid("camelot reads no scanned pages: this one was not compared", number)
        for number in sorted(numbers & source.scanned)
    ]
    return (*scans, *compare(framework, pages, camelot_walls(source, pages)))


def compare(
    framework: Framework, pages: Mapping[int, Page], walls: Mapping[int, Sequence[Walls]]
) -> tuple[Issue, ...]:
    """Where the data and the second reader's tables, given as the walls of cells, disagree."""
    lines = _printed_lines(framework)
    names = {level.key: level.name for level in framework.scale.levels}
    printed: dict[str, list[str]] = defaultdict(list)
    issues: list[Issue] = []
    results: Counter[str] = Counter()
    for number, page in sorted(pages.items()):
        sheet = sheet_of(page)
        here = [replace(line, box=box_as_read(line.box, sheet)) for line in lines[number]]
        seen, heads = _look_up(page, here, walls[number], names)
        for each in seen:
            printed[each.line.paragraph.key].append(each.word.text)
        opinions = _opinions(seen, heads, _levels_run_down(here))
        issues += _disagreements(page, opinions, names)
        of_page = _results(opinions)
        if of_page["blank"]:
            message = f"camelot has no grid for {of_page['blank']} of {of_page.total()} cells here"
            issues.append(_no_grid(f"{message}: they were not compared", number))
        results.update(of_page)
    issues += _altered(framework, pages, printed)
    message = (
        f"camelot was asked about {results.total()} cells (one on two pages counts twice): it "
        f"agrees about {results['same']}, disagrees about {results['other']}, has no grid for "
        f"{results['blank']}"
    )
    return (*issues, Issue(code="second-reader-result", severity="info", message=message))


def _no_grid(message: str, page: int | None = None) -> Issue:
    place = place_model(Place(page=page)) if page else None
    return Issue(code="second-reader-no-grid", severity="info", message=message, place=place)


# ---- what stands where --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line of a descriptor."""

    box: Box
    paragraph: Paragraph
    cell: CellKey


@dataclass(frozen=True, slots=True)
class _Seen:
    """A word of a descriptor, and where the second reader has it: in which table and cell."""

    word: Word
    line: _Line
    at: tuple[int, CellBox] | None


Heads = Mapping[int, Sequence[tuple[CellBox, str]]]  # the cells of each table that name a level


def _paragraphs(framework: Framework) -> Iterator[tuple[CellKey, Paragraph]]:
    for domain in framework.domains:
        owners = [(c.key, c.descriptors) for c in domain.characteristics]
        for owner, descriptors in [(domain.key, domain.summary), *owners]:
            for descriptor in descriptors:
                for paragraph in descriptor.paragraphs:
                    yield (owner, descriptor.level), paragraph


def _printed_lines(framework: Framework) -> dict[int, list[_Line]]:
    """The lines of all descriptors by page."""
    lines: dict[int, list[_Line]] = defaultdict(list)
    for cell, paragraph in _paragraphs(framework):
        for place in paragraph.places:
            if place.page and place.bbox:
                lines[place.page].append(_Line(Box(*place.bbox), paragraph, cell))
    return lines


def _look_up(
    page: Page, lines: Sequence[_Line], walls: Iterable[Walls], names: Mapping[str, str]
) -> tuple[list[_Seen], Heads]:
    """The descriptors' words in the second reader's cells, and its cells with a level's name."""
    grids = [grid for each in walls for grid in rules_to_grids(each)]
    seen: list[_Seen] = []
    beside: dict[tuple[int, CellBox], list[str]] = defaultdict(list)
    for word in page.words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        at = cell_at(x, y, grids)
        if line := _line_at(x, y, lines):
            seen.append(_Seen(word, line, at))
        elif at:
            beside[at].append(word.text)
    heads: dict[int, list[tuple[CellBox, str]]] = defaultdict(list)
    for (table, cell), texts in beside.items():
        if key := _named(" ".join(texts), names):
            heads[table].append((cell, key))
    return _at_home(seen), heads


def _named(text: str, names: Mapping[str, str]) -> str | None:
    """The level with whose name a text begins."""
    said = f"{clean(text).casefold()} "
    keys = [key for key, name in names.items() if said.startswith(f"{name.casefold()} ")]
    return max(keys, key=lambda key: len(names[key]), default=None)


def _line_at(x: float, y: float, lines: Iterable[_Line]) -> _Line | None:
    """The line that holds a point; the nearest of those that overlap."""
    found = [line for line in lines if line.box.holds(x, y, SLACK)]
    return min(found, key=lambda line: abs(line.box.middle[1] - y), default=None)


def _at_home(seen: Sequence[_Seen]) -> list[_Seen]:
    """Each owner's words in the one table that has most of them: others may overlap that one."""
    tables: dict[str, Counter[int]] = defaultdict(Counter)
    for each in seen:
        if each.at:
            tables[each.line.cell[0]][each.at[0]] += 1
    home = {owner: counts.most_common(1)[0][0] for owner, counts in tables.items()}
    return [
        replace(each, at=None) if each.at and each.at[0] != home[each.line.cell[0]] else each
        for each in seen
    ]


def _boxes(lines: Iterable[_Line]) -> dict[str, dict[str, list[Box]]]:
    """The boxes of the lines of each owner, level by level."""
    boxes: dict[str, dict[str, list[Box]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        owner, level = line.cell
        boxes[owner][level].append(line.box)
    return boxes


def _levels_run_down(lines: Iterable[_Line]) -> bool:
    """Whether the levels of most owners stand below, not beside one another."""
    pairs = [
        pair
        for levels in _boxes(lines).values()
        for pair in combinations(map(union, levels.values()), 2)
    ]
    below = sum(
        (a.bottom <= b.top + SLACK or b.bottom <= a.top + SLACK) and a.x0 < b.x1 and b.x0 < a.x1
        for a, b in pairs
    )
    return below * 2 > len(pairs)


# ---- what the second reader says ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Opinion:
    """The owner and the level that the second reader gives a word; None where it cannot tell."""

    seen: _Seen
    owner: str | None = None
    level: str | None = None

    @property
    def differs(self) -> bool:
        """Whether one of them is another than in the data."""
        owner, level = self.seen.line.cell
        return self.owner not in (None, owner) or self.level not in (None, level)


def _opinions(seen: Sequence[_Seen], heads: Heads, down: bool) -> list[_Opinion]:
    """An opinion for each word; ``down`` says that the levels stand below one another."""
    opinions = [_Opinion(each) for each in seen if not each.at]
    tables: dict[int, list[tuple[_Seen, CellBox]]] = defaultdict(list)
    for each in seen:
        if each.at:
            tables[each.at[0]].append((each, each.at[1]))
    for table, words in tables.items():
        levels = _labels(
            [(_span(cell, down), w.line.cell[1]) for w, cell in words],
            _header(heads.get(table, ()), down),
        )
        owners = _labels([(_span(cell, True), w.line.cell[0]) for w, cell in words])
        for word, cell in words:
            owner, level = word.line.cell
            opinions.append(
                _Opinion(
                    word,
                    _told(owners, _span(cell, True), owner),
                    _told(levels, _span(cell, down), level),
                )
            )
    return _sensible(opinions)


def _sensible(opinions: Sequence[_Opinion]) -> list[_Opinion]:
    """Without levels that cut a line where its words stand nearer than the data's columns do."""
    lines: dict[int, list[_Opinion]] = defaultdict(list)
    for opinion in opinions:
        lines[id(opinion.seen.line)].append(opinion)
    room = _room([each[0].seen.line for each in lines.values()])
    cut = {key for key, each in lines.items() if any(gap < room for gap in _cuts(each))}
    return [replace(o, level=None) if o.differs and id(o.seen.line) in cut else o for o in opinions]


def _cuts(line: Iterable[_Opinion]) -> Iterator[float]:
    """The gaps at which the second reader cuts a line of the data."""
    words = sorted(line, key=lambda opinion: opinion.seen.word.x0)
    for a, b in pairwise(words):
        if a.level != b.level:
            yield b.seen.word.x0 - a.seen.word.x1


def _room(lines: Iterable[_Line]) -> float:
    """How near the levels of one owner come to one another, beside one another."""
    gaps = [
        gap_between(a, b)
        for levels in _boxes(lines).values()
        for a, b in combinations(levels.values(), 2)
    ]
    return min((gap for gap in gaps if gap is not None), default=0.0)


def _span(cell: CellBox, down: bool) -> Span:
    return (cell.box.top, cell.box.bottom) if down else (cell.box.x0, cell.box.x1)


def _header(heads: Iterable[tuple[CellBox, str]], down: bool) -> dict[Span, str]:
    """What the row, or with ``down`` the column, that names the most levels says of each span."""
    lines: dict[Span, dict[Span, str]] = defaultdict(dict)
    for cell, level in heads:
        lines[_span(cell, not down)][_span(cell, down)] = level
    most = max(lines.values(), key=lambda line: len(set(line.values())), default={})
    return most if len(set(most.values())) > 1 else {}


def _labels(
    votes: Iterable[tuple[Span, str]], header: Mapping[Span, str] = MappingProxyType({})
) -> dict[Span, str]:
    """What each row or column is: by its header, else by most words; not where it spans several."""
    words: dict[Span, Counter[str]] = defaultdict(Counter)
    for span, label in votes:
        words[span][label] += 1
    labels = {span: counts.most_common(1)[0][0] for span, counts in words.items()}
    labels.update(header)
    return {span: label for span, label in labels.items() if not _spans_several(span, labels)}


def _spans_several(span: Span, labels: Mapping[Span, str]) -> bool:
    inside = {
        label
        for (low, high), label in labels.items()
        if (low, high) != span and span[0] <= low and high <= span[1]
    }
    return len(inside) > 1


def _told(labels: Mapping[Span, str], span: Span, own: str) -> str | None:
    """The label of a row or column, if the word could have stood in one of its own."""
    return labels.get(span) if own in labels.values() else None


# ---- issues -------------------------------------------------------------------------------------


def _results(opinions: Iterable[_Opinion]) -> Counter[str]:
    """How many cells are ``same``, ``other`` or, where most words have no level, ``blank``."""
    cells: dict[CellKey, list[_Opinion]] = defaultdict(list)
    for opinion in opinions:
        cells[opinion.seen.line.cell].append(opinion)
    return Counter(map(_result, cells.values()))


def _result(opinions: Sequence[_Opinion]) -> str:
    if any(opinion.differs for opinion in opinions):
        return "other"
    told = sum(opinion.level is not None for opinion in opinions)
    return "same" if told * 2 >= len(opinions) else "blank"


def _disagreements(
    page: Page, opinions: Iterable[_Opinion], names: Mapping[str, str]
) -> Iterator[Issue]:
    """An issue for each cell and the cell in which the second reader has words of it."""
    groups: dict[tuple[CellKey, CellKey], list[Word]] = defaultdict(list)
    for opinion in opinions:
        if opinion.differs:
            owner, level = opinion.seen.line.cell
            other = (opinion.owner or owner, opinion.level or level)
            groups[(owner, level), other].append(opinion.seen.word)
    for (own, other), words in groups.items():
        text = _short(" ".join(word.text for word in words))
        box = box_as_displayed(box_around(words), sheet_of(page))
        ours, theirs = _name(own, other, names), _name(other, own, names)
        message = f"the data has '{text}' under {ours}, camelot has it under {theirs}"
        yield Issue(
            code="second-reader-disagrees",
            severity="warning",
            message=message,
            key="/".join(own),
            place=place_model(Place(page=page.number, box=box)),
        )


def _name(cell: CellKey, beside: CellKey, names: Mapping[str, str]) -> str:
    """A cell's level, and its owner where that is another than of the cell beside."""
    of = "" if cell[0] == beside[0] else f" of {cell[0]}"
    return f"'{names[cell[1]]}'{of}"


def _altered(
    framework: Framework, pages: Mapping[int, Page], printed: Mapping[str, Sequence[str]]
) -> Iterator[Issue]:
    """Paragraphs that do not say what the source prints at their places."""
    for _, paragraph in _paragraphs(framework):
        if not paragraph.places or any(place.page not in pages for place in paragraph.places):
            continue
        found = _letters(printed.get(paragraph.key, ()))
        told = _letters([paragraph.text])
        beside = _letters([paragraph.bullet or "", *paragraph.marks])
        if told - found or found - told - beside:
            yield Issue(
                code="text-not-as-printed",
                severity="warning",
                message=f"the source prints other words here than '{_short(paragraph.text)}'",
                key=paragraph.key,
                place=paragraph.places[0],
            )


def _short(text: str) -> str:
    return shorten(text, SHOWN, placeholder=" …")


def _letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(filter(str.isalnum, clean("".join(texts))))
