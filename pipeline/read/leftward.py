"""Words of scripts that run from right to left: their letters in the order in which they are read.

Text layers give such letters as they stand on the page, or turned round, and with them the letters
that share one glyph.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from pipeline.records import Repair

_LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_DIGITS = "\u0660-\u0669\u06f0-\u06f9"
_LETTER = re.compile(f"(?![{_DIGITS}])[{_LEFTWARD}]")
_OTHER = f"(?:(?![{_LEFTWARD}])\\w|[{_DIGITS}])"  # letters and figures that run rightward
_PART = re.compile(f"(?:{_LETTER.pattern})+|{_OTHER}+(?:[-.,:/]{_OTHER}+)*%?|.")
_RUN = re.compile(f"[{_LEFTWARD}]{{2,}}")
_FIGURES = re.compile(f"[{_DIGITS}]+")
_MARKS = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_TURNED = re.compile(r"[)\]].*[(\[]")  # a bracketed word turned round, but not its brackets
_MIRRORED = str.maketrans("()[]", ")(][")
_NO_HEAD = re.compile(r"^\W*?[)\]]|[(\[]\W*$")  # brackets that no word begins or ends with
_ALEF = "اأإآ"  # shares a glyph with the lam before it


def runs_leftward(text: str) -> bool:
    """Whether a text holds two letters of such a script in a row."""
    return not text.isascii() and _RUN.search(text) is not None


def mostly_leftward(text: str) -> bool:
    """Whether most letters of a text are of such a script."""
    return 2 * len(_LETTER.findall(text)) > sum(map(str.isalpha, text))


def in_parts(text: str, edge: Callable[[int], float]) -> str:
    """A word among such words with its figures and signs where they stand, from right to left."""
    if not _LETTER.search(text):
        return text
    parts = [range(*match.span()) for match in _PART.finditer(text)]
    parts.sort(key=lambda part: -max(round(edge(i), 1) for i in part))
    whole = "".join(text[i] for part in parts for i in part)
    return _NO_HEAD.sub(lambda found: found.group().translate(_MIRRORED), whole)


def as_read(text: str, edge: Callable[[int], float]) -> str:
    """A word with its leftward letters from right to left; ``edge`` is the right edge of each."""
    if _TURNED.fullmatch(text):
        return text.translate(_MIRRORED)
    letters = list(text)
    for match in _RUN.finditer(text):
        run = range(*match.span())
        if not (_MARKS.search(match.group()) or _FIGURES.search(match.group())):
            edges = {i: round(edge(i), 1) for i in run}
            falling = sum(edges[a] > edges[b] for a, b in pairwise(run))
            rising = sum(edges[a] < edges[b] for a, b in pairwise(run))
            # Letters turned round are so also where they share a glyph.
            turned = falling > rising or (falling == rising and match.group()[0] in _ALEF)
            order = sorted(reversed(run) if turned else run, key=lambda i: -edges[i])
            letters[match.start() : match.end()] = [text[i] for i in order]
    return "".join(letters)


def order_repair(printed: str, word: str) -> Repair:
    """What is recorded of a word whose letters were in another order."""
    return Repair("order", f"'{printed}' read as '{word}', from right to left")
