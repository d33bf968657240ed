"""Pages that are pictures: what is found on them, and that the data comes out as from the original.

Every scan is made here: a page is rendered, turned, made noisy and put back as a picture.
"""

from __future__ import annotations

import ctypes
import io
import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from builders import PdfPage, framework_pdf, pdf, say
from conftest import ROOT
from PIL import Image

import pipeline.read
from pipeline.errors import InputError, UsageError
from pipeline.explain import draw, explain, open_source
from pipeline.extracted import Extracted
from pipeline.geometry import Box
from pipeline.models import PlaceModel
from pipeline.pages.grid import rules_to_grids
from pipeline.read import read_document
from pipeline.read.again import PagePicture
from pipeline.records import Document, Page, Word
from pipeline.run import extract_document

pytest.importorskip("cv2")
pytest.importorskip("onnxruntime")
pytest.importorskip("rapidocr")

from pipeline.read import scan
from pipeline.read.layer import judge_layer
from pipeline.read.measure import ASCENT, InkLine, InkWord, measure_line
from pipeline.read.picture import (
    Picture,
    dark_shades,
    erase,
    find_dots,
    find_rules,
    lighten,
    straighten,
)
from pipeline.read.pictured import pictures_alone
from pipeline.read.recognise import RawLine, Recogniser
from pipeline.read.scanned_type import Types
from pipeline.read.unread import find_writing, read_rest

Write = Callable[[str, bytes], Path]

DOTS = 200 / 72  # pixels per point of the scans
NOISE = 9.0  # grey levels


def picture_of(data: bytes, index: int = 0, scale: float = DOTS) -> Picture:
    document = pdfium.PdfDocument(data)
    try:
        pixels = document[index].render(scale=scale, grayscale=True).to_numpy()
        return np.array(pixels.reshape(pixels.shape[:2]), np.uint8)
    finally:
        document.close()


def scanned(
    data: bytes, pages: Sequence[int] | None = None, angle: float = 1.1, noise: float = NOISE
) -> bytes:
    """The PDF's pages as a feeder and a worn lamp leave them."""
    document = pdfium.PdfDocument(data)
    numbers = range(len(document)) if pages is None else pages
    document.close()
    sheets = [worn(picture_of(data, i), angle if i % 2 == 0 else -angle, noise) for i in numbers]
    out = io.BytesIO()
    images = [Image.fromarray(sheet) for sheet in sheets]
    images[0].save(
        out, "PDF", save_all=True, append_images=images[1:], resolution=DOTS * 72, quality=70
    )
    return out.getvalue()


def worn(picture: Picture, angle: float, noise: float) -> Picture:
    turned = Image.fromarray(picture).rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    grain = np.random.default_rng(7).normal(0, noise, picture.shape) if noise else 0.0
    return np.clip(np.asarray(turned, np.float64) * 0.92 + 8 + grain, 0, 255).astype(np.uint8)


def joined(*documents: bytes) -> bytes:
    """The pages of several PDFs in one."""
    whole = pdfium.PdfDocument.new()
    for data in documents:
        whole.import_pages(pdfium.PdfDocument(data))
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


# ---- the picture --------------------------------------------------------------------------------

PARAGRAPH = "".join(
    say("Members put each tool back where its outline hangs", 40, 250 - 14 * i) for i in range(12)
)


@pytest.mark.parametrize("angle", [-3.2, -0.4, 0.0, 0.7, 5.0])
def test_skew_is_measured_and_mended(angle: float) -> None:
    picture = worn(picture_of(pdf(PARAGRAPH)), angle, NOISE)
    straight, found = straighten(picture)
    assert found == pytest.approx(angle, abs=0.06)
    assert straighten(straight)[1] == pytest.approx(0, abs=0.06)


def test_blank_page_has_no_skew() -> None:
    picture = np.full((800, 600), 250, np.uint8)
    assert straighten(picture)[1] == 0.0
    assert find_rules(picture, DOTS) == ()


def table(*lines: tuple[float, float, float, float], width: float = 0.5) -> str:
    return f"{width} w " + "".join(f"{a} {b} m {c} {d} l S\n" for a, b, c, d in lines)


GRID = table(
    (40, 250, 360, 250), (40, 235, 360, 235), (40, 100, 360, 100),
    (40, 100, 40, 250), (200, 100, 200, 235), (360, 100, 360, 250),
)  # fmt: skip


def cells_on(picture: Picture) -> list[tuple[int, int, int, int]]:
    """The cells of the only grid that the rules on a picture make, in points."""
    rules = find_rules(picture, DOTS, dark_shades(picture, DOTS))
    points = [Box(r.x0 / DOTS, r.top / DOTS, r.x1 / DOTS, r.bottom / DOTS) for r in rules]
    (grid,) = rules_to_grids(points)
    return [
        (round(c.box.x0), round(c.box.top), round(c.box.x1), round(c.box.bottom))
        for c in grid.cells
    ]


CELLS = [(40, 50, 360, 65), (40, 65, 200, 200), (200, 65, 360, 200)]


@pytest.mark.parametrize("width", [0.4, 1.0, 2.5])
@pytest.mark.parametrize("noise", [0.0, 14.0])
def test_rules_are_found(width: float, noise: float) -> None:
    content = GRID.replace("0.5 w", f"{width} w")
    assert cells_on(worn(picture_of(pdf(content)), 0, noise)) == CELLS


DARK_HEAD = f"0.3 g 40 235 320 15 re f 0 g\n{GRID} 1 g {say('Kept', 60, 239, 10, 'F2')} 0 g\n"


