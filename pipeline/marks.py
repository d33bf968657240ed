"""What level heads print beside the levels' names: marks, and codes of what is rated.

"Exemplary (5 points)" and "Poor 0-49" are a name and a mark; "A1" and "B1" at the same place of two
tables are the level 1 behind two codes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

LONGEST_CODE = 3  # tokens

_NUMBER = r"[<>≤≥]?=?\s?\d+(?:[.,]\d+)?(?:\s?%)?"
_SPAN = rf"{_NUMBER}\s*(?:-|–|—|−|to)\s*{_NUMBER}"  # with both ends it needs no unit to be a mark
_RANGE = rf"(?:{_SPAN}|{_NUMBER}\+?)"
_UNIT = r"(?:%|(?:points?|pts?|marks?|credits?|percent|punkte?|puntos?|punti|pontos)\b\.?)"
_BRACKETED = r"[(\[]\s*(?:[^\W\d_]+\.?\s+){0,2}" + _RANGE + r"(?:\s*[^\W\d_]+\.?){0,2}\s*[)\]]"
_SURE = rf"(?:{_BRACKETED}|{_RANGE}\s*{_UNIT}|{_SPAN})"
_BEHIND = re.compile(
    rf"^(?P<name>.*?\w.*?)\s*(?:(?=[(\[])|[\s:–—-])\s*(?P<mark>{_SURE}|{_RANGE})$", re.I
)
_BEFORE = re.compile(rf"^(?P<mark>{_SURE})\s*[:–—-]?\s*(?P<name>[^\W\d_].*)$", re.I)
_MARK = re.compile(_SURE, re.I)
_DIGIT = re.compile(r"\d")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)?")
_LETTER = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"[A-Z]{0,3}\d+(\.\w+)*\b")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")


def split_mark(text: str) -> tuple[str, str | None]:
    """Name and mark of a level head; no mark where none is printed, or nothing else is."""
    if not _DIGIT.search(text):
        return text, None  # as most: the patterns below take their time
    found = _BEFORE.match(text) or _BEHIND.match(text)
    if not found or not _LETTER.search(found["name"]):
        return text, None
    return found["name"].rstrip(" :–—-"), found["mark"]


def is_mark(text: str) -> bool:
    """Whether a text is a mark and nothing else."""
    return bool(_DIGIT.search(text) and _MARK.fullmatch(text))


def marks_agree(marks: Sequence[str | None], names: Sequence[str]) -> bool:
    """Whether the heads of one row are told apart by their names and count up or down in marks."""
    numbers = [float(_first_number(mark)) for mark in marks if mark]
    if len(numbers) < max(2, len(marks) / 2) or len(set(names)) < len(names):
        return False
    steps = {a < b for a, b in pairwise(numbers)}
    return len(steps) == 1 and len(set(numbers)) == len(numbers)


def _first_number(mark: str) -> str:
    found = _NUMERAL.search(mark)
    return found.group().replace(",", ".") if found else "0"


def split_code(names: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """What all names begin with, as printed, and the names without it; "" if they share nothing.

    >>> split_code(["SM 1", "SM 2"])
    ('SM', ('1', '2'))
    """
    tokens = [list(_TOKEN.finditer(name)) for name in names]
    shared = 0
    for column in zip(*(found[:-1] for found in tokens), strict=False):
        if len({token.group().casefold() for token in column}) > 1:
            break
        shared += 1
    if not 0 < shared <= LONGEST_CODE or len(names) < 2:
        return "", tuple(names)
    code = names[0][: tokens[0][shared - 1].end()].strip()
    return code, tuple(n[t[shared].start() :] for n, t in zip(names, tokens, strict=True))


def same_behind_code(key: str, name: str) -> bool:
    """Whether a folded head is a level's folded name with a code before it."""
    tokens, wanted = _TOKEN.findall(key), _TOKEN.findall(name)
    before = len(tokens) - len(wanted)
    return 0 < before <= LONGEST_CODE and tokens[before:] == wanted


def is_code(text: str) -> bool:
    """Whether a text is a code and nothing else: 1.2, A1.a, S2."""
    return bool(_CODE.fullmatch(text.rstrip(".:)")))


def begins_with_code(text: str) -> bool:
    """Whether a text begins with such a code."""
    return bool(_CODE.match(text))
