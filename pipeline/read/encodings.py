"""Characters of fonts that name none: read by the encodings in which such fonts are usually made.

LaTeX's bitmap fonts, and some converters, leave the bare numbers of the glyphs in the text layer.
Letters and figures have the same numbers nearly everywhere, but ligatures, quotes, dashes and
bullets come out as control characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.records import Repair
from pipeline.vocabulary import clean

BULLET = "•"
LETTERS_PER_SIGN = 3  # as many letters stand on a page for each sign, or it is no text at all

# Line ends of the text layer are written as pairs, so a control character alone is a glyph.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)|(?<!\r)\n")
_LIGATURE = re.compile(
    "(?<=[^\\W\\d_])(?:([\x1b-\x1f])|([\x0b-\x0f]))|(?:([\x1b-\x1f])|([\x0b-\x0f]))(?=[a-z])"
)
_LONE = re.compile("(?<!\\S)[\x0f\x88\x95](?!\\S)")  # what is a bullet in symbol fonts

_OT1 = dict(zip(map(chr, range(0x0B, 0x12)), "ﬀﬁﬂﬃﬄıȷ", strict=True))
_OT1 |= dict(zip(map(chr, range(0x19, 0x20)), "ßæœøÆŒØ", strict=True))
_OT1 |= dict(zip("\"\\{|<>'`", "”“–—¡¿’‘", strict=True))
_T1 = dict(zip(map(chr, range(0x0D, 0x17)), "‚‹›“”„«»–—", strict=True))
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


def by_encoding(text: str, unnamed: Callable[[int], bool]) -> str:
    """The text of a page with as many characters, those without a name read by their encoding.

    ``unnamed`` tells of a character, by its index, whether its font gives no name for it.
    """
    signs = len(_CONTROL.findall(text))
    if not signs or signs * LETTERS_PER_SIGN > sum(c.isascii() and c.isalpha() for c in text):
        return text
    table = _table(text)
    letters = list(text)
    for i, letter in enumerate(letters):
        told = table.get(letter)
        if told and (_CONTROL.match(text, i) or (table is not _WINDOWS and unnamed(i))):
            letters[i] = told
    for match in _LONE.finditer(text):
        letters[match.start()] = BULLET
    return "".join(letters)


def encoding_repair(text: str) -> Repair:
    """What is recorded of a word with such characters."""
    return Repair("encoding", f"'{clean(text)}' read by the numbers of its glyphs")


def _table(text: str) -> dict[str, str]:
    """The encoding whose ligatures stand beside letters; without any, that of Windows."""
    found = [(bool(a or c), bool(b or d)) for a, b, c, d in _LIGATURE.findall(text)]
    new, old = (sum(each) for each in zip(*found, strict=True)) if found else (0, 0)
    if not new and not old:
        return _WINDOWS
    return _T1 if new >= old else _OT1
