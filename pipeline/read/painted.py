"""What pdfium finds painted on a page besides its text: outlines and pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.geometry import Box, union
from pipeline.read.calls import ADDRESS, address_of, by_address
from pipeline.read.matrix import Matrix, Point
from pipeline.read.paths import outline_to_boxes

_segment = by_address(c.FPDFPath_GetPathSegment, ADDRESS, ADDRESS, ctypes.c_int)
_point = by_address(c.FPDFPathSegment_GetPoint, ctypes.c_int, ADDRESS, ADDRESS, ADDRESS)
_type = by_address(c.FPDFPathSegment_GetType, ctypes.c_int, ADDRESS)
_closes = by_address(c.FPDFPathSegment_GetClose, ctypes.c_int, ADDRESS)

_CORNERS: list[Point] = [(0, 0), (0, 1), (1, 0), (1, 1)]
_DEEPEST_FORM = 8


def to_display(page: pdfium.PdfPage, rotation: int) -> Matrix:
    """From the page's own coordinates (y upwards, unrotated) to those of the page so rotated."""
    left, bottom, right, top = page.get_bbox() if hasattr(page, "get_bbox") else page.get_cropbox()
    return {
        0: Matrix(1, 0, 0, -1, -left, top),
        90: Matrix(0, 1, 1, 0, -bottom, -left),
        180: Matrix(-1, 0, 0, 1, right, -bottom),
        270: Matrix(0, -1, -1, 0, top, right),
    }[rotation]


class Painted(NamedTuple):
    """A path or an image of a page, and the matrix that places it."""

    item: object
    is_path: bool
    matrix: Matrix


def painted(page: pdfium.PdfPage, display: Matrix) -> Iterator[Painted]:
    """All paths and images of a page in the order in which they are painted.

    ``display`` leads from the page's own coordinates to those in which they are wanted.
    """
    for i in range(c.FPDFPage_CountObjects(page.raw)):
        yield from _within(c.FPDFPage_GetObject(page.raw, i), display, 0)


def _within(item: object, around: Matrix, depth: int) -> Iterator[Painted]:
    """The object itself, or what a form holds, which ``around`` places on the page."""
    kind = c.FPDFPageObj_GetType(item)
    if kind in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE):
        yield Painted(item, kind == c.FPDF_PAGEOBJ_PATH, _matrix(item).then(around))
    elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
        inside = _matrix(item).then(around)
        for i in range(c.FPDFFormObj_CountObjects(item)):
            yield from _within(c.FPDFFormObj_GetObject(item, i), inside, depth + 1)


def _matrix(item: object) -> Matrix:
    m = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(item, m)
    return Matrix(m.a, m.b, m.c, m.d, m.e, m.f)


def picture_box(matrix: Matrix) -> Box:
    """The box of an image, which fills the unit square until its matrix places it."""
    return union(Box(x, y, x, y) for x, y in matrix.place(_CORNERS))


def path_boxes(path: Painted) -> Iterator[Box]:
    """The boxes that a path paints, in the coordinates to which its matrix leads."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(path.item, fill, stroke)
    filled, stroked = bool(fill.value), bool(stroke.value)
    if stroked or (filled and not _is_transparent(path.item)):
        for outline in _outlines(path.item):
            yield from outline_to_boxes(path.matrix.place(outline), stroked, filled)


def _is_transparent(path: object) -> bool:
    """Whether a fill does not show at all."""
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    c.FPDFPageObj_GetFillColor(path, r, g, b, a)
    return a.value == 0


def _outlines(path: object) -> Iterator[list[Point]]:
    """The path's outlines as points; curves are given by their end points."""
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y, address = ctypes.addressof(x), ctypes.addressof(y), address_of(path)
    points: list[Point] = []
    for i in range(c.FPDFPath_CountSegments(path)):
        segment = _segment(address, i)
        _point(segment, to_x, to_y)
        if _type(segment) == c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append((x.value, y.value))
        if _closes(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points
