"""Words, rules and shading of born-digital PDFs through pdfium.

The page's text is asked for at once and boxes only at the first and last character of each word:
a call per character would cost several times as much.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.errors import InputError
from pipeline.read.accents import accent_repair, with_accents
from pipeline.read.dots import with_drawn_marks
from pipeline.read.encodings import Encodings, encoding_repair
from pipeline.read.glyphs import Glyph, Glyphs
from pipeline.read.leftward import as_read, in_parts, mostly_leftward, order_repair, runs_leftward
from pipeline.read.painted import painted, path_boxes, picture_box, to_display
from pipeline.read.paths import sort_boxes
from pipeline.read.turns import prevailing_turn
from pipeline.records import Page, Repair, Word

# pdfium writes U+FFFE (older builds U+0002) for a hyphen at a line's end, and no space after it.
_LINE_HYPHEN = "\ufffe\x02"
_SIGN = rf"[^\s\0{_LINE_HYPHEN}]"
_TOKEN = re.compile(rf"(?!\u200b)(?:{_SIGN}+[{_LINE_HYPHEN}]?|[{_LINE_HYPHEN}])")
# A footnote mark inside a token ('done2,') leaves its first and last character alike.
_INNER_MARK = re.compile(r"[^\W\d]\d{1,3}\W")
# Figures that may be raised by the font itself, on the base line and in the size of the text.
_STUCK_FIGURES = re.compile(r"(?<=[^\W\d]|[.,;:!?)\]’”])\d{1,3}(?=\W*$)|^\d{1,3}(?=[^\W\d_])")
# Stands for the second half of a character beyond the basic plane, and for an accent.
_NOTHING = "\u200b"
_LINE_END = "\r\n"  # between lines, where the source has no white space


def read_pages(path: Path, data: bytes) -> tuple[Page, ...]:
    """All pages of a PDF.

    Raises:
        InputError: pdfium cannot open the file or load one of its pages.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if b"/Encrypt" in data and "password" in str(error).casefold():
            raise InputError(
                f"{path} is protected by a password: save a copy without one."
            ) from None
        raise InputError(f"{path} is a damaged PDF: download or export it again.") from None
    try:
        if not len(document):
            raise InputError(f"{path} has no pages: download or export it again.")
        return tuple(_read_all(document))
    except pdfium.PdfiumError as error:
        raise InputError(
            f"{path} is a damaged PDF ({error}): download or export it again."
        ) from None
    finally:
        document.close()


def _read_all(document: pdfium.PdfDocument) -> list[Page]:
    """The pages; those that were read before the encoding of the document was known, once more."""
    encodings = Encodings()
    pages: list[Page] = []
    uncertain: list[int] = []
    for index in range(len(document)):
        pages.append(_read_page(document, index, encodings))
        if not encodings.known:
            uncertain.append(index)
    if encodings.known:
        for index in uncertain:
            pages[index] = _read_page(document, index, encodings)
    return pages


def _read_page(document: pdfium.PdfDocument, index: int, encodings: Encodings) -> Page:
    page = document[index]
    try:
        width, height = page.get_size()
        rotation = page.get_rotation()
        text_page = page.get_textpage()
        try:
            glyphs = Glyphs(text_page, to_display(page, rotation), rotation)
            text = _read_text(text_page, glyphs, encodings)
            words = tuple(_words(text, glyphs))
            turn = prevailing_turn(words)
            if turn:
                rotation = (rotation + turn) % 360
                glyphs = Glyphs(text_page, to_display(page, rotation), rotation)
                words = tuple(_words(text, glyphs))
        finally:
            text_page.close()
        if turn % 180:
            width, height = height, width
        beside: tuple[str, ...] = ()
        if page.get_mediabox() != page.get_cropbox():
            beside = tuple(word.text for word in words if not is_displayed(word, width, height))
            words = tuple(word for word in words if is_displayed(word, width, height))
        objects = list(painted(page, to_display(page, rotation)))
        drawn = sort_boxes(box for each in objects if each.is_path for box in path_boxes(each))
        pictures = tuple(picture_box(each.matrix) for each in objects if not each.is_path)
        words = with_drawn_marks(words, drawn.dots)
        return Page(
            index + 1, width, height, words, drawn.rules, drawn.fills, turn, pictures, beside
        )
    finally:
        page.close()


