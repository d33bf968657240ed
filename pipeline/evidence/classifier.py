"""The door for Python: a framework in, and for each text what it speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from pipeline.classification import (
    Classification,
    ClassifiedPassage,
    Match,
    MatchedCharacteristic,
    MatchedDomain,
    MatchedLevel,
    MethodName,
    NearestParagraph,
)
from pipeline.evidence.nearest import Floats, Nearest
from pipeline.evidence.passages import By, Passage, split_passages
from pipeline.evidence.texts import Known, KnownText, read_framework, read_spelling
from pipeline.models import Characteristic, Framework

# So much of a framework's own paragraphs, each scored as if it were not known, comes nearer than
# the threshold. Of other frameworks' paragraphs, 50 to 100 of 100 do not.
ABOVE_THRESHOLD = 0.9
FOLDS = 10
# What comes less near, is far from any framework: half of other frameworks' paragraphs came no
# nearer than 0.033 to 0.056 to ten frameworks. It counts where few paragraphs share their words.
LEAST = 0.04


class Method(Protocol):
    """What scores a text; subjects and levels stand in the order of ``Known``."""

    def subjects(self, text: str) -> Floats:
        """How much speaks for each subject, 0 to 1."""

    def levels(self, text: str, subject: int) -> Floats:
        """How likely each level is if the text speaks of the subject; they add up to 1."""


class Classifier:
    """Says which domain, characteristic and level of a framework a text speaks of.

    Example::

        classifier = Classifier(framework)
        found = classifier.classify("Every lamp is tested before it leaves the bench.")
        for match in found.matches:
            print(match.domain.title, match.level.name, match.score)

    Attributes:
        framework: the framework it was made from.
        method: ``nearest`` or ``spacy``.
        threshold: passages that score less have no matches.
    """

    def __init__(
        self,
        framework: Framework,
        method: MethodName = "nearest",
        threshold: float | None = None,
    ) -> None:
        """Learn the framework; ``spacy`` takes some seconds, ``nearest`` does not.

        Without a ``threshold`` it is measured on the framework.
        """
        self.framework = framework
        self.method = method
        self._known = read_framework(framework)
        self._nearest = Nearest(self._known)
        self._scores = make_method(self._known, method) if method != "nearest" else self._nearest
        self._places = _places(self._known)
        found = find_threshold(self._known) if threshold is None else threshold
        self.threshold = round(found, 3)

    def classify(self, text: str, top: int = 1) -> ClassifiedPassage:
        """What one sentence or paragraph speaks of.

        Args:
            text: any text; what stands behind its first 20,000 letters does not count.
            top: how many matches to give, each of another characteristic.

        Returns:
            The matches, best first; none if the best scores below the threshold.
        """
        return self._classify(1, Passage(text), top)

    def classify_all(self, text: str, top: int = 1, by: By = "auto") -> Classification:
        """What every passage of a longer text speaks of; ``by`` says where to cut it."""
        passages = split_passages(text, by)
        return Classification(
            framework=self.framework.id,
            sha256=self.framework.source.sha256,
            method=self.method,
            threshold=self.threshold,
            passages=tuple(self._classify(n, p, top) for n, p in enumerate(passages, 1)),
        )

    def _classify(self, number: int, passage: Passage, top: int) -> ClassifiedPassage:
        near = self._nearest.subjects(passage.text)
        same = self._same(passage.text)
        scores = near if self.method == "nearest" else self._scores.subjects(passage.text)
        for found in (near, scores):
            found[[known.subject for known in same if known.subject is not None]] = 1
        nearness = _rounded(near.max(initial=0))
        order = np.argsort(-scores, kind="stable")[:top]
        spoken = 0 < nearness >= self.threshold
        matches = [
            self._match(passage.text, int(n), scores[n], same)
            for n in order
            if spoken and scores[n] > 0
        ]
        return ClassifiedPassage(
            number=number,
            lines=passage.lines,
            text=passage.text,
            score=nearness,
            matches=tuple(matches),
        )

    def _same(self, text: str) -> list[KnownText]:
        """The paragraphs of one subject that say the same; what several of them say is none's."""
        found = self._places.get(read_spelling(text), [])
        return found if found and len({known.subject for known in found} - {None}) == 1 else []

    def _match(self, text: str, place: int, score: float, same: Sequence[KnownText]) -> Match:
        subject = self._known.subjects[place]
        domain = self._known.domains[subject.domain]
        owner = subject.characteristic
        return Match(
            domain=MatchedDomain(key=domain.key, code=domain.code, title=domain.title),
            characteristic=_matched(owner) if owner else None,
            level=self._level(text, place, [known for known in same if known.subject == place]),
            score=_rounded(score),
            nearest=self._paragraph(text, place),
        )

    def _level(self, text: str, place: int, same: Sequence[KnownText]) -> MatchedLevel | None:
        if not self._known.levels:
            return None
        scores = self._scores.levels(text, place)
        if same:
            said = np.array([any(k.level == n for k in same) for n in range(len(scores))])
            scores = np.where(said, 1 / said.sum(), 0)
        if len(scores) > 1 and scores.min() == scores.max():
            return None  # nothing tells the levels apart
        number = int(np.argmax(scores))
        level = self._known.levels[number]
        score = _rounded(scores[number])
        return MatchedLevel(key=level.key, name=level.name, rank=level.rank, score=score)

    def _paragraph(self, text: str, place: int) -> NearestParagraph | None:
        found = self._nearest.paragraph(text, place)
        if found is None:
            return None
        known, likeness = found
        name = self._known.levels[known.level or 0].name
        likeness = _rounded(likeness)
        return NearestParagraph(key=known.key, level=name, text=known.text, likeness=likeness)


def _matched(owner: Characteristic) -> MatchedCharacteristic:
    return MatchedCharacteristic(key=owner.key, code=owner.code, statement=owner.statement_text)


def make_method(known: Known, method: MethodName) -> Method:
    """One of the methods, made from what is known."""
    if method == "nearest":
        return Nearest(known)
    from pipeline.evidence.textcat import TextCategorizers

    return TextCategorizers(known)


def find_threshold(known: Known) -> float:
    """What most of the framework's own paragraphs reach when they are left out; never too low."""
    scores = [
        float(nearest.subjects(text.text).max())
        for fold in folds(own_texts(known), FOLDS)
        for nearest in [Nearest(known.without(fold))]
        for text in fold
    ]
    return max(LEAST, float(np.quantile(scores, 1 - ABOVE_THRESHOLD))) if scores else LEAST


def own_texts(known: Known) -> list[KnownText]:
    """The descriptors' paragraphs without those that several subjects have word for word."""
    places = _places(known)
    stock = {
        spelling
        for spelling, texts in places.items()
        if len({(text.domain, text.subject) for text in texts}) > 1
    }
    return [text for text in known.descriptors if text.spelling not in stock]


def folds(texts: Sequence[KnownText], number: int) -> list[Sequence[KnownText]]:
    """The texts dealt out like cards, so that neighbours are left out apart."""
    dealt = [texts[n::number] for n in range(min(number, len(texts)))]
    return [fold for fold in dealt if fold]


def _places(known: Known) -> dict[str, list[KnownText]]:
    """The descriptors' paragraphs by what they say."""
    places: defaultdict[str, list[KnownText]] = defaultdict(list)
    for text in known.descriptors:
        if text.spelling:
            places[text.spelling].append(text)
    return dict(places)


def _rounded(score: float) -> float:
    return round(min(1.0, max(0.0, float(score))), 3)
