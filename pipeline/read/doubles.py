"""Words drawn twice at nearly one place, as some producers make type bold: one word is printed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from pipeline.records import Page, Word

APART = 0.12  # share of the size by which the two drawings may be shifted


def without_doubles(page: Page) -> Page:
    """The page with each doubled word once, in bold; the same page if nothing is doubled."""
    known: dict[str, list[int]] = defaultdict(list)
    words: list[Word] = []
    for word in page.words:
        first = next((i for i in known[word.text] if _same_place(words[i], word)), None)
        if first is None:
            known[word.text].append(len(words))
            words.append(word)
        elif not words[first].bold:
            words[first] = words[first]._replace(bold=True)
    return page if len(words) == len(page.words) else replace(page, words=tuple(words))


def _same_place(a: Word, b: Word) -> bool:
    apart = APART * a.size
    return abs(a.x0 - b.x0) <= apart and abs(a.bottom - b.bottom) <= apart
