"""A framework laid out for classifying: its subjects, and every text with what it belongs to.

A *subject* is what a passage can be said to speak of: a characteristic, or a domain that has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from pipeline.compare.vectors import read_text
from pipeline.compare.words import fold, spelling
from pipeline.models import Characteristic, Descriptor, Domain, Framework, LevelModel, Paragraph

# What a text says after so many letters does not change what it speaks of.
LONGEST = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A characteristic, or a domain that has none; ``domain`` is its place in the framework."""

    domain: int
    owner: Domain | Characteristic

    @property
    def characteristic(self) -> Characteristic | None:
        """The characteristic, None for a whole domain."""
        return self.owner if isinstance(self.owner, Characteristic) else None


@dataclass(frozen=True, eq=False)
class KnownText:
    """One text of the framework.

    ``subject`` is None for what a domain says of itself, ``level`` for what belongs to no level.
    """

    key: str
    text: str
    domain: int
    subject: int | None
    level: int | None

    @cached_property
    def features(self) -> Counter[str]:
        """What the text is compared by."""
        return read_features(self.text)

    @cached_property
    def spelling(self) -> str:
        """What all texts that say the same have in common."""
        return read_spelling(self.text)


@dataclass(frozen=True, eq=False)
class Known:
    """All that a classifier learns from; domains, subjects and levels are meant by their places."""

    domains: tuple[Domain, ...]
    levels: tuple[LevelModel, ...]
    subjects: tuple[Subject, ...]
    texts: tuple[KnownText, ...]

    def without(self, left_out: Iterable[KnownText]) -> Known:
        """The same with some texts left out."""
        gone = set(map(id, left_out))
        kept = tuple(text for text in self.texts if id(text) not in gone)
        return Known(self.domains, self.levels, self.subjects, kept)

    @property
    def descriptors(self) -> list[KnownText]:
        """The texts that say what a level means."""
        return [text for text in self.texts if text.level is not None]


def read_framework(framework: Framework) -> Known:
    """Lay out a framework."""
    subjects = tuple(
        Subject(number, owner)
        for number, domain in enumerate(framework.domains)
        for owner in (domain.characteristics or (domain,))
    )
    levels = {level.key: number for number, level in enumerate(framework.scale.levels)}
    texts: list[KnownText] = []
    for number, domain in enumerate(framework.domains):
        whole = next((n for n, s in enumerate(subjects) if s.owner is domain), None)
        texts.append(KnownText(domain.key, domain.title, number, whole, None))
        own = (*_plain(domain.outcome), *_described(domain.summary, levels))
        texts += [KnownText(p.key, p.text, number, whole, level) for p, level in own]
    for place, subject in enumerate(subjects):
        if subject.characteristic:
            statement = _plain(subject.characteristic.statement)
            own = (*statement, *_described(subject.characteristic.descriptors, levels))
            texts += [KnownText(p.key, p.text, subject.domain, place, level) for p, level in own]
    return Known(framework.domains, framework.scale.levels, subjects, tuple(texts))


def _plain(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, None]]:
    return ((paragraph, None) for paragraph in paragraphs)


def _described(
    descriptors: Sequence[Descriptor], levels: dict[str, int]
) -> Iterator[tuple[Paragraph, int]]:
    return ((p, levels[d.level]) for d in descriptors for p in d.paragraphs)


def read_features(text: str) -> Counter[str]:
    """Runs of four letters, words and pairs of words.

    The runs hold what inflected and compound words share, the pairs what makes a phrase. A word
    stands between spaces, so that none is taken for a run inside another.
    """
    found = read_text(text[:LONGEST])
    return found.grams + read_words(text)


@lru_cache(maxsize=4096)
def read_words(text: str) -> Counter[str]:
    """Words and pairs of words alone; the answer is shared, so it is not to be changed."""
    words = fold(text[:LONGEST])
    pairs = (f" {left} {right} " for left, right in pairwise(words))
    return Counter([*(f" {word} " for word in words), *pairs])


def read_spelling(text: str) -> str:
    """The letters and digits of a text, as editions are compared by."""
    return spelling(fold(text))
