"""Lines of text on a picture: RapidOCR finds and reads them.

It was chosen because it installs with pip alone on every system, carries its models in the wheel
and reads small print well; code and models are under the Apache licence. Its own word boxes are
not used: they are whole characters off, where the ink itself tells (``measure.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.geometry import Box
from pipeline.read.picture import Picture

FINDING_SCALE = 1.7  # pixels per point at which lines are found; more only takes longer


@dataclass(frozen=True, slots=True)
class RawLine:
    """One recognised line in pixels: a middle and a confidence for each character of ``text``."""

    box: Box
    text: str
    middles: tuple[float, ...]
    trust: tuple[float, ...]


class Recogniser:
    """The engine, loaded once for a document."""

    def __init__(self) -> None:
        import rapidocr

        models = Path(rapidocr.__file__).parent / "models"
        self._engine: Any = rapidocr.RapidOCR(
            params={
                # Named files: the engine would fetch what it does not find.
                "Det.model_path": str(_model(models, "det")),
                "Rec.model_path": str(_model(models, "rec")),
                "Det.limit_side_len": 32,
                "Global.use_cls": False,  # it takes short level lines for lines upside down
                "Global.return_word_box": True,
                "Global.max_side_len": 100_000,
                "Rec.rec_batch_num": 1,  # more would be padded to the longest line, and no faster
                "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
                "Global.log_level": "error",
            }
        )

    def lines(
        self, picture: Picture, scale: float, found: Iterable[Box], cuts: Sequence[Box]
    ) -> list[RawLine]:
        """The found lines of a straight picture, cut at the upright rules ``cuts``."""
        boxes = cut_at_rules(found, cuts, scale)
        if not boxes:
            return []
        read = self._engine.recognize_txt([_colour(crop(picture, box)) for box in boxes])
        pairs = zip(boxes, read.txts, read.scores, read.word_results, strict=True)
        return [_raw_line(*pair) for pair in pairs if pair[1].strip()]

    def trust(self, pieces: Sequence[Picture]) -> float:
        """The mean confidence with which single lines are recognised."""
        if not pieces:
            return 0.0
        scores = self._engine.recognize_txt([_colour(piece) for piece in pieces]).scores
        return sum(map(float, scores)) / len(pieces)

    def find(self, picture: Picture, scale: float) -> Iterator[Box]:
        """Where lines stand on a picture."""
        factor = min(1.0, FINDING_SCALE / scale)  # a huge sheet is coarse already
        small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        found = self._engine(_colour(np.asarray(small, np.uint8)), use_det=True, use_rec=False)
        height, width = picture.shape
        for corners in () if found.boxes is None else found.boxes / factor:
            (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners.tolist()
            left, right = max(0.0, min(x0, x3)), min(float(width), max(x1, x2))
            top, bottom = max(0.0, (y0 + y1) / 2), min(float(height), (y2 + y3) / 2)
            if right - left >= 2 and bottom - top >= 2:
                yield Box(left, top, right, bottom)


def _model(folder: Path, kind: str) -> Path:
    return next(path for path in sorted(folder.glob("*.onnx")) if f"_{kind}_" in path.name)


def crop(picture: Picture, box: Box) -> Picture:
    """The piece of a picture inside a box."""
    left, right = int(box.x0), max(int(box.x1 + 0.5), int(box.x0) + 1)
    top, bottom = int(box.top), max(int(box.bottom + 0.5), int(box.top) + 1)
    return picture[top:bottom, left:right]


def _colour(picture: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), np.uint8)


def cut_at_rules(found: Iterable[Box], cuts: Sequence[Box], scale: float) -> list[Box]:
    """The found lines in pieces that no upright rule of ``cuts`` runs through."""
    return [piece for box in found for piece in _cut(box, cuts, scale)]


def _cut(box: Box, cuts: Sequence[Box], scale: float) -> Iterator[Box]:
    """The box in pieces, where upright rules stand in it."""
    y = box.middle[1]
    inside = sorted(
        c.middle[0]
        for c in cuts
        if c.top <= y <= c.bottom and box.x0 + scale < c.middle[0] < box.x1 - scale
    )
    edges = [box.x0, *inside, box.x1]
    for left, right in pairwise(edges):
        if right - left > 4 * scale or not inside:
            yield Box(left, box.top, right, box.bottom)


def _raw_line(box: Box, text: str, score: float, info: Any) -> RawLine:
    """Where the characters stand, from the network's columns in which they were seen."""
    columns = iter([column for word in info.word_cols for column in word])
    step = box.width / info.line_txt_len
    middles: list[float] = []
    for character in text:
        column = None if character.isspace() else next(columns, None)
        before = middles[-1] if middles else box.x0
        middles.append(before if column is None else box.x0 + (column + 0.5) * step)
    trust = tuple(info.confs) if len(info.confs) == len(text) else (float(score),) * len(text)
    return RawLine(box, text, tuple(middles), trust)
