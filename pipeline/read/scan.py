"""Pages that are pictures: made straight, their rules found, their words recognised.

A sheet that lies sideways or upside down is turned first. The rest of the pipeline sees ordinary
pages. Their coordinates are those of the straightened page, for words and rules alike.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean, median
from types import MappingProxyType

import numpy as np
import pypdfium2 as pdfium

from pipeline.geometry import Box, turned, union
from pipeline.read.dots import with_drawn_marks
from pipeline.read.layered import (
    judge_layer_lines,
    layer_finding,
    layer_to_lines,
    words_on_picture,
)
from pipeline.read.measure import ASCENT, InkLine, InkWord, measure_line
from pipeline.read.orient import best_turn, lies_sideways, may_be_upside_down, turned_picture
from pipeline.read.picture import (
    Picture,
    dark_shades,
    erase,
    find_dots,
    find_rules,
    lighten,
    straighten,
)
from pipeline.read.recognise import RawLine, Recogniser, cut_at_rules
from pipeline.records import DESCENT, Finding, Page, Place, Word

RESOLUTION = 300.0  # dots per inch: small print is sharp, and a finer picture shows no more
MOST_PIXELS = 14e6  # of a picture; a larger sheet is rendered less finely
LEAST_TRUST = 0.5  # below it, what looked like a line is a stain or a drawing
DOUBLE = 0.6  # share of a word's width that another word holds if both are the same ink
DOUBTFUL = 0.8  # words trusted less are shown to a person
MOST_SHOWN = 12  # of them
MARK_SIZE, MARK_RISE = 0.6, 0.35  # of a raised mark, as shares of its line's size

APART = 0.045  # share by which two type sizes must differ to be told apart ...
RARE, FAR = 0.1, 0.075  # ... or so far, if that many letters less are set in one
BOLDER = 1.22  # times the usual stem: regular and bold of any family are further apart
HEAVIEST = 0.35  # of the size: stems of any type are narrower
SPREADS = tuple(0.05 * step for step in range(15))  # points by which ink may have spread
FEWEST = 5  # lines from which the shape of a family's letters is told
OTHER_FAMILY = 0.15  # share by which the letters of one family may be higher than another's

# Wide forms of Latin signs, which the engine now and then prefers.
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page as measured, all in points."""

    number: int
    width: float
    height: float
    turn: int
    rules: tuple[Box, ...]
    dots: tuple[Box, ...]
    lines: tuple[InkLine, ...]
    stains: int
    layered: bool = False
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """The pages that were read, by their numbers, and what a person should know of them.

    ``layered`` are those whose words come from their text layer, as far as it goes.
    """

    pages: dict[int, Page]
    findings: tuple[Finding, ...]
    layered: tuple[int, ...] = ()


def read_scan(
    data: bytes,
    numbers: Iterable[int],
    layers: Mapping[int, Page] = MappingProxyType({}),
    printed: Iterable[Word] = (),
) -> Scan:
    """Read the pages with these numbers by OCR; the extra ``ocr`` must be installed.

    Of pages in ``layers``, only the lines that have no words there are recognised, if these are
    words of the page. ``printed`` are words of the document's other pages.
    """
    document = pdfium.PdfDocument(data)
    try:
        recogniser = Recogniser()
        sheets = [_read_sheet(document, n, recogniser, layers.get(n)) for n in numbers]
    finally:
        document.close()
    types = _Types([line for sheet in sheets for line in sheet.lines], printed)
    pages = {sheet.number: _page(sheet, types) for sheet in sheets}
    findings = tuple(f for sheet in sheets for f in _doubts(sheet, pages[sheet.number]))
    return Scan(pages, findings, tuple(sheet.number for sheet in sheets if sheet.layered))


def _read_sheet(
    document: pdfium.PdfDocument, number: int, recogniser: Recogniser, layer: Page | None
) -> _Sheet:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        raw, scale = _picture_of(page)
    finally:
        page.close()
    read = _read_layered(raw, scale, recogniser, layer) if layer else None
    if read is None or read.foreign:
        findings = read.findings if read else ()
        read = replace(_read_upright(raw, scale, recogniser), findings=findings)
    turn, view, found = read.turn, read.view, read.lines
    if turn % 180:
        width, height = height, width
    trusted = [line for line in found if fmean(line.trust) >= LEAST_TRUST]
    measured = [*(measure_line(view.bare, line) for line in trusted), *map(_unmeasured, read.stray)]
    lines = _read_once([_in_points(line, scale) for line in measured])
    return _Sheet(
        number,
        width,
        height,
        turn,
        rules=_boxes_in_points(view.rules, scale),
        dots=_boxes_in_points(find_dots(view.bare, scale), scale),
        lines=lines,
        stains=len(found) - len(trusted),
        layered=read.layered,
        findings=read.findings,
    )


