"""How often a method is right, measured on the framework itself by cross-validation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.classification import MethodName
from pipeline.evidence.classifier import find_threshold, folds, make_method, own_texts
from pipeline.evidence.nearest import Floats
from pipeline.evidence.texts import Known, KnownText, read_framework
from pipeline.models import Framework

AMONG = 3


@dataclass(frozen=True, slots=True)
class Hits:
    """How often the right one of so many ``choices`` came ``first``, or ``among`` the first 3."""

    choices: int
    asked: int
    first: int
    among: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What paragraphs are taken for by a classifier that does not know them.

    Attributes:
        method: ``nearest`` or ``spacy``.
        parts: in how many parts the paragraphs were left out, each part at a time.
        domain, characteristic, level: how often each was found.
    """

    method: MethodName
    parts: int
    domain: Hits
    characteristic: Hits
    level: Hits


@dataclass(frozen=True, slots=True)
class ThresholdTest:
    """The score below which a passage has no match, and the share of paragraphs that reach it.

    Attributes:
        threshold: the score.
        kept: the share of the paragraphs that are left out alone.
        strangers: the share of those whose whole domain is left out with them.
    """

    threshold: float
    kept: float
    strangers: float


# A pipeline of spaCy takes too long to train for leaving out one paragraph at a time.
PARTS = 10


def compare_methods(framework: Framework) -> list[Evaluation]:
    """Both methods on one framework; the nearest also in as many parts as spaCy."""
    asked: list[tuple[MethodName, int | None]] = [
        ("nearest", None),
        ("nearest", PARTS),
        ("spacy", PARTS),
    ]
    return [evaluate(framework, method, parts) for method, parts in asked]


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """What a method says of one paragraph: places in order, the best first, and the best score."""

    text: KnownText
    domains: Sequence[int]
    subjects: Sequence[int]
    levels: Sequence[int]
    score: float


def evaluate(
    framework: Framework, method: MethodName = "nearest", parts: int | None = None
) -> Evaluation:
    """Cross-validate a method on the descriptors of a framework.

    Paragraphs that several characteristics have word for word tell nothing, and are not asked.

    Args:
        framework: any framework.
        method: as for ``Classifier``.
        parts: in how many parts paragraphs are left out; without it, one paragraph at a time.
    """
    known = read_framework(framework)
    texts = own_texts(known)
    groups = folds(texts, parts or len(texts))
    answers = list(_answers(known, groups, method))
    return Evaluation(
        method=method,
        parts=len(groups),
        domain=_hits(len(known.domains), [(a.text.domain, a.domains) for a in answers]),
        characteristic=_hits(
            sum(subject.characteristic is not None for subject in known.subjects),
            [(a.text.subject, a.subjects) for a in answers],
        ),
        level=_hits(len(known.levels), [(a.text.level, a.levels) for a in answers]),
    )


def try_threshold(framework: Framework) -> ThresholdTest:
    """What the threshold lets through of paragraphs that are not known, by the nearest method."""
    known = read_framework(framework)
    texts = own_texts(known)
    asked = set(map(id, texts))
    by_domain = [[t for t in known.texts if t.domain == n] for n in range(len(known.domains))]
    alone = list(_answers(known, folds(texts, len(texts)), "nearest"))
    strange = [a for a in _answers(known, by_domain, "nearest") if id(a.text) in asked]
    threshold = find_threshold(known)
    return ThresholdTest(threshold, _share(alone, threshold), _share(strange, threshold))


def _answers(
    known: Known, groups: Sequence[Sequence[KnownText]], method: MethodName
) -> Iterator[_Answer]:
    """What is said of each descriptor of a group by a classifier that knows the others."""
    for group in groups:
        scorer = make_method(known.without(group), method)
        for text in group:
            if text.level is None:
                continue
            scores = scorer.subjects(text.text)
            subjects = _order(scores)
            domains = dict.fromkeys(known.subjects[n].domain for n in subjects)
            levels = _order(scorer.levels(text.text, subjects[0]))
            yield _Answer(text, list(domains), subjects, levels, float(scores[subjects[0]]))


def _order(scores: Floats) -> list[int]:
    return [int(n) for n in np.argsort(-scores, kind="stable")]


def _hits(choices: int, pairs: Sequence[tuple[int | None, Sequence[int]]]) -> Hits:
    """Count; a summary's paragraph has no characteristic and is not asked for one."""
    asked = [(right, order) for right, order in pairs if right is not None]
    first = sum(right == order[0] for right, order in asked)
    return Hits(choices, len(asked), first, sum(right in order[:AMONG] for right, order in asked))


def _share(answers: Sequence[_Answer], threshold: float) -> float:
    return sum(a.score >= threshold for a in answers) / len(answers) if answers else 0.0
