"""Words drawn twice at nearly one place, as some producers make type bold: one word is printed."""

from __future__ import annotations

from dataclasses import replace

from pipeline.records import Page, Word

APART = 0.12  # share of the size by which the two drawings may be shifted


def without_doubles(page: Page) -> Page:
    """The page with each doubled word once, in bold; the same page if nothing is doubled."""
    first: dict[tuple[str, int], int] = {}
    words: list[Word] = []
    for word in page.words:
        key = word.text, round(word.bottom)
        index = first.get(key)
        if index is not None and abs(words[index].x0 - word.x0) <= APART * word.size:
            words[index] = words[index]._replace(bold=True)
        else:
            first[key] = len(words)
            words.append(word)
    return page if len(words) == len(page.words) else replace(page, words=tuple(words))
