"""Labelled blocks into the canonical framework, and the account of where every source word went."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.classify import Cells, Text, heads_of, texts_left_out
from pipeline.config import Settings
from pipeline.models import (
    BlockModel,
    Characteristic,
    Descriptor,
    Domain,
    DroppedWords,
    Framework,
    Ledger,
    LevelModel,
    NoteModel,
    Paragraph,
    PlaceModel,
    RepairModel,
    ScaleModel,
    SourceModel,
    place_model,
)
from pipeline.records import (
    Document,
    Finding,
    Flow,
    Level,
    Line,
    Note,
    Passage,
    Place,
    Table,
    said_by,
    table_passages,
)
from pipeline.sources import slug, source_id

SLUG_WORDS = 8
NOTE_REACH = 80  # lines of a text dump within which a footnote belongs to what stands before it
_PREFIXED = re.compile(r"(.+?)[.\-]?(?:\d+|(?<=[\d.\-])[a-z])")


@dataclass(frozen=True, slots=True)
class Assembled:
    """The framework with the account of its words and what was noticed on the way."""

    framework: Framework
    ledger: Ledger
    blocks: tuple[BlockModel, ...]
    findings: tuple[Finding, ...]


def assemble(
    document: Document, flow: Flow, blocks: Sequence[Text | Cells], settings: Settings
) -> Assembled:
    """Build the canonical data of one document."""
    builder = _Builder(flow)
    for block in blocks:
        builder.add(block)
    title = settings.title or _joined(blocks, "title") or document.title
    drafts = builder.finished(title or document.source.file)
    if not title and len(drafts) == 1 and drafts[0].heading:
        title = drafts[0].title  # the only heading there is
    notes = _notes_by_domain(flow.notes, drafts)
    keys = _Keys()
    levels = _levels(flow.scale.levels)
    domains = tuple(_domain(draft, notes[i], levels, keys) for i, draft in enumerate(drafts))
    ident = source_id(Path(document.source.file))
    framework = Framework(
        id=ident,
        title=title or ident,
        subject=settings.subject or _joined(blocks, "subject") or None,
        edition=settings.edition,
        publisher=settings.publisher,
        published=settings.published,
        licence=settings.licence,
        source_url=settings.source_url,
        source=SourceModel(
            file=document.source.file,
            sha256=document.source.sha256,
            format=document.source.format,
            pages=document.source.pages,
            scanned=document.source.scanned,
            layered=document.source.layered,
        ),
        scale=ScaleModel(levels=tuple(sorted(levels, key=lambda level: level.rank))),
        domains=domains,
    )
    ledger = _ledger(document, flow, blocks, drafts)
    account = tuple(_block_models(blocks, flow))
    findings = (*flow.findings, *builder.findings, *texts_left_out(blocks))
    return Assembled(framework, ledger, account, findings)


def _joined(blocks: Iterable[Text | Cells], label: str) -> str:
    return " ".join(b.text for b in blocks if isinstance(b, Text) and b.label == label)


def _levels(levels: Sequence[Level]) -> list[LevelModel]:
    """In the order of the scale's indices, that is, as the tables print them."""
    keys = _Keys()
    return [
        LevelModel(
            key=keys.take(slug(level.name)), name=level.name, rank=level.rank, note=level.note
        )
        for level in levels
    ]


# ---- gathering ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _CharacteristicDraft:
    statement: list[Text]
    cells: Cells


@dataclass(slots=True)
class _DomainDraft:
    code: str | None
    title: str
    rule: str | None
    parent: str | None
    heading: Passage | None = None
    outcome: list[Text] = field(default_factory=list)
    summaries: list[Cells] = field(default_factory=list)
    characteristics: list[_CharacteristicDraft] = field(default_factory=list)

    def passages(self) -> Iterator[Passage]:
        """Every passage that stands in the domain."""
        if self.heading:
            yield self.heading
        for text in self.outcome:
            yield text.passage
        for cells in self.summaries:
            yield from (p for _, cell in cells.cells for p in cell)
        for draft in self.characteristics:
            yield from (text.passage for text in draft.statement)
            yield from (p for _, cell in draft.cells.cells for p in cell)

    def shared_prefix(self) -> str | None:
        """What the codes of all its characteristics begin with."""
        return _shared_prefix([t.code for c in self.characteristics for t in c.statement[:1]])

    def lines(self) -> Iterator[Line]:
        """Every printed line of the domain."""
        for passage in self.passages():
            yield from passage.lines