def _unmeasured(word: Word) -> InkLine:
    """A word of a layer where no line was found on the picture."""
    ink = InkWord(word.text, word.x0, word.x1, 1.0)
    return InkLine((ink,), word.bottom - DESCENT * word.size, word.size, False, 0.0)


def _boxes_in_points(boxes: Iterable[Box], scale: float) -> tuple[Box, ...]:
    return tuple(Box(b.x0 / scale, b.top / scale, b.x1 / scale, b.bottom / scale) for b in boxes)


@dataclass(frozen=True, slots=True)
class _View:
    """A straight picture without its rules, these, and where lines of text stand; in pixels.

    ``angle`` is by how many degrees its lines rose before.
    """

    bare: Picture
    angle: float
    rules: tuple[Box, ...]
    boxes: tuple[Box, ...]


def _view(raw: Picture, scale: float, recogniser: Recogniser) -> _View:
    picture, angle = straighten(raw)
    shades = dark_shades(picture, scale)
    rules = find_rules(picture, scale, shades)
    bare = erase(lighten(picture, shades), rules, scale)
    return _View(bare, angle, rules, tuple(recogniser.find(bare, scale)))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A picture as read: by how much it was turned clockwise, how it then looks, and its lines.

    ``stray`` are words of a text layer beside all lines, ``foreign`` says that it is of no use.
    """

    turn: int
    view: _View
    lines: Sequence[RawLine]
    stray: Sequence[Word] = ()
    layered: bool = False
    foreign: bool = False
    findings: tuple[Finding, ...] = ()


def _read_layered(raw: Picture, scale: float, recogniser: Recogniser, layer: Page) -> _Reading:
    """The picture with the words of its text layer; lines that have none are recognised."""
    view = _view(turned_picture(raw, layer.turn), scale, recogniser)
    pieces = cut_at_rules(view.boxes, _upright(view.rules), scale)
    found = layer_to_lines(words_on_picture(layer, view.angle, scale), pieces)
    judged = judge_layer_lines(found, view.bare, scale, recogniser)
    finding = layer_finding(layer.number, judged) if judged else None
    findings = (finding,) if finding else ()
    if judged and judged.foreign:
        return _Reading(layer.turn, view, (), foreign=True, findings=findings)
    rest = recogniser.lines(view.bare, scale, found.bare, ())
    lines = (*found.lines, *rest)
    return _Reading(layer.turn, view, lines, found.stray, layered=True, findings=findings)


def _read_upright(raw: Picture, scale: float, recogniser: Recogniser) -> _Reading:
    """The picture recognised, whichever way up it lies."""
    turn, view = 0, _view(raw, scale, recogniser)
    if lies_sideways(view.boxes):
        turn = best_turn(view.bare, view.boxes, (90, 270), recogniser)
        view = _view(turned_picture(raw, turn), scale, recogniser)
    found = _read(view, scale, recogniser)
    if turn or not may_be_upside_down(found):
        return _Reading(turn, view, found)
    turn = best_turn(view.bare, view.boxes, (0, 180), recogniser)
    if turn:
        view = _view(turned_picture(raw, turn), scale, recogniser)
        found = _read(view, scale, recogniser)
    return _Reading(turn, view, found)


def _read(view: _View, scale: float, recogniser: Recogniser) -> list[RawLine]:
    return recogniser.lines(view.bare, scale, view.boxes, _upright(view.rules))


def _upright(rules: Iterable[Box]) -> list[Box]:
    return [rule for rule in rules if rule.height > rule.width]


def straight_picture(page: pdfium.PdfPage) -> tuple[Picture, float]:
    """The page as it is read, made straight, and the number of its pixels in a point."""
    raw, scale = _picture_of(page)
    return straighten(raw)[0], scale


def _picture_of(page: pdfium.PdfPage) -> tuple[Picture, float]:
    """The page as it is displayed, and the number of the picture's pixels in a point."""
    width, height = page.get_size()
    scale = min(RESOLUTION / 72, math.sqrt(MOST_PIXELS / (width * height)))
    return _render(page, scale), scale


def _read_once(lines: Sequence[InkLine]) -> tuple[InkLine, ...]:
    """The lines without words whose ink a longer word of another line holds too.

    Where columns stand close, a line may be found with the first letters of its neighbour.
    """
    kept: list[InkLine] = []
    for line in lines:
        others = [o for o in lines if o is not line and abs(o.base - line.base) < line.size / 2]
        around = [word for other in others for word in other.words]
        words = tuple(w for w in line.words if not any(_holds(o, w) for o in around))
        if words:
            kept.append(replace(line, words=words))
    return tuple(kept)


