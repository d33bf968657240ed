"""Characters of fonts that name none: read by the encodings in which such fonts are usually made.

LaTeX's bitmap fonts, and some converters, leave the bare numbers of the glyphs in the text layer.
Letters and figures have the same numbers nearly everywhere, but ligatures, quotes, dashes and
bullets come out as control characters or as other letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from pipeline.records import Repair
from pipeline.vocabulary import clean

BULLET = "•"
LETTERS_PER_SIGN = 3  # as many letters stand on a page for each sign, or it is no text at all

# Line ends of the text layer are written as pairs, so a control character alone is a glyph.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)|(?<!\r)\n")
_NEW = "[\x1b-\x1f]"
_OLD = "(?:[\x0b\x0c\x0e\x0f]|\r(?!\n))"
_LIGATURE = re.compile(f"(?<=[^\\W\\d_])(?:({_NEW})|({_OLD}))|(?:({_NEW})|({_OLD}))(?=[a-z])")
_LONE = re.compile("(?<!\\S)[\x0f\x88\x95](?!\\S)")  # what is a bullet in symbol fonts
_FIRST_LETTER = re.compile("(?<![A-Za-z])[A-Za-z]")


class Fonts(Protocol):
    """What can be asked of a page about the font of a character, by its index in the text."""

    def unnamed(self, index: int) -> bool:
        """Whether the font gives no name for the character."""

    def font(self, index: int) -> int:
        """A number that characters of one font share."""


class _Encoding(NamedTuple):
    """What stands for a character: in fonts of text, and in fonts that hold no letters."""

    text: Mapping[str, str]
    signs: Mapping[str, str]


_OT1 = dict(zip(map(chr, range(0x0B, 0x12)), "ﬀﬁﬂﬃﬄıȷ", strict=True))
_OT1 |= dict(zip(map(chr, range(0x19, 0x20)), "ßæœøÆŒØ", strict=True))
_OT1 |= dict(zip("\x12\x13\x14\x15\x16\x17\x18^_}~\x7f", "`´ˇ˘¯˚¸ˆ˙˝˜¨", strict=True))
_OT1 |= dict(zip("\"\\{|<>'`", "”“–—¡¿’‘", strict=True))
_T1 = dict(zip(map(chr, range(0x0D)), "`´ˆ˜¨˝˚ˇ˘¯˙¸˛", strict=True))
_T1 |= dict(zip(map(chr, range(0x0D, 0x17)), "‚‹›“”„«»–—", strict=True))
_T1 |= dict(zip(map(chr, range(0x19, 0x20)), "ıȷﬀﬁﬂﬃﬄ", strict=True))
_T1 |= dict(
    zip(
        map(chr, range(0x7F, 0xC0)),
        "-ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£",
        strict=True,
    )
)
_T1 |= {"\xd7": "Œ", "\xdf": "ẞ", "\xf7": "œ", "\xff": "ß", "'": "’", "`": "‘"}
_WINDOWS = {
    chr(code): bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
# Fonts of signs, as they are used beside those of text, and of formulas.
_SIGNS = dict(zip(map(chr, range(0x84, 0xA0)), "†‡‖‰•℃$¢ƒ₡₩₦₲₱₤℞‽⸘₫™‱¶฿№⁒℮◦℠", strict=True))
_SIGNS |= dict(zip("\xad\xbf\xd6\xf6", "℗€×÷", strict=True))
_FORMULAS = dict(zip("\x01\x02\x03\x06\x14\x15", "·×∗±≤≥", strict=True))
_SIGN = re.compile(f"[{''.join(_SIGNS)}]")

_OLD_TEX = _Encoding(_OT1, _SIGNS | _FORMULAS)
_NEW_TEX = _Encoding(_T1, _SIGNS)
_OTHER = _Encoding(_WINDOWS, _SIGNS)


class Encodings:
    """Reads the characters without a name on the pages of one document, which has one encoding.

    Ligatures beside letters tell it. Pages that were read before the first of them are read as by
    Windows, unless ``known`` has become true and they are read again.
    """

    def __init__(self) -> None:
        self._new, self._old = 0, 0  # ligatures in either place

    @property
    def known(self) -> bool:
        """Whether ligatures were seen."""
        return bool(self._new or self._old)

    def read(self, text: str, fonts: Fonts) -> str:
        """The text of a page with as many characters, those without a name by their encoding."""
        if signs := len(_CONTROL.findall(text)):
            if signs * LETTERS_PER_SIGN > sum(c.isascii() and c.isalpha() for c in text):
                return text
            self._count(text)
        elif not self.known and not _SIGN.search(text):
            return text
        return _read(text, fonts, self._encoding())

    def _count(self, text: str) -> None:
        for new_behind, old_behind, new_before, old_before in _LIGATURE.findall(text):
            self._new += bool(new_behind or new_before)
            self._old += bool(old_behind or old_before)

    def _encoding(self) -> _Encoding:
        if not self.known:
            return _OTHER
        return _NEW_TEX if self._new >= self._old else _OLD_TEX


def encoding_repair(text: str) -> Repair:
    """What is recorded of a word with such characters."""
    return Repair("encoding", f"'{clean(text)}' read by the numbers of its glyphs")


def _read(text: str, fonts: Fonts, encoding: _Encoding) -> str:
    letters = list(text)
    with_letters: set[int] | None = None
    for i, letter in enumerate(text):
        told, sign = encoding.text.get(letter), encoding.signs.get(letter)
        if not told and not sign:
            continue
        unnamed = fonts.unnamed(i)
        if sign and unnamed:
            if with_letters is None:
                with_letters = {fonts.font(m.start()) for m in _FIRST_LETTER.finditer(text)}
            told = told if fonts.font(i) in with_letters else sign
        if told and (unnamed or _CONTROL.match(text, i)):
            letters[i] = told
    for match in _LONE.finditer(text):
        letters[match.start()] = BULLET
    return "".join(letters)
