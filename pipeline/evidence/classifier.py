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

# Of a framework's own paragraphs, each scored by a classifier that does not know it, so many
# score above the threshold. What that keeps out is measured in ``evaluate``.
ABOVE_THRESHOLD = 0.9
FOLDS = 5


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

    def __init__(self, framework: Framework, method: MethodName = "nearest") -> None:
        """Learn the framework; ``spacy`` takes some seconds, ``nearest`` does not."""
        self.framework = framework
        self.method = method
        self._known = read_framework(framework)
        self._nearest = Nearest(self._known)
        self._scores = make_method(self._known, method) if method != "nearest" else self._nearest
        self._places = _places(self._known)
        self.threshold = round(find_threshold(self._known, method), 3)

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
        verbatim = self._places.get(read_spelling(passage.text), [])
        scores = self._scores.subjects(passage.text)
        for known in verbatim:
            if known.subject is not None:
                scores[known.subject] = max(scores[known.subject], 1 / len(verbatim))
        order = np.argsort(-scores, kind="stable")
        best = float(scores[order[0]]) if len(order) else 0.0
        found = [self._match(passage.text, int(n), scores[n], verbatim) for n in order[:top]]
        return ClassifiedPassage(
            number=number,
            lines=passage.lines,
            text=passage.text,
            score=_rounded(best),
            matches=tuple(found) if best > 0 and best >= self.threshold else (),
        )

    def _match(self, text: str, place: int, score: float, verbatim: Sequence[KnownText]) -> Match:
        subject = self._known.subjects[place]
        domain = self._known.domains[subject.domain]
        owner = subject.characteristic
        same = next((known for known in verbatim if known.subject == place), None)
        return Match(
            domain=MatchedDomain(key=domain.key, code=domain.code, title=domain.title),
            characteristic=_matched(owner) if owner else None,
            level=self._level(text, place, same),
            score=_rounded(score),
            nearest=self._paragraph(text, place),
        )

    def _level(self, text: str, place: int, same: KnownText | None) -> MatchedLevel | None:
        if not self._known.levels:
            return None
        scores = self._scores.levels(text, place)
        if same and same.level is not None:
            scores = np.eye(len(scores))[same.level]
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
    statement = " ".join(paragraph.text for paragraph in owner.statement)
    return MatchedCharacteristic(key=owner.key, code=owner.code, statement=statement)


def make_method(known: Known, method: MethodName) -> Method:
    """One of the methods, made from what is known."""
    if method == "nearest":
        return Nearest(known)
    from pipeline.evidence.textcat import TextCategorizers

    return TextCategorizers(known)


def find_threshold(known: Known, method: MethodName) -> float:
    """The score that most of the framework's own paragraphs reach when they are left out."""
    texts = own_texts(known)
    scores = [
        float(maker.subjects(text.text).max())
        for fold in folds(texts, FOLDS)
        for maker in [make_method(known.without(fold), method)]
        for text in fold
    ]
    return float(np.quantile(scores, 1 - ABOVE_THRESHOLD)) if scores else 0.0


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
