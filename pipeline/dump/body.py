"""A table's body, piece by piece into the columns of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Literal

from pipeline.dump.columns import (
    PRINTED_WORDS,
    Assignment,
    Bit,
    Paragraphs,
    Seam,
    assign_paragraphs,
    is_open,
    place_cells,
    tail_of,
)
from pipeline.dump.evidence import Evidence, Voices
from pipeline.dump.ghosts import Verdict, is_copied_row, judge, judge_first, shares_ghost_row
from pipeline.dump.heads import Head
from pipeline.dump.lines import DumpRow, number_of
from pipeline.dump.twins import Print, Twin, find_twin
from pipeline.records import Dropped, Finding, Line, Place
from pipeline.sentences import ends_sentence, is_finished, starts_inside

STRAY_WORDS = 3  # a cell of no more words that fits no column is no text
PRINTED_ROWS = 4  # so many lines of the dump in a row show where each column ends
GroupKey = int  # a level's index, or -1, -2, ... for the columns of the row's label


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """An unbroken run of tabbed rows, or of loose paragraphs (tuples of their lines)."""

    kind: Literal["rows", "loose"]
    rows: tuple[DumpRow, ...] = ()
    paragraphs: tuple[tuple[Line, ...], ...] = ()


@dataclass(slots=True)
class Group:
    """One row of the logical table: the bits of each column."""

    columns: dict[GroupKey, list[Bit]]


@dataclass(slots=True)
class Body:
    """What has been put into the columns of one table so far."""

    head: Head
    evidence: Evidence
    voices: Voices | None
    closed: frozenset[int]
    prints: Sequence[Print]
    names: Sequence[str]
    groups: list[Group] = field(default_factory=list)
    extra: list[Line] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    doubtful: set[Line] = field(default_factory=set)
    segments: int = 0

    def __post_init__(self) -> None:
        if self.groups:
            return  # a copy
        self._new_group()
        self.go_on_under(self.head)

    def copy(self) -> Body:
        """An independent copy, to try something out."""
        groups = [Group({k: list(bits) for k, bits in g.columns.items()}) for g in self.groups]
        return replace(
            self,
            groups=groups,
            extra=list(self.extra),
            dropped=list(self.dropped),
            findings=list(self.findings),
            doubtful=set(self.doubtful),
        )

    # -- what the columns hold ------------------------------------------------------------------

    @property
    def group(self) -> Group:
        """The row that is being filled."""
        return self.groups[-1]

    def tails(self) -> dict[int, str]:
        """The last text of each level's column."""
        return {k: tail_of(bits) for k, bits in self.group.columns.items() if k >= 0}

    def _texts(self) -> dict[int, str]:
        return {
            k: " ".join(bit.text for bit in bits)
            for k, bits in self.group.columns.items()
            if k >= 0
        }

    def complete(self) -> frozenset[int]:
        """Columns that nothing goes on from: refrains, and those that end above the last line."""
        ends = {k: bits[-1] for k, bits in self.group.columns.items() if k >= 0 and bits}
        last = {k: number_of(bit.line) for k, bit in ends.items() if bit.seam != "loose"}
        lowest = max(last.values(), default=0)
        gaps = {k: lowest - row for k, row in last.items()}
        short = {k for k, gap in gaps.items() if gap > (1 if is_finished(ends[k].text) else 3)}
        return self.closed | (short if self._printed_below(lowest) else frozenset())

    def _printed_below(self, row: int) -> bool:
        """Whether the lines that end at a row are single printed lines."""
        near = [b.line for bits in self.group.columns.values() for b in bits]
        near = [line for line in near if row - 2 * PRINTED_ROWS < number_of(line) <= row]
        short = near and median(len(line.text.split()) for line in near) <= PRINTED_WORDS
        return bool(short) and len({number_of(line) for line in near}) >= PRINTED_ROWS

    def is_empty(self) -> bool:
        """Whether no text has been placed yet."""
        return not any(bits for group in self.groups for bits in group.columns.values())

    def _keys(self) -> dict[int, GroupKey]:
        """Cell index to column."""
        keys: dict[int, GroupKey] = {label: -1 - label for label in self.head.labels}
        return keys | dict(self.head.columns)

    def _new_group(self) -> None:
        self.groups.append(Group({key: [] for key in sorted(self._keys().values())}))

    def _add(
        self, key: GroupKey, line: Line, seam: Seam, healed: str | None = None, note: str = ""
    ) -> None:
        bits = self.group.columns[key]
        bits.append(Bit(line, seam if bits else "start", self.segments, healed, note))

    def go_on_under(self, head: Head) -> None:
        """Take the cells from now on as this header, or repeat of it, places them."""
        self.head = head
        for index, line in head.leftover:
            self._add(head.columns[index], line, "page")

    # -- rows -----------------------------------------------------------------------------------

    def goes_on_in(self, segment: Segment) -> bool:
        """Whether some cell of a run of rows completes a sentence of its column."""
        tails, mapping = self.tails(), self._mapping(segment)
        return any(
            is_open(tails.get(mapping.get(k, -1), ""))
            and self.evidence.join_score(tails[mapping[k]], head) > 0
            for k, head in self._first_texts(segment).items()
        )

    def add_rows(self, segment: Segment) -> None:
        """Put a run of rows into the columns, ghosts left out."""
        self.segments += 1
        mapping = self._mapping(segment)
        index = {key: k for k, key in mapping.items()}
        ghost_in: set[GroupKey] = set()
        for i, row in enumerate(segment.rows):
            if i and is_copied_row(row, segment.rows[i - 1]):
                reason = "the row above, read twice"
                self.dropped += [Dropped(line, reason) for line in row.lines]
                continue
            cells = {mapping[k]: cell for k, cell in enumerate(row.cells) if cell and k in mapping}
            self.extra += [c for k, c in enumerate(row.cells) if c and k not in mapping]
            if self._starts_group(cells, row, segment):
                self._new_group()
            cells = self._without_cut_cells(cells)
            verdicts = self._judge_row(cells, segment.rows[i + 1 :], mapping)
            for key, verdict in verdicts.items():
                if verdict.ghost:
                    self.dropped.append(Dropped(verdict.ghost, verdict.reason))
                    ghost_in.add(key)
                seam = "ghost" if key in ghost_in else self._seam(key, row)
                last = not any(_cell(r, index[key]) for r in segment.rows[i + 1 :])
                stray = verdict.kept and last and seam == "page" and self._stray(key, verdict.kept)
                if verdict.kept and not stray:
                    self._add(key, verdict.kept, seam)
                    ghost_in.discard(key)

    def _mapping(self, segment: Segment) -> dict[int, GroupKey]:
        """Cell index to column for a whole segment: as in the header, unless cells are lacking."""
        keys = self._keys()
        width = max(len(row.cells) for row in segment.rows)
        filled = {k for row in segment.rows for k, cell in enumerate(row.cells) if cell}
        if self.head.labels or width > max(keys) or (self.is_empty() and max(filled) in keys):
            return {k: keys[k] for k in filled if k in keys}
        heads = self._first_texts(segment)
        return place_cells(heads, width, self.tails(), self.complete(), self.evidence)

    def _first_texts(self, segment: Segment) -> dict[int, str]:
        """For each cell index the first text that is made of the document's words."""
        texts: dict[int, str] = {}
        for row in segment.rows:
            for k, cell in enumerate(row.cells):
                if cell and k not in texts and self.evidence.unknown_share(cell.text) < 0.5:
                    texts[k] = cell.text
        for row in segment.rows:
            for k, cell in enumerate(row.cells):
                if cell:
                    texts.setdefault(k, cell.text)
        return texts

    def _starts_group(self, cells: Mapping[GroupKey, Line], row: DumpRow, segment: Segment) -> bool:
        """Whether a row with a label begins another row of the logical table."""
        label = [line for key, line in cells.items() if key < 0]
        if not label or self.is_empty() or starts_inside(label[0].text):
            return False
        first = row is segment.rows[0]
        return first or all(not t or is_finished(t) for t in self.tails().values())

    def _without_cut_cells(self, cells: Mapping[GroupKey, Line]) -> dict[GroupKey, Line]:
        """Heal cells that were cut down the middle; return the others."""
        rest = dict(cells)
        for left, right in zip(sorted(cells), sorted(cells)[1:], strict=False):
            if left < 0 or left not in rest or not self._is_cut(left, cells[left]):
                continue
            for key in (right, left):
                tail = tail_of(self.group.columns[key])
                halves = cells[left], cells[right]
                twin = find_twin(self.prints, tail, halves[0].text, halves[1].text)
                if twin:
                    self._add_healed(key, halves, twin)
                    del rest[left], rest[right]
                    break
            else:
                place = cells[left].place
                message = f"'{_short(cells[left].text)}' goes on from nothing in its column."
                self._find("cut-cell", message, place)
        return rest

    def _is_cut(self, key: GroupKey, line: Line) -> bool:
        tail = tail_of(self.group.columns[key])
        inside = bool(tail) and ends_sentence(tail) and starts_inside(line.text)
        return inside and len(line.text.split()) > STRAY_WORDS

    def _add_healed(self, key: GroupKey, halves: tuple[Line, Line], twin: Twin) -> None:
        """Put the twin's text in place of two halves, cut where paragraphs begin elsewhere."""
        note = f"cut down the middle; as in line {twin.row}"
        parts = _paragraph_parts(twin.text, self.evidence)
        texts = [parts[0], " ".join(parts[1:])]
        self._add(key, halves[0], "page", texts[0], note)
        self._add(key, halves[1], "gap" if texts[1] else "wrap", texts[1], note)

    def _judge_row(
        self,
        cells: Mapping[GroupKey, Line],
        below: Sequence[DumpRow],
        mapping: Mapping[int, GroupKey],
    ) -> dict[GroupKey, Verdict]:
        index = {key: k for k, key in mapping.items()}
        context: dict[GroupKey, tuple[str | None, str | None]] = {}
        for key in cells:
            after = next((c for r in below if (c := _cell(r, index[key]))), None)
            before = tail_of(self.group.columns[key]) or None
            context[key] = before, after.text if after else None
        verdicts = {key: self._judge(key, line, *context[key]) for key, line in cells.items()}
        if any(v.kept is None and has_letters(v.ghost) for v in verdicts.values()):
            for key, verdict in verdicts.items():
                line = cells[key]
                if verdict.kept is line and shares_ghost_row(
                    line.text, *context[key], self.evidence
                ):
                    verdicts[key] = Verdict(None, line, "in a row that was read twice")
        return verdicts

    def _judge(self, key: GroupKey, line: Line, before: str | None, after: str | None) -> Verdict:
        if not line.text:
            return Verdict(None, line, "stray marks")
        if key < 0 or line.bullet:
            return Verdict(line)
        if before is None:
            return judge_first(line, self.names)
        return judge(line, before, after, self.evidence)

    def _stray(self, key: GroupKey, line: Line) -> bool:
        """Leave out a word or two that go on from nothing in their column."""
        tail = tail_of(self.group.columns[key]) if key >= 0 else ""
        stray = (
            bool(tail)
            and ends_sentence(tail)
            and starts_inside(line.text)
            and not is_finished(line.text)
            and len(line.text.split()) <= STRAY_WORDS
        )
        if stray:
            self.dropped.append(Dropped(line, "fits no sentence of its column"))
            self._find(
                "stray-text", f"'{line.text}' was left out: it goes on from nothing.", line.place
            )
        return stray

    def _seam(self, key: GroupKey, row: DumpRow) -> Seam:
        bits = self.group.columns[key]
        if not bits:
            return "start"
        if bits[-1].segment != self.segments:
            return "page"
        return "gap" if row.number - number_of(bits[-1].line) > 1 else "line"

    # -- loose paragraphs -----------------------------------------------------------------------

    def assign(self, segment: Segment) -> Assignment:
        """The columns of a run of loose paragraphs."""
        columns = self.tails()
        texts = tuple(" ".join(line.text for line in p) for p in segment.paragraphs)
        return assign_paragraphs(
            Paragraphs(
                texts,
                tuple(number_of(p[0]) for p in segment.paragraphs),
                columns,
                self._texts(),
                self.complete(),
                self.evidence,
                self.voices,
            )
        )

    def goes_on(self, segment: Segment) -> bool:
        """Whether some loose paragraph completes a sentence of a column."""
        tails, seen = self.tails(), set()
        for column, lines in zip(self.assign(segment).columns, segment.paragraphs, strict=True):
            head = lines[0].text
            joins = starts_inside(head) and self.evidence.join_score(tails[column], head) > 0
            if column not in seen and joins:
                return True
            seen.add(column)
        return False

    def add_paragraphs(self, segment: Segment) -> None:
        """Put a run of loose paragraphs into the columns; uncertain ones become findings."""
        assignment = self.assign(segment)
        self.segments += 1
        for i, (column, lines) in enumerate(
            zip(assignment.columns, segment.paragraphs, strict=True)
        ):
            for k, line in enumerate(lines):
                self._add(column, line, "loose" if k == 0 else "wrap")
            if i in assignment.doubtful:
                self.doubtful.update(lines)
                self._find(
                    "uncertain-column",
                    f"'{_short(lines[0].text)}' may belong to a neighbouring level.",
                    lines[0].place,
                )

    def _find(self, code: str, message: str, place: Place) -> None:
        self.findings.append(Finding(code, "warning", message, place=place))


def has_letters(line: Line | None) -> bool:
    """Whether a ghost is more than stray marks."""
    return line is not None and any(c.isalpha() for c in line.text)


def _cell(row: DumpRow, index: int) -> Line | None:
    return row.cells[index] if index < len(row.cells) else None


def _paragraph_parts(text: str, evidence: Evidence) -> list[str]:
    """A text cut before the sentences that begin a paragraph elsewhere."""
    parts: list[list[str]] = [[]]
    tokens = text.split()
    for i, token in enumerate(tokens):
        begins = i and is_finished(tokens[i - 1]) and evidence.opens_paragraph(" ".join(tokens[i:]))
        if begins:
            parts.append([])
        parts[-1].append(token)
    return [" ".join(part) for part in parts]


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" ..." if len(words) > 8 else "")