def is_displayed(word: Word, width: float, height: float) -> bool:
    """Whether a word stands on the sheet, not beside it as printers' remarks do."""
    return word.x1 > 0 and word.x0 < width and word.bottom > 0 and word.top < height


class _Text(NamedTuple):
    """The text of a page, character by character: as pdfium gives it, and as it was mended."""

    printed: str
    named: str
    whole: str

    def repair(self, start: int, end: int, word: str) -> Repair | None:
        """How a word differs from what pdfium gives."""
        was = self.printed[start:end]
        if self.whole[start:end] == was:
            return None
        return encoding_repair(word) if self.named[start:end] != was else accent_repair(was, word)


def _read_text(text_page: pdfium.PdfTextPage, glyphs: Glyphs, encodings: Encodings) -> _Text:
    printed = _page_text(text_page)
    named = encodings.read(printed, glyphs)
    return _Text(printed, named, with_accents(named, glyphs.under, _NOTHING))


def _words(text: _Text, glyphs: Glyphs) -> Iterator[Word]:
    before, behind = None, 0
    mended = text.whole is not text.printed
    leftward = runs_leftward(text.whole)
    mostly = leftward and mostly_leftward(text.whole)
    for start, end, word in _placed_words(text.whole, glyphs):
        # pdfium now and then puts a line break inside a word.
        if before and text.whole[behind:start] == _LINE_END and touch(before, word):
            word = word._replace(glued=True)
        before, behind = word, end
        if mended and (repair := text.repair(start, end, word.text)):
            word = word._replace(repairs=(repair,))
        yield _leftward(word, range(start, end), glyphs, mostly) if leftward else word


def _leftward(word: Word, span: range, glyphs: Glyphs, mostly: bool) -> Word:
    """A word as read, with the box of all its letters: its last one may be at the left."""
    if word.turn:
        return word
    letters = [glyphs.glyph(i) for i in span]

    def edge(index: int) -> float:
        return letters[index].x1

    x0, x1 = min(each.x0 for each in letters), max(each.x1 for each in letters)
    word = word._replace(x0=x0, x1=x1)
    read = in_parts(as_read(word.text, edge), edge) if mostly else as_read(word.text, edge)
    if read == word.text:
        return word
    return word._replace(text=read, repairs=(*word.repairs, order_repair(word.text, read)))


def touch(a: Word, b: Word) -> bool:
    """Whether two words stand on one line without room between them, but for what is rounded."""
    gap = max(b.x0 - a.x1, a.x0 - b.x1)
    aside = abs(a.bottom - b.bottom)
    if a.turn % 180:
        gap, aside = max(b.top - a.bottom, a.top - b.bottom), abs(a.x1 - b.x1)
    return a.turn == b.turn and aside < a.size / 10 and -a.size / 10 <= gap <= a.size / 30


def _placed_words(text: str, glyphs: Glyphs) -> Iterator[tuple[int, int, Word]]:
    """The words with the indices in the page's text where they begin and end."""
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        token = match.group()
        stuck = None if token.isalpha() else _STUCK_FIGURES.search(token)
        if stuck and (figure := glyphs.raised(start + stuck.start())):
            yield from _around_figure(glyphs, match, stuck, figure)
            continue
        if token.isalpha() or not _INNER_MARK.search(token):
            span = glyphs.span(start, end - 1)
            if span:
                ends = end == len(text) or text.startswith(_LINE_END, end)
                yield start, end, _word(token, span, span.x1, glued=False, unspaced=ends)
                continue
        first = glyphs.glyph(start)
        if first.turn:
            for a, b in pairwise(_turned_cuts(glyphs, start, end)):
                head, last = glyphs.glyph(a), glyphs.glyph(b - 1)
                yield a, b, _turned_word(text[a:b], head, last)
            continue
        for a, b in pairwise(_cuts(token, glyphs, start)):
            x1 = glyphs.glyph(b - 1).x1
            ends = b == len(text) or text.startswith(_LINE_END, b)
            head, glued = glyphs.glyph(a), a > start
            yield a, b, _word(text[a:b], head, x1, glued=glued, unspaced=ends)


