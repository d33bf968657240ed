"""The words that a document uses, and what they tell about a hyphen at a line's end."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.records import Line, Passage, Repair

SOFT_HYPHEN = "\u00ad"
HYPHENS = "-\u2010\u2011"
_H = r"\-\u2010\u2011"  # the same, safe inside a character class
_TOKEN = re.compile(rf"\w+(?:[{_H}'’]\w+)*")
_BROKEN = re.compile(rf"(\w[\w'’{_H}]*)([{_H}{SOFT_HYPHEN}])$")
_NEXT = re.compile(rf"([^\W_][\w'’]*(?:[{_H}]\w+)*)")
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff]")
_LIGATURES = {c: unicodedata.normalize("NFKC", c) for c in map(chr, range(0xFB00, 0xFB07))}
_LIGATURE = re.compile("[\ufb00-\ufb06]")


def clean(text: str) -> str:
    """NFC, ligature glyphs as letters, one space between words, nothing invisible; idempotent."""
    text = _LIGATURE.sub(lambda m: _LIGATURES[m.group()], _INVISIBLE.sub("", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


class Vocabulary:
    """How often each word stands unbroken inside a printed line."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        for text in texts:
            # The last token may be the first half of a broken word, so it is no evidence.
            whole = text.rsplit(None, 1)[0] if text.endswith(tuple(HYPHENS)) else text
            for token in _TOKEN.findall(whole.casefold()):
                self._counts[token] += 1
                for part in re.split(f"[{_H}]", token) if "-" in token else ():
                    self._counts[part] += 1

    def __contains__(self, word: str) -> bool:
        return word.casefold() in self._counts

    def count(self, word: str) -> int:
        """How often the word stands in the document."""
        return self._counts[word.casefold()]

    def keeps_hyphen(self, left: str, right: str) -> bool:
        """Whether ``left-right``, broken after its hyphen, is printed with the hyphen elsewhere.

        The document's own unbroken spelling decides; without any, two words that stand alone
        elsewhere keep their hyphen ('self-' 'service'), anything else was cut by the typesetter.
        """
        hyphened, joined = self.count(f"{left}-{right}"), self.count(left + right)
        if hyphened != joined:
            return hyphened > joined
        return "-" in left or (left in self and right in self) or not right[:1].islower()


def join_lines(
    lines: Sequence[Line], vocabulary: Vocabulary, repairs: Sequence[Repair] = ()
) -> Passage:
    """One passage from printed lines; a hyphen at a line's end is kept or taken out and recorded."""
    text = ""
    found = list(repairs)
    for line in lines:
        broken = _BROKEN.search(text)
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
            text = f"{text} {line.text}" if text else line.text
    return Passage(clean(text.replace(SOFT_HYPHEN, "")), tuple(lines), tuple(found))
