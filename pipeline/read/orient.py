"""Which way up a scanned page lies: told by how well a few of its lines can be read each way."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

import numpy as np

from pipeline.geometry import Box
from pipeline.read.picture import Picture
from pipeline.read.recognise import RawLine, Recogniser, crop

TALL = 1.5  # times as high as wide: a line that runs up or down the page
WELL_READ = 0.85  # mean trust, below which a page may lie upside down
TRIED = 6  # lines that are read each way
BETTER = 0.1  # mean trust by which the other way must be better


def turned_picture(picture: Picture, turn: int) -> Picture:
    """The picture turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(picture, -turn // 90))


def lies_sideways(boxes: Sequence[Box]) -> bool:
    """Whether most of the found lines run up or down the page."""
    tall = sum(box.height for box in boxes if box.height > TALL * box.width)
    return 2 * tall > sum(max(box.width, box.height) for box in boxes)


def may_be_upside_down(lines: Sequence[RawLine]) -> bool:
    """Whether the lines were read so badly that they may stand on their heads."""
    return bool(lines) and fmean(fmean(line.trust) for line in lines) < WELL_READ


def best_turn(
    picture: Picture, boxes: Sequence[Box], turns: tuple[int, int], recogniser: Recogniser
) -> int:
    """By which of two turns the longest lines are read best; the first one where nothing tells."""
    longest = sorted(boxes, key=lambda box: -max(box.width, box.height))[:TRIED]
    pieces = [crop(picture, box) for box in longest]
    first, second = (
        recogniser.trust([turned_picture(piece, turn) for piece in pieces]) for turn in turns
    )
    return turns[1] if second > first + BETTER else turns[0]