def test_row_filled_darkly_is_found_and_its_letters_are_made_dark() -> None:
    picture = worn(picture_of(pdf(DARK_HEAD)), 0, NOISE)
    found = cells_on(picture)
    assert len(found) == len(CELLS)
    assert np.abs(np.subtract(found, CELLS)).max() <= 1
    light = lighten(picture, dark_shades(picture, DOTS))
    head = light[round(53 * DOTS) : round(62 * DOTS), round(44 * DOTS) : round(356 * DOTS)]
    assert np.median(head) > 200
    (across,) = np.nonzero((head < 128).any(axis=0))
    assert across.min() / DOTS == pytest.approx(16, abs=2)
    assert across.max() / DOTS < 44


def test_letters_darker_than_their_dark_ground_stay() -> None:
    """What is darker than its shading was made lighter than paper, and so cut off."""
    content = f"0.5 g 40 235 320 15 re f 0 g {say('Kept', 60, 239, 10, 'F2')}\n"
    picture = worn(picture_of(pdf(content)), 0, NOISE)
    light = lighten(picture, dark_shades(picture, DOTS))
    (across,) = np.nonzero((light[round(53 * DOTS) : round(62 * DOTS)] < 150).any(axis=0))
    assert across.min() / DOTS == pytest.approx(60, abs=2)


@pytest.mark.parametrize("size", [7, 10, 16, 26])
def test_text_is_no_dark_shading(size: int) -> None:
    lines = (
        say("Members put each tool back", 40, 270 - 1.2 * size * i, size, "F2") for i in range(9)
    )
    assert dark_shades(worn(picture_of(pdf("".join(lines))), 0, NOISE), DOTS) == ()


@pytest.mark.parametrize("size", [9, 12])
def test_discs_are_found_on_a_picture_and_full_stops_are_not(size: int) -> None:
    disc = (
        "48 90 m 48 91 49 92 50 92 c 51 92 52 91 52 90 c 52 89 51 88 50 88 c 49 88 48 89 48 90 c f"
    )
    picture = worn(picture_of(pdf(say("it. is. so.", 60, 87, size) + disc)), 0, NOISE)
    (dot,) = find_dots(picture, DOTS)
    assert (dot.x0 / DOTS, dot.x1 / DOTS) == pytest.approx((48, 52), abs=0.8)


def test_faint_rules_are_found() -> None:
    assert cells_on(worn(picture_of(pdf("0.78 G " + GRID)), 0, 5.0)) == CELLS


def test_columns_of_a_low_row_are_found() -> None:
    """A row of one line is not taller than a heading's letters: its rules must meet others."""
    low = table(
        (40, 250, 360, 250), (40, 237, 360, 237), *((x, 237, x, 250) for x in (40, 99, 360))
    )
    assert len(cells_on(worn(picture_of(pdf(low)), 0, NOISE))) == 2


def test_column_rule_does_not_run_on_into_a_heading_above_it() -> None:
    """A stem that stands right over a column's rule once cut the spanning row in two."""
    for shift in range(0, 12, 2):
        content = GRID + say("IIIlllIIIlllIIIlllmmmIIIlllIIIlllmmmIII", 130 + shift, 239, 9)
        rules = find_rules(worn(picture_of(pdf(content)), 0, NOISE), DOTS)
        (inner,) = [r for r in rules if abs(r.middle[0] / DOTS - 200) < 2 and r.height > r.width]
        assert inner.top / DOTS == pytest.approx(65, abs=1.5)


@pytest.mark.parametrize("size", [7, 10, 26])
def test_letters_are_no_rules(size: int) -> None:
    """Short words on a line of their own once passed for thick rules, stems for thin ones."""
    words = ("worn items.", "are away.", "HILT TTTT EEE", "- - - - - -", "minimum")
    content = "".join(say(w, 40, 270 - 1.4 * size * i, size) for i, w in enumerate(words))
    assert find_rules(worn(picture_of(pdf(content)), 0, NOISE), DOTS) == ()


def test_erased_rules_leave_the_letters() -> None:
    picture = picture_of(pdf(GRID + say("Tools", 60, 150)))
    bare = erase(picture, find_rules(picture, DOTS), DOTS)
    assert find_rules(bare, DOTS) == ()
    dark = np.argwhere(bare < 128) / DOTS
    assert dark[:, 1].min() == pytest.approx(60, abs=1.5)
    assert dark[:, 1].max() < 90


# ---- writing that no word covers -----------------------------------------------------------------


UNREAD = "Racks hold the blades"


def dithered(picture: Picture) -> Picture:
    """In black and white alone, as fax machines and thrifty scanners leave a page."""
    return np.asarray(Image.fromarray(picture).convert("1").convert("L"), np.uint8)


def boxes_in_points(boxes: Sequence[Box]) -> list[tuple[float, ...]]:
    return [tuple(v / DOTS for v in (b.x0, b.top, b.x1, b.bottom)) for b in boxes]


@pytest.mark.parametrize("size", [5, 7, 10, 16, 30])
@pytest.mark.parametrize("shade", [0.0, 0.75])
def test_ink_of_a_line_is_found(size: int, shade: float) -> None:
    content = f"{shade} g {say(UNREAD, 40, 150, size)}"
    level, upright = find_writing(worn(picture_of(pdf(content)), 0, 4.0), DOTS, ())
    ((x0, top, x1, bottom),) = boxes_in_points(level)
    assert upright == []
    assert (x0, bottom) == pytest.approx((40, 150), abs=0.3 * size)
    assert top == pytest.approx(150 - size * ASCENT, abs=2)
    assert x1 - x0 > 8 * size


def test_ink_of_light_letters_and_of_a_dithered_line_is_found() -> None:
    white = f"0.2 g 30 140 300 30 re f 1 g {say(UNREAD, 40, 150)} 0 g"
    (level,), _ = find_writing(worn(picture_of(pdf(white)), 0, 4.0), DOTS, ())
    assert level.x0 / DOTS == pytest.approx(40, abs=4)
    grey = dithered(picture_of(pdf(f"0.6 g {say(UNREAD, 40, 150)}")))
    (level,), _ = find_writing(grey, DOTS, ())
    assert level.x0 / DOTS == pytest.approx(40, abs=2)