class _Builder:
    """Walks the blocks once; a domain is open until the next one begins."""

    def __init__(self, flow: Flow) -> None:
        self._count = len(flow.scale.levels)
        self._names = [level.name for level in flow.scale.levels]
        self._domains: list[_DomainDraft] = []
        self._parent: str | None = None
        self._statement: list[Text] = []
        self.findings: list[Finding] = []

    def add(self, block: Text | Cells) -> None:
        """Put one block where it belongs."""
        if isinstance(block, Cells):
            self._add_cells(block)
        elif block.label == "parent":
            self._parent = block.text
        elif block.label == "domain":
            draft = _DomainDraft(block.code, block.text, block.rule, self._parent, block.passage)
            self._domains.append(draft)
        elif block.label == "outcome" and self._domains:
            self._domains[-1].outcome.append(block)
        elif block.label == "statement":
            self._statement.append(block)

    def finished(self, title: str) -> list[_DomainDraft]:
        """The domains, with codes taken from their characteristics where they print none.

        What the codes of several domains begin with is the code of none of them. Where the titles
        of all domains open with their codes ("A Tools", "B Cups"), these are no part of them. A
        domain that no heading opened is called what the document is called.
        """
        shared = [draft.shared_prefix() for draft in self._domains]
        opened = [
            bool(prefix) and draft.title.startswith(f"{prefix} ")
            for draft, prefix in zip(self._domains, shared, strict=True)
        ]
        for draft, prefix in zip(self._domains, shared, strict=True):
            draft.title = draft.title or title
            if draft.code is None and shared.count(prefix) == 1:
                draft.code = prefix
                if prefix and all(opened) and len(opened) > 1:
                    draft.title = draft.title[len(prefix) :].lstrip(" –-")
        return self._domains

    def _add_cells(self, block: Cells) -> None:
        domain = self._open_domain(block)
        statement, self._statement = self._statement, []
        missing = [self._names[i] for i in range(self._count) if i not in block.table.levels]
        if missing:
            names = ", ".join(f"'{name}'" for name in missing)
            message = f"the table has no column for {names}"
            self.findings.append(Finding("level-missing", "error", message, place=_place(block)))
        if block.role == "summary" and not statement:
            domain.summaries.append(block)
        else:
            domain.characteristics.append(_CharacteristicDraft(statement, block))

    def _open_domain(self, block: Cells) -> _DomainDraft:
        """The domain that the table belongs to, begun for it where no heading did."""
        prefix = _prefix(self._statement[0].code) if self._statement else None
        if not self._domains:
            message = "no domain heading was found before this table: a domain was made for it"
            self.findings.append(Finding("domain-missing", "warning", message, place=_place(block)))
            self._domains.append(_DomainDraft(None, "", "no heading found", None))
        last = self._domains[-1]
        before = last.shared_prefix()
        known = before or last.code
        if prefix and before and known and prefix != known and _next_of(known) == prefix:
            message = (
                f"characteristic {self._statement[0].code} follows, but no heading of its domain"
            )
            self.findings.append(Finding("domain-missing", "error", message, place=_place(block)))
            self._domains.append(
                _DomainDraft(prefix, prefix, "the codes' first part changes", None)
            )
        return self._domains[-1]


def _next_of(prefix: str) -> str | None:
    return str(int(prefix) + 1) if prefix.isdigit() else None


def _place(block: Cells) -> Place | None:
    passages = (*table_passages(block.table),)
    return passages[0].lines[0].place if passages else block.table.place


