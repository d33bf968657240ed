"""Ink that looks like writing and that no recognised word covers, so that none is lost in silence.

The engine passes over lines that are small or pale, or that stand in the grain of a dithered
picture or under a stamp. The ink tells where they are: they are read as lines of their own, and
what cannot be read is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.geometry import Box, union
from pipeline.read.orient import turned_picture
from pipeline.read.picture import Picture
from pipeline.read.recognise import RawLine, Recogniser, crop, cut_at_rules

FINE = 2.5  # pixels per point at which ink is looked for; more only takes longer
STROKE = 6.0  # points that a stroke of a letter is thick at most
PALEST = 16.0  # grey levels between ink and paper
SPOT = 1.8  # points; what is smaller both ways is dirt, grain, or the dot of a letter
TALLEST = (14.0, 90.0)  # points that letters are high: those of text, which a stamp may cross, ...
APART = 1.0  # share of its height that a letter reaches to either side, over a space
LOWEST, NARROWEST = 2.5, 6.0  # points that a line is high and wide: an x, three letters
FEWEST = 4  # strokes in one row of a word
DENSEST = 0.8  # share of its box that writing covers

BESIDE = 0.3  # share of its height, and points, by which a line is cut out larger than its ink
SURE = 0.85  # mean trust from which a second look is believed
WORD = 2.5  # letters that a second look must find, each counted by how sure it is ...
LEGIBLE = 1.75  # ... and from which ink is writing at all: of photographs fewer are seen
MOST_TRIED = 60  # lines of a page
MOST_TURNED = 8  # of them that run up or down it
NEAR = 12.0  # points between lines that are shown as one place

Ink = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Rest:
    """What the first look left, in pixels: ``lines`` read now, and ``places`` of unread writing.

    ``picture`` is the one that they were read from, without the words that had been read.
    """

    picture: Picture
    lines: tuple[RawLine, ...] = ()
    places: tuple[Box, ...] = ()


def read_rest(
    picture: Picture,
    scale: float,
    read: Sequence[Box],
    cuts: Sequence[Box],
    recogniser: Recogniser,
) -> Rest:
    """The writing beside the ``read`` words of a straight picture, cut at the rules ``cuts``."""
    level, upright = find_writing(picture, scale, read)
    if not (level or upright):
        return Rest(picture)
    pieces = cut_at_rules([_cut_out(box, picture, scale) for box in level], cuts, scale)
    pieces, beyond = _longest(pieces, MOST_TRIED)
    turned, _ = _longest([_cut_out(box, picture, scale) for box in upright], MOST_TURNED)
    bare = _without_words(picture, [*pieces, *turned], read)
    found = [line for line in recogniser.lines(bare, scale, pieces, ()) if _is_legible(line)]
    low = 2 * TALLEST[0] * scale  # the engine finds large type, and takes drawings for it
    sure = [line for line in found if _is_sure(line) and line.box.height <= low]
    unread = [line.box for line in found if line not in sure]
    unread += [box for box in turned if _runs_upright(crop(bare, box), scale, recogniser)]
    unread += beyond if 2 * len(found) > len(pieces) else []
    return Rest(bare, tuple(sure), tuple(_places(unread, NEAR * scale)))


def _longest(boxes: Iterable[Box], number: int) -> tuple[list[Box], list[Box]]:
    """So many boxes, the longest ones, and the others."""
    ranked = sorted(boxes, key=lambda box: -max(box.width, box.height))
    return ranked[:number], ranked[number:]


def _cut_out(box: Box, picture: Picture, scale: float) -> Box:
    """The box with some paper around it, as far as the picture goes."""
    side = BESIDE * (min(box.width, box.height) + scale)
    height, width = picture.shape
    top, bottom = max(0.0, box.top - side), min(float(height), box.bottom + side)
    return Box(max(0.0, box.x0 - side), top, min(float(width), box.x1 + side), bottom)


def _without_words(picture: Picture, pieces: Iterable[Box], read: Sequence[Box]) -> Picture:
    """The picture with paper where read words stand in the pieces, so that none is read twice."""
    bare = picture.copy()
    for piece in pieces:
        paper = np.median(crop(picture, piece))
        for word in read:
            if word.touches(piece):
                _wipe(bare, word, paper)
    return bare


def _is_sure(line: RawLine) -> bool:
    return _letters(line) >= WORD and fmean(line.trust) >= SURE


def _is_legible(line: RawLine) -> bool:
    return _letters(line) >= LEGIBLE


def _letters(line: RawLine) -> float:
    """How many letters and digits a line has, each counted by how sure it is."""
    each = zip(line.text, line.trust, strict=True)
    return sum(trust for character, trust in each if character.isalnum())


def _runs_upright(piece: Picture, scale: float, recogniser: Recogniser) -> bool:
    """Whether the piece can be read from one side, as a line that runs up or down the page."""
    for turn in (90, 270):
        level = turned_picture(piece, turn)
        whole = Box(0.0, 0.0, float(level.shape[1]), float(level.shape[0]))
        if any(map(_is_legible, recogniser.lines(level, scale, [whole], ()))):
            return True
    return False


def _places(boxes: Iterable[Box], near: float) -> list[Box]:
    """The boxes with those that stand near one another as one, from the top down."""
    places: list[Box] = []
    for box in boxes:
        around = [place for place in places if place.touches(box, near)]
        places = [place for place in places if place not in around]
        places.append(union([box, *around]))
    return sorted(places, key=lambda place: (place.top, place.x0))


# ---- ink ----------------------------------------------------------------------------------------


def find_writing(
    picture: Picture, scale: float, read: Iterable[Box]
) -> tuple[list[Box], list[Box]]:
    """Where ink beside the ``read`` words stands in level lines, and where in upright ones."""
    factor = min(1.0, FINE / scale)
    ink = _ink(picture, factor, scale)
    for box in read:
        _wipe(ink, _scaled(box, factor))
    level = [box for tallest in TALLEST for box in _wiped(ink, tallest, factor * scale)]
    mirrored = np.ascontiguousarray(ink.T)  # at the diagonal, so that one loop serves both
    upright = (box for tallest in TALLEST for box in _wiped(mirrored, tallest, factor * scale))
    flipped = [Box(box.top, box.x0, box.bottom, box.x1) for box in upright]
    return [_scaled(b, 1 / factor) for b in level], [_scaled(b, 1 / factor) for b in flipped]


def _ink(picture: Picture, factor: float, scale: float) -> Ink:
    """Everything thin and darker than what is around it; of light letters, the gaps in them."""
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(small, (3, 3), 0)
    size = 2 * round(STROKE * scale * factor / 2) + 1
    depth = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, np.ones((size, size), np.uint8))
    middle, high = np.percentile(depth[::2, ::2], (50, 75))
    return np.asarray(depth > max(PALEST, middle + 4 * (high - middle)), np.uint8)


def _wiped(ink: Ink, tallest: float, fine: float) -> list[Box]:
    """The level lines of letters no taller than this, of which the ink is wiped off."""
    lines = list(_lines(ink, tallest * fine, fine))
    for box in lines:
        _wipe(ink, box)
    return lines


def _wipe(ink: Ink, box: Box, paper: float = 0) -> None:
    top, left = max(0, int(box.top)), max(0, int(box.x0))
    ink[top : int(box.bottom) + 1, left : int(box.x1) + 1] = paper


def _lines(ink: Ink, tallest: float, fine: float) -> Iterator[Box]:
    """Where spots of ink stand in a row, as the letters of a level line do."""
    _, _, spots, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = (spots[:, 2:4].max(axis=1) >= SPOT * fine) & (spots[:, 3] <= tallest)
    if not large[1:].any():
        return
    rows = np.zeros(ink.shape, np.uint8)
    for x, y, width, height, _ in spots[1:][large[1:]].tolist():
        side = round(APART * height)
        cv2.rectangle(rows, (x - side, y), (x + width + side, y + height - 1), (1,), -1)
    _, _, found, _ = cv2.connectedComponentsWithStats(rows, connectivity=4)
    high = (found[:, 3] >= LOWEST * fine) & (found[:, 3] <= tallest)
    wide = (found[:, 2] >= NARROWEST * fine) & (found[:, 2] >= found[:, 3])
    for x, y, width, height, _ in found[1:][(high & wide)[1:]].tolist():
        yield from _line(ink[y : y + height, x : x + width], x, y)


def _line(part: Ink, left: int, top: int) -> Iterator[Box]:
    """The box of the ink in a part, if it has the strokes and gaps of writing of its height."""
    (across,), (down,) = np.nonzero(part.any(axis=0)), np.nonzero(part.any(axis=1))
    if len(across):
        (x0, x1), (y0, y1) = ((float(ends[0]), float(ends[-1]) + 1) for ends in (across, down))
        box = Box(left + x0, top + y0, left + x1, top + y1)
        starts = np.diff(np.pad(part, ((0, 0), (1, 0))).astype(np.int8), axis=1) == 1
        strokes = float(starts.sum(axis=1).max())
        dense = float(part.sum()) <= DENSEST * box.width * box.height
        if dense and strokes >= max(FEWEST, box.width / box.height):
            yield box


def _scaled(box: Box, factor: float) -> Box:
    return Box(box.x0 * factor, box.top * factor, box.x1 * factor, box.bottom * factor)
