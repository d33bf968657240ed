"""What people read of a comparison: nothing missing, nothing that breaks out of its format."""

import io
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from pipeline.changes import Change, Differences, Pair, Ref, Side
from pipeline.models import (
    Characteristic,
    Descriptor,
    Domain,
    Framework,
    LevelModel,
    Paragraph,
    PlaceModel,
    ScaleModel,
    SourceModel,
)
from pipeline.report import Links, render_html, render_markdown, render_xlsx
from pipeline.report.outline import NEW_TEXT, OLD_TEXT, UNCHANGED_TEXT, outline
from pipeline.report.wording import where

HOSTILE = '</p><script>alert("x")</script> & <b>'
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)


def paragraph(key: str, text: str, page: int) -> Paragraph:
    return Paragraph(key=key, text=text, places=(PlaceModel(page=page),))


def characteristic(key: str, statement: str, page: int, *texts: str) -> Characteristic:
    return Characteristic(
        key=key,
        code=key,
        statement=(paragraph(f"{key}/statement/1", statement, page),),
        descriptors=tuple(
            Descriptor(level=level, paragraphs=(paragraph(f"{key}/{level}/1", text, page),))
            for level, text in zip(("low", "high"), texts, strict=True)
        ),
    )


def framework(name: str, *domains: Domain) -> Framework:
    return Framework(
        id=name,
        title="Allotments",
        source=SourceModel(file=f"{name}.pdf", sha256=name, format="pdf", pages=9),
        scale=ScaleModel(
            levels=(
                LevelModel(key="low", name="Low", rank=1),
                LevelModel(key="high", name="High", rank=2),
            )
        ),
        domains=domains,
    )


def ref(domain: str, key: str, level: str | None = None, number: int | None = None) -> Ref:
    code = key.split("/")[0] if "." in key else None
    return Ref(domain=domain, characteristic=code, level=level, paragraph=number, key=key)


OLD = framework(
    "old",
    Domain(
        key="1",
        code="1",
        title="Soil",
        characteristics=(
            characteristic("1.1", "Beds are fed.", 2, "Beds are bare.", "Compost is made."),
            characteristic("1.2", "Paths are kept.", 3, "Paths are mud.", "Paths are dry."),
            characteristic("1.3", "Tools are shared.", 4, "Tools rust.", "Tools are clean."),
        ),
    ),
    Domain(
        key="2",
        code="2",
        title="Bees",
        characteristics=(characteristic("2.1", "Hives.", 5, "No hive.", "Two hives."),),
    ),
)
NEW = framework(
    "new",
    Domain(
        key="1",
        code="1",
        title="Soil",
        characteristics=(
            characteristic("1.1", "Beds are fed.", 2, "Beds are bare.", "Much compost is made."),
            characteristic("1.2", "Tools are shared.", 3, "Tools rust.", "Tools are clean."),
            characteristic("1.3", HOSTILE, 4, "=1+1", "*Bold* | _words_"),
        ),
    ),
)
CHANGES = (
    Change(
        kind="reworded",
        old=(ref("Soil", "1.1/high/1", "High", 1),),
        new=(ref("Soil", "1.1/high/1", "High", 1),),
        before="Compost is made.",
        after="Much compost is made.",
        similarity=0.8,
        redline=(("-", "Compost "), ("+", "Much compost "), ("=", "is made.")),
        reason="the nearest paragraph",
    ),
    Change(
        kind="characteristic-removed",
        old=(ref("Soil", "1.2"),),
        before="Paths are kept.",
        reason="nothing near",
    ),
    Change(
        kind="renumbered",
        old=(ref("Soil", "1.3"),),
        new=(ref("Soil", "1.2"),),
        before="1.3",
        after="1.2",
        reason="same statement",
    ),
    Change(
        kind="characteristic-added",
        new=(ref("Soil", "1.3"),),
        after=HOSTILE,
        reason=HOSTILE,
    ),
    Change(kind="domain-removed", old=(ref("Bees", "2"),), before="Bees", reason="nothing near"),
    Change(
        kind="level-renamed",
        old=(Ref(domain=None, level="Poor", key="low"),),
        new=(Ref(domain=None, level="Low", key="low"),),
        before="Poor",
        after="Low",
        reason="same rank",
    ),
)
PAIRS = (
    Pair(what="domain", old="1", new="1", score=1, reason="same title"),
    Pair(what="characteristic", old="1.1", new="1.1", score=0.9, reason="same statement"),
    Pair(what="characteristic", old="1.3", new="1.2", score=1, reason="same statement"),
)


def differences(changes: tuple[Change, ...] = CHANGES, related: bool = True) -> Differences:
    return Differences(
        old=Side(id="old", sha256="old"),
        new=Side(id="new", sha256="new"),
        summary={change.kind: 1 for change in changes},
        changes=changes,
        related=related,
        pairs=PAIRS,
    )


def test_every_change_stands_once_where_a_reader_looks_for_it() -> None:
    plan = outline(differences(), OLD, NEW, Links())
    assert [entry.change.kind for entry in plan.whole] == ["level-renamed"]
    soil, bees = plan.sections
    assert [(t.heading, [e.change.kind for e in t.entries], t.fold) for t in soil.topics] == [
        ("Beds are fed.", ["reworded"], UNCHANGED_TEXT),
        ("Tools are shared.", ["renumbered"], UNCHANGED_TEXT),
        (HOSTILE, ["characteristic-added"], NEW_TEXT),
        ("Paths are kept.", ["characteristic-removed"], OLD_TEXT),
    ]
    assert [e.change.kind for e in bees.entries] == ["domain-removed"]
    shown = [*plan.whole, *soil.entries, *bees.entries]
    assert len(shown) == len(CHANGES)


