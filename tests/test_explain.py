"""Parts of a framework traced back to the page: keys, lines, rules, pictures."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from builders import TURNS, framework_pdf
from conftest import ROOT
from PIL import Image

from pipeline.errors import InputError, UsageError
from pipeline.explain import (
    draw,
    explain,
    explanation_to_text,
    find_source,
    keys_to_text,
    list_keys,
    open_source,
)
from pipeline.explanation import ExplainedPassage, Explanation
from pipeline.extracted import Extracted, find_extracted, load_extracted
from pipeline.models import Issue, Paragraph, PlaceModel
from pipeline.read.again import KnownSource
from pipeline.run import extract_document

Write = Callable[[str, bytes], Path]
Pixels = npt.NDArray[np.uint8]

EDITION = "repair-workshops-2023"


@cache
def sample() -> tuple[Extracted, KnownSource]:
    """The older edition in raw/ as it stands in extracted/."""
    extracted = load_extracted(ROOT / "extracted" / EDITION)
    return extracted, find_source(extracted.framework, [ROOT / "raw"])


def explained(key: str) -> Explanation:
    return explain(sample()[0], key, sample()[1])


def extract(path: Path) -> Extracted:
    made = extract_document(path)
    return Extracted(made.framework, made.issues, made.blocks)


def owners() -> list[str]:
    """The keys of all domains and characteristics of the sample."""
    domains = sample()[0].framework.domains
    return [key for d in domains for key in (d.key, *(c.key for c in d.characteristics))]


def broken() -> Paragraph:
    """The first paragraph that a page break cut."""
    domains = sample()[0].framework.domains
    cells = (x for d in domains for c in d.characteristics for x in c.descriptors)
    return next(p for x in cells for p in x.paragraphs if len({q.page for q in p.places}) == 2)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def as_printed(passage: ExplainedPassage) -> str:
    return " ".join(line.text or "" for line in passage.lines)


# ---- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "first", "count"),
    [
        ("1", "1/heading", 13),
        ("1/heading", "1/heading", 1),
        ("1/outcome", "1/outcome/1", 2),
        ("1/outcome/2", "1/outcome/2", 1),
        ("1/summary", "1/inadequate/1", 8),
        ("1/needs-attention", "1/needs-attention/1", 2),
        ("1/notes", "1/notes/1", 2),
        ("1/notes/2", "1/notes/2", 1),
        ("1.1", "1.1/statement/1", 15),
        ("1.1/statement", "1.1/statement/1", 1),
        ("1.1/needs-attention", "1.1/needs-attention/1", 3),
        ("1.1/needs-attention/2", "1.1/needs-attention/2", 1),
        ("1.1/Needs Attention/2/", "1.1/needs-attention/2", 1),
    ],
)
def test_what_a_key_stands_for(key: str, first: str, count: int) -> None:
    found = explained(key)
    assert (found.passages[0].key, len(found.passages)) == (first, count)
    assert found.domain.key == "1"
    assert (found.characteristic.key if found.characteristic else None) == (
        "1.1" if key.startswith("1.1") else None
    )


def test_every_key_of_the_data_is_known() -> None:
    framework = sample()[0].framework
    listed = {entry.key for entry in list_keys(framework)}
    assert all(explain(sample()[0], key, None).passages for key in owners())
    descriptors = [x for d in framework.domains for x in d.summary]
    descriptors += [x for d in framework.domains for c in d.characteristics for x in c.descriptors]
    assert {p.key for x in descriptors for p in x.paragraphs} <= listed


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("1.1/poor", "1.1/needs-attention"),
        ("1.1/inadequate/7", "choose from 1.1/inadequate/1"),
        ("11", "did you mean 1"),
        ("???", "lists them all"),
    ],
)
def test_unknown_key_names_the_right_ones(key: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint.replace("?", r"\?")):
        explained(key)


def test_list_of_keys_is_cut_for_a_terminal_only() -> None:
    keys = list_keys(sample()[0].framework)
    cut, whole = keys_to_text(keys, 80).splitlines(), keys_to_text(keys, None).splitlines()
    assert len(cut) == len(whole) == len(keys)
    assert max(map(len, cut)) == 80
    assert all(key.text in line for key, line in zip(keys, whole, strict=True))


# ---- lines --------------------------------------------------------------------------------------


def test_lines_say_what_the_text_says() -> None:
    """In every part of a document; a code or a mark of the list may stand before it."""
    for key in owners():
        for passage in explained(key).passages:
            assert letters(as_printed(passage)).endswith(letters(passage.text)), passage.key


def test_lines_over_a_page_break_are_numbered_through() -> None:
    found = explained(broken().key)
    (passage,) = found.passages
    assert [line.number for line in passage.lines] == list(range(1, len(broken().places) + 1))
    assert passage.repairs == broken().repairs
    shown = explanation_to_text(found, 80)
    assert "page-break: paragraph joined over pages" in " ".join(shown.split())


def test_rule_of_a_cell_holds_for_all_its_paragraphs() -> None:
    for key in ("1.1/needs-attention/1", "1.1/needs-attention/2"):
        (passage,) = explained(key).passages
        assert passage.rule == "table under its statement"
    rules = {p.part: p.rule for p in explained("1").passages}
    assert rules == {
        "heading": "heading in the type of the domains",
        "outcome": "between the domain's heading and its first table",
        "descriptor": "its heading comes again under other domains",
        "note": "under the text, behind a mark",
    }


def test_empty_descriptor_tells_where_to_look() -> None:
    found = explained("6.4/inadequate")
    assert found.passages == ()
    assert {place.page for place in found.nearby} == {18}
    assert [issue.code for issue in found.issues] == ["descriptor-empty"]
    shown = explanation_to_text(found, 80)
    assert "says nothing here" in shown
    assert "page 18" in shown


def test_text_dump_shows_its_lines(source: Write) -> None:
    """Of a line with several cells only those that went into the text."""
    rows = (
        "Kitchen Framework",
        "1 Shared Tools",
        "Everyone can use what the kitchen owns.",
        "1.1 Tools are kept in their place.",
        "Poor\tFair\tGood",
        "Tools lie about here.\tMost tools hang on\tAll tools hang.",
        "\tthe wall.\t",
    )
    path = source("kitchen.txt", "\n".join(rows).encode())
    extracted = extract(path)
    known = open_source(extracted.framework, path)
    (passage,) = explain(extracted, "1.1/fair", known).passages
    assert passage.text == "Most tools hang on the wall."
    assert [line.text for line in passage.lines] == ["Most tools hang on", "the wall."]
    assert [line.place.lines for line in passage.lines] == [(6, 6), (7, 7)]
    assert "6  Most tools hang on" in explanation_to_text(explain(extracted, "1.1", known), 80)
    with pytest.raises(UsageError, match="leave out --picture"):
        draw(explain(extracted, "1.1/fair", known), known)


# ---- issues -------------------------------------------------------------------------------------

KEYS = ("1.1", "1.1/needs-attention", "1.1/needs-attention/1", "1.1/dependable")
PAGE, BOX = 4, (161.0, 590.0, 163.0, 592.0)  # inside the last line of 1.1/needs-attention/1


def issue(key: str | None, place: PlaceModel | None = None) -> Issue:
    return Issue(code="tried", severity="info", message="tried", key=key, place=place)


@pytest.mark.parametrize(
    ("found", "concerns"),
    [
        (issue("1.1"), {"1.1"}),
        (issue("1.1/needs-attention"), {*KEYS[:2]}),
        (issue("1.1/needs-attention/1"), {*KEYS[:3]}),
        (issue("1.2"), set()),
        (issue("1.10"), set()),
        (issue(None), set()),
        (issue(None, PlaceModel(PAGE, BOX)), {*KEYS[:3]}),
        (issue(None, PlaceModel(PAGE + 1, BOX)), set()),
        (issue("1.2", PlaceModel(PAGE, BOX)), set()),
    ],
)  # fmt: skip
def test_issues_that_concern_a_key(found: Issue, concerns: set[str]) -> None:
    extracted = replace(sample()[0], issues=(found,))
    assert {key for key in KEYS if explain(extracted, key, None).issues} == concerns


# ---- the source ---------------------------------------------------------------------------------


def test_without_the_source_all_but_the_lines_is_told() -> None:
    whole = explained("1.1/needs-attention/1")
    found = explain(sample()[0], "1.1/needs-attention/1", None, "it is gone.")
    assert found.source.trouble == "it is gone."
    assert "it is gone." in explanation_to_text(found, 80)
    assert all(line.text is None for line in found.passages[0].lines)
    places = [[line.place for line in each.passages[0].lines] for each in (whole, found)]
    assert places[0] == places[1]


def test_source_that_was_changed_is_refused(source: Write) -> None:
    framework = sample()[0].framework
    path = source(framework.source.file, (ROOT / "raw" / framework.source.file).read_bytes() + b" ")
    with pytest.raises(InputError, match="is not the file that was extracted"):
        open_source(framework, path)
    with pytest.raises(InputError, match="is not the file that was extracted"):
        find_source(framework, [path.parent])
    assert find_source(framework, [path.parent, ROOT / "raw"]).path.parent == ROOT / "raw"


def test_source_that_is_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=rf"{EDITION}\.pdf is not in .* --source"):
        find_source(sample()[0].framework, [tmp_path, tmp_path])


@pytest.mark.parametrize(
    "name", ["extracted/kitchen", "extracted/kitchen/framework.json", "kitchen", "Kitchen.pdf",
             "there/kitchen.txt"],
)  # fmt: skip
def test_framework_is_found_by_any_name(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "extracted" / "kitchen"
    folder.mkdir(parents=True)
    (folder / "framework.json").write_text("{}")
    whole = tmp_path / name if name.startswith("extracted") else Path(name)
    assert find_extracted(whole, tmp_path / "extracted") == folder


def test_unknown_framework_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="run `framework extract` first"):
        find_extracted(Path("kitchen"), tmp_path)
    for name in ("kitchen-2024", "kitchen-2025", "library", *"abcdef"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "framework.json").write_text("{}")
    with pytest.raises(InputError, match=r"\(kitchen-2025, kitchen-2024, a, b, c \.\.\.\)"):
        find_extracted(Path("kitchen-205"), tmp_path)
    (tmp_path / "new.pdf").write_bytes(b"%PDF-")
    with pytest.raises(InputError, match=r"run `framework extract .*new\.pdf` first"):
        find_extracted(tmp_path / "new.pdf", tmp_path)


def test_damaged_data_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"blocks\.json cannot be read .*extract .* again"):
        load_extracted(tmp_path)
    (tmp_path / "blocks.json").write_text('[{"label": 1}]')
    with pytest.raises(InputError, match=r"blocks\.json is not what .*extract .* again"):
        load_extracted(tmp_path)


# ---- pictures -----------------------------------------------------------------------------------


def pixels(image: Image.Image) -> Pixels:
    return np.asarray(image.convert("L"), np.uint8)


def ink(picture: Pixels, box: Sequence[float], scale: float, grow: float = 0.0) -> int:
    """How many pixels are dark in a box that is made larger by some points."""
    x0, top, x1, bottom = (
        round((edge + grow * sign) * scale) for edge, sign in zip(box, (-1, -1, 1, 1), strict=True)
    )
    return int((picture[top:bottom, x0:x1] < 128).sum())


@cache
def kitchen(folder: Path, turn: int, crop: tuple[int, int]) -> tuple[Explanation, KnownSource]:
    """The cells of a page that is turned and cropped, but displayed as if it were neither."""
    path = folder / "kitchen.pdf"
    path.write_bytes(framework_pdf(turn=turn, crop=crop))
    extracted = extract(path)
    known = open_source(extracted.framework, path)
    return explain(extracted, "1.1", known), known


PAGES = list(product(TURNS, [(0, 0), (50, 20)]))


@pytest.mark.parametrize(("turn", "crop"), PAGES)
def test_marks_sit_on_the_words(tmp_path: Path, turn: int, crop: tuple[int, int]) -> None:
    """Whatever the page's turn and crop: the ink of a line is in its box, and no other."""
    found, known = kitchen(tmp_path, turn, crop)
    assert [as_printed(p) for p in found.passages] == [
        "1.1 Tools are kept in their place.",
        "Tools lie about here.",
        "Most tools hang.",
        "All tools hang.",
    ]
    picture = known.pictures([1])[1]
    page = pixels(picture.image)
    for passage in found.passages:
        (line,) = passage.lines
        assert line.place.bbox
        inside = ink(page, line.place.bbox, picture.scale)
        assert inside > 100
        around = ink(page, line.place.bbox, picture.scale, grow=2.5)
        assert around <= 1.02 * inside  # a tail may reach out of the box


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_lines_of_pages_that_are_displayed_sideways(tmp_path: Path, turn: int) -> None:
    """The places are those on the page as displayed, the texts those that were read."""
    path = tmp_path / "kitchen.pdf"
    rotated = f"/Rotate {turn}".encode()
    path.write_bytes(framework_pdf(turn=turn).replace(rotated, b"/Rotate 0".ljust(len(rotated))))
    extracted = extract(path)
    found = explain(extracted, "1.1", open_source(extracted.framework, path))
    assert [as_printed(p) for p in found.passages] == [
        "1.1 Tools are kept in their place.",
        "Tools lie about here.",
        "Most tools hang.",
        "All tools hang.",
    ]