def _holds(word: InkWord, other: InkWord) -> bool:
    shared = min(word.x1, other.x1) - max(word.x0, other.x0)
    longer = word.x1 - word.x0 > other.x1 - other.x0
    return longer and shared > DOUBLE * (other.x1 - other.x0)


def _render(page: pdfium.PdfPage, scale: float) -> Picture:
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        pixels = bitmap.to_numpy()
        flat = pixels if pixels.ndim == 2 else pixels[:, :, 0]
        return np.array(flat, np.uint8, order="C")  # a copy: the bitmap's memory is let go
    finally:
        bitmap.close()


def _in_points(line: InkLine, scale: float) -> InkLine:
    words = tuple(
        InkWord(_clean(w.text), w.x0 / scale, w.x1 / scale, w.trust, w.raised) for w in line.words
    )
    words = tuple(word for word in words if word.text)
    heights = line.capitals / scale, line.ascenders / scale
    return InkLine(
        words, line.base / scale, line.size / scale, line.sure, line.stroke / scale, *heights
    )


def _clean(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text.translate(_WIDE)).split())


# ---- type ---------------------------------------------------------------------------------------


class _Types:
    """The few sizes and the two weights that a document's lines are set in.

    A measured size is a few per cent off, and later stages compare sizes: so lines of one type are
    given one size, the usual one among those near it.
    """

    NEAR = 0.025  # share of a size by which measuring a line is off as a rule
    NEAR_SURE = 0.075  # ... and now and then
    NEAR_UNSURE = 0.2  # ... and where no letter shows the size

    def __init__(self, lines: Iterable[InkLine], printed: Iterable[Word] = ()) -> None:
        sure = [line for line in lines if line.sure and line.stroke]
        self._rise = _rise(sure)
        sizes: Counter[float] = Counter()
        strokes: Counter[tuple[float, float]] = Counter()
        for line in sure:
            letters = sum(len(word.text) for word in line.words)
            size = self._measured(line)
            sizes[round(size, 2)] += letters
            strokes[line.stroke, size] += letters
        self._sizes = _usual(sizes, self.NEAR)
        self._printed = _as_printed(self._sizes, printed)
        self._weights = _weights(strokes)

    def size(self, line: InkLine) -> float:
        """The size of the line's type in points."""
        own = self._measured(line)
        if line.sure:
            ranked, near = sorted(self._sizes, key=lambda s: abs(s - own)), self.NEAR_SURE
        else:
            ranked, near = self._sizes, self.NEAR_UNSURE  # the commonest first
        size = next((s for s in ranked if abs(s - own) <= near * s), round(own, 1))
        return self._printed.get(size, size)

    def bold(self, line: InkLine) -> bool:
        """Whether the line is set in the bolder of two weights."""
        return self._weights is not None and self._weights.bold(line.stroke, self._measured(line))

    def _measured(self, line: InkLine) -> float:
        """The line's size as its capitals show it."""
        heights = [h for h in (line.capitals, line.ascenders / self._rise) if h]
        return fmean(heights) / ASCENT if heights else line.size


def _rise(lines: Iterable[InkLine]) -> float:
    """How much higher letters like b are than capitals, from lines that have both."""
    both = [line.ascenders / line.capitals for line in lines if line.capitals and line.ascenders]
    return median(both) if len(both) >= FEWEST else 1.0


def _usual(sizes: Counter[float], near: float) -> list[float]:
    """The values around which the others gather, the commonest first."""
    found: dict[float, int] = {}
    rest = dict(sizes)
    while rest:
        peak = max(rest, key=lambda p: (sum(_around(rest, p, near).values()), p))
        around = _around(rest, peak, near)
        count = sum(around.values())
        if all(_is_another(peak, count, other, n) for other, n in found.items()):
            found[round(_mean(around.items()), 1)] = count
        rest = {size: n for size, n in rest.items() if size not in around}
    return list(found)


def _is_another(size: float, count: int, other: float, more: int) -> bool:
    """Whether a size is not a commoner one, of which some lines were measured wrong."""
    away = abs(size - other)
    return away > FAR * other or (away > APART * other and count > RARE * more)


