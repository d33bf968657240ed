"""Letters whose accent is a glyph of its own, printed over them: one character is meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize

from pipeline.records import Repair

# Accents that take room of their own, and those that combine with the letter before them.
_COMBINING = dict(
    zip(
        "`´ˆ^˜~¨˝˚ˇ˘¯˙¸˛",
        "\u0300\u0301\u0302\u0302\u0303\u0303\u0308\u030b\u030a\u030c\u0306\u0304\u0307\u0327\u0328",
        strict=True,
    )
)
_ACCENT = re.compile(f"[{re.escape(''.join(_COMBINING))}]")
_DOTTED = {"ı": "i", "ȷ": "j"}


def with_accents(text: str, under: Callable[[int], int | None], nothing: str) -> str:
    """The text of a page with as many characters, accents made part of their letters.

    ``under`` gives the index of what is printed at the place of the accent at an index; the accent
    leaves ``nothing`` behind.
    """
    if text.isascii() and not _ACCENT.search(text):
        return text
    letters = list(text)
    for match in _ACCENT.finditer(text):
        below = under(match.start())
        if below is None or not letters[below].isalpha():
            continue
        letter = _DOTTED.get(letters[below], letters[below])
        whole = normalize("NFC", letter + _COMBINING[match.group()])
        if len(whole) == 1:
            letters[below], letters[match.start()] = whole, nothing
    return "".join(letters)


def accent_repair(printed: str, word: str) -> Repair:
    """What is recorded of a word with such letters."""
    return Repair("accent", f"'{printed}' read as '{word}', its accents stand over letters")
