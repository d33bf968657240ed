"""Pages that are pictures: made straight, their rules found, their words recognised.

A sheet that lies sideways or upside down is turned first. The rest of the pipeline sees ordinary
pages. Their coordinates are those of the straightened page, for words and rules alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from types import MappingProxyType

import pypdfium2 as pdfium

from pipeline.geometry import Box, turned, union
from pipeline.read.dots import with_drawn_marks
from pipeline.read.layered import (
    judge_layer_lines,
    layer_finding,
    layer_to_lines,
    words_on_picture,
)
from pipeline.read.measure import InkLine, InkWord, measure_line
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
from pipeline.read.rendering import render_grey, scale_within
from pipeline.read.scanned_type import Types
from pipeline.read.unread import Rest, read_rest
from pipeline.records import DESCENT, Finding, Page, Place, Word, plural

RESOLUTION = 300.0  # dots per inch: small print is sharp, and a finer picture shows no more
MOST_PIXELS = 14e6  # of a picture; a larger sheet is rendered less finely
LEAST_TRUST = 0.5  # below it, what looked like a line is a stain or a drawing
DOUBLE = 0.6  # share of a word's width that another word holds if both are the same ink
DOUBTFUL = 0.8  # words trusted less are shown to a person
MOST_SHOWN = 12  # of them
MOST_PLACES = 8  # of writing that was not read, on one page
MOST_QUOTED = 3  # lines
AROUND = 0.15  # share of a line's height that the ink of its words may reach beside them
MARK_SIZE, MARK_RISE = 0.6, 0.35  # of a raised mark, as shares of its line's size

# Wide forms of Latin signs, which the engine now and then prefers.
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page as measured, all in points.

    ``late`` are the texts of lines that a second look found, ``unread`` the places of writing that
    it could not read either.
    """

    number: int
    width: float
    height: float
    turn: int
    rules: tuple[Box, ...]
    dots: tuple[Box, ...]
    lines: tuple[InkLine, ...]
    stains: int
    late: tuple[str, ...]
    unread: tuple[Box, ...]
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
    types = Types([line for sheet in sheets for line in sheet.lines], printed)
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
    measured = [measure_line(view.bare, line) for line in trusted]
    stray = [_unmeasured(word) for word in read.stray]
    covered = [box for pair in zip(trusted, measured, strict=True) for box in _covered(*pair)]
    covered += [Box(w.x0, w.top, w.x1, w.bottom) for w in read.stray]
    rest = read_rest(view.bare, scale, covered, _upright(view.rules), recogniser)
    late = [measure_line(rest.picture, line) for line in rest.lines]
    lines = _read_once([_in_points(line, scale) for line in (*measured, *stray, *late)])
    stains = [line for line in found if line not in trusted and not _is_known(line.box, rest)]
    return _Sheet(
        number,
        width,
        height,
        turn,
        rules=_boxes_in_points(view.rules, scale),
        dots=_boxes_in_points(find_dots(view.bare, scale), scale),
        lines=lines,
        stains=len(stains),
        late=tuple(_text_of(line) for line in late),
        unread=_boxes_in_points(rest.places, scale),
        layered=read.layered,
        findings=read.findings,
    )


def _covered(line: RawLine, measured: InkLine) -> Iterator[Box]:
    """Where the words of a line stand, as high as it was found."""
    side = AROUND * line.box.height
    for word in measured.words:
        yield Box(word.x0 - side, line.box.top - side, word.x1 + side, line.box.bottom + side)


def _is_known(stain: Box, rest: Rest) -> bool:
    """Whether the ink of what looked like a line was read, or is said to be unread, after all."""
    return any(box.touches(stain) for box in (*(line.box for line in rest.lines), *rest.places))


def _text_of(line: InkLine) -> str:
    return " ".join(_clean(word.text) for word in line.words)


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
    scale = scale_within(width, height, RESOLUTION / 72, MOST_PIXELS)
    return render_grey(page, scale), scale


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


# ---- pages --------------------------------------------------------------------------------------


def _page(sheet: _Sheet, types: Types) -> Page:
    read = [word for line in sheet.lines for word in _line_words(line, types)]
    words = with_drawn_marks(read, sheet.dots)
    return Page(sheet.number, sheet.width, sheet.height, words, sheet.rules, (), sheet.turn)


def _line_words(line: InkLine, types: Types) -> Iterator[Word]:
    size, bold = types.size(line), types.bold(line)
    for word in line.words:
        own = round(size * MARK_SIZE, 1) if word.raised else size
        base = line.base - (MARK_RISE * size if word.raised else 0.0)
        bottom = base + DESCENT * own
        yield Word(word.text, word.x0, bottom - own, word.x1, bottom, own, bold, glued=word.raised)


# ---- doubts -------------------------------------------------------------------------------------


def _doubts(sheet: _Sheet, page: Page) -> Iterator[Finding]:
    yield from sheet.findings
    yield from _doubtful_words(sheet, page)
    if sheet.late:
        shown = ", ".join(f"'{text}'" for text in sheet.late[:MOST_QUOTED])
        more = f" and {len(sheet.late) - MOST_QUOTED} more" if len(sheet.late) > MOST_QUOTED else ""
        yield Finding(
            "ocr-second-look",
            "warning",
            f"{plural(len(sheet.late), 'line')} only came to light in a second look at the ink, "
            f"as small or pale print does, and may be misread: {shown}{more}",
            place=Place(page=page.number),
        )
    if sheet.stains:
        yield Finding(
            "ocr-unread",
            "info",
            f"{plural(sheet.stains, 'spot')} that look like writing could not be recognised",
            place=Place(page=page.number),
        )
    yield from _unread_writing(sheet, page)


def _doubtful_words(sheet: _Sheet, page: Page) -> Iterator[Finding]:
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
            place=_place(box, page),
        )


def _unread_writing(sheet: _Sheet, page: Page) -> Iterator[Finding]:
    """An issue for each place, the last one for all that are left if there are many."""
    told, rest = sheet.unread[: MOST_PLACES - 1], sheet.unread[MOST_PLACES - 1 :]
    for places in (*((place,) for place in told), *([rest] if rest else [])):
        what = "a place" if len(places) == 1 else f"{len(places)} places"
        yield Finding(
            "ink-not-read",
            "warning",
            f"{what} with ink that looks like writing could not be read, so words may be missing: "
            "look at the page, and if they matter, scan it again in shades of grey at 300 dots "
            "per inch",
            place=_place(union(places), page),
        )


def _place(box: Box, page: Page) -> Place:
    """A box of the straight page on the sheet as it is displayed."""
    return Place(page=page.number, box=turned(box, -page.turn, page.width, page.height))