def _prefix(code: str | None) -> str | None:
    """The domain's part of a characteristic's code: 1 of 1.2, L of L3, A1 of A1.b."""
    if not code:
        return None
    found = _PREFIXED.fullmatch(code)
    return found.group(1) if found else None


def _shared_prefix(codes: Sequence[str | None]) -> str | None:
    """The part that all the codes begin with, None if they do not agree or one is missing."""
    prefixes = {_prefix(code) for code in codes}
    return prefixes.pop() if len(prefixes) == 1 else None


# ---- drafts to models ---------------------------------------------------------------------------


class _Keys:
    """Keys that are unique in the document; a repeated one gets a number behind it."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def take(self, wanted: str) -> str:
        """``wanted`` itself for the first, then with -2, -3 and so on."""
        key = wanted or "unnamed"
        while self._taken[key]:
            self._taken[wanted] += 1
            key = f"{wanted}-{self._taken[wanted]}"
        self._taken[key] += 1
        return key


def _domain(
    draft: _DomainDraft, notes: Sequence[Note], levels: Sequence[LevelModel], keys: _Keys
) -> Domain:
    key = keys.take(draft.code or _short_slug(draft.title))
    return Domain(
        key=key,
        code=draft.code,
        title=draft.title,
        parent=draft.parent,
        outcome=_paragraphs(draft.outcome, f"{key}/outcome"),
        notes=tuple(
            NoteModel(mark=n.mark, text=n.passage.text, places=_places(n.passage)) for n in notes
        ),
        summary=_descriptors(draft.summaries, levels, key),
        characteristics=tuple(_characteristic(c, key, levels, keys) for c in draft.characteristics),
        rule=draft.rule,
        places=_places(draft.heading) if draft.heading else (),
    )


def _short_slug(text: str) -> str:
    return slug(" ".join(text.split()[:SLUG_WORDS]))


def _characteristic(
    draft: _CharacteristicDraft, domain: str, levels: Sequence[LevelModel], keys: _Keys
) -> Characteristic:
    code = draft.statement[0].code if draft.statement else None
    text = " ".join(t.text for t in draft.statement)
    key = keys.take(code or _short_slug(text) or f"{domain}-unnamed")
    return Characteristic(
        key=key,
        code=code,
        statement=_paragraphs(draft.statement, f"{key}/statement"),
        descriptors=_descriptors([draft.cells], levels, key),
        rule=draft.statement[0].rule if draft.statement else draft.cells.rule,
    )


def _descriptors(
    tables: Sequence[Cells], levels: Sequence[LevelModel], key: str
) -> tuple[Descriptor, ...]:
    """One descriptor per level in rank order; none at all where there is no table."""
    if not tables:
        return ()
    cells: dict[int, list[Passage]] = {}
    for table in tables:
        for level, passages in table.cells:
            cells.setdefault(level, []).extend(passages)
    order = sorted(range(len(levels)), key=lambda i: levels[i].rank)
    return tuple(
        Descriptor(
            level=levels[i].key,
            paragraphs=tuple(
                _paragraph(p, f"{key}/{levels[i].key}/{n}")
                for n, p in enumerate(cells.get(i, []), 1)
            ),
        )
        for i in order
    )


def _paragraphs(texts: Sequence[Text], key: str) -> tuple[Paragraph, ...]:
    return tuple(_paragraph(t.passage, f"{key}/{n}", t.text) for n, t in enumerate(texts, 1))


def _paragraph(passage: Passage, key: str, text: str | None = None) -> Paragraph:
    more: dict[str, Any] = {
        "repairs": tuple(RepairModel(kind=r.kind, note=r.note) for r in passage.repairs),
        "marks": tuple(mark for line in passage.lines for mark in line.marks),
        "bullet": passage.lines[0].bullet if passage.lines else None,
        "part": passage.part,
    }
    # A model remembers what it was given, which takes more memory than what most paragraphs lack.
    given = {name: value for name, value in more.items() if value}
    text = passage.text if text is None else text
    return Paragraph(key=key, text=text, places=_places(passage), **given)


def _places(passage: Passage) -> tuple[PlaceModel, ...]:
    return tuple(place_model(line.place) for line in passage.lines)


# ---- footnotes ----------------------------------------------------------------------------------


def _notes_by_domain(notes: Sequence[Note], drafts: Sequence[_DomainDraft]) -> list[list[Note]]:
    """Each note with the domain that refers to it on its page, else with the only one there.

    Notes of the pages outside all domains go to none.
    """
    found: list[list[Note]] = [[] for _ in drafts]
    for note in notes:
        here = note.passage.lines[0].place
        near = [
            i for i, d in enumerate(drafts) if any(_near(line.place, here) for line in d.lines())
        ]
        referring = [
            i
            for i in near
            if any(
                note.mark in line.marks and _near(line.place, here) for line in drafts[i].lines()
            )
        ]
        for i in (referring or near)[:1]:
            found[i].append(note)
    return found


def _near(place: Place, note: Place) -> bool:
    """Whether a line stands on the note's page or, in a text dump, in the lines before it."""
    if place.page is not None:
        return place.page == note.page
    return bool(place.lines and note.lines) and 0 <= _first(note) - _first(place) <= NOTE_REACH


