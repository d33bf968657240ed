"""How like two texts are: letter n-grams, weighted by how rare they are in both editions.

Words are cut into overlapping runs of four letters, which hold what inflected and compound words
have in common in any language (McNamee and Mayfield, *Character n-gram tokenization for European
language text retrieval*, 2004). A run weighs the more the fewer characteristics have it (inverse
document frequency, Spärck Jones 1972): one that all have, as in a stock sentence, weighs nothing.
Two texts are compared by the cosine of their weights (vector space model, Salton 1975).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.compare.words import fold, spelling

Matrix = npt.NDArray[np.float64]
Rows = npt.NDArray[np.float32]
Vector = Mapping[str, float]
_LENGTH = 4


@dataclass(frozen=True, eq=False)
class Text:
    """A text with the spelling that is compared, its words and its letter n-grams."""

    printed: str
    spelling: str
    words: Counter[str]
    grams: Counter[str]


def read_text(printed: str) -> Text:
    """Fold a text once for all comparisons."""
    words = fold(printed)
    grams = Counter(gram for word in words for gram in _grams(word))
    return Text(printed, spelling(words), Counter(words), grams)


def join_texts(texts: Sequence[Text]) -> Text:
    """Several texts as one; each keeps the spelling that it has alone."""
    if len(texts) == 1:
        return texts[0]
    printed = " ".join(text.printed for text in texts if text.printed)
    whole = spelling([text.spelling for text in texts if text.spelling])
    words = sum((text.words for text in texts), Counter[str]())
    return Text(printed, whole, words, add_up(texts))


@cache
def _grams(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[i : i + _LENGTH] for i in range(max(1, len(padded) - _LENGTH + 1)))


def add_up(texts: Iterable[Text]) -> Counter[str]:
    """All n-grams of several texts."""
    total: Counter[str] = Counter()
    for text in texts:
        total.update(text.grams)
    return total


class Weights:
    """What each n-gram weighs, from the ``units`` (characteristics, domains) of both editions."""

    def __init__(self, units: Sequence[Counter[str]]) -> None:
        spread = Counter(gram for unit in units for gram in unit)
        self._idf = {gram: math.log((len(units) + 1) / n) for gram, n in spread.items()}
        self._rarest = math.log(len(units) + 1)  # of what is said outside them, as in a footnote
        self._columns = {gram: n for n, gram in enumerate(self._idf)}
        self._vectors: dict[str, Vector] = {}

    def vector(self, grams: Counter[str]) -> Vector:
        """The weights of a text, of length 1 unless it is empty."""
        idf, rarest = self._idf, self._rarest
        weighed = {gram: (1 + math.log(n)) * idf.get(gram, rarest) for gram, n in grams.items()}
        length = math.sqrt(sum(value * value for value in weighed.values()))
        return {gram: value / length for gram, value in weighed.items()} if length else {}

    def likeness(self, left: Text, right: Text) -> float:
        """How like two paragraphs are, 1 for those that say the same.

        The mean of their cosine, which goes by what is peculiar to a characteristic, and of the
        words that they share (Dice 1945), which goes by the sentence as a whole.
        """
        if left.spelling == right.spelling:
            return 1.0
        return (cosine(self._of(left), self._of(right)) + share_of_words(left, right)) / 2

    def _of(self, text: Text) -> Vector:
        """The vector of a text, which is asked for many times."""
        if text.spelling not in self._vectors:
            self._vectors[text.spelling] = self.vector(text.grams)
        return self._vectors[text.spelling]

    def matrix(self, units: Sequence[Counter[str]]) -> Rows:
        """A row of weights for each unit, not brought to length 1."""
        rows = np.zeros((len(units), len(self._columns)), dtype=np.float32)
        for row, unit in zip(rows, units, strict=True):
            columns = [self._columns[gram] for gram in unit]
            row[columns] = [(1 + math.log(n)) * self._idf[gram] for gram, n in unit.items()]
        return rows

    def row(self, grams: Counter[str]) -> Rows:
        """The vector of a text as a row beside those of ``matrix``; what no unit has has no place.

        It is shorter than 1 by what the units do not know.
        """
        row = np.zeros(len(self._columns), dtype=np.float32)
        for gram, value in self.vector(grams).items():
            if gram in self._columns:
                row[self._columns[gram]] = value
        return row


def share_of_words(left: Text, right: Text) -> float:
    """Twice the words that both have, of all words."""
    total = left.words.total() + right.words.total()
    return 2 * (left.words & right.words).total() / total if total else 1.0


def cosine(left: Vector, right: Vector) -> float:
    """The likeness of two vectors of length 1."""
    if len(left) > len(right):
        left, right = right, left
    return sum(value * right.get(gram, 0.0) for gram, value in left.items())
