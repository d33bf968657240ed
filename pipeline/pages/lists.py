"""Lists whose items are counted, as A. B. C. or (1) (2) (3): the marks are no part of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import Line

_MARK = re.compile(r"^([(\[]?(\d{1,2}|[A-Za-z]|[ivxIVX]{2,4})[.)\]]{1,2})(?:\s+|(?=[A-Z]))(?=\S)")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def mark_lists(lines: Sequence[Line], before: Sequence[Line] = ()) -> tuple[Line, ...]:
    """The lines of a cell, with the marks of counted lists taken from the heads of their items.

    At least two must count on, or one from the last in ``before``, what a page break cut off: a
    mark that stands alone may be a code or an initial, so it stays.
    """
    runs: list[dict[int, re.Match[str]]] = []
    last = next((line.bullet for line in reversed(before) if line.bullet), None)
    goes_on = False
    for i, line in enumerate(lines):
        found = None if line.bullet else _MARK.match(line.text)
        if not found:
            continue
        follows = last is not None and _follows(last, found[1])
        goes_on = goes_on or (follows and not runs)
        if not follows or not runs:
            runs.append({})
        runs[-1][i] = found
        last = found[1]
    lists = [run for n, run in enumerate(runs) if len(run) > 1 or (n == 0 and goes_on)]
    marks = {i: found for run in lists for i, found in run.items()}
    return tuple(_without(line, marks.get(i)) for i, line in enumerate(lines))


def _without(line: Line, mark: re.Match[str] | None) -> Line:
    return replace(line, text=line.text[mark.end() :], bullet=mark[1]) if mark else line


def _follows(last: str, mark: str) -> bool:
    """Whether a mark is the next one after ``last``."""
    same = re.sub(r"\w+", "", last) == re.sub(r"\w+", "", mark)
    return same and bool(_values(mark) & {value + 1 for value in _values(last)})


def _values(mark: str) -> set[int]:
    """What a mark may count: a letter's place, and its value as a roman numeral."""
    text = re.sub(r"\W", "", mark).casefold()
    if text.isdigit():
        return {int(text)}
    values = {_ROMAN.index(text) + 1} if text in _ROMAN else set()
    return values | ({ord(text) - ord("a") + 1} if len(text) == 1 and text.isascii() else set())