def test_turned_and_cropped_pages_make_the_same_picture(tmp_path: Path) -> None:
    pictures = []
    for turn, crop in PAGES:
        found, known = kitchen(tmp_path, turn, crop)
        pictures.append(pixels(Image.open(io.BytesIO(draw(found, known)))).astype(float))
    assert all(np.abs(other - pictures[0]).mean() < 1 for other in pictures[1:])


def test_picture_shows_each_page_with_its_lines_tinted() -> None:
    """A cell that a page break cut: two crops, in each the colour of the marks."""
    found = explained(broken().key)
    png = draw(found, sample()[1])
    assert png.startswith(b"\x89PNG")
    image = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), int)
    tinted = (image[:, :, 2] - image[:, :, 0] > 30) & (image.min(axis=2) > 180)
    rows = np.nonzero(tinted.sum(axis=1) > 100)[0]
    assert 1 + int((np.diff(rows) > 60).sum()) == 2  # tinted lines stand close, crops apart
    pages = sample()[1].pictures({line.place.page or 0 for line in found.passages[0].lines})
    assert image.shape[1] == max(page.image.width for page in pages.values())
    assert image.shape[0] < sum(page.image.height for page in pages.values())


def test_picture_of_an_empty_cell_shows_its_row() -> None:
    found = explained("6.4/inadequate")
    image = np.asarray(Image.open(io.BytesIO(draw(found, sample()[1]))).convert("RGB"), int)
    assert image.max(axis=2)[40:].min() < 80  # there is print
    assert (image.max(axis=2) - image.min(axis=2)).max() < 10  # and no mark


def test_names_in_other_scripts_do_not_break_the_picture() -> None:
    found = explained("1.1/needs-attention/1")
    (passage,) = found.passages
    for name in ("Très bien", "Отлично", "優"):
        renamed = found.model_copy(
            update={"passages": (passage.model_copy(update={"level": name}),)}
        )
        assert draw(renamed, sample()[1]).startswith(b"\x89PNG")
