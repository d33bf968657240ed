"""What the document does throughout, found by comparing its sections.

What comes again under every domain is a summary's or a section's heading; what is set like no
statement and stands above an outcome is a domain's. No wording is expected, except for a few
general words where nothing else can tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from pipeline.classify.blocks import Block, NamedCode, Style, named_code, split_leading_code
from pipeline.classify.sections import Section

LONGEST_SUMMARY_HEADING = 8  # words
CODED_SHARE = 0.5  # of all statements, from which on codes are taken for codes
LARGER = 1.08  # times the text's size, from which on a line may be a heading
CLOSE = 0.6  # sizes between a title and the line under it, up to which that is a part of it
NEXT_TIER = 0.5  # points by which the type of the tier above is larger

# What publishers call a top division; asked only where the document has a single one to show.
_DIVISIONS = set(
    "area chapter domain dimension goal key objective outcome part pillar principle priority "
    "question section standard theme".split()
)
# What counts the tables of a document, and so names no criterion.
_COUNTERS = set(
    "abbildung figura figure tabel tabela tabell tabella tabelle tabla table tableau "
    "taulukko".split()
)
_OVERALL = {"summary", "overall", "overview", "general"}


class Habits:
    """The document's own habits, found once.

    ``repeated`` are the short headings that come again and again, ``domain_style`` is the type of
    the domains' headings and ``parent_styles`` are those of a tier above.
    """

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sections
        self._tables = [section for section in sections if section.table]
        self._text_size = _prevailing_size(sections)
        self.repeated = self._repeated_headings()
        self._summary_names = self._find_summary_names()
        self._named = [b for b in self._names() if b.key not in self._summary_names]
        self._coded = self._are_most(sum(b.code is not None for b in self._named))
        self._statement_word = self._find_statement_word()
        self._coded_captions = self._have_coded_captions()
        self.domain_style, self.parent_styles = self._heading_styles()
        self._division = self._division_word()
        self._captions = self._caption_words()

    # -- what is asked of them

    def comes_again(self, block: Block) -> bool:
        """Whether it is one of the document's repeated headings."""
        return block.key in self.repeated

    def is_heading(self, block: Block) -> bool:
        """A heading of its own: by its words and, where the source shows any, by its type."""
        if not block.heading_like or self.comes_again(block) or block.has_leaders:
            return False
        size, bold = block.style
        return not size or bold or self.is_large(block)

    def is_large(self, block: Block) -> bool:
        """Whether it is set larger than the text."""
        return block.style[0] > self._text_size * LARGER

    def is_subtitle(self, block: Block) -> bool:
        """Whether it stands close under the document's first line, in lesser and plain type."""
        title, *others = self._sections[0].above
        above, box = title.passage.lines[-1].place, block.passage.lines[0].place.box
        if others[:1] != [block] or block.code or block.style[1] or not above.box or not box:
            return False
        close = 0 <= box.top - above.box.bottom < CLOSE * block.style[0]
        return close and above.page == block.page and block.style[0] < title.style[0]

    def is_domain_style(self, block: Block) -> bool:
        """Whether it is a heading in the type of the domains'."""
        return self.is_heading(block) and block.style == self.domain_style

    def is_caption(self, block: Block) -> bool:
        """Whether it is one of many captions like 'Table 3: ...': above named rows, or below."""
        return self._caption_word(block) in self._captions

    def summary_rule(self, name: Sequence[Block]) -> str | None:
        """The rule by which what has this name is a domain's summary, None if it is not."""
        if not name:
            return None
        last = name[-1]
        if last.key in self._summary_names:
            return "its heading comes again under other domains"
        if last.heading_like and set(last.key.split()) & _OVERALL and not last.code:
            return "its heading says so"
        return None

    def domain_name(self, block: Block) -> tuple[str | None, str]:
        """Code and title of a domain's heading."""
        named = named_code(block.text)
        if named and named.word == self._division:
            return named.code, named.rest
        if block.code and block.rest:
            return block.code, block.rest
        return None, block.text

    def statement_name(self, block: Block) -> tuple[str | None, str]:
        """Code and text of what opens a statement; no code where it opens with none."""
        named = self._named_statement(block)
        if named and named.word in _COUNTERS:
            code, rest = split_leading_code(named.rest)
            return (code, rest) if self._coded_captions else (None, named.rest)
        if named:
            return named.code, named.rest
        if self._coded and block.code:
            return block.code, block.rest
        return None, block.text

    def opens_statement(self, block: Block) -> bool:
        """Whether a statement begins here, as its code says or the word that counts them."""
        return bool(self._named_statement(block) or (self._coded and block.code))

    def _named_statement(self, block: Block) -> NamedCode | None:
        named = named_code(block.text) if self._statement_word else None
        return named if named and named.word == self._statement_word else None

    # -- how they are found

    def _names(self) -> list[Block]:
        return [block for section in self._tables for block in section.named_by]

    def _are_most(self, count: int) -> bool:
        """Whether so many statements are enough for a habit, so that it is none by chance."""
        return bool(self._named) and count >= CODED_SHARE * len(self._named)

    def _find_statement_word(self) -> str | None:
        """What the document calls what it rates ('Indicator 1.1: ...'), if most statements do.

        Each number stands for one statement, whose name may come again on its next page: what is
        counted anew has no codes.
        """
        names = [name for block in self._named if (name := named_code(block.text))]
        for word, count in Counter(name.word for name in names).most_common(1):
            codes = [name.code for name in names if name.word == word]
            runs = [code for code, _ in groupby(codes)]
            if self._are_most(count) and len(set(runs)) == len(runs) > 1:
                return word
        return None

    def _have_coded_captions(self) -> bool:
        """Whether codes follow most of the words that count statements: 'Table 3: 1.3 Tools'."""
        captions = [named for b in self._named if (named := self._named_statement(b))]
        codes = [code for named in captions if (code := split_leading_code(named.rest)[0])]
        return self._are_most(len(codes)) and len(set(codes)) > 1

    def _repeated_headings(self) -> set[str]:
        """Short headings that the document prints again and again, once above a table at most.

        Of what stands above the first table only the last block counts: the others may be those of
        a table of contents, whose entries come again as headings of their own. An appendix may say
        every heading once more.
        """
        names: Counter[str] = Counter()
        others: Counter[str] = Counter()
        for section in self._tables:
            named = _keys(section.named_by)
            names.update(named)
            others.update(_keys(section.above if section is not self._sections[0] else ()) - named)
        short = {
            key
            for key in (*names, *others)
            if max(names[key], others[key]) > 1 and len(key.split()) <= LONGEST_SUMMARY_HEADING
        }
        return short | {k for k in (*names, *others) if _is_like(k, short)}

    def _find_summary_names(self) -> set[str]:
        """The repeated name that heads one table or row of every domain.

        Where several names come again, each is a characteristic that all domains share, unless one
        of them says that it is a summary.
        """
        names = {b.key for b in self._names() if self.comes_again(b)}
        spoken = {name for name in names if set(name.split()) & _OVERALL}
        if spoken:
            return names if all(n in spoken or _is_like(n, spoken) for n in names) else spoken
        first = next(iter(sorted(names)), "")
        return names if all(n == first or _is_like(n, names - {n}) for n in names) else set()

    def _heading_styles(self) -> tuple[Style | None, set[Style]]:
        """The type of the domains' headings, and that of larger ones of a tier above.

        Of the headings that stand between tables and neither name a table nor come again, the
        smallest type is the domains', if it is larger than what names tables and the first domain's
        heading is set in it too.
        """
        names = set(self._names())
        labels = any(s.has_labels for s in self._tables)
        floor = 0.0 if labels else max((b.style[0] for b in names), default=0.0)
        first, later = (
            [
                b
                for s in sections
                if s.table
                for b in s.above
                if self.is_heading(b) and b not in names and b.style[0] >= floor
            ]
            for sections in (self._sections[:1], self._sections[1:])
        )
        opening = {b.style for b in first}
        styles = {b.style for b in later if not opening or b.style in opening}
        if not styles:  # a single domain: its heading is the last one above the table
            if self._groups():
                return None, set()
            sections = self._section_styles()
            inner = [b for b in first if not (self._is_of_title(b) or b.style in sections)]
            return (inner[-1].style if inner else None), set()
        larger = sorted((s for s in styles if s[0] > floor), key=lambda s: s[0])
        smallest = (larger or sorted(styles))[0]
        return smallest, {s for s in styles if s[0] > smallest[0] + NEXT_TIER}

    def _section_styles(self) -> set[Style]:
        """The types of headings that come twice above the only domain: its sections'."""
        front = [b for b in self._sections[0].above if b.heading_like and not b.has_leaders]
        counts = Counter(b.key for b in front)
        return {b.style for b in front if counts[b.key] > 1}

    def _is_of_title(self, block: Block) -> bool:
        """Whether it is the document's title, or stands in plain type right below it.

        A title in plain type is one that a further line stands close under.
        """
        title, *others = self._sections[0].above
        if title.style[0] < max((b.style[0] for b in others), default=0.0):
            return False
        below = next((b for b in others[:1] if not b.style[1]), None)
        if not title.style[1] and not (below and self.is_subtitle(below)):
            return False
        return block is title or block is below

    def _division_word(self) -> str | None:
        """What the document calls a domain ('Outcome 3: ...'), if its headings say so."""
        above = [b for s in self._sections for b in s.above if self.is_domain_style(b)]
        names = [named_code(block.text) for block in [*above, *self._groups()]]
        for word, count in Counter(name.word for name in names if name).most_common():
            if count > 1 or word in _DIVISIONS:
                return word
        return None

    def _groups(self) -> list[Block]:
        return [block for section in self._tables for block in section.groups]

    def _caption_words(self) -> set[str]:
        last = [s.above[-1] for s in self._tables if s.above and s.has_labels]
        below = [s.above[0] for s in self._sections[1:] if s.above]
        captions = dict.fromkeys([*last, *below])
        counts = Counter(word for block in captions if (word := self._caption_word(block)))
        return {word for word, count in counts.items() if count > 1}

    def _caption_word(self, block: Block) -> str | None:
        found = None if self.is_domain_style(block) else named_code(block.text)
        return found.word if found and (found.marked or block.heading_like) else None


def _prevailing_size(sections: Sequence[Section]) -> float:
    sizes: Counter[float] = Counter()
    for blocks in (*(s.above for s in sections), *(s.inside for s in sections)):
        for block in blocks:
            sizes[block.style[0]] += len(block.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _keys(blocks: Iterable[Block]) -> set[str]:
    return {b.key for b in blocks if b.heading_like and not b.code}


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