def _as_printed(measured: Sequence[float], printed: Iterable[Word]) -> dict[float, float]:
    """For each measured size, the one of the document's words that are no pictures.

    The usual size of either is taken for the same, since letters that are higher in one family
    than in another are measured larger.
    """
    sizes = Counter[float]()
    for word in printed:
        sizes[word.size] += len(word.text)
    if not (sizes and measured):
        return {}
    factor = sizes.most_common(1)[0][0] / measured[0]
    if abs(factor - 1) > OTHER_FAMILY:
        factor = 1.0
    nearest = {size: min(sizes, key=lambda s: abs(s - size * factor)) for size in measured}
    return {m: p for m, p in nearest.items() if abs(p - m * factor) <= APART * p}


def _around(values: Mapping[float, int], peak: float, near: float) -> dict[float, int]:
    return {value: n for value, n in values.items() if abs(value - peak) <= near * peak}


@dataclass(frozen=True, slots=True)
class _Weights:
    """Two weights of type, told by the width of the stems.

    Ink ``spread`` by the same width whatever the size of the type; for the rest, stems are wider in
    larger type. ``mixed`` is how unlike the lines of one weight are, by how unlike the weights are.
    """

    spread: float
    valley: float
    mixed: float

    def bold(self, stroke: float, size: float) -> bool:
        """Whether a line is set in the bolder one."""
        return (stroke - self.spread) / size > self.valley


def _weights(strokes: Mapping[tuple[float, float], int]) -> _Weights | None:
    """The two weights of lines counted by stroke and size, or None if all have one."""
    found: list[_Weights] = []
    type_like = {(w, size): n for (w, size), n in strokes.items() if w <= HEAVIEST * size}
    for spread in SPREADS:
        ratios = sorted(
            ((width - spread) / size, math.sqrt(n)) for (width, size), n in type_like.items()
        )
        if ratios and ratios[0][0] > 0:
            found += _parted(ratios, spread)
    return min(found, key=lambda weights: weights.mixed, default=None)


def _parted(values: Sequence[tuple[float, float]], spread: float) -> Iterator[_Weights]:
    """Ways of putting the ordered values in two groups as far apart as two weights are.

    The upper group is the smaller one: nobody sets most of a document in bold.
    """
    whole, total, squares = (sum(n * v**power for v, n in values) for power in (0, 1, 2))
    n = first = 0.0
    for (value, count), (following, _) in pairwise(values):
        n, first = n + count, first + value * count
        m, second = whole - n, total - first
        low, high = first / n, second / m
        if m < n and high >= BOLDER * low:
            within = (squares - low * first - high * second) / whole
            yield _Weights(spread, (value + following) / 2, within / (high - low) ** 2)


def _mean(values: Collection[tuple[float, int]]) -> float:
    return sum(v * n for v, n in values) / sum(n for _, n in values)


# ---- pages --------------------------------------------------------------------------------------


def _page(sheet: _Sheet, types: _Types) -> Page:
    read = [word for line in sheet.lines for word in _line_words(line, types)]
    words = with_drawn_marks(read, sheet.dots)
    return Page(sheet.number, sheet.width, sheet.height, words, sheet.rules, (), sheet.turn)


def _line_words(line: InkLine, types: _Types) -> Iterator[Word]:
    size, bold = types.size(line), types.bold(line)
    for word in line.words:
        own = round(size * MARK_SIZE, 1) if word.raised else size
        base = line.base - (MARK_RISE * size if word.raised else 0.0)
        bottom = base + DESCENT * own
        yield Word(word.text, word.x0, bottom - own, word.x1, bottom, own, bold, glued=word.raised)


# ---- doubts -------------------------------------------------------------------------------------


def _doubts(sheet: _Sheet, page: Page) -> Iterator[Finding]:
    yield from sheet.findings
    read = [word for line in sheet.lines for word in line.words]
    each = zip(read, page.words, strict=False)  # marks that were seen and not read come last
    doubtful = [(ink, word) for ink, word in each if ink.trust < DOUBTFUL]
    if doubtful:
        shown = ", ".join(f"'{w.text}' ({i.trust:.0%})" for i, w in doubtful[:MOST_SHOWN])
        more = f" and {len(doubtful) - MOST_SHOWN} more" if len(doubtful) > MOST_SHOWN else ""
        box = union(Box(w.x0, w.top, w.x1, w.bottom) for _, w in doubtful)
        yield Finding(
            "ocr-confidence",
            "warning",
            f"{len(doubtful)} of {len(read)} words were recognised with doubt: {shown}{more}",
            place=Place(page=page.number, box=turned(box, -page.turn, page.width, page.height)),
        )
    if sheet.stains:
        yield Finding(
            "ocr-unread",
            "info",
            f"{sheet.stains} spot{'' if sheet.stains == 1 else 's'} that look like writing could "
            "not be recognised",
            place=Place(page=page.number),
        )
