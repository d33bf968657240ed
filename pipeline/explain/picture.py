"""Crops of the pages on which an explanation's lines stand, each line marked and numbered."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from pipeline.errors import UsageError
from pipeline.explanation import Explanation
from pipeline.geometry import Box, union
from pipeline.read.again import KnownSource, PagePicture

AROUND = 36.0  # points of the page that are shown above and below the lines
SPREAD = 0.8  # points by which a mark is larger than its line
GAP = 10  # pixels between two crops, and around what is written
CAPTION, NUMBER = 18, 13  # pixels, heights of letters
PAPER, INK, FRAME = "#ffffff", "#202020", "#8a8a8a"
# Dark enough to be read on white; each cell, statement and so on has its own.
COLOURS = ("#0072b2", "#b34700", "#00704f", "#a3357a", "#7a5c00", "#4a5568")
TINT = 48  # of 255, how strongly a line is tinted


@dataclass(frozen=True, slots=True)
class _Mark:
    """One line to be marked on a page, with what it belongs to."""

    number: int
    box: Box
    name: str
    colour: str


def draw(explanation: Explanation, source: KnownSource) -> bytes:
    """A PNG of the crops, one below the other.

    Raises:
        UsageError: the lines stand on no pages.
        InputError: a page is a scan, and what reads those is not installed.
    """
    marks = _marks(explanation)
    areas = _areas(explanation)
    if not areas:
        raise UsageError(
            f"{explanation.source.file} is a text dump without pages: leave out --picture, "
            "the lines are named by their numbers."
        )
    pictures = source.pictures(areas)
    crops = [
        _crop(pictures[page], area, marks.get(page, []), _title(explanation, page))
        for page, area in areas.items()
    ]
    out = io.BytesIO()
    _stack(crops).save(out, "PNG", optimize=True)
    return out.getvalue()


def _title(explanation: Explanation, page: int) -> str:
    file = _plain(explanation.source.file)
    title = f"{file}, page {page}" if file else f"page {page}"
    empty = "" if explanation.passages else f": nothing is placed in {_plain(explanation.key)}"
    return f"{title}{empty}"


# ---- what is marked -----------------------------------------------------------------------------


def _marks(explanation: Explanation) -> dict[int, list[_Mark]]:
    """The marks of each page."""
    marks: dict[int, list[_Mark]] = {}
    colours: dict[str, str] = {}
    for passage in explanation.passages:
        name = passage.level or passage.part
        colour = colours.setdefault(name, COLOURS[len(colours) % len(COLOURS)])
        for line in passage.lines:
            place = line.place
            if place.page and place.bbox:
                mark = _Mark(line.number, Box(*place.bbox), name, colour)
                marks.setdefault(place.page, []).append(mark)
    return marks


def _areas(explanation: Explanation) -> dict[int, Box]:
    """What is shown of each page: the lines or, where there are none, what stands nearby."""
    places = [line.place for p in explanation.passages for line in p.lines] or explanation.nearby
    boxes: dict[int, list[Box]] = {}
    for place in places:
        if place.page and place.bbox:
            boxes.setdefault(place.page, []).append(Box(*place.bbox))
    return {page: union(boxes[page]) for page in sorted(boxes)}


# ---- drawing ------------------------------------------------------------------------------------


def _crop(picture: PagePicture, area: Box, marks: Sequence[_Mark], title: str) -> Image.Image:
    """The page over its whole width around an area, marked, under a caption."""
    page = _marked(picture, marks)
    top = max(0, round((area.top - AROUND) * picture.scale))
    bottom = min(page.height, round((area.bottom + AROUND) * picture.scale))
    shown = page.crop((0, top, page.width, max(bottom, top + 1)))
    ImageDraw.Draw(shown).rectangle((0, 0, shown.width - 1, shown.height - 1), outline=FRAME)
    return _stack([_caption(title, marks, page.width), shown], 0)


def _marked(picture: PagePicture, marks: Iterable[_Mark]) -> Image.Image:
    """The page with a tinted box on each line and its number beside it."""
    tint = Image.new("RGBA", picture.image.size)
    draw = ImageDraw.Draw(tint)
    font = ImageFont.load_default(NUMBER)
    for mark in marks:
        x0, top, x1, bottom = (
            round(edge * picture.scale)
            for edge in (mark.box.x0 - SPREAD, mark.box.top, mark.box.x1 + SPREAD, mark.box.bottom)
        )
        draw.rectangle((x0, top, x1, bottom), fill=f"{mark.colour}{TINT:02x}", outline=mark.colour)
        number = str(mark.number)
        width = draw.textlength(number, font) + 3
        middle, left = (top + bottom) / 2, max(0.0, x0 - width)
        tag = left, middle - NUMBER / 2, left + width, middle + NUMBER / 2
        draw.rectangle(tag, fill=mark.colour)
        draw.text((left + width / 2, middle), number, PAPER, font, anchor="mm")
    return Image.alpha_composite(picture.image.convert("RGBA"), tint).convert("RGB")


def _caption(title: str, marks: Iterable[_Mark], width: int) -> Image.Image:
    """The title, then what each colour stands for with the numbers of its lines."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for mark in marks:
        numbers.setdefault((mark.name, mark.colour), []).append(mark.number)
    items = [(title, INK)]
    items += [(_legend(name, each), colour) for (name, colour), each in numbers.items()]
    font = ImageFont.load_default(CAPTION)
    rows: list[list[tuple[float, str, str]]] = [[]]
    x = float(GAP)
    for text, colour in items:
        length = font.getlength(text)
        if rows[-1] and x + length > width:
            rows.append([])
            x = float(GAP)
        rows[-1].append((x, text, colour))
        x += length + 3 * GAP
    step = CAPTION + GAP
    image = Image.new("RGB", (width, step * len(rows) + GAP), PAPER)
    draw = ImageDraw.Draw(image)
    for i, row in enumerate(rows):
        for x, text, colour in row:
            draw.text((x, GAP + step * i), text, colour, font)
    return image


def _legend(name: str, numbers: Sequence[int]) -> str:
    first, last = min(numbers), max(numbers)
    lines = f"{first}-{last}" if last > first else f"{first}"
    return f"{_plain(name) or 'lines'}: {lines}"


def _plain(text: str) -> str:
    """What Pillow's own font can write: letters without accents, other scripts not at all."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().strip()


def _stack(images: Sequence[Image.Image], gap: int = GAP) -> Image.Image:
    """The images one below the other."""
    height = sum(image.height for image in images) + gap * (len(images) - 1)
    whole = Image.new("RGB", (max(image.width for image in images), height), PAPER)
    top = 0
    for image in images:
        whole.paste(image, (0, top))
        top += image.height + gap
    return whole
