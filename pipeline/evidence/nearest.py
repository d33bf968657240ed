"""Which subject a text comes nearest to: the cosine of weighed words, word pairs and letter runs.

Each subject is one vector of all its texts, each domain one of all that stands in it and one of
what it says of itself (title, outcome, summary). A paragraph is often shorter than what would tell
it from its neighbours, and the domain then helps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.compare.vectors import Rows, Vector, Weights, cosine
from pipeline.evidence.levels import Voices
from pipeline.evidence.texts import Known, KnownText, read_features

Floats = npt.NDArray[np.float64]

# What the domain as a whole, and what it says of itself, count beside the subject's own texts.
DOMAIN_SHARE, OWN_SHARE = 0.5, 0.5
# What likeness to a level's own paragraphs counts beside its voice: raised to a power, so that a
# topic in common counts little and words in common much. Of 83 paragraphs that the next editions
# of three frameworks reworded, 80 went to their level; by the voice alone, 49.
CELL, POWER = 8.0, 3


class Nearest:
    """The nearest-neighbour method, made from the texts that are known."""

    def __init__(self, known: Known) -> None:
        self._domain_of = np.array([s.domain for s in known.subjects], dtype=int)
        subjects = _gather(known.texts, [t.subject for t in known.texts], len(known.subjects))
        domains = _gather(known.texts, [t.domain for t in known.texts], len(known.domains))
        own = [t for t in known.texts if t.subject is None]
        about = _gather(own, [t.domain for t in own], len(known.domains))
        self._weights = Weights([unit for unit in (*subjects, *about) if unit])
        self._subjects, self._domains, self._about = (
            _to_length_1(self._weights.matrix(units)) for units in (subjects, domains, about)
        )
        self._voices = Voices(known)
        self._cells = defaultdict[int, list[KnownText]](list)
        for text in known.descriptors:
            if text.subject is not None:
                self._cells[text.subject].append(text)
        self._levels = len(known.levels)
        self._vectors: dict[KnownText, Vector] = {}
        self._asked: tuple[str, Vector] = ("", {})

    def subjects(self, text: str) -> Floats:
        """How near the text is to each subject, 0 to 1."""
        row = self._weights.row(read_features(text))
        of_domain, of_itself, near = (
            np.einsum("ij,j->i", rows, row, dtype=np.float64)
            for rows in (self._domains, self._about, self._subjects)
        )
        domain = DOMAIN_SHARE * of_domain + OWN_SHARE * of_itself
        total = 1 + DOMAIN_SHARE + OWN_SHARE
        return np.asarray((near + domain[self._domain_of]) / total, dtype=np.float64)

    def levels(self, text: str, subject: int) -> Floats:
        """How likely each level is if the text speaks of the subject; they add up to 1."""
        likeness = np.zeros(self._levels)
        for known, like in self._compare(text, subject):
            if known.level is not None:
                likeness[known.level] = max(likeness[known.level], like)
        return softmax(self._voices.speak(text, subject) + CELL * likeness**POWER)

    def paragraph(self, text: str, subject: int) -> tuple[KnownText, float] | None:
        """The paragraph of the subject that comes nearest, and how like it is, 0 to 1."""
        return max(self._compare(text, subject), key=lambda pair: pair[1], default=None)

    def _compare(self, text: str, subject: int) -> list[tuple[KnownText, float]]:
        if self._asked[0] != text:  # of one text it is asked several times
            self._asked = (text, self._weights.vector(read_features(text)))
        cells = self._cells.get(subject, [])
        return [(known, cosine(self._asked[1], self._vector(known))) for known in cells]

    def _vector(self, known: KnownText) -> Vector:
        if known not in self._vectors:
            self._vectors[known] = self._weights.vector(known.features)
        return self._vectors[known]


def softmax(values: Floats) -> Floats:
    """Logarithms as shares of 1."""
    if not len(values):
        return values
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum(), dtype=np.float64)


def _gather(
    texts: Sequence[KnownText], places: Sequence[int | None], size: int
) -> list[Counter[str]]:
    """What all texts of each place say together."""
    units = [Counter[str]() for _ in range(size)]
    for text, place in zip(texts, places, strict=True):
        if place is not None:
            units[place].update(text.features)
    return units


def _to_length_1(rows: Rows) -> Rows:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths, lengths, 1), dtype=np.float32)
