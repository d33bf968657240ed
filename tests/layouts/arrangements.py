"""Ways to lay out a framework, one function each: from a framework to the blocks of a document.

Each also gives the truth: the framework that a careful reader would write down from the pages. That
is the framework itself, but for what the arrangement leaves out or takes apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count

from samples.sample import Characteristic, Domain, Framework, Mark, Ratings

from layouts.blocks import Block, Cell, Fill, Footnote, Para, Row, Style, Table, Text, Weight

# The codes of the issues that name what is lacking or left out.
MISSING_LEVEL = "level-missing"
EXTRA_COLUMN = "column-without-level"
OTHER_SCALE = "other-scale"
EXTRA_ROW = "row-without-descriptors"


@dataclass(frozen=True)
class Arranged:
    """Blocks, the truth about them, and the codes of the issues that must be raised."""

    blocks: tuple[Block, ...]
    truth: Framework
    issues: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Extra:
    """A column that is no level: its head, what stands in its cells in turn, and its side."""

    head: str
    entries: tuple[str, ...] = ("",)
    before_levels: bool = False


Heads = Callable[[Framework], list[Cell]]
Notes = Callable[[Framework], dict[str, str]]


# ---- heads of the levels ------------------------------------------------------------------------


def printed_levels(framework: Framework) -> list[str]:
    """In the order in which they stand on the page."""
    return framework.levels[::-1] if framework.best_first else framework.levels


def plain_heads(framework: Framework) -> list[Cell]:
    """Bold names, their notes in small print below."""
    notes = framework.level_notes
    return [
        Cell((Para(level, "bold"), *_small(notes.get(level))), fill="head")
        for level in printed_levels(framework)
    ]


def light_heads(framework: Framework) -> list[Cell]:
    """Names in the type of the text."""
    return [_cell(level, "plain", "head") for level in printed_levels(framework)]


def inline_heads(framework: Framework) -> list[Cell]:
    """Bold names, their notes in the same line."""
    notes = framework.level_notes
    return [_cell(f"{level} {notes[level]}", "bold", "head") for level in printed_levels(framework)]


def badge_heads(framework: Framework) -> list[Cell]:
    """Names in white on a coloured badge."""
    return [_cell(level, "badge") for level in printed_levels(framework)]


def own_notes(framework: Framework) -> dict[str, str]:
    """What the framework itself says of its levels."""
    return framework.level_notes


def no_notes(_: Framework) -> dict[str, str]:
    """Nothing."""
    return {}


def mark_notes(framework: Framework) -> dict[str, str]:
    """The range of marks that each level stands for."""
    step = 100 // len(framework.levels)
    return {level: f"{n * step}–{(n + 1) * step - 1}" for n, level in enumerate(framework.levels)}


def point_notes(framework: Framework) -> dict[str, str]:
    """The points that each level is worth."""
    return {level: f"({n} points)" for n, level in enumerate(framework.levels, 2)}


# ---- a table for each characteristic ------------------------------------------------------------


def tables(framework: Framework, heads: Heads = plain_heads, name: Style = "statement") -> Arranged:
    """The statement above its table, as a heading or as no more than a caption."""

    def blocks(domain: Domain) -> Iterable[Block]:
        for entry in domain.characteristics:
            yield Text(name, Para(numbered(entry)))
            yield _level_table([heads(framework), _cells(framework, domain, entry)], head=1)

    return Arranged(_document(framework, blocks), framework)


def captions_below(framework: Framework, heads: Heads = plain_heads) -> Arranged:
    """Only a caption below each table, counted through the document, names its characteristic."""
    counted = count(1)

    def blocks(domain: Domain) -> Iterable[Block]:
        for entry in domain.characteristics:
            yield _level_table([heads(framework), _cells(framework, domain, entry)], head=1)
            yield Text("caption", Para(f"Table {next(counted)}: {numbered(entry)}"))

    return Arranged(_document(framework, blocks), framework)


def banners(framework: Framework, heads: Heads = plain_heads) -> Arranged:
    """The statement as the first row of its table, across all levels."""

    def blocks(domain: Domain) -> Iterable[Block]:
        for entry in domain.characteristics:
            yield _level_table(_banner_rows(framework, heads, domain, entry), head=2)

    return Arranged(_document(framework, blocks), framework)


def stacked_banners(framework: Framework, heads: Heads = plain_heads) -> Arranged:
    """One table for a domain: each characteristic has its banner and level heads of its own."""

    def blocks(domain: Domain) -> Iterable[Block]:
        rows = [
            row
            for entry in domain.characteristics
            for row in _banner_rows(framework, heads, domain, entry)
        ]
        yield _level_table(rows, head=0)

    return Arranged(_document(framework, blocks), framework)


def missing_levels(framework: Framework, heads: Heads = plain_heads) -> Arranged:
    """The second level's column is left out of each domain's second table."""
    missing = framework.levels[1]

    def lacks(domain: Domain, entry: Characteristic) -> bool:
        return entry is domain.characteristics[1]

    def without(entry: Characteristic) -> Characteristic:
        texts = entry.ratings.texts | {missing: []}
        return replace(entry, ratings=replace(entry.ratings, texts=texts))

    def blocks(domain: Domain) -> Iterable[Block]:
        for entry in domain.characteristics:
            rows = [heads(framework), _cells(framework, domain, entry)]
            if lacks(domain, entry):
                gap = printed_levels(framework).index(missing)
                rows = [row[:gap] + row[gap + 1 :] for row in rows]
            yield Text("statement", Para(numbered(entry)))
            yield _level_table(rows, head=1)

    truth = _with_characteristics(
        framework,
        lambda domain: [without(c) if lacks(domain, c) else c for c in domain.characteristics],
    )
    return Arranged(_document(framework, blocks), truth, frozenset({MISSING_LEVEL}))


def labelled_parts(framework: Framework, labels: tuple[str, str]) -> Arranged:
    """Two labelled rows below the level heads: a level's first sentence, and what follows it.

    The labels come again in each table, so they name parts of a characteristic and are none.
    """
    parted = _with_characteristics(framework, lambda d: list(map(_parted, d.characteristics)))

    def blocks(domain: Domain) -> Iterable[Block]:
        for entry in domain.characteristics:
            cells = _cells(parted, domain, entry)
            parts = zip(labels, (slice(1), slice(1, None)), strict=True)
            table = [[_cell("", fill="head"), *plain_heads(parted)]]
            for label, part in parts:
                rest = [replace(cell, paras=cell.paras[part]) for cell in cells]
                table.append([_cell(label, "bold"), *rest])
            yield Text("statement", Para(numbered(entry)))
            yield _labelled_table(parted, table)

    return Arranged(_document(parted, blocks), parted)


# ---- a row for each characteristic --------------------------------------------------------------


def rows(
    framework: Framework,
    heads: Heads = plain_heads,
    *,
    code_column: str = "",
    extras: Sequence[Extra] = (),
    label_head: bool = True,
) -> Arranged:
    """A table for each domain: code and statement in front, then a column for each level.

    ``code_column`` heads a column of codes alone; ``extras`` stand before or behind the levels.
    """
    before = [extra for extra in extras if extra.before_levels]
    behind = [extra for extra in extras if not extra.before_levels]
    labels = [code_column] if code_column else []
    labels.append(framework.characteristic_word if label_head else "")

    def across(labels: list[Cell], levels: list[Cell], cell: Callable[[Extra], Cell]) -> list[Cell]:
        return [*labels, *map(cell, before), *levels, *map(cell, behind)]

    def blocks(domain: Domain) -> Iterable[Block]:
        head = [_cell(label, "bold", "head") for label in labels]
        table = [across(head, heads(framework), lambda extra: _cell(extra.head, "bold", "head"))]
        for number, entry in enumerate(domain.characteristics):
            names, cells = _names(entry, bool(code_column)), _cells(framework, domain, entry)
            table.append(across(names, cells, partial(_entry, number=number)))
        codes = [0.35] if code_column else []
        levels = [1.0] * len(framework.levels)
        widths = (*codes, 1.1, *[0.5] * len(before), *levels, *[0.5] * len(behind))
        yield Table(widths, _frozen(table), 1)

    issues = {EXTRA_COLUMN} if extras else set()
    return Arranged(_document(framework, blocks), framework, frozenset(issues))


def headed_once(framework: Framework, heads: Heads = plain_heads) -> Arranged:
    """Only the first domain's table has level heads; the others count on them."""

    def blocks(domain: Domain) -> Iterable[Block]:
        head = [[_cell(framework.characteristic_word, "bold", "head"), *heads(framework)]]
        first = domain is framework.domains[0]
        body = [
            [*_names(entry), *_cells(framework, domain, entry)] for entry in domain.characteristics
        ]
        yield _labelled_table(framework, [*head, *body] if first else body, head=int(first))

    return Arranged(_document(framework, blocks), framework)