def test_folded_text_is_what_no_change_speaks_of() -> None:
    soil = outline(differences(), OLD, NEW, Links()).sections[0]
    texts = [[p for text in topic.text for p in text.paragraphs] for topic in soil.topics]
    assert texts == [
        ["Beds are bare."],
        ["Tools rust.", "Tools are clean."],
        ["=1+1", "*Bold* | _words_"],
        ["Paths are mud.", "Paths are dry."],
    ]


def test_a_change_whose_keys_are_unknown_is_still_shown() -> None:
    stray = CHANGES[0].model_copy(update={"new": (), "old": (ref("?", "9.9"),)})
    assert outline(differences((stray,)), OLD, NEW, Links()).whole[0].change == stray


class Tags(HTMLParser):
    """The tags of a page, and its text under `body`."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data


def parsed(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


def test_page_shows_texts_as_text() -> None:
    page = parsed(render_html(differences(), OLD, NEW))
    assert page.tags.count("script") == 1
    assert "b" not in page.tags
    assert page.words.count(HOSTILE) == 3  # heading, text and reason


def test_page_marks_the_words_that_differ_on_either_side() -> None:
    page = render_html(differences(), OLD, NEW)
    assert "<blockquote><del>Compost</del> is made.</blockquote>" in page
    assert "<blockquote><ins>Much compost</ins> is made.</blockquote>" in page


def test_page_needs_no_network_and_links_the_pages_of_the_sources() -> None:
    page = parsed(render_html(differences(), OLD, NEW, Links("raw/old.pdf", "raw/new.pdf")))
    assert {"raw/old.pdf#page=2", "raw/new.pdf#page=2"} < set(page.links)
    assert all(link.startswith(("#", "raw/")) for link in page.links)
    unlinked = parsed(render_html(differences(), OLD, NEW))
    assert all(link.startswith("#") for link in unlinked.links)
    assert "page 2" in unlinked.words


def test_every_anchor_has_its_target() -> None:
    page = render_html(differences(), OLD, NEW)
    for link in parsed(page).links:
        assert f'id="{link.removeprefix("#")}"' in page


def test_page_of_two_equal_and_of_two_unrelated_frameworks() -> None:
    assert "Nothing changed" in render_html(differences(()), OLD, NEW)
    page = render_html(differences((), related=False), OLD, NEW)
    assert "do not look like editions of each other" in page
    assert "<td>1.3 Tools are shared.</td><td>1.2 Tools are shared.</td><td>1.00</td>" in page


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_filters_hide_changes_in_a_browser(tmp_path: Path) -> None:
    click = '<script>document.querySelector("input[value=reworded]").click()</script></body>'
    page = tmp_path / "page.html"
    page.write_text(
        render_html(differences(), OLD, NEW).replace("</body>", click), encoding="utf-8"
    )
    options = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
    run = subprocess.run(
        [
            str(CHROMIUM),
            *options.split(),
            f"--user-data-dir={tmp_path}/user",
            "--dump-dom",
            str(page),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "5 of 6 changes shown" in run.stdout
    assert run.stdout.count('data-kind="reworded" hidden=""') == 1
    assert run.stdout.count("<article hidden") == 1


def test_note_escapes_and_lists_every_change() -> None:
    note = render_markdown(differences(), OLD, NEW)
    assert "~~Compost~~ **Much compost** is made." in note
    assert "<script" not in note.replace("\\<script", "")
    assert note.count("\n- **") == len(CHANGES)
    assert "| Reworded | 1 |" in note


def test_note_of_two_equal_and_of_two_unrelated_frameworks() -> None:
    assert "Nothing changed" in render_markdown(differences(()), OLD, NEW)
    assert "no changes are listed" in render_markdown(differences((), related=False), OLD, NEW)


def test_workbook_holds_a_row_for_each_change_and_no_formula() -> None:
    formula = CHANGES[3].model_copy(update={"after": "=1+1", "before": "+cmd"})
    book = openpyxl.load_workbook(
        io.BytesIO(render_xlsx(differences((*CHANGES[:3], formula)), OLD, NEW)), rich_text=True
    )
    rows = list(book["Changes"].iter_rows(min_row=2))
    assert len(rows) == 4
    texts = [[str(cell.value or "") for cell in row[4:6]] for row in rows]
    assert ["Compost is made.", "Much compost is made."] in texts
    assert ["+cmd", "=1+1"] in texts
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_workbook_is_the_same_every_time() -> None:
    assert render_xlsx(differences(), OLD, NEW) == render_xlsx(differences(), OLD, NEW)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (CHANGES[0], "1.1, High, paragraph 1"),
        (CHANGES[2], "1.2 (was 1.3)"),
        (CHANGES[5], "Low (was Poor)"),
        (
            CHANGES[0].model_copy(update={"old": (ref("Soil", "1.1/low/1", "Low", 1),)}),
            "1.1, High, paragraph 1 (was 1.1, Low, paragraph 1)",
        ),
        (
            CHANGES[0].model_copy(
                update={
                    "old": (ref("Soil", "1.2"), ref("Soil", "1.3")),
                    "new": (ref("Soil", "1.2"),),
                }
            ),
            "1.2 + 1.3 → 1.2",
        ),
    ],
)
def test_where(change: Change, words: str) -> None:
    assert where(change) == words
