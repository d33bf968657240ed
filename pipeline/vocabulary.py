"""The words that a document uses, and what they tell about a hyphen at a line's end."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from pipeline.records import Line, Passage, Repair

SOFT_HYPHEN = "\u00ad"
HYPHENS = "-\u2010\u2011"
_H = r"\-\u2010\u2011"  # the same, safe inside a character class
_HYPHEN = re.compile(f"[{_H}]")
_CUTS = (*HYPHENS, SOFT_HYPHEN)
_TOKEN = re.compile(rf"\w+(?:[{_H}'’]\w+)*")
_BROKEN = re.compile(rf"(\w[\w'’{_H}]*)([{_H}{SOFT_HYPHEN}])$")
_NEXT = re.compile(rf"([^\W_][\w'’]*(?:[{_H}]\w+)*)")
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff]")
_LIGATURES = {c: unicodedata.normalize("NFKC", c) for c in map(chr, range(0xFB00, 0xFB07))}
_LIGATURE = re.compile("[\ufb00-\ufb06]")


def clean(text: str) -> str:
    """NFC, ligature glyphs as letters, one space between words, nothing invisible; idempotent."""
    if text.isascii():
        return " ".join(text.split())
    text = _LIGATURE.sub(lambda m: _LIGATURES[m.group()], _INVISIBLE.sub("", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


# Parts that English joins with a hyphen; asked only where the document itself has no answer.
_FIRST_PARTS = set(
    "all better cross day double easy face first five four full half hard high higher light long "
    "longer low lower multi one part post quick second self short shorter single six ten third "
    "three two well year".split()
)
_LAST_PARTS = set(
    "based bound centred depth driven effective efficient friendly funded going lasting led level "
    "limiting making minded needed oriented paid quality related risk scale sector sized specific "
    "step style taking term trained wide".split()
)


class Vocabulary:
    """How often each word stands unbroken inside the printed lines, given in reading order.

    A word that a line's end may have cut, and its rest on the next line, are no evidence.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        self._compound_parts: set[str] = set()
        broken: list[tuple[str, str]] = []
        left: str | None = None
        for text in texts:
            tokens = _TOKEN.findall(text.casefold())
            if left is not None and tokens:
                broken.append((left, tokens.pop(0)))
            cut = _BROKEN.search(text.casefold()) if text.endswith(_CUTS) else None
            left = cut.group(1) if cut and tokens else None
            self._count(tokens[:-1] if left is not None else tokens)
        by_typesetter = sum(self._is_cut(a, b) for a, b in broken)
        self._hyphenated = by_typesetter > sum(self._is_meant(a, b) for a, b in broken)

    def _count(self, tokens: Iterable[str]) -> None:
        for token in tokens:
            self._counts[token] += 1
            parts = _HYPHEN.split(token)
            if len(parts) > 1:
                self._counts.update(parts)
                self._compound_parts.update(parts)

    def _is_cut(self, left: str, right: str) -> bool:
        """Whether this break shows that the document's lines were hyphenated by a typesetter."""
        hyphened, joined = self.count(f"{left}-{right}"), self.count(left + right)
        compound = "-" in right or left in _FIRST_PARTS or right in _LAST_PARTS
        return joined > hyphened or (not hyphened and right not in self and not compound)

    def _is_meant(self, left: str, right: str) -> bool:
        """Whether this break shows that a hyphen at a line's end belongs to its word."""
        return self.count(f"{left}-{right}") > self.count(left + right)

    def __contains__(self, word: str) -> bool:
        return word.casefold() in self._counts

    def count(self, word: str) -> int:
        """How often the word stands in the document."""
        return self._counts[word.casefold()]

    def keeps_hyphen(self, left: str, right: str) -> bool:
        """Whether ``left-right``, broken after its hyphen, is printed with the hyphen.

        The document's own unbroken spelling decides. Without any, a document whose lines are not
        hyphenated means all its hyphens; in one whose lines are, they stay only between two words
        of which one is known to make compounds.
        """
        left, right = left.casefold(), right.casefold()
        hyphened, joined = self.count(f"{left}-{right}"), self.count(left + right)
        if hyphened != joined:
            return hyphened > joined
        if not self._hyphenated:
            return True
        compound = (left in _FIRST_PARTS) + (right in _LAST_PARTS)
        if compound == 2:
            return True
        if right not in self or left.rsplit("-", 1)[-1] not in self:
            return False
        return compound > 0 or "-" in left or bool({left, right} & self._compound_parts)


def _run_on(last: str, first: str) -> bool:
    """Whether the letters on both sides of a line's end are of a script without spaces."""
    return all(east_asian_width(c) in "WF" and not c.isspace() for c in (last, first))


def join_lines(
    lines: Sequence[Line], vocabulary: Vocabulary, repairs: Sequence[Repair] = ()
) -> Passage:
    """One passage from printed lines; a hyphen taken out at a line's end is recorded."""
    text, cut = "", False
    found = [*repairs, *(repair for line in lines for repair in line.repairs)]
    for line in lines:
        broken = _BROKEN.search(text) if text.endswith(_CUTS) else None
        following = _NEXT.match(line.text)
        if broken and following:
            left, hyphen = broken.groups()
            right = following.group()
            if hyphen != SOFT_HYPHEN and vocabulary.keeps_hyphen(left, right):
                text += line.text
            else:
                text = text[:-1] + line.text
                found.append(Repair("hyphen", f"'{left}-' + '{right}' rejoined"))
        else:
            apart = " " if text and line.text and not _run_on(text[-1], line.text[0]) else ""
            text = f"{text}{'' if cut else apart}{line.text}"
        cut = line.cut
    return Passage(clean(text.replace(SOFT_HYPHEN, "")), tuple(lines), tuple(found))