def domain_rows(framework: Framework, heads: Heads = plain_heads) -> Arranged:
    """One table for all: a domain is a row across it, and has no outcome."""
    head = [_cell(framework.characteristic_word, "bold", "head"), *heads(framework)]
    body: list[list[Cell]] = []
    for domain in framework.domains:
        body.append([_cell(heading(framework, domain), "bold", "band", len(head))])
        body += [[*_names(c), *_cells(framework, domain, c)] for c in domain.characteristics]
    blocks = [*_front(framework), _labelled_table(framework, [head, *body])]
    domains = [replace(domain, outcome=[], parent=None) for domain in framework.domains]
    return Arranged(tuple(blocks), replace(framework, domains=domains))


def no_domains(framework: Framework, heads: Heads = plain_heads) -> Arranged:
    """One table for all, without a word about domains: the framework's title names the only one."""
    head = [_cell(framework.characteristic_word, "bold", "head"), *heads(framework)]
    body = [
        [*_names(entry), *_cells(framework, domain, entry)]
        for domain in framework.domains
        for entry in domain.characteristics
    ]
    everything = [c for d in framework.domains for c in d.characteristics]
    notes = [note for domain in framework.domains for note in domain.footnotes]
    only = Domain(None, framework.title, [], notes, [], Ratings({}, {}, []), everything, None)
    blocks = [*_front(framework), _labelled_table(framework, [head, *body])]
    return Arranged(tuple(blocks), replace(framework, domains=[only]))


