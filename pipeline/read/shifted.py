"""Text in fonts that name no characters, written as the numbers of TrueType's usual glyph order.

There the space is glyph 3, so letters are printed as what stands 29 places before them: "7KH" says
"The". Some printer drivers write text so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from pipeline.read.fonts import Fonts
from pipeline.records import UNKNOWN

SHIFT = 29  # places in ASCII between a glyph's number and its character
ENOUGH = 20  # letters of a font that tell
VOWELS = 1.5  # times as many vowels as without the shift

_LETTERS = re.compile(r"[A-Z\[\\\]]")
_SMALL = re.compile("[a-z]")
_BEFORE, _BEHIND = "AEIOU", "DHLRX"  # vowels, without the shift and with it
_NEVER = "ABC"  # what no letter is written as

_ORDER = {chr(number): chr(number + SHIFT) for number in range(3, 98)}
_ORDER |= {
    chr(number): bytes([number + (30 if number < 172 else 31)]).decode("mac_roman")
    for number in range(98, 225)
}


def unshifted(text: str, fonts: Fonts) -> str:
    """The text of a page with as many characters, those of such fonts as they are printed."""
    found = _shifted_fonts(text, fonts)
    if not found:
        return text
    return "".join(
        _ORDER.get(letter, UNKNOWN) if fonts.unnamed(i) and fonts.font(i) in found else letter
        for i, letter in enumerate(text)
    )


def _shifted_fonts(text: str, fonts: Fonts) -> set[int]:
    """Fonts whose capitals are small letters."""
    letters: dict[int, Counter[str]] = defaultdict(Counter)
    for match in _LETTERS.finditer(text):
        if fonts.unnamed(match.start()):
            letters[fonts.font(match.start())][match.group()] += 1
    found = {font for font, counts in letters.items() if _is_shifted(counts)}
    if not found:
        return found
    small = (m.start() for m in _SMALL.finditer(text))
    small_in = Counter(fonts.font(i) for i in small if fonts.unnamed(i))
    return {font for font in found if small_in[font] * ENOUGH < letters[font].total()}


def _is_shifted(letters: Counter[str]) -> bool:
    if letters.total() < ENOUGH or sum(letters[c] for c in _NEVER) * ENOUGH > letters.total():
        return False
    return sum(letters[c] for c in _BEHIND) > VOWELS * sum(letters[c] for c in _BEFORE)
