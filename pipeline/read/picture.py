"""A page as a picture: made straight, its rules found and taken off. Nothing here reads text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.geometry import Box
from pipeline.read.paths import LARGEST_DOT, THICKEST_RULE, is_round

Picture = npt.NDArray[np.uint8]
Depth = npt.NDArray[np.float64]  # how much darker than the paper

STEEPEST = 6.0  # degrees of skew that a sheet in a feeder reaches
FINEST = 0.02  # degrees; over the width of a page that is less than a rule's thickness
SKEW_POINTS = 60_000  # dark pixels that are enough to measure it
WINDOW = 6.0  # points along a rule over which noise is averaged out
BRIDGE = 3.0  # points by which a worn rule may be broken
SHORTEST = 10.0  # points; the height of a cell with one line
FREE_STANDING = 30.0  # points from which a rule needs no others to be one
MEETS = 3.0  # points between a rule's end and the rule that it meets
FAINTEST = 14.0  # grey levels between a rule and the paper
EVEN = 0.45  # share of its usual darkness that a rule keeps everywhere
WORN = 1.0  # points of a rule that may be missing all the same
OFF_LINE = 0.15  # points by which the ink of a rule may lie beside its line
DARK = 0.6  # share of the paper's brightness below which a filled box is no pale shading
WHITE_STROKE = 3.0  # points that a stroke of white letters is thick at most
LOWEST_SHADE = 9.0  # points; lower than a head of one line
RECTANGULAR = 0.9  # share of its box that a filled rectangle covers
SMALLEST_DISC = 2.2  # points; smaller ones are stops, dots of letters, or noise
DISC = 0.65  # share of its box that a disc or a square covers, as a ring does not
INKED = 0.6  # share of its box that is dark although letters stand in it


# ---- skew ---------------------------------------------------------------------------------------


def straighten(picture: Picture) -> tuple[Picture, float]:
    """The picture turned so that its lines run level, and by how many degrees they rose."""
    angle = _skew(picture)
    if abs(angle) < FINEST:
        return picture, 0.0
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    paper = int(np.median(picture))
    turned = cv2.warpAffine(
        picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,)
    )
    return np.asarray(turned, np.uint8), angle


def _skew(picture: Picture) -> float:
    """The angle at which the dark pixels fall into the fewest rows."""
    xs, ys = _dark_points(picture)
    if len(xs) < 100:
        return 0.0
    best, step = 0.0, STEEPEST / 2
    span = np.arange(-STEEPEST, STEEPEST + 0.01, 0.2)
    while step > FINEST / 2:
        scores = [_levelness(xs, ys, float(angle)) for angle in span]
        best = float(span[int(np.argmax(scores))])
        step = float(span[1] - span[0])
        span = np.linspace(best - step, best + step, 11)
    return best


def _dark_points(picture: Picture) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    ys, xs = np.nonzero(_thin_dark(picture, 15) > 60)
    step = max(1, len(xs) // SKEW_POINTS)
    return xs[::step].astype(np.float64), ys[::step].astype(np.float64)


def _levelness(xs: npt.NDArray[np.float64], ys: npt.NDArray[np.float64], angle: float) -> float:
    slope = math.tan(math.radians(angle))
    rows = np.round((ys + slope * xs) / 2).astype(np.int64)
    counts = np.bincount(rows - rows.min())
    return float(np.square(counts, dtype=np.float64).sum())


def _thin_dark(picture: Picture, size: int) -> Picture:
    """How much darker than its surroundings everything thinner than ``size`` pixels is."""
    kernel = np.ones((size, size), np.uint8)
    return np.asarray(cv2.morphologyEx(picture, cv2.MORPH_BLACKHAT, kernel), np.uint8)


# ---- marks of lists -----------------------------------------------------------------------------


def find_dots(picture: Picture, scale: float) -> tuple[Box, ...]:
    """Small discs and squares in pixels, as stand in front of the items of a list."""
    ink = np.asarray(picture < DARK * np.percentile(picture[::4, ::4], 75), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    thin = stats[:, 2:4].min(axis=1)
    small = (thin >= SMALLEST_DISC * scale) & (stats[:, 2:4].max(axis=1) <= LARGEST_DOT * scale)
    full = stats[:, 4] >= DISC * stats[:, 2] * stats[:, 3]
    found = (Box(x, y, x + w, y + h) for x, y, w, h, _ in stats[small & full].astype(float))
    return tuple(dot for dot in found if is_round(dot))


# ---- dark shading -------------------------------------------------------------------------------


def dark_shades(picture: Picture, scale: float) -> tuple[Box, ...]:
    """Rectangles filled so darkly that no rule shows in them, as behind heads in white letters."""
    ink = np.asarray(picture < DARK * np.percentile(picture[::4, ::4], 75), np.uint8)
    letters = np.ones((_odd(WHITE_STROKE * scale),) * 2, np.uint8)
    block = np.ones((_odd(LOWEST_SHADE * scale),) * 2, np.uint8)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, letters)
    opened = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, block), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    found: list[Box] = []
    for index in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[index])
        inked = float(ink[y : y + height, x : x + width].mean())
        wide = width >= FREE_STANDING * scale
        if wide and area >= RECTANGULAR * width * height and inked >= INKED:
            found.append(Box(x, y, x + width, y + height))
    return tuple(found)


def lighten(picture: Picture, shades: Iterable[Box]) -> Picture:
    """The picture with dark shades as light as paper and what is printed on them dark.

    Letters are what strays furthest from a shade, whether they are lighter or still darker.
    """
    light = picture.copy()
    paper = float(np.percentile(picture[::4, ::4], 75))
    for shade in shades:
        x0, top, x1, bottom = (round(v) for v in (shade.x0, shade.top, shade.x1, shade.bottom))
        part = picture[top:bottom, x0:x1].astype(np.float64)
        off = part - np.median(part)
        dark = off if np.mean(off**3) < 0 else -off
        light[top:bottom, x0:x1] = np.clip(paper + dark, 0, 255)
    return light


# ---- rules --------------------------------------------------------------------------------------


def find_rules(picture: Picture, scale: float, shades: Sequence[Box] = ()) -> tuple[Box, ...]:
    """Level and upright rules in pixels; ``scale`` is the number of pixels in a point.

    The edges of dark ``shades`` are such rules too.

    A short one is only believed where it meets others at both ends: strokes of large letters do
    not.
    """
    across = [*_level_rules(picture, scale), *_level_edges(shades)]
    mirrored = np.ascontiguousarray(picture.T)  # at the diagonal, so that one loop serves both
    down = [_flip(rule) for rule in _level_rules(mirrored, scale)]
    down += map(_flip, _level_edges(map(_flip, shades)))
    kept = [_flip(r) for r in _believed(map(_flip, down), list(map(_flip, across)), scale)]
    return *_believed(across, kept, scale), *kept


def _believed(level: Iterable[Box], upright: Sequence[Box], scale: float) -> list[Box]:
    """The level rules that are long, or have an upright one at either end."""
    return [r for r in level if r.width >= FREE_STANDING * scale or _held(r, upright, scale)]


def _flip(box: Box) -> Box:
    return Box(box.top, box.x0, box.bottom, box.x1)


def _held(rule: Box, upright: Iterable[Box], scale: float) -> bool:
    slack, y = MEETS * scale, rule.middle[1]
    crossing = [u.middle[0] for u in upright if u.top - slack <= y <= u.bottom + slack]
    return all(any(abs(x - end) <= slack for x in crossing) for end in (rule.x0, rule.x1))


def _level_rules(picture: Picture, scale: float) -> Iterator[Box]:
    """Level rules: thin, long, and evenly dark where a line of letters has gaps."""
    smooth = np.asarray(cv2.blur(picture, (_odd(WINDOW * scale), 1)), np.uint8)
    column = np.ones((_odd((THICKEST_RULE + 1) * scale), 1), np.uint8)
    depth = np.asarray(cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, column), np.uint8)
    mask = np.asarray(depth > max(FAINTEST, _noise(depth)), np.uint8)
    bridge = np.ones((1, _odd(BRIDGE * scale)), np.uint8)
    run = np.ones((1, _odd(SHORTEST * scale)), np.uint8)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, bridge)
    opened = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, run), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    raw = cv2.morphologyEx(
        np.asarray(cv2.GaussianBlur(picture, (3, 3), 0), np.uint8), cv2.MORPH_BLACKHAT, column
    )
    for index in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[index])
        if area / width <= THICKEST_RULE * scale and height <= 2 * THICKEST_RULE * scale:
            piece = np.asarray(raw[y : y + height, x : x + width], np.float64)
            for box in _even_runs(piece, scale):
                yield Box(x + box.x0, y + box.top, x + box.x1, y + box.bottom)


def _level_edges(shades: Iterable[Box]) -> Iterator[Box]:
    for shade in shades:
        for y in (shade.top, shade.bottom):
            yield Box(shade.x0, y - 0.5, shade.x1, y + 0.5)


def _even_runs(depth: Depth, scale: float) -> Iterator[Box]:
    """The stretches of a piece that are dark throughout and straight, as letters are not."""
    profile = depth.max(axis=0)
    usual = float(np.median(profile))
    (dark,) = np.nonzero(profile >= EVEN * usual)
    if usual < FAINTEST:
        return
    for run in np.split(dark, np.nonzero(np.diff(dark) > WORN * scale)[0] + 1):
        left, right = int(run[0]), int(run[-1]) + 1
        if right - left < SHORTEST * scale:
            continue
        part = depth[:, left:right]
        if _is_straight(part, scale):
            rows = part.mean(axis=1)
            middle = float(_weighted_middle(rows[:, None])[0]) + 0.5
            half = max(1.0, float(rows.sum() / rows.max())) / 2
            yield Box(left, middle - half, right, middle + half)


def _is_straight(depth: Depth, scale: float) -> bool:
    """Whether nearly all columns have their ink at the height of a line through them."""
    middles = _weighted_middle(depth)
    along = np.arange(len(middles))
    slope, start = np.polyfit(along, middles, 1)
    off = np.abs(middles - (slope * along + start))
    return bool(np.mean(off <= OFF_LINE * scale) >= 0.9)


def _weighted_middle(depth: Depth) -> Depth:
    rows = np.arange(len(depth))[:, None]
    sharp = np.square(depth)
    return np.asarray((sharp * rows).sum(axis=0) / np.maximum(sharp.sum(axis=0), 1e-6))


def _noise(depth: Picture) -> float:
    """A level that paper alone hardly passes: most of any page is paper."""
    middle, high = np.percentile(depth[::4, ::4], (50, 75))
    return float(middle + 4 * (high - middle))


def _odd(pixels: float) -> int:
    return 2 * (max(1, round(pixels)) // 2) + 1


def erase(picture: Picture, rules: Sequence[Box], scale: float) -> Picture:
    """The picture without its rules: they would be read as letters, or keep lines from parting."""
    mask = np.zeros(picture.shape, np.uint8)
    pad = 0.35 * scale
    for rule in rules:
        corner = math.floor(rule.x0 - pad), math.floor(rule.top - pad)
        other = math.ceil(rule.x1 + pad), math.ceil(rule.bottom + pad)
        cv2.rectangle(mask, corner, other, (255,), thickness=-1)
    return np.asarray(cv2.inpaint(picture, mask, 3, cv2.INPAINT_TELEA), np.uint8)