def mark_rows(framework: Framework, label: str, closing: Sequence[str]) -> Arranged:
    """Below each characteristic a row of marks, and rows across the table at its end."""
    levels = printed_levels(framework)
    ranks = [framework.levels.index(level) for level in levels]
    marks = [_cell(label), *(_cell(f"{2 * rank}–{2 * rank + 1}") for rank in ranks)]
    head = [_cell(framework.characteristic_word, "bold", "head"), *plain_heads(framework)]

    def blocks(domain: Domain) -> Iterable[Block]:
        table = [head]
        for entry in domain.characteristics:
            table += [[*_names(entry), *_cells(framework, domain, entry)], marks]
        table += [[_cell(text, "bold", across=len(head))] for text in closing]
        yield _labelled_table(framework, table)

    return Arranged(_document(framework, blocks), framework, frozenset({EXTRA_ROW}))


def two_scales(
    framework: Framework, over: tuple[str, str], second: Mapping[str, Sequence[str]]
) -> Arranged:
    """Beside the levels stands a second scale, told apart by a row above.

    Each of its levels says a few words, in turn; they are no part of the truth.
    """
    levels = printed_levels(framework)
    top = [_cell("", fill="head")]
    top.append(_cell(over[0], "bold", "head", len(levels)))
    top.append(_cell(over[1], "bold", "head", len(second)))
    names = [_cell(name, "bold", "head") for name in second]
    head = [_cell(framework.characteristic_word, "bold", "head"), *plain_heads(framework), *names]

    def blocks(domain: Domain) -> Iterable[Block]:
        body = []
        for number, entry in enumerate(domain.characteristics):
            beside = [_cell(texts[number % len(texts)]) for texts in second.values()]
            body.append([*_names(entry), *_cells(framework, domain, entry), *beside])
        widths = (1.1, *[1.0] * len(levels), *[0.7] * len(second))
        yield Table(widths, _frozen([top, head, *body]), 2)

    return Arranged(_document(framework, blocks), framework, frozenset({OTHER_SCALE}))


