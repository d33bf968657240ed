"""Passages that the document prints twice: the sound print heals a cell cut down the middle.

Of a cut cell the left halves of its lines stand in one cell of the dump and the right halves in the
next one. Where the same text stands elsewhere, both halves can be found in it word by word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.dump.evidence import likeness
from pipeline.dump.lines import letters
from pipeline.sentences import is_finished

LOOK_AHEAD = 8  # words of the other half that may lie between two words of one half
LOST = 0.1  # share of words that may be misread beyond recognition
TAIL_WORDS = 4  # words before the cut that must stand before the twin too
LEAST_WORDS = 8
COVERED = 0.75  # share of the twin's words of which something is left in the halves
COVERED_AFTER_TAIL = 0.5  # the same, where the words before the cut have led to the twin
MISREAD = 0.75


@dataclass(frozen=True, slots=True)
class Twin:
    """The text of a cut cell as it stands elsewhere, and the number of the row where."""

    text: str
    row: int


@dataclass(frozen=True, slots=True)
class Print:
    """A cell or paragraph of the dump: its row, its tokens, and their letters."""

    row: int
    tokens: tuple[str, ...]
    folded: tuple[str, ...]


def text_to_print(row: int, text: str) -> Print:
    """Prepare a text for being searched."""
    tokens = tuple(text.split())
    return Print(row, tokens, tuple(map(letters, tokens)))


def find_twin(prints: Iterable[Print], tail: str, left: str, right: str) -> Twin | None:
    """The text that two halves were cut from, going on from ``tail`` where that is open."""
    halves = [[letters(token) for token in half.split()] for half in (left, right)]
    if not all(halves) or sum(map(len, halves)) < LEAST_WORDS:
        return None
    is_open = bool(tail) and not is_finished(tail)
    least = COVERED_AFTER_TAIL if is_open else COVERED
    best: tuple[float, int, Print, int] | None = None
    for each in prints:
        starts = _behind(each, tail.split()) if is_open else _sentences(each, halves)
        for start in starts:
            covered = _cover(each.folded[start:], halves)
            share = len(covered) / (max(covered) + 1) if covered else 0.0
            if share >= least and (best is None or share > best[0]):
                best = share, start, each, start + max(covered) + 1
    if best is None:
        return None
    _, start, found, end = best
    return Twin(_close(list(found.tokens[start:end]), (left, right)), found.row)


def _behind(each: Print, tail: Sequence[str]) -> Iterator[int]:
    """Where the words of the tail stand, the index behind them."""
    wanted = tuple(letters(token) for token in tail[-TAIL_WORDS:])
    if len(wanted) < TAIL_WORDS:
        return
    for end in range(TAIL_WORDS, len(each.folded)):
        if each.folded[end - TAIL_WORDS : end] == wanted:
            yield end


def _sentences(each: Print, halves: Sequence[Sequence[str]]) -> Iterator[int]:
    """Where a sentence begins with the first word of a half, read whole or in part."""
    for i, token in enumerate(each.folded):
        if i and not is_finished(each.tokens[i - 1]):
            continue
        if any(_same(half[0], token) for half in halves):
            yield i


def _cover(tokens: Sequence[str], halves: Sequence[Sequence[str]]) -> set[int]:
    """The indexes of the tokens that are found in the halves; empty if one half does not fit."""
    covered: set[int] = set()
    for half in halves:
        found = _embed(tokens, half)
        if len(found) < (1 - LOST) * len(half):
            return set()
        covered |= found
    return covered


def _embed(tokens: Sequence[str], half: Sequence[str]) -> set[int]:
    """Indexes of the tokens that the words of one half match, in order; few once it cannot fit."""
    found: set[int] = set()
    at = misses = 0
    for word in half:
        reach = min(at + LOOK_AHEAD if found else len(tokens), len(tokens))
        index = next((i for i in range(at, reach) if _same(word, tokens[i])), None)
        if index is None:
            misses += 1
            if misses > LOST * len(half):
                break
        else:
            found.add(index)
            at = index + 1
    return found


def _same(piece: str, word: str) -> bool:
    """Whether a piece is the word, its cut-off start or end, or misread (letters only)."""
    if not piece or not word:
        return False
    if word.startswith(piece) or word.endswith(piece):
        return True
    if len(piece) < 4 or abs(len(piece) - len(word)) > 2 or piece[0] != word[0]:
        return False
    return likeness(piece, word) >= MISREAD


def _close(words: list[str], halves: Sequence[str]) -> str:
    """The twin's words, ended as the halves end."""
    for half in halves:
        last = half.split()[-1:]
        if last and letters(last[0]) == letters(words[-1]):
            words[-1] = last[0]
    return " ".join(words)
