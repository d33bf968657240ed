"""The document cut at its tables: each with what stands above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from pipeline.classify.blocks import Block, Style, named_code, read_blocks
from pipeline.records import Flow, Passage, Row, Table

FEWEST_CAPTIONS = 3
LONGEST_CAPTION = 20  # words
MOST_REMARKS = 3  # paragraphs between the heading that names a table and the table


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """What stands between two tables, and the table below (None at the document's end).

    ``banner`` and ``labels`` are the passages of the table that are no cells: its spanning first
    rows, and what names each of its rows.
    """

    above: tuple[Block, ...]
    table: Table | None = None
    banner: tuple[Block, ...] = ()
    labels: tuple[tuple[Block, ...], ...] = ()

    @property
    def inside(self) -> list[Block]:
        """The blocks in the table."""
        return [*self.banner, *(block for label in self.labels for block in label)]

    @property
    def rows(self) -> list[tuple[Row, tuple[Block, ...]]]:
        """The rows of the table, each with its label."""
        return list(zip(self.table.rows, self.labels, strict=True)) if self.table else []

    @property
    def has_labels(self) -> bool:
        """Whether rows of the table have names."""
        return any(self.labels)

    @property
    def groups(self) -> list[Block]:
        """The rows across the table that head the rows below them, one above its header first."""
        across = [label[0] for row, label in self.rows if label and not row.cells]
        return [*(self.banner[:1] if self.has_labels else ()), *across]

    @property
    def named_by(self) -> list[Block]:
        """The blocks that name what the table describes: row labels, its banner, the text above."""
        if labels := [label[0] for row, label in self.rows if label and row.cells]:
            return labels
        return list(self.banner[:1] or self.above[-1:]) if self.table else []


def cut_sections(flow: Flow) -> list[Section]:
    """The sections of a document, in reading order; the last one has no table."""
    outside = [item for item in flow.items if isinstance(item, Passage)]
    inside = [p for item in flow.items if isinstance(item, Table) for p in _passages_of(item)]
    return _with_whole_names(_with_captions(list(_cut(flow, read_blocks([*outside, *inside])))))


def _passages_of(table: Table) -> list[Passage]:
    return [*table.banner, *(p for row in table.rows for p in row.label)]


def _cut(flow: Flow, blocks: Mapping[Passage, Block]) -> Iterator[Section]:
    above: list[Block] = []
    for item in flow.items:
        if isinstance(item, Passage):
            above.append(blocks[item])
            continue
        banner = tuple(blocks[p] for p in item.banner)
        labels = tuple(tuple(blocks[p] for p in row.label) for row in item.rows)
        yield Section(tuple(above), item, banner, labels)
        above = []
    yield Section(tuple(above))


# ---- captions below tables ----------------------------------------------------------------------


def _with_captions(sections: Sequence[Section]) -> list[Section]:
    """The sections with the captions that stand below their tables as banners.

    They do if the same kind of line stands below every table, not above the first one, and mostly
    nothing else above those that follow on another.
    """
    first, *later = sections
    kinds = {_kind(section.above[0]) if section.above else None for section in later}
    named = any(s.banner or s.has_labels for s in sections)
    if len(kinds) != 1 or len(later) < FEWEST_CAPTIONS or named or None in kinds:
        return list(sections)
    alone = sum(len(section.above) == 1 for section in later[:-1])
    if 2 * alone < len(later) - 1 or (first.above and _kind(first.above[-1]) in kinds):
        return list(sections)
    captions = [section.above[:1] for section in later]
    rest = [first.above, *(section.above[1:] for section in later)]
    pairs = zip(sections, rest, [*captions, ()], strict=True)
    return [replace(section, above=above, banner=name) for section, above, name in pairs]


def _kind(block: Block) -> str | Style | None:
    """The word with which a caption counts, as in "Table 3: ...", none before a code alone.

    Else it is the type of a short line.
    """
    named = named_code(block.text)
    if named and named.marked:
        return named.word
    if block.code:
        return ""
    return block.style if block.style[0] and len(block.text.split()) <= LONGEST_CAPTION else None


# ---- headings with text below them --------------------------------------------------------------


def _with_whole_names(sections: Sequence[Section]) -> list[Section]:
    """The sections with headings that name tables, and the text below them, as banners.

    Such headings are set in the type that alone names at least every second table.
    """
    bare = [s for s in sections if s.table and s.above and not (s.banner or s.has_labels)]
    last = [s.above[-1] for s in bare if s.above[-1].heading_like and s.above[-1].style[0]]
    keys = Counter(block.key for block in last)
    styles = Counter(block.style for block in last if keys[block.key] == 1)
    style = next((s for s, count in styles.most_common(1) if 1 < count >= len(bare) / 2), None)
    style = style or _style_over_text(bare)
    return [_with_whole_name(s, style) if style and s in bare else s for s in sections]


def _style_over_text(bare: Sequence[Section]) -> Style | None:
    """The type of the headings that stand over text above at least every second table.

    That of domains is larger, if these are others.
    """
    heads = [block for section in bare if (block := _heading_over_text(section.above))]
    styles = Counter(block.style for block in heads)
    for style, count in styles.most_common(1):
        others = (b for s in bare[1:] for b in s.above if b.heading_like)
        if 1 < count >= len(bare) / 2 and any(b.style[0] > style[0] for b in others):
            return style
    return None


def _heading_over_text(above: Sequence[Block]) -> Block | None:
    """The heading, or statement, over the plain text that ends what stands above a table."""
    text = list(takewhile(lambda b: b.style == above[-1].style and not b.heading_like, above[::-1]))
    if not text or len(text) == len(above) or any(b.code or b.style[1] for b in text):
        return None
    heading = above[-len(text) - 1]
    return heading if _is_plainer(text[0].style, heading.style) else None


def _with_whole_name(section: Section, style: Style) -> Section:
    above = section.above
    heads = [i for i, block in enumerate(above) if block.style == style]
    below = above[heads[-1] + 1 :] if heads else ()
    plain = all(not b.heading_like and _is_plainer(b.style, style) for b in below)
    if not below or len(below) > MOST_REMARKS or not plain:
        return section
    return replace(section, above=above[: heads[-1]], banner=above[heads[-1] :])


def _is_plainer(a: Style, b: Style) -> bool:
    """Whether the first type is smaller than the second or not as bold, and in no way more."""
    return a != b and a[0] <= b[0] and a[1] <= b[1]