# ---- a row for each level -----------------------------------------------------------------------


def levels_down(framework: Framework, column_heads: tuple[str, str] | None = None) -> Arranged:
    """A table for each characteristic, its levels down the first column."""

    def blocks(domain: Domain) -> Iterable[Block]:
        head = [[_cell(name, "bold", "head") for name in column_heads]] if column_heads else []
        for entry in domain.characteristics:
            yield Text("statement", Para(numbered(entry)))
            table = [*head, *_level_rows(framework, domain, entry)]
            yield Table((1.0, 4.5), _frozen(table), len(head))

    return Arranged(_document(framework, blocks), framework)


def levels_down_banners(framework: Framework) -> Arranged:
    """The same, with the statement as the table's first row."""

    def blocks(domain: Domain) -> Iterable[Block]:
        for entry in domain.characteristics:
            banner = [_cell(numbered(entry), "bold", "band", 2)]
            table = [banner, *_level_rows(framework, domain, entry)]
            yield Table((1.0, 4.5), _frozen(table), 0)

    return Arranged(_document(framework, blocks), framework)


def levels_down_beside(framework: Framework, column_heads: tuple[str, str]) -> Arranged:
    """A table for each domain, its statements beside the rows of their levels."""

    def blocks(domain: Domain) -> Iterable[Block]:
        names = (framework.characteristic_word, *column_heads)
        table = [[_cell(name, "bold", "head") for name in names]]
        for entry in domain.characteristics:
            first, *others = _level_rows(framework, domain, entry)
            statement = Cell((Para(numbered(entry), "bold"),), down=len(framework.levels))
            table += [[statement, *first], *others]
        yield Table((1.3, 1.0, 4.0), _frozen(table), 1)

    return Arranged(_document(framework, blocks), framework)


def level_headings(framework: Framework) -> Arranged:
    """No table at all: each level's name is a heading over what it says."""

    def blocks(domain: Domain) -> Iterable[Block]:
        for entry in domain.characteristics:
            yield Text("statement", Para(numbered(entry)))
            cells = _cells(framework, domain, entry)
            for level, cell in zip(printed_levels(framework), cells, strict=True):
                yield Text("level", Para(level))
                yield Table((1.0,), ((cell,),), 0)  # a column without rules is running text

    return Arranged(_document(framework, blocks), framework)


# ---- frameworks --------------------------------------------------------------------------------


def without_footnotes(framework: Framework) -> Framework:
    """The same framework, nothing of it marked."""

    def unmarked(entry: Characteristic) -> Characteristic:
        return replace(entry, ratings=replace(entry.ratings, marks=[]))

    domains = [
        replace(domain, footnotes=[], characteristics=list(map(unmarked, domain.characteristics)))
        for domain in framework.domains
    ]
    return replace(framework, domains=domains)


# ---- parts of documents -------------------------------------------------------------------------


def numbered(entry: Characteristic) -> str:
    """A statement behind its code, if it has one."""
    return f"{entry.code} {entry.statement}" if entry.code else entry.statement


def heading(framework: Framework, domain: Domain) -> str:
    """A domain's title behind its code and the word for it."""
    if not domain.code:
        return domain.title
    word = framework.domain_word
    return f"{word} {domain.code}: {domain.title}" if word else f"{domain.code}. {domain.title}"


def _front(framework: Framework) -> list[Block]:
    imprint = f"{framework.publisher}, {framework.published}"
    prose = [text for section in framework.introduction for text in section.paragraphs]
    return [
        Text("title", Para(framework.title)),
        Text("subtitle", Para(framework.subject)),
        Text("prose", Para(imprint, "small")),
        *(Text("prose", Para(text)) for text in prose),
    ]