def _first(place: Place) -> int:
    return place.lines[0] if place.lines else 0


# ---- the account --------------------------------------------------------------------------------


def _ledger(
    document: Document, flow: Flow, blocks: Sequence[Text | Cells], drafts: Sequence[_DomainDraft]
) -> Ledger:
    """Book every line once, by what became of it; footnote marks are notes wherever they stand."""
    booked: dict[Line, str] = {}

    def book(bucket: str, lines: Iterable[Line]) -> None:
        for line in lines:
            booked.setdefault(line, bucket)

    for draft in drafts:
        book("placed", draft.lines())
    book("headers", heads_of(blocks))
    book("furniture", flow.furniture)
    book("notes", (line for note in flow.notes for line in note.passage.lines))
    book("dropped", (dropped.line for dropped in flow.dropped))
    tables = [item for item in flow.items if isinstance(item, Table)]
    book("other", (line for t in tables for line in t.extra))
    book("other", flow.others)
    book("other", (line for b in blocks if isinstance(b, Text) for line in b.passage.lines))
    words: Counter[str] = Counter()
    for line, bucket in booked.items():
        words[bucket] += line.words
        words["notes"] += line.mark_words
    return Ledger(
        words=document.words,
        placed=words["placed"],
        headers=words["headers"],
        furniture=words["furniture"],
        notes=words["notes"],
        other=words["other"],
        dropped=tuple(
            DroppedWords(
                text=d.line.text,
                words=d.line.words,
                reason=d.reason,
                place=place_model(d.line.place),
            )
            for d in flow.dropped
        ),
        unaccounted=document.words - sum(words.values()),
    )


def _block_models(blocks: Iterable[Text | Cells], flow: Flow) -> Iterator[BlockModel]:
    for block in blocks:
        if isinstance(block, Text):
            yield _block_model(block.label, block.rule, block.passage.text, block.passage.lines)
            continue
        for i, passages in block.cells:
            lines = [line for p in passages for line in p.lines]
            label = f"descriptor of '{flow.scale.levels[i].name}'"
            yield _block_model(label, block.rule, " ".join(p.text for p in passages), lines)
    for table in (item for item in flow.items if isinstance(item, Table)):
        heads = said_by(table.heads)
        if heads:
            yield _block_model("level-header", "names of the scale", heads, table.heads)
    for note in flow.notes:
        rule = "under the text, behind a mark"
        yield _block_model("footnote", rule, note.passage.text, note.passage.lines)
    for line in flow.furniture:
        yield _block_model("furniture", "comes again at the edge of pages", line.text, [line])
    for line in flow.others:
        yield _block_model("other", "in no running text and no descriptor table", line.text, [line])


def _block_model(label: str, rule: str, text: str, lines: Sequence[Line]) -> BlockModel:
    short = text if len(text) <= 80 else f"{text[:79]}…"
    place = place_model(lines[0].place) if lines else None
    return BlockModel(label=label, rule=rule, text=short, place=place)
