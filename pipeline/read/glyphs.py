"""Single characters of pdfium's text pages: where they stand, how large, turned and bold.

Calls to pdfium are what reading a page costs, so few are made: characters of one text object share
size, direction, font and mostly their base line, and a word's end is only asked for what it needs.
Numbers that are the same along a line are kept once, as words take more memory than anything else.
"""

from __future__ import annotations

import ctypes
import math
import struct
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.read.calls import ADDRESS, address_of, by_address
from pipeline.read.fonts import is_bold
from pipeline.read.matrix import Matrix
from pipeline.records import ASKEW, DESCENT

_FIGURE_HEIGHT = 0.7  # share of the size that a figure is high, in most fonts
_RAISED = 0.25  # share of the size by which a raised figure stands above the base line
_INSIDE = 0.2  # share of the size above its base line at which every letter has ink or is open
_LEAN = 1.0  # degrees by which text may run off an axis
_LONGEST_FONT_NAME = 256  # bytes


_OF_CHARACTER = (ADDRESS, ctypes.c_int)  # a text page and an index
_font_size = by_address(c.FPDFText_GetFontSize, ctypes.c_double, *_OF_CHARACTER)
_loose_box = by_address(c.FPDFText_GetLooseCharBox, ctypes.c_int, *_OF_CHARACTER, ADDRESS)
_origin = by_address(c.FPDFText_GetCharOrigin, ctypes.c_int, *_OF_CHARACTER, ADDRESS, ADDRESS)
_font_info = by_address(
    c.FPDFText_GetFontInfo, ctypes.c_ulong, *_OF_CHARACTER, ADDRESS, ctypes.c_ulong, ADDRESS
)
_text_object = by_address(c.FPDFText_GetTextObject, ADDRESS, *_OF_CHARACTER)

Box = tuple[float, float, float, float]  # left, top, right, bottom, y growing upwards
_BOX = struct.Struct("4f")  # as pdfium writes it; reading it field by field costs more


class Glyph(NamedTuple):
    """One character as displayed: its box as that of a word, its base line, how it is turned.

    Turned text has no base line to share: its box is then that of the letter.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    turn: int
    bold: bool


class _Line(NamedTuple):
    """What characters of one size on one base line share.

    ``straight`` says that the base line runs along the axis: else each has a height of its own.
    """

    size: float
    turn: int
    straight: bool
    base: float
    top: float
    bottom: float

    def through(self, base: float) -> _Line:
        """The same at another height."""
        return _line(self.size, self.turn, self.straight, base)


def _line(size: float, turn: int, straight: bool, base: float) -> _Line:
    bottom = base + DESCENT * size
    return _Line(size, turn, straight, base, bottom - size, bottom)


class Glyphs:
    """The characters of a text page by their index, with the buffers that pdfium writes to."""

    def __init__(self, text_page: pdfium.PdfTextPage, display: Matrix, rotation: int) -> None:
        self._raw = text_page.raw
        self._page = address_of(text_page.raw)
        self._xx, self._yx, self._xy, self._yy, self._cx, self._cy = display
        self._rotation = rotation
        self._box = c.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(_LONGEST_FONT_NAME)
        self._flags = ctypes.c_int()
        self._to_box, self._to_flags = ctypes.addressof(self._box), ctypes.addressof(self._flags)
        self._to_x, self._to_y = ctypes.addressof(self._x), ctypes.addressof(self._y)
        self._to_name = ctypes.addressof(self._name)
        self._objects: dict[int, tuple[_Line, bool]] = {}  # by the address of the text object
        self._lines: dict[tuple[float, float], _Line] = {}
        self._bold: dict[bytes, bool] = {}

    def glyph(self, index: int) -> Glyph:
        """Position and size of the character at ``index`` of the page's text."""
        line, bold, box = self._measure(index)
        x0, x1 = self._edges(box)
        size, turn, _, base, top, bottom = line
        if turn:
            left, upper, right, lower = box
            ya = self._yx * left + self._yy * upper + self._cy
            yb = self._yx * right + self._yy * lower + self._cy
            top, bottom = min(ya, yb), max(ya, yb)
        return Glyph(x0, top, x1, bottom, base, size, turn, bold)

    def span(self, start: int, last: int) -> Glyph | None:
        """The characters from ``start`` to ``last`` as one, None if turned or on two base lines."""
        (size, turn, _, base, top, bottom), bold, box = self._measure(start)
        if turn:
            return None
        x0, x1 = self._edges(box)
        if last > start:
            end = self._box_at(last)
            # One height of the loose box is one base line, unless the font changes.
            other = end[1] != box[1] or end[3] != box[3]
            if other and abs(self._base(last) - base) > size / 10:
                return None
            x1 = max(x1, self._edges(end)[1])
        return Glyph(x0, top, x1, bottom, base, size, 0, bold)

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
            line = _line(round(size, 2), 0, True, foot)
            return glyph._replace(top=line.top, bottom=line.bottom, base=foot, size=line.size)
        return None

    def _is_bold(self, index: int) -> bool:
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
        return address_of(c.FPDFTextObj_GetFont(item)) if item else 0

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

    def _measure(self, index: int) -> tuple[_Line, bool, Box]:
        """The line of a character, whether it is bold, and its loose box."""
        item = _text_object(self._page, index)
        line, bold = self._objects.get(item) or self._object(index, item)
        if not line.straight:
            line = line.through(self._base(index))
        return line, bold, self._box_at(index)

    def _object(self, index: int, item: int | None) -> tuple[_Line, bool]:
        """How a text object is printed, by one of its characters; one without is not kept."""
        size, base = _font_size(self._page, index), self._base(index)
        line = self._lines.get((size, base))
        if line is None:
            scale, turn, straight = self._scale_and_turn(index)
            line = self._lines[size, base] = _line(round(size * scale, 2), turn, straight, base)
        found = line, self._is_bold(index)
        if item is not None:
            self._objects[item] = found
        return found

    def _base(self, index: int) -> float:
        """The height of a character's origin as displayed."""
        _origin(self._page, index, self._to_x, self._to_y)
        return self._yx * self._x.value + self._yy * self._y.value + self._cy

    def _box_at(self, index: int) -> Box:
        """The loose box of a character, which is as high as its font is, in the page's own y."""
        _loose_box(self._page, index, self._to_box)
        left, top, right, bottom = _BOX.unpack(self._box)
        return left, top, right, bottom

    def _edges(self, box: Box) -> tuple[float, float]:
        """The left and the right side of a loose box as displayed."""
        left, top, right, bottom = box
        xa = self._xx * left + self._xy * top + self._cx
        xb = self._xx * right + self._xy * bottom + self._cx
        return (xa, xb) if xa < xb else (xb, xa)

    def _scale_and_turn(self, index: int) -> tuple[float, int, bool]:
        """What the font size is multiplied by, how the text is turned as displayed.

        The last says whether it runs along the axis.
        """
        matrix = c.FS_MATRIX()
        c.FPDFText_GetMatrix(self._raw, index, matrix)
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) - self._rotation
        turn = round(angle / 90) * 90
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        straight = matrix.b == 0 or matrix.a == 0
        return scale, turn % 360 if abs(angle - turn) <= _LEAN else ASKEW, straight