def _document(
    framework: Framework, blocks: Callable[[Domain], Iterable[Block]]
) -> tuple[Block, ...]:
    """The front, then each domain: its heading, its outcome, and the blocks of its tables."""
    made = _front(framework)
    part = None
    for domain in framework.domains:
        if domain.parent and domain.parent != part:
            part = domain.parent
            made.append(Text("part", Para(part)))
        made.append(Text("domain", Para(heading(framework, domain))))
        made += [Text("prose", Para(text)) for text in domain.outcome]
        made += blocks(domain)
    return tuple(made)


def _with_characteristics(
    framework: Framework, change: Callable[[Domain], list[Characteristic]]
) -> Framework:
    domains = [replace(domain, characteristics=change(domain)) for domain in framework.domains]
    return replace(framework, domains=domains)


# ---- parts of tables ----------------------------------------------------------------------------


def _cell(text: str, weight: Weight = "plain", fill: Fill = "none", across: int = 1) -> Cell:
    return Cell((Para(text, weight),) if text else (), across, fill=fill)


def _small(note: str | None) -> tuple[Para, ...]:
    return (Para(note, "small"),) if note else ()


def _cells(framework: Framework, domain: Domain, entry: Characteristic) -> list[Cell]:
    return [_descriptor(domain, entry.ratings, level) for level in printed_levels(framework)]


def _descriptor(domain: Domain, ratings: Ratings, level: str) -> Cell:
    bullets = ratings.bullets.get(level, [])
    notes = {
        mark.paragraph: _footnote(domain, mark) for mark in ratings.marks if mark.level == level
    }
    return Cell(
        tuple(
            Para(text, bullet=number in bullets, footnote=notes.get(number))
            for number, text in enumerate(ratings.texts[level])
        )
    )


def _footnote(domain: Domain, mark: Mark) -> Footnote:
    return Footnote(mark.after, domain.footnotes[mark.footnote - 1])


def _banner_rows(
    framework: Framework, heads: Heads, domain: Domain, entry: Characteristic
) -> list[list[Cell]]:
    banner = [_cell(numbered(entry), "bold", "band", len(framework.levels))]
    return [banner, heads(framework), _cells(framework, domain, entry)]


def _level_rows(framework: Framework, domain: Domain, entry: Characteristic) -> list[list[Cell]]:
    cells = _cells(framework, domain, entry)
    return [[head, cell] for head, cell in zip(plain_heads(framework), cells, strict=True)]


def _names(entry: Characteristic, code_column: bool = False) -> list[Cell]:
    if code_column:
        return [_cell(entry.code or "", "bold"), _cell(entry.statement, "bold")]
    return [_cell(numbered(entry), "bold")]


def _entry(extra: Extra, number: int) -> Cell:
    return _cell(extra.entries[number % len(extra.entries)])


def _level_table(table: Sequence[Sequence[Cell]], head: int) -> Table:
    return Table((1.0,) * len(table[-1]), _frozen(table), head)


def _labelled_table(framework: Framework, table: Sequence[Sequence[Cell]], head: int = 1) -> Table:
    return Table((1.1, *[1.0] * len(framework.levels)), _frozen(table), head)


def _frozen(table: Iterable[Iterable[Cell]]) -> tuple[Row, ...]:
    return tuple(tuple(row) for row in table)


def _parted(entry: Characteristic) -> Characteristic:
    """The first sentence of each level as a paragraph of its own; footnotes are not kept."""
    texts = {
        level: [*re.split(r"(?<=[.!?]) ", paras[0], maxsplit=1), *paras[1:]]
        for level, paras in entry.ratings.texts.items()
    }
    more = {level: len(texts[level]) - len(paras) for level, paras in entry.ratings.texts.items()}
    bullets = {
        level: [index + more[level] for index in indices]
        for level, indices in entry.ratings.bullets.items()
    }
    return replace(entry, ratings=Ratings(texts, bullets, []))
