"""Ghost lines: what a text recognition read twice, or read into the gap between two lines.

A ghost is left out only where two things agree: it looks like nothing in the document (or like a
bad copy of its neighbour), and the lines around it go together without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dump.evidence import SHORTEST_WORD, Evidence, follows, likeness
from pipeline.dump.lines import DumpRow, letters, split_line, words_of
from pipeline.records import Line
from pipeline.sentences import is_finished, starts_inside

COPY = 0.55  # likeness to a neighbour from which a line with unknown words is its bad copy
KNOWN_SEQUENCE = 4  # words over a break that stand elsewhere unbroken: nothing lies between them
FAIR_COPY = 0.65  # the same, for a line with few unknown words
CLOSE_COPY = 0.78  # the same, wherever the line stands
CLOSE_LETTERS = 8
LONGEST_COPY = 8  # words of the longest line that is compared
COPIED_WORDS = 6  # words of the shortest cell that is a copy as a whole
OVERLAP = 0.85  # likeness from which the head of a line repeats the tail of the one before


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is left of a line (None: nothing), what was left out, and why."""

    kept: Line | None
    ghost: Line | None = None
    reason: str = ""


def judge(line: Line, before: str | None, after: str | None, evidence: Evidence) -> Verdict:
    """Whether a line of a column is a ghost, given its neighbours in that column."""
    reason = (
        _stray_mark(line.text, before, after)
        or _repeats(line.text, before, after)
        or _bad_copy(line.text, before, after, evidence)
        or _gibberish(line.text, before, after, evidence)
    )
    if reason:
        return Verdict(None, line, reason)
    count = _overlap(line.text, before)
    if count:
        ghost, kept = split_line(line, count)
        return Verdict(kept, ghost, "words read twice")
    return _without_initial(line)


def judge_first(line: Line, names: Sequence[str]) -> Verdict:
    """The same for the first line of a column, which may begin with its level's name once more."""
    own = line.text.split()
    for name in names:
        n = len(name.split())
        again = len(own) > n + 1 and likeness(" ".join(own[:n]), name) >= OVERLAP
        if again and own[n][:1].isupper() and not is_finished(own[n - 1]):
            ghost, kept = split_line(line, n)
            return Verdict(kept, ghost, "a level's name, read twice")
    return _without_initial(line)


def shares_ghost_row(text: str, before: str | None, after: str | None, evidence: Evidence) -> bool:
    """A weaker test for a cell beside a ghost: all cells of a row are read at once."""
    unknown = evidence.unknown_share(text)
    if not unknown or not evidence.is_rich or not follows(before, after):
        return False
    return unknown >= 0.5 or not (follows(before, text) and follows(text, after))


def is_copied_row(row: DumpRow, above: DumpRow) -> bool:
    """Whether every cell of a row is a copy of some cell of the row above, in whatever column."""
    return bool(row.lines) and all(
        len(line.text.split()) >= COPIED_WORDS
        and any(_is_copy(line.text, other.text) for other in above.lines)
        for line in row.lines
    )


def _is_copy(text: str, other: str) -> bool:
    shorter, longer = sorted((len(text), len(other)))
    return shorter > 0.7 * longer and likeness(text, other) >= OVERLAP


def _stray_mark(text: str, before: str | None, after: str | None) -> str:
    """Digits or signs alone behind a finished sentence."""
    if any(c.isalpha() for c in text.replace("<u>", "").replace("</u>", "")):
        return ""
    if before is not None and follows(before, after):
        return "stray marks" if is_finished(before) or not letters(text) else ""
    return ""


def _repeats(text: str, before: str | None, after: str | None) -> str:
    """The end of the line above once more, or the start of the line below."""
    own = words_of(text)
    if before and own and is_finished(before) and is_finished(text) and not _is_sentence(text):
        if words_of(before)[-len(own) :] == own and len(words_of(before)) > len(own):
            return "the end of the line above, read twice"
        if words_of(before) == own:
            return "the line above, read twice"
    begins = bool(after and own) and not starts_inside(text) and not is_finished(text)
    if begins and after and words_of(after)[: len(own)] == own and not starts_inside(after):
        return "the start of the line below, read twice"
    return ""


def _is_sentence(text: str) -> bool:
    return not starts_inside(text) and len(text.split()) > 1


def _bad_copy(text: str, before: str | None, after: str | None, evidence: Evidence) -> str:
    """Unknown words in the shape of a neighbouring line that is better read."""
    own = words_of(text)
    if not own or len(own) > LONGEST_COPY:
        return ""
    unknown, length = evidence.unknown_share(text), len(letters(text))
    nearest, side = max(
        (_same_length(text, letters(before or "")[-length:]), "above"),
        (_same_length(text, letters(after or "")[:length]), "below"),
    )
    reason = f"a bad copy of the line {side}"
    if side == "above" and CLOSE_COPY <= nearest < 1 and len(own) <= 2 and _both_end(text, before):
        return reason
    other = (before if side == "above" else after) or ""
    if not unknown or evidence.unknown_share(" ".join(other.split()[-len(own) :])) > unknown:
        return ""
    if nearest >= CLOSE_COPY and length >= CLOSE_LETTERS:
        return reason
    if not evidence.is_rich:
        return ""
    completes = after is None and not is_finished(before or ".") and is_finished(text)
    fits = follows(before, text) and follows(text, after)
    if completes or not follows(before, after) or (unknown < 0.5 and fits):
        return ""
    return reason if nearest >= (COPY if unknown >= 0.5 else FAIR_COPY) else ""


def _same_length(text: str, other: str) -> float:
    """The likeness of two texts, 0 if the other is much shorter."""
    return likeness(text, other) if len(other) >= 0.75 * len(letters(text)) else 0.0


def _both_end(text: str, before: str | None) -> bool:
    return bool(before) and is_finished(text) and is_finished(before or "")


def _gibberish(text: str, before: str | None, after: str | None, evidence: Evidence) -> str:
    """Only words that stand nowhere else, in a place where no sentence goes on with them."""
    if evidence.unknown_share(text) < 1.0 or not follows(before, after) or before is None:
        return ""
    if not evidence.is_rich:
        return ""
    fits = follows(before, text) and follows(text, after)
    if fits and (after is None or evidence.crossing(before, after) < KNOWN_SEQUENCE):
        return ""
    return "no words of this document, and in no sentence"


def _overlap(text: str, before: str | None) -> int:
    """How many words at the head of a line repeat the tail of the line before."""
    if not before:
        return 0
    own, tail = text.split(), before.split()
    for n in range(min(len(own) - 1, len(tail), 12), 1, -1):
        head, end = " ".join(own[:n]), " ".join(tail[-n:])
        same = letters(head) == letters(end)
        if same and (is_finished(head) and is_finished(end)):
            return n
        if n >= 4 and likeness(head, end) >= OVERLAP and not (same and is_finished(end)):
            return n
    return 0


def _without_initial(line: Line) -> Verdict:
    """Cut off a first letter or two that were read on their own and again with their word."""
    own = line.text.split()
    if len(own) < 3 or len(own[0]) > 2 or own[0] in {"A", "I", "a"} or not own[0].isalpha():
        return Verdict(line)
    if len(own[1]) > SHORTEST_WORD and own[1].startswith(own[0]) and not starts_inside(own[1]):
        ghost, kept = split_line(line, 1)
        return Verdict(kept, ghost, "a first letter, read twice")
    return Verdict(line)
