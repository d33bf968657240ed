"""Pages whose text is displayed sideways: by how much the sheet must be turned to read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from pipeline.records import ASKEW, Word

FEWEST = 40  # letters; less may be set along the edge of a page without text


def prevailing_turn(words: Collection[Word]) -> int:
    """By how many degrees a page is to be turned clockwise for most of its text to be upright."""
    if not any(word.turn for word in words):
        return 0  # as on most pages
    letters: Counter[int] = Counter()
    for word in words:
        letters[word.turn] += len(word.text)
    turn, count = letters.most_common(1)[0]
    return turn if turn != ASKEW and count >= FEWEST and 2 * count > letters.total() else 0