def test_ink_of_read_words_is_no_unread_writing() -> None:
    content = say("Members hang tools", 40, 200) + say(UNREAD, 40, 150)
    read = Box(38 * DOTS, 88 * DOTS, 140 * DOTS, 104 * DOTS)
    (level,), upright = find_writing(picture_of(pdf(content)), DOTS, [read])
    assert upright == []
    assert level.middle[1] / DOTS == pytest.approx(147, abs=3)


def test_ink_of_a_line_up_the_page_is_found() -> None:
    content = say(UNREAD, 40, 150)
    picture = np.ascontiguousarray(np.rot90(picture_of(pdf(content))))
    level, (upright,) = find_writing(picture, DOTS, ())
    assert level == []
    assert upright.height > 5 * upright.width


NO_WRITING = {
    "rules": "0.5 w 40 250 m 360 250 l S 40 100 m 40 250 l S",
    "dots": "".join(f"{60 + 6 * i} 150 1 1 re f " for i in range(40)),
    "dashes": "".join(f"{60 + 9 * i} 150 5 1 re f " for i in range(30)),
    "bars": "".join(f"{60 + 20 * i} 100 12 {20 + 17 * i % 60} re f " for i in range(12)),
    "shading": "0.85 g 40 100 300 100 re f 0 g",
    "hole and edge": "20 140 18 18 re f 385 0 15 300 re f 0 0 400 8 re f",
    "letter": say("A", 60, 150, 60),
}


@pytest.mark.parametrize("kind", NO_WRITING)
@pytest.mark.parametrize("noise", [0.0, NOISE])
def test_what_is_no_writing_is_passed_over(kind: str, noise: float) -> None:
    picture = worn(picture_of(pdf(NO_WRITING[kind])), 0, noise)
    assert find_writing(picture, DOTS, ()) == ([], [])


class SecondLook(Recogniser):
    """Stands in for the engine: reads one text, with one trust, in whatever piece it is given."""

    def __init__(self, text: str, trust: float) -> None:
        self.text, self.sure = text, trust
        self.seen: list[Picture] = []

    def lines(
        self, picture: Picture, scale: float, found: Any, cuts: Sequence[Box]
    ) -> list[RawLine]:
        self.seen.append(picture)
        return [
            RawLine(
                box,
                self.text,
                tuple(np.linspace(box.x0, box.x1, len(self.text)).tolist()),
                (self.sure,) * len(self.text),
            )
            for box in found
        ]


@pytest.mark.parametrize(
    ("text", "trust", "lines", "places"),
    [
        (UNREAD, 0.95, 1, 0),
        (UNREAD, 0.6, 0, 1),  # some writing
        ("...:.", 0.95, 0, 0),  # grain
        ("M0", 0.5, 0, 0),  # a drawing
    ],
)
def test_second_look_tells_writing_from_dirt(
    text: str, trust: float, lines: int, places: int
) -> None:
    picture = picture_of(pdf(say("Members hang tools", 40, 200) + say(UNREAD, 40, 150)))
    read = Box(38 * DOTS, 88 * DOTS, 140 * DOTS, 104 * DOTS)
    rest = read_rest(picture, DOTS, [read], [], SecondLook(text, trust))
    assert (len(rest.lines), len(rest.places)) == (lines, places)


def test_second_look_does_not_see_what_was_read() -> None:
    """The words beside an unread one would come twice."""
    picture = picture_of(pdf(say("Members hang", 40, 150) + say("Racks hold blades", 112, 150)))
    read = Box(38 * DOTS, 138 * DOTS, 111 * DOTS, 154 * DOTS)
    engine = SecondLook("Racks hold blades", 0.95)
    read_rest(picture, DOTS, [read], [], engine)
    (_, left) = np.nonzero(engine.seen[0] < 128)
    assert left.min() / DOTS == pytest.approx(112, abs=2)


def test_large_type_that_only_a_second_look_reads_is_said() -> None:
    picture = picture_of(pdf(say("PAID IN FULL", 30, 150, 40)))
    rest = read_rest(picture, DOTS, [], [], SecondLook("PAID IN FULL", 0.95))
    assert (len(rest.lines), len(rest.places)) == (0, 1)


# ---- one line -----------------------------------------------------------------------------------


def line_on(
    content: str, text: str, reads: str = "", trust: float = 0.99, y: float = 200
) -> RawLine:
    """The line based at (40, y) as the engine gives it; ``reads`` is what it makes of the text."""
    top = (300 - y) * DOTS - 28
    dark = np.argwhere(picture_of(pdf(content))[int(top) : int(top) + 42] < 128)
    left, right = float(dark[:, 1].min()), float(dark[:, 1].max())
    reads = reads or text
    step = (right - left) / len(reads)
    middles = tuple(left + (i + 0.5) * step for i in range(len(reads)))
    return RawLine(Box(left - 6, top, right + 6, top + 42), reads, middles, (trust,) * len(reads))


def test_words_end_where_their_ink_ends() -> None:
    content = say("Many tools hang", 40, 200)
    line = measure_line(picture_of(pdf(content)), line_on(content, "Many tools hang"))
    assert [w.text for w in line.words] == ["Many", "tools", "hang"]
    assert [w.x0 / DOTS for w in line.words] == pytest.approx([40.7, 67, 91.6], abs=0.6)
    assert line.base / DOTS == pytest.approx(100, abs=0.5)
    assert line.size / DOTS == pytest.approx(10, abs=0.6)


def test_missed_space_is_put_in() -> None:
    content = say("occasions, including more", 40, 200)
    raw = line_on(content, "occasions, including more", "occasions,including more")
    words = measure_line(picture_of(pdf(content)), raw).words
    assert [w.text for w in words] == ["occasions,", "including", "more"]


