"""Single characters of pdfium's text pages: where they stand, how large, turned and bold.

Calls to pdfium are what reading a page costs, so few are made: characters on one base line with one
font size are taken to share their matrix, and a word's end is only asked for what it needs.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.read.fonts import is_bold
from pipeline.read.paths import Point
from pipeline.records import ASKEW

Display = Callable[[float, float], Point]

_FIGURE_HEIGHT = 0.7  # share of the size that a figure is high, in most fonts
_RAISED = 0.25  # share of the size by which a raised figure stands above the base line
_INSIDE = 0.2  # share of the size above its base line at which every letter has ink or is open
_LEAN = 1.0  # degrees by which text may run off an axis
_LONGEST_FONT_NAME = 256  # bytes


def _by_address(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium that takes plain addresses, which cost less than ctypes' pointers."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int, *arguments)(address)


_POINTER = ctypes.c_void_p
_font_size = _by_address(c.FPDFText_GetFontSize, ctypes.c_double)
_loose_box = _by_address(c.FPDFText_GetLooseCharBox, ctypes.c_int, _POINTER)
_origin = _by_address(c.FPDFText_GetCharOrigin, ctypes.c_int, _POINTER, _POINTER)
_font_info = _by_address(c.FPDFText_GetFontInfo, ctypes.c_ulong, _POINTER, ctypes.c_ulong, _POINTER)


class Glyph(NamedTuple):
    """One character: left and right edge, base line and size as displayed, how it is turned.

    Turned text has no base line to share: ``base`` and ``top`` are then the edges of its box.
    """

    x0: float
    x1: float
    base: float
    size: float
    turn: int
    top: float = 0.0


class Glyphs:
    """The characters of a text page by their index, with the buffers that pdfium writes to."""

    def __init__(self, text_page: pdfium.PdfTextPage, display: Display, rotation: int) -> None:
        self._raw = text_page.raw
        self._page = ctypes.cast(text_page.raw, ctypes.c_void_p).value
        # The same as ``display`` in coefficients: a call for every edge would cost more.
        self._cx, self._cy = display(0, 0)
        self._xx, self._yx = (a - b for a, b in zip(display(1, 0), display(0, 0), strict=True))
        self._xy, self._yy = (a - b for a, b in zip(display(0, 1), display(0, 0), strict=True))
        self._rotation = rotation
        self._box = c.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(_LONGEST_FONT_NAME)
        self._flags = ctypes.c_int()
        self._to_box, self._to_flags = ctypes.addressof(self._box), ctypes.addressof(self._flags)
        self._to_x, self._to_y = ctypes.addressof(self._x), ctypes.addressof(self._y)
        self._to_name = ctypes.addressof(self._name)
        self._turns: dict[tuple[float, float], tuple[float, int]] = {}
        self._bold: dict[bytes, bool] = {}

    def glyph(self, index: int) -> Glyph:
        """Position and size of the character at ``index`` of the page's text."""
        size, turn, base, x0, x1 = self._measure(index)
        top = 0.0
        if turn:
            box = self._box
            ya = self._yx * box.left + self._yy * box.top + self._cy
            yb = self._yx * box.right + self._yy * box.bottom + self._cy
            top, base = min(ya, yb), max(ya, yb)
        return Glyph(x0, x1, base, size, turn, top)

    def span(self, start: int, last: int) -> Glyph | None:
        """The characters from ``start`` to ``last`` as one, None if turned or on two base lines."""
        size, turn, base, x0, x1 = self._measure(start)
        if turn:
            return None
        if last > start:
            box = self._box
            top, bottom = box.top, box.bottom
            _loose_box(self._page, last, self._to_box)
            # One height of the loose box is one base line, unless the font changes.
            if (box.top, box.bottom) != (top, bottom) and abs(self._base(last) - base) > size / 10:
                return None
            xa, xb = self._edges()
            x1 = max(x1, xa, xb)
        return Glyph(x0, x1, base, size, 0)

    def raised(self, index: int) -> Glyph | None:
        """The figure at ``index`` as a small one on a base line of its own, if its ink says so."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        c.FPDFText_GetCharBox(self._raw, index, left, right, bottom, top)
        glyph = self.glyph(index)
        a = self._yx * left.value + self._yy * bottom.value + self._cy
        b = self._yx * right.value + self._yy * top.value + self._cy
        head, foot = min(a, b), max(a, b)
        size = (foot - head) / _FIGURE_HEIGHT
        if not glyph.turn and glyph.base - foot > _RAISED * glyph.size and size < glyph.size:
            return glyph._replace(base=foot, size=round(size, 2))
        return None

    def bold(self, index: int) -> bool:
        """Whether the font's name says that it is a bold one."""
        _font_info(self._page, index, self._to_name, _LONGEST_FONT_NAME, self._to_flags)
        name = self._name.value
        if name not in self._bold:
            self._bold[name] = is_bold(name.decode("latin-1"))
        return self._bold[name]

    def unnamed(self, index: int) -> bool:
        """Whether the font gives no name for the character."""
        return bool(c.FPDFText_HasUnicodeMapError(self._raw, index) == 1)

    def font(self, index: int) -> int:
        """A number that characters of one font share; 0 for what only parts words and lines."""
        item = c.FPDFText_GetTextObject(self._raw, index)
        return ctypes.cast(c.FPDFTextObj_GetFont(item), _POINTER).value or 0 if item else 0

    def under(self, index: int) -> int | None:
        """The character on whose base line the one at ``index`` is printed, None without any."""
        matrix, x, y = c.FS_MATRIX(), self._x, self._y
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        c.FPDFText_GetMatrix(self._raw, index, matrix)
        c.FPDFText_GetCharBox(self._raw, index, left, right, bottom, top)
        _origin(self._page, index, self._to_x, self._to_y)
        wide, tall = math.hypot(matrix.a, matrix.b) or 1.0, math.hypot(matrix.c, matrix.d) or 1.0
        away, up = -matrix.b / wide, matrix.a / wide
        cx, cy = (left.value + right.value) / 2, (bottom.value + top.value) / 2
        raised = (cx - x.value) * away + (cy - y.value) * up
        down = _INSIDE * tall * _font_size(self._page, index) - raised
        px, py = cx + down * away, cy + down * up
        found = c.FPDFText_GetCharIndexAtPos(self._raw, px, py, 0.0, 0.0)
        return found if found >= 0 and found != index else None

    def _measure(self, index: int) -> tuple[float, int, float, float, float]:
        """Size, turn, base line, left and right edge of a character, whose box is then loaded."""
        size = _font_size(self._page, index)
        base = self._base(index)
        known = self._turns.get((size, base))
        if known is None:
            scale, turn = self._scale_and_turn(index)
            known = self._turns[size, base] = round(size * scale, 2), turn
        _loose_box(self._page, index, self._to_box)
        xa, xb = self._edges()
        return (*known, base, xa, xb) if xa < xb else (*known, base, xb, xa)

    def _base(self, index: int) -> float:
        """The height of a character's origin as displayed."""
        _origin(self._page, index, self._to_x, self._to_y)
        return self._yx * self._x.value + self._yy * self._y.value + self._cy

    def _edges(self) -> tuple[float, float]:
        """The sides of the box that was loaded, as displayed."""
        box = self._box
        return (
            self._xx * box.left + self._xy * box.top + self._cx,
            self._xx * box.right + self._xy * box.bottom + self._cx,
        )

    def _scale_and_turn(self, index: int) -> tuple[float, int]:
        """What the font size is multiplied by, and how the text is turned as displayed."""
        matrix = c.FS_MATRIX()
        c.FPDFText_GetMatrix(self._raw, index, matrix)
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) - self._rotation
        turn = round(angle / 90) * 90
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        return scale, turn % 360 if abs(angle - turn) <= _LEAN else ASKEW
