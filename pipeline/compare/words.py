"""What is no change: one spelling for texts that say the same, and the redline for others.

Two texts are the same if they have the same letters, numbers and signs of quantity in the same
order: punctuation, quotes, dashes, spaces, hyphens, case, ligatures, list marks and marks of
footnotes go. A number keeps what parts its digits, and never runs into the next one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import count, groupby, pairwise
from typing import Literal

Run = tuple[Literal["=", "-", "+"], str]

_VOWEL_SIGNS = "".join(
    c for c in map(chr, range(0x300, 0xFE00)) if unicodedata.category(c).startswith("M")
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff™®©℠]")
_FOOTNOTE = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:!?)\]”’\"']))[¹²³⁰⁴-⁹]+|^[¹²³⁰⁴-⁹]+\s")
_FRACTION = re.compile("([¼-¾⅐-⅞])")
_LIST_MARK = re.compile(
    r"^\s*(?:[-*–—·•‣∙●○◦■□▪▫➢\uf0a7\uf0b7]|\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)])\s+"
)
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})((?:[ ,]\d{3})+)(?![\d,])")
_TOKEN = re.compile(
    r"(?:(?<=[^\W\d]\s)[-−])?\d+(?:[.,:/]\d+)*"  # a number, below zero behind a word
    rf"|(?:[^\W\d_]|[{_VOWEL_SIGNS}])+"
    "|[%‰+<>≤≥=±×÷°\u20a0-\u20cf$£¥¢]"
)
_PIECE = re.compile(rf"(?:\w|[{_VOWEL_SIGNS}])+|\s+|[^\w\s]")
# Scripts without spaces between words: every letter counts as a word.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def fold(text: str) -> tuple[str, ...]:
    """The words, numbers and signs of a text, in the spelling that is compared."""
    text = _FRACTION.sub(r" \1", _FOOTNOTE.sub("", _UNSEEN.sub("", text)))
    text = unicodedata.normalize("NFKC", text).casefold().replace("⁄", "/").replace("&", " and ")
    text = _THOUSANDS.sub(lambda m: m[1] + re.sub("[ ,]", "", m[2]), _LIST_MARK.sub("", text))
    return tuple(word for found in _TOKEN.findall(text) for word in _parts(found))


def _parts(found: str) -> Sequence[str]:
    """A number with one way to write its point, or its parts if it is a list without spaces."""
    if found[-1].isdecimal():
        parts = found.split(",")
        return parts if len(parts) > 2 else (re.sub("[,:]", ".", found).replace("−", "-"),)
    return _UNSPACED.findall(found) if _UNSPACED.match(found) else (found,)


def spelling(words: Sequence[str]) -> str:
    """The words without the spaces and hyphens that parted them; digits stay apart from digits."""
    out = list(words[:1])
    for left, right in pairwise(words):
        if left[-1].isdecimal() and right[0].isdecimal():
            out.append(" ")
        out.append(right)
    return "".join(out)


# ---- letters misread ----------------------------------------------------------------------------

_LOOKALIKES = str.maketrans("01|!5$8ıi", "olllssbll")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ll", "u"))
# Letters: from so many on, two words hardly ever look alike by chance; up to so few, they often do.
_LONG, _SHORT = 7, 3


def same_but_misread(before: str, after: str, known: Callable[[str], bool]) -> bool:
    """Whether all that differs are words that a text recognition misread."""
    old, new = (printed_words(text) for text in (before, after))
    shapes = [_silhouette(spelling(fold(text))) for text in (before, after)]
    if len(old) != len(new) or shapes[0] != shapes[1]:
        return False
    pairs = zip(old, new, strict=True)
    return all(a == b or _is_misread(a, b, known) for a, b in pairs)


def printed_words(text: str) -> list[str]:
    """The spelling of each word between spaces: its letters and digits together."""
    return [word for word in map(_spelling_of, text.split()) if word]


@cache
def _spelling_of(word: str) -> str:
    return spelling(fold(word))


def _is_misread(before: str, after: str, known: Callable[[str], bool]) -> bool:
    """Whether one of the two is no word but looks like the other.

    Letters mixed with digits are none. Where letters alone differ, it is a long one that the
    editions do not have in common (``known``), or a short one beside a word that they have: two
    short words may look alike by chance (*clear*, *dear*). Numbers are never taken for misread.
    """
    if _silhouette(before) != _silhouette(after):
        return False
    letters = [word.isalpha() for word in (before, after)]
    if not all(letters):
        return any(letters)
    if max(len(before), len(after)) >= _LONG:
        return not (known(before) and known(after))
    return min(len(before), len(after)) > _SHORT and known(before) != known(after)


def _silhouette(word: str) -> str:
    """The shape of a word: what looks alike is one, accents are gone."""
    bare = unicodedata.normalize("NFD", word)
    bare = "".join(c for c in bare if not unicodedata.combining(c)).translate(_LOOKALIKES)
    for pair, single in _PAIRS:
        bare = bare.replace(pair, single)
    return bare


# ---- redline ------------------------------------------------------------------------------------


def redline(before: str, after: str) -> tuple[Run, ...]:
    """Word by word what was kept, left out and put in; joined, the runs are both texts.

    The longest common blocks (Ratcliff and Obershelp, as in difflib) never start from spaces or
    punctuation. A kept run shorter than what changed on both sides of it is given up: scattered
    little words cannot be read (the semantic cleanup of N. Fraser's diff-match-patch).
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    matcher = SequenceMatcher(lambda piece: not piece.isalnum(), old, new, autojunk=False)
    blocks: list[tuple[str, str]] = []  # what stands in the old and in the new, by turns the same
    found = [("".join(old[a:b]), "".join(new[c:d])) for _, a, b, c, d in matcher.get_opcodes()]
    for n, (left, right) in enumerate(found):
        changed_before = bool(blocks) and blocks[-1][0] != blocks[-1][1]
        scrap = n + 1 < len(found) and all(
            len(left) < max(map(len, block)) for block in (*blocks[-1:], found[n + 1])
        )
        if changed_before and (left != right or scrap):
            left, right = blocks[-1][0] + left, blocks.pop()[1] + right
        blocks.append((left, right))
    return tuple(_joined(run for block in blocks for run in _runs(*block)))


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """The same with kept runs in one piece."""
    for sign, group in groupby(runs, key=lambda run: run[0]):
        yield (sign, "".join(text for _, text in group))


def _runs(left: str, right: str) -> Iterator[Run]:
    """A block as runs; a stop or space that both texts have at its end stays."""
    if left == right:
        yield ("=", left)
        return
    end = next(n for n in count() if not _is_same_sign(left, right, n))
    if len(left) > end:
        yield ("-", left[: len(left) - end])
    if len(right) > end:
        yield ("+", right[: len(right) - end])
    if end:
        yield ("=", left[-end:])


def _is_same_sign(left: str, right: str, n: int) -> bool:
    """Whether the last character but ``n`` of both is the same, and no letter or digit."""
    longer = n < min(len(left), len(right))
    return longer and left[-1 - n] == right[-1 - n] and not left[-1 - n].isalnum()


def kept_share(runs: Sequence[Run]) -> float:
    """How much of both texts was kept, 0 to 1."""
    kept, gone, new = (sum(len(t) for sign, t in runs if sign == wanted) for wanted in "=-+")
    return 2 * kept / (2 * kept + gone + new) if runs else 1.0
