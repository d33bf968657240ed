"""Passages back to what the source prints at their places, with what decided and mended them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from pipeline.explain.keys import Entry, Passage, entries, find_entry
from pipeline.explanation import (
    ExplainedOwner,
    ExplainedPassage,
    ExplainedSource,
    Explanation,
    Part,
    PrintedLine,
)
from pipeline.extracted import Extracted
from pipeline.geometry import Box
from pipeline.models import BlockModel, Characteristic, Domain, Issue, PlaceModel
from pipeline.pages.displayed import box_as_read, sheet_of
from pipeline.pages.layout import words_to_lines
from pipeline.read import OCR_INSTALL
from pipeline.read.again import KnownSource
from pipeline.records import TextRow, Word
from pipeline.vocabulary import clean

SLACK = 0.15  # points: boxes are written to a tenth of one

# What the blocks of the document are called that become these parts of the framework.
_LABELS: dict[Part, str] = {
    "heading": "domain",
    "outcome": "outcome",
    "note": "footnote",
    "statement": "statement",
}


def explain(
    extracted: Extracted, key: str, source: KnownSource | None, trouble: str | None = None
) -> Explanation:
    """Where the text of a key comes from; without the source, lines have no text.

    Raises:
        UsageError: there is no such key.
    """
    entry = find_entry(extracted.framework, key)
    owner = entries(extracted.framework)[(entry.characteristic or entry.domain).key]
    places = [place for passage in entry.passages for place in passage.places]
    again = _Again(source, places)
    rules = _rules(owner, extracted.blocks)
    numbers = count(1)
    facts = extracted.framework.source
    return Explanation(
        framework=extracted.framework.id,
        key=entry.key,
        domain=_owner(entry.domain),
        characteristic=_owner(entry.characteristic) if entry.characteristic else None,
        source=ExplainedSource(
            file=facts.file, sha256=facts.sha256, trouble=trouble or again.trouble
        ),
        passages=tuple(
            _explained(passage, rules.get(passage.key), again, numbers)
            for passage in entry.passages
        ),
        nearby=() if places else tuple(p for each in owner.passages for p in each.places),
        issues=tuple(issue for issue in extracted.issues if _concerns(issue, entry, places)),
    )


def _owner(owner: Domain | Characteristic) -> ExplainedOwner:
    text = owner.title if isinstance(owner, Domain) else owner.statement_text
    return ExplainedOwner(key=owner.key, code=owner.code, text=text, rule=owner.rule)


def _explained(
    passage: Passage, rule: str | None, again: _Again, numbers: Iterator[int]
) -> ExplainedPassage:
    lines = tuple(
        PrintedLine(number=next(numbers), place=place, text=again.text_at(place, passage.text))
        for place in passage.places
    )
    return ExplainedPassage(
        key=passage.key,
        part=passage.part,
        level=passage.level,
        text=passage.text,
        bullet=passage.bullet,
        marks=passage.marks,
        lines=lines,
        repairs=passage.repairs,
        rule=rule,
    )


def _rules(owner: Entry, blocks: Sequence[BlockModel]) -> dict[str, str]:
    """The rule of each passage: that of the block that begins with it, or goes on with it."""
    by_start = {(block.label, block.place): block.rule for block in blocks}
    rules: dict[str, str] = {}
    for _, group in owner.groups:
        rule = None
        for passage in group:
            label = _LABELS.get(passage.part, f"descriptor of '{passage.level}'")
            start = passage.places[0] if passage.places else None
            rule = by_start.get((label, start), rule)
            if rule:
                rules[passage.key] = rule
    return rules


# ---- issues -------------------------------------------------------------------------------------


def _concerns(issue: Issue, entry: Entry, places: Sequence[PlaceModel]) -> bool:
    """Whether an issue names the key or one inside it or, naming none, the place of a line."""
    if issue.key is None:
        return issue.place is not None and any(_touch(issue.place, place) for place in places)
    return (
        issue.key.startswith(f"{entry.key}/")
        or issue.key in {entry.key, *(name for name, _ in entry.groups)}
        or issue.key in {passage.key for passage in entry.passages}
    )


def _touch(a: PlaceModel, b: PlaceModel) -> bool:
    if a.lines and b.lines:
        return a.lines[0] <= b.lines[1] and b.lines[0] <= a.lines[1]
    if a.page != b.page or not b.bbox:
        return False
    return not a.bbox or Box(*a.bbox).touches(Box(*b.bbox))


# ---- the source ---------------------------------------------------------------------------------


class _Again:
    """The source as it reads at the places asked for; ``trouble`` says what could not be read."""

    def __init__(self, source: KnownSource | None, places: Sequence[PlaceModel]) -> None:
        numbers = {place.page for place in places if place.page}
        self._pages = source.pages(numbers) if source and numbers else {}
        dump = source and any(place.lines for place in places)
        self._rows = source.rows() if source and dump else ()
        unread = sorted(numbers.difference(self._pages)) if source else []
        self.trouble = _scans(unread) if unread else None

    def text_at(self, place: PlaceModel, text: str) -> str | None:
        """What is printed at a place: a line, or lines of a text dump.

        Of a dump's line only the cells that went into ``text``, or all if that cannot be told.
        """
        if place.lines and self._rows:
            first, last = place.lines
            return "\n".join(_cells_of(row, text) for row in self._rows[first - 1 : last])
        page = self._pages.get(place.page or 0)
        if not page or not place.bbox:
            return None
        box = box_as_read(Box(*place.bbox), sheet_of(page))
        inside = [w for w in page.words if box.holds(*_middle(w), slack=SLACK)]
        lines = words_to_lines(inside, page.number, None)
        return " ".join(f"{line.bullet or ''} {line.text}".strip() for line in lines) or None


def _cells_of(row: TextRow, text: str) -> str:
    letters = _letters(text)
    own = [cell for cell in row.cells if cell.strip() and _letters(cell) in letters]
    return "\t".join(own or row.cells)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, clean(text)))


def _middle(word: Word) -> tuple[float, float]:
    return (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2


def _scans(numbers: Sequence[int]) -> str:
    pages = ", ".join(map(str, numbers))
    return f"scanned pages ({pages}) are read again only with OCR: install it with {OCR_INSTALL}."
