"""One passage read for itself: its code, its sentences, whether it looks like a heading.

A blank spaCy pipeline (no model) does it. No wording is expected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language

from pipeline.records import Passage
from pipeline.scale import fold

LONGEST_HEADING = 14  # words

Style = tuple[float, bool]  # size and weight

_CODE = r"(?:[A-Z]{1,3}[.\-]?)?\d{1,3}(?:[.\-]\d{1,3})*(?:\.?[a-z](?![\w]))?"  # 1.1, A1.a, C5.2, S2
_WORD = r"(?:[^\W\d_]['’]?)+"
_LEADING_CODE = re.compile(
    rf"^[(\[]?(?P<code>{_CODE})[)\].:]*(?:\s*[–—:-])?\s+(?P<rest>\S.*)$", re.S
)
_LETTERED = re.compile(
    r"^[(\[]?(?P<code>[A-Z]|[IVXL]{1,5}|[ivxl]{1,5})[)\].:]+\s+(?P<rest>\S.*)$", re.S
)
_NAMED_CODE = re.compile(
    rf"^(?P<word>{_WORD}(?: {_WORD}){{0,3}})\s+"
    rf"(?:(?P<code>{_CODE})(?:\s*(?P<mark>[:.–—-])|\s)"
    r"|(?P<letter>[A-Z]{1,2}|[IVXL]{1,5})\s*[:.–—-])"
    r"\s*[:.–—-]*\s*(?P<rest>\S.*)$",
    re.S,
)
_LEADERS = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}|_{4,}")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A passage outside the cells, with what the reader saw in it."""

    passage: Passage
    code: str | None
    rest: str
    heading_like: bool

    @property
    def text(self) -> str:
        """All that it says."""
        return self.passage.text

    @property
    def style(self) -> Style:
        """Size and weight of its type; (0, False) throughout a text dump."""
        return self.passage.lines[0].size, self.passage.lines[0].bold

    @property
    def key(self) -> str:
        """The text without case and punctuation, for comparing."""
        return fold(self.text)

    @property
    def page(self) -> int | None:
        """The page that it begins on."""
        return self.passage.lines[0].place.page

    @property
    def has_leaders(self) -> bool:
        """Whether dots lead to a page number, as in a table of contents."""
        return bool(_LEADERS.search(self.text))


@dataclass(frozen=True, slots=True)
class NamedCode:
    """A text like 'Outcome 3: Safe Repair', taken apart; ``marked`` says that a colon parts it."""

    word: str
    code: str
    rest: str
    marked: bool


def named_code(text: str) -> NamedCode | None:
    """The word and the code that a text opens with, if it does."""
    found = _NAMED_CODE.match(text)
    if not found:
        return None
    code, marked = found["code"], bool(found["mark"] or found["letter"])
    return NamedCode(found["word"].casefold(), code or found["letter"], found["rest"], marked)


def read_blocks(passages: Sequence[Passage]) -> dict[Passage, Block]:
    """Every passage with what the reader sees in it."""
    return {p: Block(p, *split_leading_code(p.text), _is_heading_like(p.text)) for p in passages}


def split_leading_code(text: str) -> tuple[str | None, str]:
    """The code that the text opens with, if it does, and the rest."""
    found = _LEADING_CODE.match(text) or _LETTERED.match(text)
    return (found["code"], found["rest"]) if found else (None, text)


def _is_heading_like(text: str) -> bool:
    """Whether the text looks like a heading: short, one sentence, no full stop."""
    words = sum(any(map(str.isalnum, word)) for word in text.split())
    if not text or words > LONGEST_HEADING or text.rstrip()[-1] in ".;,":
        return False  # as most texts, which need not be cut into tokens
    doc = reader()(text)
    tokens = sum(not token.is_punct and not token.is_space for token in doc)
    if not 0 < tokens <= LONGEST_HEADING:
        return False
    # "III. Shared Tools" and "Area II. People" are one sentence behind their codes.
    code, rest = split_leading_code(text)
    named = None if code else named_code(text)
    start = len(text) - len(named.rest if named else rest)
    sentences = sum(
        any(t.is_alpha and len(t) > 1 and t.idx >= start for t in sentence)
        for sentence in doc.sents
    )
    return sentences <= 1 or text.isupper()


@cache
def reader() -> Language:
    """The blank pipeline, which cuts a text into tokens and sentences."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp
