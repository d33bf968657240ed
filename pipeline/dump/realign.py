"""The walk through the whole dump: from rows to a ``Flow``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeGuard

from pipeline.dump.body import Body, Segment
from pipeline.dump.cells import bits_to_passages
from pipeline.dump.evidence import Evidence, Voices
from pipeline.dump.heads import Head, find_heads, find_scale
from pipeline.dump.lines import DumpRow, number_of, row_to_dump_row, span, words_of
from pipeline.dump.notes import (
    find_notes,
    is_page_number,
    is_rule,
    lost_mark_repair,
    mark_lost,
    running_lines,
)
from pipeline.dump.regions import (
    Above,
    Paragraph,
    front_start,
    rows_above,
    rows_to_segments,
)
from pipeline.dump.twins import Print, text_to_print
from pipeline.records import (
    Document,
    Dropped,
    Finding,
    Flow,
    Line,
    Note,
    Passage,
    Repair,
    Row,
    Scale,
    Table,
)
from pipeline.sentences import is_finished, starts_inside
from pipeline.vocabulary import Vocabulary, join_lines

CAPTION_WORDS = 6  # a banner of no more words is a caption, not a statement
REFRAIN = 3  # tables in which a level must say the same for it to be its refrain
BROKEN = 2  # breaks of a sentence in one paragraph that are no typing errors any more
MOST_LOOSE = 150  # paragraphs between two rows of a table, or behind its last one
HABIT = 2  # proven loose continuations from which all loose paragraphs below a table are some


@dataclass(slots=True)
class Sheet:
    """Everything known about the dump before its tables are put together.

    ``raw`` is the first cell of every row as it stands, by row number; ``assumed`` says that
    nothing told the scale's direction.
    """

    rows: tuple[DumpRow, ...]
    raw: Mapping[int, str]
    scale: Scale
    assumed: bool
    heads: list[Head]
    notes: tuple[Note, ...]
    running: frozenset[int]
    evidence: Evidence
    vocabulary: Vocabulary
    prints: tuple[Print, ...]


@dataclass(slots=True)
class Draft:
    """What one reading of the dump has put together."""

    items: list[Paragraph | tuple[Body, Above]] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    continued: int = 0
    heads: dict[int, list[Head]] = field(default_factory=lambda: defaultdict(list))


def realign_dump(document: Document, levels: Sequence[str] = ()) -> Flow | None:
    """Make the tables and paragraphs of a text dump whole; None if it holds no descriptor table.

    ``levels`` names them, worst first, where the document's own header is not to be trusted.
    Two readings: the first puts down what tabs and sentences prove, the second also asks how each
    level speaks in what the first one found.
    """
    sheet = _sheet(document, levels)
    if sheet is None:
        return None
    first = Reader(sheet, None, frozenset(), habit=False).read()
    refrains = _refrains(first)
    habit = first.continued >= HABIT
    second = Reader(sheet, _voices(first), frozenset(refrains), habit).read()
    return _flow(sheet, second, refrains)


def _sheet(document: Document, levels: Sequence[str]) -> Sheet | None:
    """Look the dump over; None if nothing in it heads a table."""
    rows = tuple(row_to_dump_row(row) for row in document.rows)
    found = find_scale(rows, levels)
    if not found:
        return None
    notes = find_notes(rows)
    rows = mark_lost(rows, notes)
    texts = [[line.text for line in row.lines] for row in rows]
    evidence = Evidence(texts)
    heads = find_heads(rows, found[0], evidence)
    if not heads:
        return None
    return Sheet(
        rows=rows,
        raw={row.number: row.cells[0] for row in document.rows},
        scale=found[0],
        assumed=found[1],
        heads=heads,
        notes=notes,
        running=running_lines(rows),
        evidence=evidence,
        vocabulary=Vocabulary(text for row in texts for text in row),
        prints=tuple(text_to_print(row.number, c.text) for row in rows for c in row.lines),
    )


# ---- one reading --------------------------------------------------------------------------------


@dataclass(slots=True)
class Reader:
    """Reads the dump from header to header; ``habit`` says that loose continuations are proven."""

    sheet: Sheet
    voices: Voices | None
    closed: frozenset[int]
    habit: bool
    draft: Draft = field(default_factory=Draft)

    def read(self) -> Draft:
        """Go through all headers and what stands before, between and behind them."""
        rows, start = self.sheet.rows, 0
        body: Body | None = None
        for head in self.sheet.heads:
            above = rows_above(rows, start, head.first, self.sheet.evidence)
            above = replace(above, banner=(*above.banner, *head.banner))
            front = self._fill(body, rows[start : above.first], _needs_statement(above))
            self._put_front(front)
            if body is None or front or above.banner or not _same_columns(body.head, head):
                body = self._new_body(head)
                self.draft.items.append((body, self._put_banner(above)))
            else:
                body.go_on_under(head)
            self.draft.heads[id(body)].append(head)
            self.draft.dropped += [Dropped(line, why) for line, why in above.ghosts]
            self.draft.dropped += [Dropped(g, "a level's name, misread") for g in head.ghosts]
            start = head.last + 1
        self._put_front(self._fill(body, rows[start:], False))
        return self.draft

    def _new_body(self, head: Head) -> Body:
        sheet = self.sheet
        names = [level.name for level in sheet.scale.levels]
        return Body(head, sheet.evidence, self.voices, self.closed, sheet.prints, names)

    def _fill(
        self, body: Body | None, rows: Sequence[DumpRow], needs_statement: bool
    ) -> list[Paragraph]:
        """Give the body what belongs to it; return the paragraphs before the next table."""
        segments = rows_to_segments(self._without_furniture(rows, body is not None))
        if body is None:
            return _paragraphs(segments)
        rest = self._fill_core(body, segments)
        if not rest or rest[0].kind != "loose":
            return _paragraphs(rest)
        own = rest[0].paragraphs
        cut = front_start(own, self.sheet.running, needs_statement and len(rest) == 1)
        cut = min(cut, MOST_LOOSE)
        going_on = Segment("loose", paragraphs=own[:cut])
        if cut and (self.habit or body.goes_on(going_on)):
            body.add_paragraphs(going_on)
            self.draft.continued += 1
        else:
            cut = 0
        return [*own[cut:], *_paragraphs(rest[1:])]

    def _fill_core(self, body: Body, segments: Sequence[Segment]) -> Sequence[Segment]:
        """Add rows, and the loose paragraphs between them, as long as the text goes on."""
        done = 0
        for i, segment in enumerate(segments):
            if segment.kind == "loose":
                continue
            loose = segments[done:i]
            if sum(len(each.paragraphs) for each in loose) > MOST_LOOSE:
                break
            if any(number_of(p[0]) not in self.sheet.running for s in loose for p in s.paragraphs):
                trial = body.copy()
                self._add_loose(trial, loose, None)
                if not trial.goes_on_in(segment):
                    break
            self._add_loose(body, loose, self.draft.furniture)
            body.add_rows(segment)
            done = i + 1
        return segments[done:]

    def _add_loose(
        self, body: Body, segments: Sequence[Segment], furniture: list[Line] | None
    ) -> None:
        """Add loose paragraphs that stand inside a body; running lines among them are furniture."""
        every = [p for segment in segments for p in segment.paragraphs]
        text = tuple(p for p in every if number_of(p[0]) not in self.sheet.running)
        if furniture is not None:
            furniture += [line for p in every if p not in text for line in p]
        if text:
            body.add_paragraphs(Segment("loose", paragraphs=text))

    def _without_furniture(self, rows: Sequence[DumpRow], in_table: bool) -> list[DumpRow]:
        noted = {number_of(line) for note in self.sheet.notes for line in note.passage.lines}
        kept = []
        for row in rows:
            if row.number in noted:
                continue
            if is_rule(row) or (in_table and is_page_number(row)):
                self.draft.furniture += row.lines
            else:
                kept.append(row)
        return kept

    def _put_front(self, paragraphs: Sequence[Paragraph]) -> None:
        """Add loose paragraphs as items; one that was split in two becomes whole."""
        for lines in paragraphs:
            last = self.draft.items[-1] if self.draft.items else None
            if _is_paragraph(last) and _split_in_two(last, lines):
                self.draft.items[-1] = (*last, *lines)
            else:
                self.draft.items.append(lines)

    def _put_banner(self, above: Above) -> Above:
        """Join a banner to the statement whose end it is, or leave it out if it only repeats it."""
        last = self.draft.items[-1] if self.draft.items else None
        if not above.banner or not _is_paragraph(last):
            return above
        if _split_in_two(last, above.banner):
            self.draft.items[-1] = (*last, *above.banner)
        elif _repeats_end(last, above.banner):
            why = "the end of the statement, read twice"
            self.draft.dropped += [Dropped(line, why) for line in above.banner]
        else:
            return above
        return Above(above.first, (), above.ghosts)


def _is_paragraph(item: object) -> TypeGuard[Paragraph]:
    return isinstance(item, tuple) and bool(item) and isinstance(item[0], Line)


def _text(lines: Paragraph) -> str:
    return " ".join(line.text for line in lines)


def _split_in_two(first: Paragraph, second: Paragraph) -> bool:
    return not is_finished(first[-1].text) and starts_inside(second[0].text)


def _repeats_end(first: Paragraph, second: Paragraph) -> bool:
    """Whether a text repeats the end of another, its own first word maybe clipped."""
    a, b = words_of(_text(first)), words_of(_text(second))
    return len(b) > 1 and a[-len(b) + 1 :] == b[1:] and a[-len(b)].endswith(b[0])


def _needs_statement(above: Above) -> bool:
    """Whether the paragraph before a header must say what its table is about."""
    return len(_text(above.banner).split()) <= CAPTION_WORDS


def _same_columns(a: Head, b: Head) -> bool:
    return list(a.columns.values()) == list(b.columns.values()) and a.labels == b.labels


def _paragraphs(segments: Sequence[Segment]) -> list[Paragraph]:
    """The paragraphs of segments that belong to no table; a tabbed row is one paragraph."""
    found: list[Paragraph] = []
    for segment in segments:
        found += [row.lines for row in segment.rows if row.lines]
        found += segment.paragraphs
    return found


# ---- what the first reading teaches the second --------------------------------------------------


def _bodies(draft: Draft) -> list[Body]:
    return [item[0] for item in draft.items if isinstance(item[0], Body)]


def _voices(draft: Draft) -> Voices:
    texts: dict[int, dict[int, str]] = defaultdict(dict)
    for body in _bodies(draft):
        for group in body.groups:
            for level, bits in group.columns.items():
                certain = [b for b in bits if b.line not in body.doubtful]
                if level >= 0:
                    texts[level] |= {number_of(b.line): b.text for b in certain}
    return Voices(texts)


def _refrains(draft: Draft) -> dict[int, str]:
    """Levels whose cell says the same in most tables, and what it says."""
    found: dict[int, str] = {}
    bodies = _bodies(draft)
    for level in {level for body in bodies for level in body.head.columns.values()}:
        cells = Counter(
            " ".join(b.text for b in group.columns.get(level, ()))
            for body in bodies
            for group in body.groups
        )
        text, count = cells.most_common(1)[0]
        if text and count >= REFRAIN and 2 * count >= sum(cells.values()):
            found[level] = text
    return found


# ---- the result ---------------------------------------------------------------------------------


def _flow(sheet: Sheet, draft: Draft, refrains: Mapping[int, str]) -> Flow:
    items: list[Passage | Table] = []
    dropped, findings = list(draft.dropped), []
    for item in draft.items:
        if _is_paragraph(item):
            items.append(_front_passage(item, sheet))
            continue
        body, above = item
        assert isinstance(body, Body)
        assert isinstance(above, Above)
        table = _table(sheet, body, above, draft.heads[id(body)], refrains)
        items.append(table)
        dropped += body.dropped
        findings += [*body.findings, *_broken_cells(table, sheet)]
    if sheet.assumed:
        message = "Nothing tells which level is the worst: the first is taken for it."
        findings.insert(0, Finding("assumed-direction", "warning", message))
    return Flow(
        sheet.scale,
        tuple(items),
        furniture=tuple(draft.furniture),
        notes=sheet.notes,
        dropped=tuple(dropped),
        findings=tuple(findings),
    )


def _front_passage(lines: Paragraph, sheet: Sheet) -> Passage:
    numbers = [number_of(line) for line in lines]
    note = "goes on in line {}"
    repairs = [Repair("split-paragraph", note.format(b)) for a, b in pairwise(numbers) if b > a + 1]
    marked = (lost_mark_repair(line, sheet.raw[number_of(line)]) for line in lines)
    return join_lines(lines, sheet.vocabulary, [*repairs, *filter(None, marked)])


def _table(
    sheet: Sheet, body: Body, above: Above, heads: Sequence[Head], refrains: Mapping[int, str]
) -> Table:
    levels = tuple(sorted(body.head.columns.values()))
    rows = []
    for group in body.groups:
        label = [
            p
            for key in sorted((k for k in group.columns if k < 0), reverse=True)
            for p in bits_to_passages(group.columns[key], sheet.evidence, sheet.vocabulary)
        ]
        cells = []
        for level in levels:
            passages = bits_to_passages(group.columns[level], sheet.evidence, sheet.vocabulary)
            cells.append(_complete(passages, refrains.get(level)))
        rows.append(Row(tuple(label), tuple(cells)))
    banner = (join_lines(above.banner, sheet.vocabulary),) if above.banner else ()
    lines = [line for head in heads for line in head.lines]
    bits = [b.line for group in body.groups for column in group.columns.values() for b in column]
    place = span([*lines, *bits])
    return Table(levels, banner, tuple(rows), tuple(lines), tuple(body.extra), place)


def _complete(passages: tuple[Passage, ...], refrain: str | None) -> tuple[Passage, ...]:
    """Complete a cell that breaks off inside the words that its level has everywhere."""
    if not refrain or len(passages) != 1 or is_finished(passages[0].text):
        return passages
    passage = passages[0]
    own, whole = words_of(passage.text), words_of(refrain)
    if len(own) >= len(whole) or whole[: len(own)] != own:
        return passages
    note = f"'{passage.text}' breaks off; completed as this level reads in other tables"
    return (Passage(refrain, passage.lines, (*passage.repairs, Repair("refrain", note))),)


def _broken_cells(table: Table, sheet: Sheet) -> Iterator[Finding]:
    """Name the paragraphs that read as if columns were mixed or half a cell were lost."""
    for row in table.rows:
        for passage in (p for cell in row.cells for p in cell):
            if sheet.evidence.breaks(passage.text) >= BROKEN:
                start = " ".join(passage.text.split()[:8])
                message = f"'{start} ...' does not read as sentences: compare it with the source."
                place = span(passage.lines)
                yield Finding("broken-text", "warning", message, place=place)
