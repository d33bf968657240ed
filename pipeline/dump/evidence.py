"""What the document tells of its words: which it knows, which follow which, which are names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from math import log

from pipeline.dump.lines import letters, words_of
from pipeline.sentences import ends_sentence, is_finished, starts_inside

LONGEST_GRAM = 4
UNENDED = 2.0  # cost of a paragraph that ends without a full stop
BREAK = 6.0  # cost of going on in lower case behind a full stop
SHORTEST_WORD = 3  # shorter ones are in any gibberish
ENOUGH = 0.2  # share of the most talkative level's words below which a level has no voice
VOICE_WEIGHT = 0.05
VOICE_LIMIT = 0.5
TWIN_WEIGHT = 1.5
TWIN_GRAM = 6
OPENING_WORDS = 3
RICH = 0.6  # share of words in use that stand in several rows
COMMON = 3  # uses inside sentences from which a word is known to be no name
RARE = 4  # paragraphs that may begin alike before their beginning is a common one
NAME = 0.3  # share of a word's uses inside sentences that have a capital if it is a name
_OPENING = re.compile(r"^[\"'‘“«(\[{]+")


class Evidence:
    """An index of the words and word sequences of all cells and paragraphs."""

    def __init__(self, rows: Iterable[Iterable[str]]) -> None:
        self._rows: Counter[str] = Counter()
        self._grams: Counter[tuple[str, ...]] = Counter()
        self._inner: Counter[str] = Counter()
        self._inner_capitals: Counter[str] = Counter()
        self._openings: Counter[tuple[str, ...]] = Counter()
        self._short_openings: Counter[tuple[str, ...]] = Counter()
        for texts in rows:
            each = [(text, words_of(text)) for text in texts]
            self._rows.update({word for _, words in each for word in words})
            for text, words in each:
                self._add(text, words)

    def _add(self, text: str, words: Sequence[str]) -> None:
        for n in range(2, LONGEST_GRAM + 1):
            self._grams.update(zip(*(words[i:] for i in range(n)), strict=False))
        self._openings[tuple(words[:LONGEST_GRAM])] += 1
        self._short_openings[tuple(words[:OPENING_WORDS])] += 1
        tokens = text.split()
        for before, token in pairwise(tokens):
            if before[-1:].isalpha():
                self._inner.update(words_of(token)[:1])
                if _OPENING.sub("", token)[:1].isupper():
                    self._inner_capitals.update(words_of(token)[:1])

    @property
    def is_rich(self) -> bool:
        """Whether most words stand in several rows, so that one that does not tells something."""
        long = {word: n for word, n in self._rows.items() if len(word) >= SHORTEST_WORD}
        return sum(n for n in long.values() if n >= 2) >= RICH * sum(long.values())

    def knows(self, word: str) -> bool:
        """Whether the word stands in at least two rows."""
        return self._rows[word] >= 2

    def unknown_share(self, text: str) -> float:
        """The share of longer words that stand nowhere else; 1 where there is no longer word."""
        long = [w for w in words_of(text) if len(w) >= SHORTEST_WORD and not w.isdigit()]
        return sum(not self.knows(w) for w in long) / len(long) if long else 1.0

    def capital_inside(self, text: str) -> bool:
        """Whether the first word has its capital inside sentences too, as names have."""
        first = "".join(words_of(text)[:1])
        return self._inner_capitals[first] > NAME * self._inner[first]

    def breaks(self, text: str) -> int:
        """How often a text goes on in lower case behind a full stop, or in a capital inside."""
        tokens = text.split()
        found = 0
        for i, (before, token) in enumerate(pairwise(tokens)):
            after = tokens[i + 2] if i + 2 < len(tokens) else ""
            if ends_sentence(before):
                found += token[:1].islower() and "." not in before[:-1] and len(before) > 4
            elif before.islower() and after.islower() and token.istitle():
                word = "".join(words_of(token)[:1])
                found += self._inner[word] >= COMMON and not self.capital_inside(token)
        return found

    def opens_paragraph(self, text: str) -> bool:
        """Whether some paragraph or cell of the document starts with the same words."""
        words = words_of(text)
        return len(words) >= LONGEST_GRAM and tuple(words[:LONGEST_GRAM]) in self._openings

    def rare_opening(self, text: str) -> tuple[str, ...]:
        """The first words, if only a few paragraphs or cells begin with them; else empty."""
        opening = tuple(words_of(text)[:OPENING_WORDS])
        return opening if self._short_openings[opening] <= RARE else ()

    def openings(self, text: str) -> frozenset[tuple[str, ...]]:
        """The first words of every sentence of a text."""
        tokens = text.split()
        starts = [i for i, _ in enumerate(tokens) if i == 0 or is_finished(tokens[i - 1])]
        return frozenset(tuple(words_of(" ".join(tokens[i : i + OPENING_WORDS]))) for i in starts)

    def crossing(self, tail: str, head: str) -> int:
        """The most words of a sequence over the break that stands elsewhere unbroken; 0 if none."""
        left, right = words_of(tail)[-3:], words_of(head)[:3]
        best = 0
        for i in range(1, len(left) + 1):
            for j in range(1, min(len(right), LONGEST_GRAM - i) + 1):
                if self._grams[(*left[-i:], *right[:j])]:
                    best = max(best, i + j)
        return best

    def join_score(self, tail: str, head: str) -> float:
        """How well ``head`` goes on where ``tail`` stops; above 0 speaks for it."""
        is_open, inside = bool(tail) and not is_finished(tail), starts_inside(head)
        if tail and inside and not ends_sentence(tail):
            is_open = True  # behind a semicolon
        if is_open and (inside or self.capital_inside(head)):
            return (2.0 if inside else 0.5) + 0.75 * self.crossing(tail, head)
        if is_open:
            return -UNENDED
        return -BREAK if inside else 0.0


def follows(tail: str | None, head: str | None) -> bool:
    """Whether letters and points allow that one text follows the other (None: an edge)."""
    if tail is None or head is None:
        return True
    return not ends_sentence(tail) if starts_inside(head) else is_finished(tail)


def likeness(a: str, b: str) -> float:
    """0 to 1: how much of the letters two texts share in order."""
    a, b = letters(a), letters(b)
    if a == b:
        return 1.0 if a else 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0


class Voices:
    """How each level speaks: the words and sequences that its texts use more than the others'.

    A text never speaks for its own place: what is asked about is left out of the account.
    """

    def __init__(self, texts: Mapping[int, Mapping[int, str]]) -> None:
        """Count the texts of each level, by the number of their row."""
        self._texts = texts
        self._counts: dict[int, Counter[tuple[str, ...]]] = {}
        self._rows: defaultdict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
        for level, each in texts.items():
            counts = self._counts[level] = Counter()
            for row, text in each.items():
                counts.update(_features(text))
                for gram in _long_grams(text):
                    self._rows[gram].add((level, row))
        totals = {level: sum(c.values()) + 1 for level, c in self._counts.items()}
        enough = ENOUGH * max(totals.values(), default=1)
        self._totals = {level: total for level, total in totals.items() if total >= enough}

    def scores(self, text: str, row: int) -> dict[int, float]:
        """By level, above 0 if the text speaks like it more than like the mean of the levels.

        Args:
            text: the paragraph in question.
            row: the number of its row.
        """
        if len(self._totals) < 2:
            return {}
        each = {level: self._log_likelihood(text, level, row) for level in self._totals}
        mean = sum(each.values()) / len(each)
        return {
            level: max(-VOICE_LIMIT, min(VOICE_LIMIT, VOICE_WEIGHT * (value - mean)))
            + self._twin(text, level, row)
            for level, value in each.items()
        }

    def _log_likelihood(self, text: str, level: int, row: int) -> float:
        counts, total = self._counts[level], self._totals[level]
        own = Counter(_features(self._texts[level].get(row, "")))
        return sum(
            log((counts[f] - own[f] + 0.5) / total)
            for f in set(_features(text))
            if any(f in self._counts[other] for other in self._totals)
        )

    def _twin(self, text: str, level: int, row: int) -> float:
        """Above 0 if long sequences of the text stand in this level's other texts only."""
        own = other = 0
        for gram in set(_long_grams(text)):
            levels = {at for at, where in self._rows.get(gram, ()) if where != row}
            own += levels == {level}
            other += len(levels) == 1 and levels != {level}
        return TWIN_WEIGHT * (own - other) / (own + other) if own + other else 0.0


def _features(text: str) -> Sequence[tuple[str, ...]]:
    words = words_of(text)
    return [*zip(words, strict=True), *pairwise(words)]


def _long_grams(text: str) -> Sequence[tuple[str, ...]]:
    words = words_of(text)
    return list(zip(*(words[i:] for i in range(TWIN_GRAM)), strict=False))
