"""What every block of the document is, and which rule decided it.

A blank spaCy pipeline (no model) reads each passage for itself: its sentences, its code, whether
it looks like a heading. The document then decides by comparison: what comes again under every
domain is a summary's or a section's heading, what is set like no statement and stands above an
outcome is a domain's. No wording is expected, except for a few general words where nothing else
can tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.records import Flow, Line, Passage, Row, Table
from pipeline.scale import fold

Label = Literal[
    "title", "subject", "contents", "parent", "domain", "outcome", "summary-heading", "section",
    "statement", "other",
]  # fmt: skip

LONGEST_HEADING = 14  # words
LONGEST_SUMMARY_HEADING = 8
LONGEST_OUTCOME = 5  # paragraphs; more than that is an introduction
INDENT = 4.0  # points by which the items of a list are set in at least
CODED_SHARE = 0.5  # of all statements, from which on codes are taken for codes

_CODE = r"(?:[A-Z]{1,3}[.\-]?)?\d{1,3}(?:[.\-]\d{1,3})*(?:\.?[a-z](?![\w]))?"  # 1.1, A1.a, C5.2, S2
_LEADING_CODE = re.compile(
    rf"^[(\[]?(?P<code>{_CODE})[)\].:]*(?:\s*[–—:-])?\s+(?P<rest>\S.*)$", re.S
)
_LETTERED = re.compile(
    r"^[(\[]?(?P<code>[A-Z]|[IVXL]{1,5}|[ivxl]{1,5})[)\].:]+\s+(?P<rest>\S.*)$", re.S
)
_NAMED_CODE = re.compile(
    rf"^(?P<word>[^\W\d_]+)\s+(?:(?P<code>{_CODE})[:.–—\s-]|(?P<letter>[A-Z]{{1,2}}|[IVXL]{{1,5}})"
    r"\s*[:.–—-])\s*[:.–—-]*\s*(?P<rest>\S.*)$",
    re.S,
)
_LEADERS = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}|_{4,}")
# What publishers call a top division; asked only where the document has a single one to show.
_DIVISIONS = set(
    "area chapter domain dimension goal key objective outcome part pillar principle priority "
    "question section standard theme".split()
)
_ACROSS = "row across the table, above the rows that belong to it"
_OVERALL = {"summary", "overall", "overview", "general"}


# ---- reading one passage ------------------------------------------------------------------------


@Language.component("block_shape")
def _block_shape(doc: Doc) -> Doc:
    """Whether the text looks like a heading: short, one sentence, no full stop."""
    words = sum(not token.is_punct and not token.is_space for token in doc)
    finished = bool(len(doc)) and doc.text.rstrip()[-1] in ".;,"
    # "III. Shared Tools" and "Area II. People" are one sentence behind their codes.
    named = _NAMED_CODE.match(doc.text)
    rest = doc._.rest or (named["rest"] if named else doc.text)
    start = len(doc.text) - len(rest)
    sentences = sum(
        any(t.is_alpha and len(t) > 1 and t.idx >= start for t in sentence)
        for sentence in doc.sents
    )
    one = sentences <= 1 or doc.text.isupper()
    doc._.heading_like = 0 < words <= LONGEST_HEADING and not finished and one
    return doc


@Language.component("block_code")
def _block_code(doc: Doc) -> Doc:
    """The code that the text opens with, if it does."""
    found = _LEADING_CODE.match(doc.text) or _LETTERED.match(doc.text)
    if found:
        doc._.code, doc._.rest = found["code"], found["rest"]
    return doc


@cache
def reader() -> Language:
    """The blank pipeline: tokenizer, sentencizer, and the two components above."""
    for name, default in (("heading_like", False), ("code", None), ("rest", None)):
        Doc.set_extension(name, default=default, force=True)
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("block_code")
    nlp.add_pipe("block_shape")
    return nlp


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """A passage outside the cells, with what the reader saw in it."""

    passage: Passage
    code: str | None
    rest: str
    heading_like: bool

    @property
    def style(self) -> tuple[float, bool]:
        """Size and weight of its type; (0, False) throughout a text dump."""
        return self.passage.lines[0].size, self.passage.lines[0].bold

    @property
    def key(self) -> str:
        return fold(self.passage.text)


def _read(passages: Sequence[Passage]) -> dict[Passage, _Block]:
    docs = reader().pipe(p.text for p in passages)
    return {
        p: _Block(p, doc._.code, doc._.rest or p.text, doc._.heading_like)
        for p, doc in zip(passages, docs, strict=True)
    }


# ---- the result ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A labelled passage; ``code`` is taken off ``text`` where one is printed."""

    label: Label
    rule: str
    passage: Passage
    text: str
    code: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The descriptors of one characteristic or summary: (index of the level, paragraphs)."""

    role: Literal["summary", "characteristic"]
    rule: str
    cells: tuple[tuple[int, tuple[Passage, ...]], ...]
    table: Table


def classify(flow: Flow) -> tuple[Text | Cells, ...]:
    """Label everything in the flow, in reading order."""
    return _Classifier(flow).blocks()


@dataclass(frozen=True, slots=True)
class _Section:
    """What stands between two tables, and the table below (None at the document's end)."""

    above: tuple[_Block, ...]
    table: Table | None


class _Classifier:
    """The document's own habits, found once, then every section labelled by them."""

    def __init__(self, flow: Flow) -> None:
        outside = [item for item in flow.items if isinstance(item, Passage)]
        inside = [
            p
            for t in flow.items
            if isinstance(t, Table)
            for p in (*t.banner, *(p for r in t.rows for p in r.label))
        ]
        self._blocks = _read([*outside, *inside])
        self._sections = list(self._cut(flow.items))
        self._repeated = self._repeated_headings()
        self._summary_names = self._find_summary_names()
        self._coded = self._codes_are_codes()
        self._domain_style, self._parent_styles = self._heading_styles()
        self._division = self._division_word()
        self._captions = self._caption_words()

    def _cut(self, items: Iterable[Passage | Table]) -> Iterable[_Section]:
        above: list[_Block] = []
        for item in items:
            if isinstance(item, Passage):
                above.append(self._blocks[item])
            else:
                yield _Section(tuple(above), item)
                above = []
        yield _Section(tuple(above), None)

    # -- habits of the document

    def _repeated_headings(self) -> set[str]:
        """Short headings that the document prints again and again, once above a table at most.

        Of what stands above the first table only the last block counts: the others may be those of
        a table of contents, whose entries come again as headings of their own.
        """
        names: Counter[str] = Counter()
        others: Counter[str] = Counter()
        for i, section in enumerate(self._sections):
            if section.table is None:
                continue  # an appendix may say every heading once more
            named = self._keys(self._named_by(section))
            names.update(named)
            others.update(self._keys(section.above if i else ()) - named)
        short = {
            key
            for key in (*names, *others)
            if max(names[key], others[key]) > 1 and len(key.split()) <= LONGEST_SUMMARY_HEADING
        }
        return short | {k for k in (*names, *others) if _is_like(k, short)}

    def _keys(self, blocks: Iterable[_Block]) -> set[str]:
        return {b.key for b in blocks if b.heading_like and not b.code}

    def _find_summary_names(self) -> set[str]:
        """The repeated name that heads one table or row of every domain.

        Where several names come again, each is a characteristic that all domains share, unless one
        of them says that it is a summary.
        """
        names = {
            block.key
            for section in self._sections
            if section.table
            for block in self._named_by(section)
            if block.key in self._repeated
        }
        spoken = {name for name in names if set(name.split()) & _OVERALL}
        if spoken:
            return names if all(n in spoken or _is_like(n, spoken) for n in names) else spoken
        first = next(iter(sorted(names)), "")
        return names if all(n == first or _is_like(n, names - {n}) for n in names) else set()

    def _codes_are_codes(self) -> bool:
        """Whether most statements open with a code, so that it is none by chance."""
        last = [b for s in self._sections if s.table for b in self._named_by(s)]
        named = [b for b in last if b.key not in self._summary_names]
        return bool(named) and sum(b.code is not None for b in named) >= CODED_SHARE * len(named)

    def _named_by(self, section: _Section) -> list[_Block]:
        """The blocks that name what a table describes: row labels, its banner, the text above."""
        assert section.table is not None
        rows = [row for row in section.table.rows if row.label and row.cells]
        labels = [self._blocks[row.label[0]] for row in rows]
        if labels:
            return labels
        if section.table.banner:
            return [self._blocks[section.table.banner[0]]]
        return list(section.above[-1:])

    def _heading_styles(self) -> tuple[tuple[float, bool] | None, set[tuple[float, bool]]]:
        """The type of the domains' headings, and that of larger ones of a tier above.

        Of the headings that stand between tables and neither name a table nor come again, the
        smallest type is the domains', if it is larger than what names tables and the first domain's
        heading is set in it too.
        """
        names = {b.passage for s in self._sections if s.table for b in self._named_by(s)}
        rows = any(r.label for s in self._sections if s.table for r in s.table.rows)
        floor = max(
            (b.style[0] for b in self._blocks.values() if b.passage in names and not rows),
            default=0.0,
        )
        first, later = (
            [
                b
                for s in sections
                if s.table
                for b in s.above
                if self._is_heading(b) and b.passage not in names and b.style[0] >= floor
            ]
            for sections in (self._sections[:1], self._sections[1:])
        )
        opening = {b.style for b in first}
        styles = {b.style for b in later if not opening or b.style in opening}
        if not styles:  # a single domain: its heading is the last one above the table
            if self._groups():
                return None, set()
            inner = [b for b in first if not self._is_of_title(b)]
            return (inner[-1].style if inner else None), set()
        larger = sorted((s for s in styles if s[0] > floor), key=lambda s: s[0])
        smallest = (larger or sorted(styles))[0]
        return smallest, {s for s in styles if s[0] > smallest[0] + 0.5}

    def _is_of_title(self, block: _Block) -> bool:
        """Whether it is the document's bold title, or stands in plain type right below it."""
        front = self._sections[0].above
        title = front[0]
        if not title.style[1] or title.style[0] < max(b.style[0] for b in front):
            return False
        return len(front) > 1 and (block is title or (block is front[1] and not block.style[1]))

    def _is_heading(self, block: _Block) -> bool:
        """A heading of its own: by its words and, where the source shows any, by its type."""
        if not block.heading_like or block.key in self._repeated:
            return False
        if _LEADERS.search(block.passage.text):
            return False
        size, bold = block.style
        return not size or bold or size > self._text_size() * 1.08

    @cache  # noqa: B019 - lives as long as the run of one document
    def _text_size(self) -> float:
        sizes: Counter[float] = Counter()
        for block in self._blocks.values():
            sizes[block.style[0]] += len(block.passage.text)
        return sizes.most_common(1)[0][0] if sizes else 0.0

    def _division_word(self) -> str | None:
        """What the document calls a domain ('Outcome 3: ...'), if its headings say so."""
        above = [b for s in self._sections for b in s.above if self._is_domain_style(b)]
        words = Counter(
            found["word"].casefold()
            for block in [*above, *self._groups()]
            if (found := _NAMED_CODE.match(block.passage.text))
        )
        for word, count in words.most_common():
            if count > 1 or word in _DIVISIONS:
                return word
        return None

    def _caption_words(self) -> set[str]:
        """The words before the numbers of tables whose rows are named ('Table 3: ...')."""
        last = [
            s.above[-1]
            for s in self._sections
            if s.above and s.table and any(r.label for r in s.table.rows)
        ]
        counts = Counter(word for block in last if (word := self._caption_word(block)))
        return {word for word, count in counts.items() if count > 1}

    def _caption_word(self, block: _Block) -> str | None:
        found = None if self._is_domain_style(block) else _NAMED_CODE.match(block.passage.text)
        return found["word"].casefold() if found else None

    def _groups(self) -> list[_Block]:
        """The rows across tables that head the rows below them."""
        rows = [row for s in self._sections if s.table for row in s.table.rows if not row.cells]
        return [self._blocks[row.label[0]] for row in rows if row.label]

    def _is_domain_style(self, block: _Block) -> bool:
        return self._is_heading(block) and block.style == self._domain_style

    # -- labelling

    def blocks(self) -> tuple[Text | Cells, ...]:
        """Every section's blocks, in reading order."""
        labelled: list[Text | Cells] = []
        for i, section in enumerate(self._sections):
            labelled += self._label(section, first=i == 0)
        return tuple(_one_tier_lower(labelled))

    def _label(self, section: _Section, first: bool) -> Iterable[Text | Cells]:
        if section.table is None:
            return [_other(b, "after the last table") for b in section.above]
        above, name = self._split_name(section)
        summary = self._is_summary(section.table, name)
        texts = self._label_above(above, first, bool(summary), name)
        begins = any(isinstance(t, Text) and t.label == "domain" for t in texts)
        if section.table.rows and any(r.label for r in section.table.rows):
            texts += [_other(b, "caption of a table whose rows are named") for b in name]
            grouped = any(not row.cells for row in section.table.rows)
            above_groups = [_tier(t) for t in texts] if grouped else texts
            return [*above_groups, *self._label_rows(section.table)]
        return [*texts, *self._label_table(section.table, name, summary, begins)]

    def _split_name(self, section: _Section) -> tuple[list[_Block], list[_Block]]:
        """What stands above the table, without the blocks that name it; and these."""
        assert section.table is not None
        above = list(section.above)
        if section.table.banner:
            return above, [self._blocks[p] for p in section.table.banner]
        if not above:
            return above, []
        if any(r.label for r in section.table.rows):
            captioned = self._caption_word(above[-1]) in self._captions
            return (above[:-1], above[-1:]) if captioned else (above, [])
        last = above[-1]
        if _is_listed(above) or (last.style[0] and self._is_domain_style(last)):
            return above, []
        start = len(above) - 1
        if last.key not in self._repeated:
            start = self._statement_start(above)
        return above[:start], above[start:]

    def _statement_start(self, above: Sequence[_Block]) -> int:
        """Where the statement begins: at its code, else with the first block of its type."""
        last = len(above) - 1
        for i in range(last, -1, -1):
            block = above[i]
            if (self._is_domain_style(block) and block.style[0]) or block.key in self._repeated:
                break
            if self._coded and block.code:
                return i
        start = last
        while (
            start > 0
            and above[last].style[0]
            and above[last].style[1]
            and above[start - 1].style == above[last].style
            and above[start - 1].key not in self._repeated
            and not self._is_domain_style(above[start - 1])
        ):
            start -= 1
        return start

    def _is_summary(self, table: Table, name: Sequence[_Block]) -> str | None:
        """The rule by which the table is a domain's summary, None if it is not."""
        if not name:
            return None
        if name[-1].key in self._summary_names:
            return "its heading comes again under other domains"
        if name[-1].heading_like and set(name[-1].key.split()) & _OVERALL and not name[-1].code:
            return "its heading says so"
        return None

    def _label_above(
        self, above: Sequence[_Block], first: bool, summary: bool, name: Sequence[_Block]
    ) -> list[Text | Cells]:
        """Title page, domain heading, outcome and section headings above a table."""
        at = self._domain_index(above, first, summary)
        titled = first and self._domain_style is None and above and self._is_heading(above[0])
        if at is None and titled:
            return [*self._label_front(above)]
        if at is None:
            return [self._other_above(b) for b in above]
        texts: list[Text | Cells] = []
        if first:
            texts += self._label_front(above[:at])
        else:
            texts += [self._tier_above(b) for b in above[:at]]
        code, title = self._domain_name(above[at])
        rule = (
            "heading in the type of the domains"
            if above[at].style[0]
            else "heading above an outcome"
        )
        texts.append(Text("domain", rule, above[at].passage, title, code))
        below = above[at + 1 :]
        prose = [b for b in below if b.key not in self._repeated]
        for block in below:
            if block.key in self._repeated:
                texts.append(Text("section", "comes again", block.passage, block.passage.text))
            elif len(prose) <= LONGEST_OUTCOME and not self._is_sub_heading(block):
                rule = "between the domain's heading and its first table"
                texts.append(Text("outcome", rule, block.passage, block.passage.text))
            else:
                texts.append(_other(block, "introduction of a domain"))
        return texts

    def _domain_index(self, above: Sequence[_Block], first: bool, summary: bool) -> int | None:
        """Which block is the heading of a domain that begins here."""
        styled = [i for i, b in enumerate(above) if self._is_domain_style(b)]
        if self._domain_style and self._domain_style[0]:
            return (styled[-1] if first else styled[0]) if styled else None
        if summary or first:
            # Without type to tell, a heading counts only where an outcome and a summary follow.
            prose = [i for i, b in enumerate(above) if not b.heading_like]
            end = prose[-1] if prose else len(above)
            plain = [i for i in styled if i < end]
            return plain[-1] if plain else styled[-1] if styled else None
        return None

    def _is_sub_heading(self, block: _Block) -> bool:
        return self._is_heading(block) and bool(block.style[0])

    def _tier_above(self, block: _Block) -> Text:
        if self._is_heading(block) and block.style in self._parent_styles:
            rule = "heading in larger type than the domains"
            return Text("parent", rule, block.passage, block.passage.text)
        return self._other_above(block)

    def _other_above(self, block: _Block) -> Text:
        if block.key in self._repeated:
            return Text("section", "comes again", block.passage, block.passage.text)
        return _other(block, "between tables")

    def _label_front(self, front: Sequence[_Block]) -> list[Text]:
        """Title page, contents and introduction."""
        title = _title(front)
        parent = next((b for b in front[-1:] if b.style in self._parent_styles), None)
        texts: list[Text] = []
        for block in front:
            if block in title:
                rule = "largest type before the first domain" if block.style[0] else "first line"
                texts.append(Text("title", rule, block.passage, block.passage.text))
            elif block is parent:
                rule = "heading in larger type than the domains"
                texts.append(Text("parent", rule, block.passage, block.passage.text))
            elif title and _is_subject(block, title[0], [b for b in front if b is not parent]):
                rule = "second type of the title page"
                texts.append(Text("subject", rule, block.passage, block.passage.text))
            elif _LEADERS.search(block.passage.text):
                texts.append(Text("contents", "dot leaders", block.passage, block.passage.text))
            else:
                texts.append(_other(block, "before the first domain"))
        return texts

    def _domain_name(self, block: _Block) -> tuple[str | None, str]:
        """Code and title of a domain's heading."""
        text = block.passage.text
        named = _NAMED_CODE.match(text)
        if named and named["word"].casefold() == self._division:
            return named["code"] or named["letter"], named["rest"]
        if block.code and block.rest:
            return block.code, block.rest
        return None, text

    def _label_rows(self, table: Table) -> Iterable[Text | Cells]:
        across: list[list[_Block]] = []
        for row in table.rows:
            blocks = [self._blocks[p] for p in row.label]
            if not row.cells:
                across.append(blocks)
                continue
            yield from self._label_groups(across)
            across = []
            summary = self._is_summary(table, blocks)
            yield from self._label_name(blocks, summary, "label of its row")
            yield _cells([row], table, summary, "row of its label")
        yield from self._label_groups(across)

    def _label_groups(self, rows: Sequence[Sequence[_Block]]) -> Iterable[Text]:
        """Rows across the table above rows of cells: a domain, and what is said of it.

        Of two headings the upper one belongs to the tier above the domains.
        """
        headed = [i for i, blocks in enumerate(rows) if i == 0 or blocks[0].heading_like]
        for i, blocks in enumerate(rows):
            for block in blocks:
                if i < headed[-1]:
                    yield self._tier_over_rows(block, heads=i in headed and block is blocks[0])
                elif i == headed[-1] and block is blocks[0]:
                    code, title = self._domain_name(block)
                    yield Text("domain", _ACROSS, block.passage, title, code)
                else:
                    yield Text("outcome", _ACROSS, block.passage, block.passage.text)

    def _tier_over_rows(self, block: _Block, heads: bool) -> Text:
        if heads:
            rule = "row across the table, above that of a domain"
            return Text("parent", rule, block.passage, block.passage.text)
        return _other(block, "row across the table, above that of a domain")

    def _label_table(
        self, table: Table, name: Sequence[_Block], summary: str | None, begins: bool
    ) -> Iterable[Text | Cells]:
        if not name and begins:
            summary = "stands under the domain's heading without a name of its own"
        rule = "spanning row above the levels" if table.banner else "directly above its table"
        yield from self._label_name(name, summary, rule, table.code)
        yield _cells(table.rows, table, summary, "table under its statement")

    def _label_name(
        self, blocks: Sequence[_Block], summary: str | None, rule: str, code: str | None = None
    ) -> Iterable[Text]:
        """A characteristic's statement behind its code; ``code`` is the one that its heads show."""
        for i, block in enumerate(blocks):
            if summary:
                yield Text("summary-heading", summary, block.passage, block.passage.text)
            else:
                coded = self._coded and block.code and i == 0
                text = block.rest if coded else block.passage.text
                shown = block.code if coded else code if i == 0 else None
                yield Text("statement", rule, block.passage, text, shown)


def _cells(rows: Sequence[Row], table: Table, summary: str | None, rule: str) -> Cells:
    columns = tuple(
        (level, tuple(p for row in rows for p in row.cells[i]))
        for i, level in enumerate(table.levels)
    )
    return Cells("summary" if summary else "characteristic", summary or rule, columns, table)


def _is_listed(above: Sequence[_Block]) -> bool:
    """Whether the last block is an item of a list: behind a mark, or set in below a colon."""
    last = above[-1]
    if last.code or last.style[1]:
        return False
    if last.passage.lines[0].bullet:
        return True
    opening = next((b for b in reversed(above) if b.passage.text.endswith(":")), None)
    return opening is not None and _left(opening) + INDENT < _left(last)


def _left(block: _Block) -> float:
    box = block.passage.lines[0].place.box
    return box.x0 if box else 0.0


def _one_tier_lower(blocks: Sequence[Text | Cells]) -> Iterable[Text | Cells]:
    """The blocks; if no domain has a characteristic, the domains are the characteristics."""
    cells = [block for block in blocks if isinstance(block, Cells)]
    named = any(row.label for block in cells for row in block.table.rows)
    if len(cells) < 2 or named or any(block.role == "characteristic" for block in cells):
        return blocks
    return [_lowered(block) for block in blocks]


def _lowered(block: Text | Cells) -> Text | Cells:
    if isinstance(block, Cells):
        return replace(block, role="characteristic")
    rule = f"{block.rule}; no domain has a characteristic"
    if block.label in ("domain", "outcome"):
        return replace(block, label="statement", rule=rule)
    return replace(block, label="domain", rule=rule) if block.label == "parent" else block


def _tier(block: Text | Cells) -> Text | Cells:
    """A heading above a table that holds domains of its own belongs to the tier above them."""
    if isinstance(block, Text) and block.label == "domain":
        return replace(block, label="parent")
    if isinstance(block, Text) and block.label == "outcome":
        return replace(block, label="other")
    return block


def _other(block: _Block, rule: str) -> Text:
    return Text("other", rule, block.passage, block.passage.text)


def _is_like(key: str, others: Iterable[str]) -> bool:
    return any(_alike(key, other) for other in others)


def _alike(a: str, b: str) -> bool:
    """Whether two short headings differ by one word only, as a slip or a clipped word does."""
    x, y = a.split(), b.split()
    return (
        a != b
        and len(x) > 1
        and len(y) > 2
        and len(set(x) ^ set(y)) <= 2
        and (len(set(x) & set(y)) >= max(len(x), len(y)) - 1)
    )


def _title(front: Sequence[_Block]) -> list[_Block]:
    """The blocks in the largest type; without types, the first one."""
    if not front:
        return []
    largest = max(b.style[0] for b in front)
    if not largest:
        return [next((b for b in front if b.heading_like), front[0])]
    first = next(b for b in front if b.style[0] == largest)
    same_page = first.passage.lines[0].place.page
    return [
        b for b in front if b.style[0] == largest and b.passage.lines[0].place.page == same_page
    ]


def _is_subject(block: _Block, title: _Block, front: Sequence[_Block]) -> bool:
    """The second largest type of the title's page, larger than the running text of it."""
    page = title.passage.lines[0].place.page
    here = [b for b in front if b.passage.lines[0].place.page == page]
    sizes = sorted({b.style[0] for b in here}, reverse=True)
    return block in here and len(sizes) > 2 and block.style[0] == sizes[1]


def heads_of(blocks: Iterable[Text | Cells]) -> Iterable[Line]:
    """The lines of all level headers and their repeats, each once."""
    seen: dict[Table, None] = {}
    for block in blocks:
        if isinstance(block, Cells):
            seen[block.table] = None
    for table in seen:
        yield from table.heads