def test_space_that_is_none_is_taken_out() -> None:
    content = say("Everything hangs", 40, 200)
    raw = line_on(content, "Everything hangs", "Every thing hangs")
    words = measure_line(picture_of(pdf(content)), raw).words
    assert [w.text for w in words] == ["Everything", "hangs"]


def test_no_word_is_lost_between_two_spaces() -> None:
    """A single letter vanished where both spaces around it were seen in the same gap."""
    text = "than a third of the stock"
    content = say(text, 40, 200)
    raw = line_on(content, text)
    squeezed = tuple(x - 0.35 * (x - raw.middles[6]) for x in raw.middles)
    for middles in (raw.middles, squeezed):
        line = RawLine(raw.box, text, middles, raw.trust)
        words = measure_line(picture_of(pdf(content)), line).words
        assert [w.text for w in words] == text.split()


def test_letters_set_wide_are_one_word() -> None:
    content = say("T O O L S", 40, 200)
    words = measure_line(picture_of(pdf(content)), line_on(content, "T O O L S", "TOOLS")).words
    assert [w.text for w in words] == ["TOOLS"]


def test_raised_mark_is_a_word_of_its_own() -> None:
    content = say("hang", 40, 200) + say("2", 62, 204, 6)
    words = measure_line(picture_of(pdf(content)), line_on(content, "hang²")).words
    assert [(w.text, w.raised) for w in words] == [("hang", False), ("2", True)]


def test_light_letters_on_a_dark_ground() -> None:
    content = "0 g 30 190 200 25 re f 1 g " + say("Meets all", 40, 200)
    middles = tuple(115.0 + 12 * i for i in range(9))
    raw = RawLine(Box(105, 252, 240, 292), "Meets all", middles, (1.0,) * 9)
    line = measure_line(picture_of(pdf(content)), raw)
    assert [w.text for w in line.words] == ["Meets", "all"]
    assert line.size / DOTS == pytest.approx(10, abs=0.6)


# ---- pages --------------------------------------------------------------------------------------


class Stub:
    """Stands in for the engine: gives the same lines for every page."""

    lines_found: tuple[RawLine, ...] = ()

    def find(self, picture: Picture, scale: float) -> tuple[Box, ...]:
        return ()

    def trust(self, pieces: Sequence[Picture]) -> float:
        return 0.0

    def lines(
        self, picture: Picture, scale: float, found: Sequence[Box], cuts: Sequence[Box]
    ) -> list[RawLine]:
        factor = scale / DOTS
        return [
            RawLine(
                Box(*(v * factor for v in (r.box.x0, r.box.top, r.box.x1, r.box.bottom))),
                r.text,
                tuple(x * factor for x in r.middles),
                r.trust,
            )
            for r in self.lines_found
        ]


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> type[Stub]:
    class Own(Stub):
        pass

    monkeypatch.setattr(scan, "Recogniser", Own)
    return Own


def test_doubtful_words_are_an_issue_with_their_place(source: Write, stub: type[Stub]) -> None:
    content = say("Tools hang", 40, 200)
    stub.lines_found = (line_on(content, "Tools hang", trust=0.6),)
    document = read_document(source("doubt.pdf", scanned(pdf(content), angle=0)))
    (finding,) = document.findings
    assert (finding.code, finding.severity) == ("ocr-confidence", "warning")
    assert "2 of 2 words" in finding.message
    assert "'Tools' (60%)" in finding.message
    assert finding.place is not None
    assert finding.place.page == 1
    assert finding.place.box is not None
    assert finding.place.box.holds(50, 96)


def test_what_cannot_be_read_is_said(source: Write, stub: type[Stub]) -> None:
    content = say("Tools hang", 40, 200)
    stub.lines_found = (line_on(content, "Tools hang"), line_on(content, "#~|", trust=0.2))
    document = read_document(source("stain.pdf", scanned(pdf(content), angle=0)))
    assert [f.code for f in document.findings] == ["ocr-unread"]
    assert document.words == 2


class Unsure(Stub):
    """Finds the lines it is told of, and reads no other ink for sure."""

    def lines(
        self, picture: Picture, scale: float, found: Any, cuts: Sequence[Box]
    ) -> list[RawLine]:
        if not found:
            return super().lines(picture, scale, found, cuts)
        return SecondLook("Rack hod bades", 0.6).lines(picture, scale, found, cuts)


