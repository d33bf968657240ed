"""List marks at the head of printed lines: signs, dashes, and letters or figures in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import category

from pipeline.records import Word

HANGING_GAP = 0.45  # points per point of size between a dash and the text it announces
SAME_LEFT = 0.3  # of the size: within it, the marks of a list begin at one edge

_SIGN = re.compile(r"^[•◦▪▫■□●○‣⁃∙·➢►✓✔❖\uf020-\uf0ff]$")
_DASH = re.compile(r"^[-–—*o]$")  # a bullet only where it hangs clear of the text
_COUNT = re.compile(r"^(\(?)([a-zA-Z]|[ivx]{2,5}|\d{1,2})([.)])(?=$|[A-Z])")  # A. or A.Text
_ROMAN = {"i": 1, "v": 5, "x": 10}

Mark = tuple[str, int]  # the kind of numbering, as "(a)", and the place in it


def list_sign(words: Sequence[Word]) -> str | None:
    """The sign or dash at the head of a line, if text follows it."""
    if len(words) < 2 or len(words[0].text) > 1:
        return None
    first, second = words[0], words[1]
    if _SIGN.match(first.text) or category(first.text) == "So":
        return first.text
    hangs = second.x0 - first.x1 > HANGING_GAP * second.size
    return first.text if hangs and _DASH.match(first.text) else None


def counted_lines(lines: Sequence[Sequence[Word]]) -> dict[int, str]:
    """The marks of lines that begin with a) b) c), (i) (ii), 1. 2. and so on, by their index.

    Such marks follow on each other; a letter or a figure alone may be anything.
    """
    found: set[int] = set()
    lists: dict[str, tuple[int, float, int]] = {}  # of each kind the last mark, its x and line
    for i, words in enumerate(lines if len(lines) > 1 else ()):
        if len(words) < 2:
            continue
        for kind, value in _marks(words[0].text):
            last, x, before = lists.get(kind, (0, 0.0, i))
            lists[kind] = value, words[0].x0, i
            if value == last + 1 > 1 and abs(words[0].x0 - x) <= SAME_LEFT * words[0].size:
                found |= {before, i}
    return {i: _mark(lines[i][0].text) for i in sorted(found)}


def goes_on(last: str | None, text: str) -> str | None:
    """The mark with which a text goes on with a list whose ``last`` mark stands before a break."""
    before = set(_marks(last or ""))
    following = {(kind, value - 1) for kind, value in _marks(text.partition(" ")[0])}
    return _mark(text) if before & following else None


def _mark(text: str) -> str:
    """The mark at the head of a text that begins with one."""
    found = _COUNT.match(text.partition(" ")[0])
    return found.group() if found else ""


def _marks(text: str) -> Iterator[Mark]:
    """What a word may be in a list; a letter such as i in two kinds of it."""
    match = _COUNT.match(text)
    if not match:
        return
    opened, sign, closed = match.groups()
    if sign.isdigit():
        yield f"{opened}1{closed}", int(sign)
        return
    if len(sign) == 1:
        kind = "a" if sign.islower() else "A"
        yield f"{opened}{kind}{closed}", ord(sign) - ord(kind) + 1
    if all(letter in _ROMAN for letter in sign):
        yield f"{opened}i{closed}", _value(sign)


def _value(numeral: str) -> int:
    """The value of a roman numeral."""
    values = [_ROMAN[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))