def _around_figure(
    glyphs: Glyphs, token: re.Match[str], figure: re.Match[str], raised: Glyph
) -> Iterator[tuple[int, int, Word]]:
    """A token with a raised figure as up to three words: what stands before it, it, the rest."""
    start, (a, b), end = token.start(), figure.span(), len(token.group())
    for i, j in ((0, a), (a, b), (b, end)):
        if i < j:
            head = raised if i == a else glyphs.glyph(start + i)
            x1 = glyphs.glyph(start + j - 1).x1
            text = token.group()[i:j]
            word = _word(text, head, x1, glued=i > 0)
            yield start + i, start + j, word


def _page_text(text_page: pdfium.PdfTextPage) -> str:
    """The page's text with one character per index of pdfium's."""
    count = text_page.count_chars()
    text = text_page.get_text_range(0, count) if count else ""
    if len(text) == count:
        return text
    codes = [c.FPDFText_GetUnicode(text_page.raw, i) for i in range(count)]
    return "".join(_character(codes, i) for i in range(count))


def _character(codes: Sequence[int], i: int) -> str:
    """The character at an index; of a surrogate pair, the whole first and nothing second."""
    code = codes[i]
    if 0xD800 <= code < 0xDC00 and i + 1 < len(codes) and 0xDC00 <= codes[i + 1] < 0xE000:
        return chr(0x10000 + ((code - 0xD800) << 10) + (codes[i + 1] - 0xDC00))
    if 0xDC00 <= code < 0xE000 and i and 0xD800 <= codes[i - 1] < 0xDC00:
        return _NOTHING
    return "\ufffd" if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _cuts(token: str, glyphs: Glyphs, start: int) -> list[int]:
    """Where a token changes its base line: a footnote mark, or two lines without a space."""
    cuts = [start]
    before = glyphs.glyph(start)
    for index, letter in enumerate(token[1:], start + 1):
        if letter == _NOTHING:
            continue
        here = glyphs.glyph(index)
        if abs(here.base - before.base) > before.size / 10:
            cuts.append(index)
        before = here
    return [*cuts, start + len(token)]


def _turned_cuts(glyphs: Glyphs, start: int, end: int) -> list[int]:
    """Where a turned token goes on in the next line, which stands beside it."""
    cuts = [start]
    for index in range(start + 1, end):
        before, here = glyphs.glyph(index - 1), glyphs.glyph(index)
        if here.turn % 180 == 90 and abs(here.x0 - before.x0) > before.size / 2:
            cuts.append(index)
    return [*cuts, end]


def _word(text: str, head: Glyph, x1: float, glued: bool, unspaced: bool = False) -> Word:
    text = sys.intern(_in_letters(text))  # most words come again
    _, top, _, bottom, _, size, _, bold = head
    return Word(text, head.x0, top, x1, bottom, size, bold, 0, glued, (), unspaced)


def _turned_word(text: str, first: Glyph, last: Glyph) -> Word:
    x0, x1 = min(first.x0, last.x0), max(first.x1, last.x1)
    top, bottom = min(first.top, last.top), max(first.bottom, last.bottom)
    return Word(_in_letters(text), x0, top, x1, bottom, first.size, first.bold, first.turn)


def _in_letters(text: str) -> str:
    """A token without what pdfium writes for things that are no letters."""
    if _NOTHING in text:
        text = text.replace(_NOTHING, "") or "\ufffd"
    return text[:-1] + "-" if text[-1] in _LINE_HYPHEN else text
