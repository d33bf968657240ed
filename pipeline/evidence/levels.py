"""Which level a text speaks like: its words and pairs of words, as the levels use them elsewhere.

A multinomial naive Bayes classifier (McCallum and Nigam, *A comparison of event models for naive
Bayes text classification*, 1998). The levels of one subject speak of the same things, so what is
said under the subject itself, and by its domain as a whole, tells topics from one another and not
levels: it is left out, and what the levels of all other subjects have in common remains ("most
people", "does not", "is beginning to"). No list of such words is needed, nor a language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from pipeline.evidence.texts import Known, KnownText, read_words

Floats = npt.NDArray[np.float64]

SMOOTHING = 0.5


class Voices:
    """How each level speaks, counted by subject so that one can be left out."""

    def __init__(self, known: Known) -> None:
        self._size = len(known.levels)
        self._domain_of = [subject.domain for subject in known.subjects]
        self._counts = _count(known.descriptors, self._size)
        by_place: defaultdict[tuple[int, int | None], list[KnownText]] = defaultdict(list)
        for text in known.descriptors:
            by_place[text.domain, text.subject].append(text)
        self._own = {place: _count(texts, self._size) for place, texts in by_place.items()}
        self._totals = _totals(self._counts, self._size)

    def speak(self, text: str, subject: int) -> Floats:
        """How likely the words are in each level, as logarithms; 0 where nothing is known.

        Words of one text hang together, so their logarithms are added up as if there were only as
        many as the square root of their number.
        """
        domain = self._domain_of[subject]
        left_out = [self._own[p] for p in ((domain, subject), (domain, None)) if p in self._own]
        totals = self._totals - sum(_totals(counts, self._size) for counts in left_out)
        vocabulary = SMOOTHING * max(1, len(self._counts))
        said = np.zeros(self._size)
        number = 0
        for word in read_words(text):
            if word not in self._counts:
                continue
            uses = self._counts[word] - sum(c[word] for c in left_out if word in c)
            if uses.any():
                said += np.log((uses + SMOOTHING) / (totals + vocabulary))
                number += 1
        return said / np.sqrt(number) if number else said


def _count(texts: Iterable[KnownText], size: int) -> dict[str, Floats]:
    """In how many texts of each level a word or pair stands."""
    counts: dict[str, Floats] = {}
    for text in texts:
        for word in read_words(text.text):
            counts.setdefault(word, np.zeros(size))[text.level] += 1
    return counts


def _totals(counts: dict[str, Floats], size: int) -> Floats:
    return sum(counts.values(), np.zeros(size))