def test_writing_that_is_not_read_is_an_issue_with_its_place(
    source: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = say("Tools hang", 40, 200) + say(UNREAD, 240, 150)
    monkeypatch.setattr(scan, "Recogniser", Unsure)
    monkeypatch.setattr(Unsure, "lines_found", (line_on(say("Tools hang", 40, 200), "Tools hang"),))
    document = read_document(source("unread.pdf", scanned(pdf(content), angle=0)))
    (finding,) = document.findings
    assert (finding.code, finding.severity) == ("ink-not-read", "warning")
    assert "look at the page" in finding.message
    assert finding.place is not None
    assert finding.place.page == 1
    assert finding.place.box is not None
    assert finding.place.box.holds(260, 147)
    assert not finding.place.box.holds(60, 97)


def test_issues_of_unread_writing_are_bounded(
    source: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [(x, 280 - 35 * i) for i in range(8) for x in (30, 230)]
    content = "".join(say(UNREAD, x, y, 8) for x, y in places)
    monkeypatch.setattr(scan, "Recogniser", Unsure)
    monkeypatch.setattr(Unsure, "lines_found", (line_on(say("Tools hang", 40, 10), "Tools", y=10),))
    document = read_document(
        source("unread.pdf", scanned(pdf(content + say("Tools hang", 40, 10)), angle=0))
    )
    unread = [f for f in document.findings if f.code == "ink-not-read"]
    assert len(unread) == scan.MOST_PLACES
    assert unread[-1].message.startswith("9 places")
    for x, y in places:
        assert any(f.place and f.place.box and f.place.box.holds(x + 20, 297 - y) for f in unread)


def test_pictures_without_words_are_refused(source: Write, stub: type[Stub]) -> None:
    path = source("photo.pdf", scanned(pdf("0.5 g 20 50 100 100 re f\n"), angle=0))
    with pytest.raises(InputError, match=r"no text layer.* OCR finds no words: .*"):
        read_document(path)


def test_lines_of_one_type_share_a_size(source: Write, stub: type[Stub]) -> None:
    texts = ("Members hang", "all their tools", "when home time", "comes")
    at = {text: 250 - 30 * i for i, text in enumerate(texts)}
    content = "".join(say(t, 40, y, 10 + 0.1 * (y % 40) / 10) for t, y in at.items())
    stub.lines_found = tuple(line_on(content, t, y=y) for t, y in at.items())
    page = read_document(source("type.pdf", scanned(pdf(content), angle=0))).pages[0]
    assert len(page.words) == 9
    assert len({word.size for word in page.words}) == 1


def test_capitals_are_no_larger_type(source: Write, stub: type[Stub]) -> None:
    """The densest rows of such a line are as high as its capitals, not as its small letters."""
    at = {"Members hang all tools": 250.0, "OUTCOME 1: SAFE AND SOUND": 220.0}
    content = "".join(say(t, 40, y) for t, y in at.items())
    stub.lines_found = tuple(line_on(content, t, y=y) for t, y in at.items())
    page = read_document(source("capitals.pdf", scanned(pdf(content), angle=0))).pages[0]
    assert len({word.size for word in page.words}) == 1


def test_ink_is_read_once(source: Write, stub: type[Stub]) -> None:
    """Where columns stand close, a line was found with the first letter of its neighbour."""
    content = say("Tools hang", 40, 200) + say("is", 96, 200)
    left = line_on(content, "Tools hang i")
    middles = tuple((x + 1.4) * DOTS for x in (96, 99))
    right = RawLine(
        Box(95 * DOTS, left.box.top, 106 * DOTS, left.box.bottom), "is", middles, (1, 1)
    )
    left = RawLine(replace(left.box, x1=98.5 * DOTS), left.text, left.middles, left.trust)
    stub.lines_found = (left, right)
    document = read_document(source("close.pdf", scanned(pdf(content), angle=0)))
    assert words_of(document) == ["Tools", "hang", "is"]


def test_ocr_never_is_as_before(source: Write) -> None:
    path = source("scan.pdf", scanned(framework_pdf()))
    with pytest.raises(InputError, match=r"no text layer.*: read them with `--ocr auto`"):
        read_document(path, ocr="never")


def test_unknown_use_of_ocr(source: Write) -> None:
    with pytest.raises(UsageError, match=r"'maybe'.*auto, always, never"):
        read_document(source("page.pdf", framework_pdf()), ocr="maybe")


def test_without_the_extra(source: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.read, "find_spec", lambda _: None)
    path = source("scan.pdf", scanned(framework_pdf()))
    with pytest.raises(InputError, match=r"no text layer.*pip install '\.\[ocr\]'"):
        read_document(path)
    mixed = read_document(source("mixed.pdf", joined(framework_pdf(), path.read_bytes())))
    (finding,) = mixed.findings
    assert (finding.code, finding.place and finding.place.page) == ("page-not-read", 2)
    assert (mixed.source.format, mixed.source.scanned) == ("pdf", ())


def test_text_layer_is_judged() -> None:
    good = "Members put each tool back where its outline hangs (see 1.1, A1.a)."
    poor = "Mcmb~rs pnt ~ach t0ol b{ck wh3re its outlinc h|ngs ]vv c rn tcl k"
    for text, expected in ((good, 0), (poor, 1)):
        pages = read_pages(pdf("".join(say(text, 40, 250 - 20 * i) for i in range(5))))
        found = judge_layer(pages)
        assert len(found) == expected
        assert all("--ocr always" in f.message for f in found)


def test_text_without_characters_is_named(source: Callable[[str, bytes], Path]) -> None:
    """A font of which nothing is known but the numbers of its glyphs."""
    numbers = "".join(f"\\{i:03o}" for i in (1, 4, 5, 32, 6, 4, 7, 32, 2, 1, 4))
    lines = [f"BT /F3 10 Tf 50 {250 - 20 * i} Td ({numbers}) Tj ET " for i in range(12)]
    said = "Members put each tool back where it hangs."
    few = "".join(say(said, 50, 280 - 20 * i) for i in range(12))
    path = source("numbers.pdf", pdf("".join(lines)))
    with pytest.raises(InputError, match=r"is no words.*--ocr always"):
        extract_document(path, ocr="never")
    (found,) = judge_layer(read_pages(pdf(f"{few}{lines[11]}")))
    assert "\ufffd" in found.message


def read_pages(data: bytes) -> tuple[Page, ...]:
    from pipeline.read.pdfium import read_pages

    return read_pages(Path("layer.pdf"), data)


# ---- with the engine ----------------------------------------------------------------------------


def words_of(document: Document) -> list[str]:
    return [
        word.text
        for page in document.pages
        for word in sorted(page.words, key=lambda w: (round(w.bottom / 3), w.x0))
    ]


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("the engine went to the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    picture = picture_of(pdf(say("Tools hang", 40, 200)))
    engine = Recogniser()
    (line,) = engine.lines(picture, DOTS, engine.find(picture, DOTS), [])
    assert line.text == "Tools hang"


def test_skewed_page_reads_as_its_original(source: Write) -> None:
    original = read_document(source("original.pdf", framework_pdf()))
    document = read_document(source("scan.pdf", scanned(framework_pdf())))
    assert (original.source.format, document.source.format) == ("pdf", "scan")
    assert words_of(document) == words_of(original)
    assert document.words == original.words
    (page,), (printed,) = document.pages, original.pages
    by_text = {w.text: w for w in printed.words}
    for word in page.words:
        same = by_text[word.text]
        if word.text not in ("tools", "hang.", "Tools"):  # they come twice
            assert (word.x0, word.bottom) == pytest.approx((same.x0, same.bottom), abs=2)
    (grid,) = rules_to_grids(page.rules)
    assert grid.edges == pytest.approx((40, 150, 260, 370), abs=1)


def test_scan_gives_the_data_of_its_original(source: Write) -> None:
    data = framework_pdf()
    made = extract_document(source("scan.pdf", scanned(data, angle=-2.0)))
    known = extract_document(source("original.pdf", data))
    assert [d.title for d in made.framework.domains] == [d.title for d in known.framework.domains]
    for ours, theirs in zip(made.framework.domains, known.framework.domains, strict=True):
        assert [c.code for c in ours.characteristics] == [c.code for c in theirs.characteristics]
        for one, other in zip(ours.characteristics, theirs.characteristics, strict=True):
            assert [p.text for p in one.statement] == [p.text for p in other.statement]
            for a, b in zip(one.descriptors, other.descriptors, strict=True):
                assert [p.text for p in a.paragraphs] == [p.text for p in b.paragraphs]
    assert made.framework.source.format == "scan"
    assert made.ledger.unaccounted == 0


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_sheet_that_lies_the_wrong_way_is_turned(source: Write, turn: int) -> None:
    """As a reader sees it, the sheet was put on the glass turned: it has to be turned back."""
    upright = worn(picture_of(framework_pdf()), 1.1, NOISE)
    lying = Image.fromarray(np.ascontiguousarray(np.rot90(upright, turn // 90)))
    out = io.BytesIO()
    lying.save(out, "PDF", resolution=DOTS * 72, quality=70)
    document = read_document(source("lying.pdf", out.getvalue()))
    original = read_document(source("original.pdf", framework_pdf()))
    assert words_of(document) == words_of(original)
    (page,), (printed,) = document.pages, original.pages
    assert (page.turn, page.width, page.height) == pytest.approx((turn, 400, 300), abs=1)
    kitchen, same = (next(w for w in p.words if w.text == "Kitchen") for p in (page, printed))
    assert (kitchen.x0, kitchen.bottom) == pytest.approx((same.x0, same.bottom), abs=2)


def test_lines_that_were_passed_over_are_read_on_a_second_look(source: Write) -> None:
    """In the grain of a dithered picture the engine found no line at all."""
    content = "".join(say(text, 40, 280 - 14 * i) for i, text in enumerate(LINES))
    pale = np.minimum(picture_of(pdf(content), scale=100 / 72), 250)
    out = io.BytesIO()
    Image.fromarray(dithered(pale)).convert("1").save(out, "PDF", resolution=100)
    document = read_document(source("fax.pdf", out.getvalue()))
    printed = " ".join(LINES).split()
    assert len(set(printed) & set(words_of(document))) > 0.7 * len(set(printed))
    assert "ocr-second-look" in {f.code for f in document.findings}


def test_clean_scan_has_no_unread_writing(source: Write) -> None:
    document = read_document(source("scan.pdf", scanned(framework_pdf())))
    codes = {f.code for f in document.findings}
    assert not codes & {"ocr-second-look", "ink-not-read", "ocr-unread"}


def test_mixed_document_is_read_page_by_page(source: Write) -> None:
    other = pdf(PdfPage(say("A picture of a page", 40, 200)))
    data = joined(framework_pdf(), framework_pdf(), scanned(other))
    document = read_document(source("mixed.pdf", data))
    assert (document.source.format, document.source.scanned) == ("pdf", (3,))
    assert [w.text for w in document.pages[2].words] == "A picture of a page".split()
    assert document.pages[0].words[0].size == 16
    assert document.words == sum(len(page.words) for page in document.pages)


def test_ocr_always_reads_pages_with_text_as_pictures(source: Write) -> None:
    hidden = "3 Tr " + say("nonsense layer", 40, 100)  # as OCR programs lay it under a scan
    path = source("layer.pdf", pdf(say("Tools hang", 40, 200) + hidden))
    assert "nonsense" in words_of(read_document(path))
    document = read_document(path, ocr="always")
    assert words_of(document) == ["Tools", "hang"]
    assert (document.source.format, document.source.scanned) == ("scan", (1,))


def test_scan_is_explained_on_the_straight_page(
    source: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The marks of its picture sit on the words, though the page that was scanned is skewed."""
    path = source("scan.pdf", scanned(framework_pdf(), angle=3.0))
    made = extract_document(path)
    extracted = Extracted(made.framework, made.issues, made.blocks)
    known = open_source(made.framework, path)
    found = explain(extracted, "1.1", known)
    lines = [line for passage in found.passages for line in passage.lines]
    assert [line.text for line in lines] == [
        "1.1 Tools are kept in their place.",
        "Tools lie about here.",
        "Most tools hang.",
        "All tools hang.",
    ]
    straight = known.pictures([1])[1]
    skewed = replace(known, scanned=frozenset()).pictures([1])[1]
    for line in lines:
        assert share_inside(straight, line.place) > 0.97
    assert min(share_inside(skewed, line.place) for line in lines) < 0.8
    assert draw(found, known).startswith(b"\x89PNG")

    monkeypatch.setattr(pipeline.read, "find_spec", lambda _: None)
    without = explain(extracted, "1.1", known)
    assert "pip install '.[ocr]'" in (without.source.trouble or "")
    assert all(line.text is None for p in without.passages for line in p.lines)
    with pytest.raises(InputError, match=r"page 1 .* is a scan: install .*\.\[ocr\]"):
        draw(without, known)


def share_inside(picture: PagePicture, place: PlaceModel) -> float:
    """How much of the ink in and around a place lies in it."""
    assert place.bbox
    dark = np.asarray(picture.image.convert("L"), np.uint8) < 128
    x0, top, x1, bottom = place.bbox

    def ink(grow: float) -> int:
        across = slice(round((x0 - grow) * picture.scale), round((x1 + grow) * picture.scale))
        down = slice(round((top - grow) * picture.scale), round((bottom + grow) * picture.scale))
        return int(dark[down, across].sum())

    return ink(0) / max(1, ink(2.5))


@pytest.mark.slow
def test_sample_as_a_scan(source: Write) -> None:
    """Two pages of a sample, turned and noisy: the words of its text layer, and bold ones bold."""
    data = (ROOT / "raw" / "repair-workshops-2023.pdf").read_bytes()
    printed = [page for page in read_pages(data) if page.number in (4, 5)]
    document = read_document(source("sample.pdf", scanned(data, pages=(3, 4))))
    for page, known in zip(document.pages, printed, strict=True):
        ours, theirs = {w.text for w in page.words}, {w.text for w in known.words}
        assert len(theirs - ours) <= 0.02 * len(theirs)
        weights = {(w.text, w.bold) for w in known.words}
        wrong = [w for w in page.words if (w.text, not w.bold) in weights]
        wrong = [w for w in wrong if (w.text, w.bold) not in weights]
        assert len(wrong) <= 0.01 * len(page.words)


# ---- pages that have words and are scans --------------------------------------------------------


Said = tuple[str, float, float, float]  # a text, its place from the top left, and its size


def with_text(data: bytes, said: Sequence[Said], unseen: bool = True) -> bytes:
    """The PDF with text on its first page, such as a recognition leaves there, or a stamp."""
    document = pdfium.PdfDocument(data)
    page = document[0]
    for text, x, y, size in said:
        item = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", size)
        encoded = (text + "\0").encode("utf-16-le")
        raw.FPDFText_SetText(item, (ctypes.c_ushort * (len(text) + 1)).from_buffer_copy(encoded))
        if unseen:
            raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
        raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, x, page.get_height() - y)
        raw.FPDFPage_InsertObject(page, item)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


LINES = (
    "Members put each tool back where its outline hangs",
    "Borrowers sign the sheet before they leave the room",
    "Nobody uses the lathe without having been shown how",
    "Blades are sharpened on the last Friday of a month",
)


def text_page() -> bytes:
    return pdf("".join(say(text, 40, 250 - 20 * i) for i, text in enumerate(LINES)))


def layer(lines: Sequence[str], down: float = 0.0) -> list[Said]:
    """The lines word by word, about where they stand, and ``down`` points lower."""
    printed = read_pages(text_page())[0].words
    texts = [word for line in lines for word in line.split()]
    places = ((w.x0, w.bottom - 0.2 * w.size + down, w.size) for w in printed)
    return [(t + " ", *place) for t, place in zip(texts, places, strict=True)]


def test_text_layer_is_used_with_the_places_of_its_picture(source: Write) -> None:
    data = with_text(scanned(text_page(), angle=2.0), layer(LINES, down=2.5))
    document = read_document(source("layer.pdf", data))
    assert (document.source.scanned, document.source.layered) == ((1,), (1,))
    assert document.findings == ()
    page, (printed,) = document.pages[0], read_pages(text_page())
    assert [w.text for w in page.words] == [w.text for w in printed.words]
    for word, known in zip(page.words, printed.words, strict=True):
        assert (word.x0, word.bottom) == pytest.approx((known.x0, known.bottom), abs=1.5)


def test_poor_text_layer_is_used_and_said(source: Write) -> None:
    poor = [line.replace("th", "tb").replace("o", "0").replace("s", "5") for line in LINES]
    data = with_text(scanned(text_page(), angle=0), layer(poor))
    document = read_document(source("poor.pdf", data))
    assert words_of(document) == " ".join(poor).split()
    (finding,) = document.findings
    assert (finding.code, finding.place and finding.place.page) == ("text-layer-poor", 1)
    assert "--ocr always" in finding.message
    assert (
        words_of(read_document(source("poor.pdf", data), ocr="always")) == " ".join(LINES).split()
    )


def test_text_layer_of_another_page_is_not_used(source: Write) -> None:
    other = [
        "Trains that run late wait once at five of the quays",
        "Drivers greet guests before any bus pulls out again",
        "Maps hung up inside our shelters show which zone is",
        "Tickets cost less in packs of ten or by whole weeks",
    ]
    words = [w for line in other for w in line.split()]
    places = layer(LINES)
    said = [(w + " ", *p[1:]) for w, p in zip(words, places, strict=False)]
    document = read_document(source("other.pdf", with_text(scanned(text_page(), angle=0), said)))
    assert words_of(document) == " ".join(LINES).split()
    assert [f.code for f in document.findings] == ["text-layer-foreign"]
    assert document.source.layered == ()


def test_scan_with_a_stamp_over_it_is_read(source: Write) -> None:
    """A page number that was put over the pages of a scan once passed for all their text."""
    stamp = [("Copy 7", 340.0, 290.0, 9.0)]
    data = with_text(scanned(text_page(), angle=0), stamp, unseen=False)
    document = read_document(source("stamp.pdf", data))
    assert words_of(document) == [*" ".join(LINES).split(), "Copy", "7"]
    unread = read_document(source("stamp.pdf", data), ocr="never")
    assert [f.code for f in unread.findings] == ["page-not-read"]
    assert "--ocr auto" in unread.findings[0].message


def test_text_over_a_background_stays_as_it_is(source: Write) -> None:
    shades = np.tile(np.linspace(200, 250, 400), (300, 1)).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(shades).save(out, "PDF", resolution=72)
    said = [(line, 40.0, 50 + 20.0 * i, 10.0) for i, line in enumerate(LINES)]
    document = read_document(source("back.pdf", with_text(out.getvalue(), said, unseen=False)))
    assert (document.source.scanned, document.findings) == ((), ())
    assert words_of(document) == " ".join(LINES).split()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pictures_alone_stand_where_they_are_displayed(turn: int) -> None:
    sheet = Image.fromarray(np.full((1200, 1600), 255, np.uint8))
    sheet.paste(Image.fromarray(picture_of(text_page())).crop((90, 100, 760, 340)), (900, 100))
    out = io.BytesIO()
    sheet.save(out, "PDF", resolution=288)
    document = pdfium.PdfDocument(out.getvalue())
    document[0].set_rotation(turn)
    out = io.BytesIO()
    document.save(out)
    (page,) = read_pages(out.getvalue())
    alone = pictures_alone(document, document[0], page)
    shown = picture_of(out.getvalue(), scale=100 / 72).astype(np.int16)
    assert alone.shape == shown.shape
    assert shown.min() < 100
    assert np.abs(alone - shown).mean() < 1


def test_pasted_picture_of_text_is_said(source: Write) -> None:
    small = np.asarray(Image.fromarray(picture_of(text_page())).crop((90, 100, 760, 340)))
    page = Image.fromarray(np.vstack([small, small]))
    pasted = pdfium.PdfDocument(with_text(text_page(), []))
    image, jpeg = pdfium.PdfImage.new(pasted), io.BytesIO()
    page.save(jpeg, "JPEG")
    image.load_jpeg(jpeg, inline=True)
    image.set_matrix(pdfium.PdfMatrix(200, 0, 0, 140, 100, 10))
    first = pasted[0]
    first.insert_obj(image)
    first.gen_content()
    out = io.BytesIO()
    pasted.save(out)
    (finding,) = read_document(source("pasted.pdf", out.getvalue())).findings
    assert finding.code == "picture-not-read"
    assert finding.place
    assert finding.place.box
    assert (finding.place.box.x0, finding.place.box.bottom) == pytest.approx((100, 290), abs=1)


def test_pages_whose_letters_are_drawn_are_not_passed_over(source: Write) -> None:
    """Letters turned to outlines leave neither words nor a picture."""
    strokes = "".join(f"{40 + 3 * i} {y} m {40 + 3 * i} {y + 8} l S\n" for i in range(90)
                      for y in range(40, 260, 12))  # fmt: skip
    document = read_document(source("drawn.pdf", joined(text_page(), pdf(strokes))), ocr="never")
    assert [(f.code, f.place and f.place.page) for f in document.findings] == [("page-not-read", 2)]


# ---- type ---------------------------------------------------------------------------------------


def line_of(size: float, stroke: float, text: str = "Tools hang", **heights: float) -> InkLine:
    words = tuple(InkWord(word, 0, 10, 1.0) for word in text.split())
    each = {"capitals": size * ASCENT, "ascenders": size * ASCENT} | heights
    return InkLine(words, 0, size, True, stroke, **each)


def test_ink_that_spread_does_not_hide_bold_headings() -> None:
    """The same width is added to the stems of all type, so that small type looks bolder."""
    spread, regular, bold = 0.6, 0.06, 0.1
    body = [line_of(9, spread + 9 * regular) for _ in range(20)]
    heads = [line_of(size, spread + size * bold) for size in (9, 9, 14, 22)]
    plain = line_of(14, spread + 14 * regular)
    types = Types([*body, *heads, plain])
    assert [types.bold(line) for line in (body[0], *heads, plain)] == [False, *[True] * 4, False]


def test_sizes_are_compared_by_the_same_letters() -> None:
    """Where ascenders are higher than capitals, a line without them once looked smaller."""
    mixed = [line_of(10, 1, capitals=6.4, ascenders=7.0) for _ in range(8)]
    types = Types([*mixed, *(line_of(13, 1, capitals=8.4, ascenders=9.2) for _ in range(4))])
    only_high = line_of(13, 1, capitals=0.0, ascenders=9.2)
    only_capitals = line_of(13, 1, capitals=8.4, ascenders=0.0)
    assert types.size(only_high) == types.size(only_capitals)


def test_near_sizes_of_headings_are_told_apart() -> None:
    lines = [*[line_of(11, 1)] * 30, *[line_of(14.0, 1)] * 6, *[line_of(14.9, 1)] * 3]
    types = Types(lines)
    assert types.size(line_of(14.05, 1)) < types.size(line_of(14.8, 1))


def test_few_lines_measured_wrong_are_no_type_of_their_own() -> None:
    types = Types([*[line_of(9.3, 1)] * 60, *[line_of(9.8, 1)] * 2])
    assert types.size(line_of(9.8, 1)) == types.size(line_of(9.3, 1))


def test_scanned_pages_have_the_sizes_of_the_printed_ones() -> None:
    words = [Word("Tools", 0, 0, 20, 9, size, False) for size in (9.0, 9.0, 9.0, 14.0)]
    types = Types([*[line_of(9.5, 1)] * 20, line_of(14.8, 1)], words)
    assert [types.size(line_of(size, 1)) for size in (9.5, 14.8)] == [9.0, 14.0]


def test_edges_of_letters_are_finer_than_pixels() -> None:
    heights = []
    for size in (10.0, 10.1, 10.2, 10.3):
        content = say("Hinds build halls", 40, 200, size)
        line = measure_line(picture_of(pdf(content)), line_on(content, "Hinds build halls"))
        heights.append(line.ascenders)
    assert heights == sorted(set(heights))


def test_huge_sheet_is_not_made_larger() -> None:
    """A poster was rendered coarsely and then blown up to be searched, beyond all memory."""
    sizes: list[tuple[int, ...]] = []

    def engine(picture: Picture, **_: Any) -> Any:
        sizes.append(picture.shape[:2])
        return SimpleNamespace(boxes=None)

    recogniser = Recogniser.__new__(Recogniser)
    recogniser._engine = engine
    picture = np.full((300, 1200), 255, np.uint8)
    assert list(recogniser.find(picture, 0.5)) == []
    assert sizes == [(300, 1200)]
