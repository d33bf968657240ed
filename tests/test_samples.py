"""Both editions in raw/ against what was printed in them, and against the committed data."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from compare import by_level, texts
from conftest import ROOT

from pipeline.geometry import Box
from pipeline.models import Characteristic, Domain, Framework, Paragraph, PlaceModel
from pipeline.read import read_document
from pipeline.records import Document, Page, Word
from pipeline.run import extract_document
from pipeline.stamp import FILES
from pipeline.vocabulary import clean
from pipeline.write import Outputs, write_outputs

EDITIONS = ("repair-workshops-2023", "repair-workshops-2025")
Truth = dict[str, Any]

pytestmark = pytest.mark.parametrize("edition", EDITIONS)


def raw(edition: str) -> Path:
    return ROOT / "raw" / f"{edition}.pdf"


@cache
def truth(edition: str) -> Truth:
    text = (ROOT / "tests" / "samples" / f"{edition}.json").read_text(encoding="utf-8")
    data: Truth = json.loads(text)
    return data


@cache
def extracted(edition: str) -> Outputs:
    return extract_document(raw(edition))


@cache
def read(edition: str, reader: str = "pdfium") -> Document:
    return read_document(raw(edition), reader)


def framework(edition: str) -> Framework:
    return extracted(edition).framework


# ---- the truth ----------------------------------------------------------------------------------


def domains(edition: str) -> Iterator[tuple[Domain, Truth]]:
    yield from zip(framework(edition).domains, truth(edition)["domains"], strict=True)


def characteristics(edition: str) -> Iterator[tuple[Characteristic, Truth]]:
    for found, printed in domains(edition):
        yield from zip(found.characteristics, printed["characteristics"], strict=True)


def test_levels_and_their_notes(edition: str) -> None:
    printed = truth(edition)
    levels = framework(edition).scale.levels
    assert [level.name for level in levels] == printed["levels"]
    assert [level.rank for level in levels] == [1, 2, 3, 4]
    assert {level.name: level.note for level in levels if level.note} == printed["level_notes"]


def test_titles(edition: str) -> None:
    found, printed = framework(edition), truth(edition)
    assert (found.title, found.subject) == (printed["title"], printed["subject"])
    assert [(d.code, d.title) for d in found.domains] == [
        (d["code"], d["title"]) for d in printed["domains"]
    ]


def test_outcomes(edition: str) -> None:
    for found, printed in domains(edition):
        assert texts(found.outcome) == printed["outcome"].split("\n\n")


def test_summaries(edition: str) -> None:
    for found, printed in domains(edition):
        assert by_level(framework(edition), found.summary) == printed["summary"]


def test_statements(edition: str) -> None:
    found = [(c.code, " ".join(texts(c.statement))) for c, _ in characteristics(edition)]
    assert found == [(c["code"], c["statement"]) for _, c in characteristics(edition)]


def test_cells(edition: str) -> None:
    for found, printed in characteristics(edition):
        cells = by_level(framework(edition), found.descriptors)
        assert cells == {level: printed["descriptors"].get(level, []) for level in cells}
        assert set(printed["descriptors"]) <= set(cells)


def test_bullets(edition: str) -> None:
    names = {level.name: level.key for level in framework(edition).scale.levels}
    for found, printed in characteristics(edition):
        expected = {
            f"{found.key}/{names[level]}/{index + 1}"
            for level, indices in printed.get("bullets", {}).items()
            for index in indices
        }
        paragraphs = [p for d in found.descriptors for p in d.paragraphs]
        assert {p.key for p in paragraphs if p.bullet} == expected


def test_footnotes(edition: str) -> None:
    for found, printed in domains(edition):
        assert [note.text for note in found.notes] == printed["footnotes"]


def test_footnote_marks(edition: str) -> None:
    """A mark stands with the paragraph that the data names, and nowhere else."""
    names = {level.name: level.key for level in framework(edition).scale.levels}
    for found, printed in domains(edition):
        numbers = {i: note.mark for i, note in enumerate(found.notes, 1)}
        expected = {
            f"{found.key}/outcome/{mark['paragraph'] + 1}": numbers[mark["footnote"]]
            for mark in printed.get("marks", [])
        }
        for entry in printed["characteristics"]:
            expected |= {
                f"{entry['code']}/{names[mark['level']]}/{mark['paragraph'] + 1}": numbers[
                    mark["footnote"]
                ]
                for mark in entry.get("marks", [])
            }
        marked = [*found.outcome, *(p for d in found.summary for p in d.paragraphs)]
        for c in found.characteristics:
            marked += [*c.statement, *(p for d in c.descriptors for p in d.paragraphs)]
        assert {p.key: mark for p in marked for mark in p.marks} == expected


def test_only_known_issues(edition: str) -> None:
    """The one cell that the edition leaves empty is all there is to say."""
    empty = [
        f"{found.key}/{d.level}"
        for found, _ in characteristics(edition)
        for d in found.descriptors
        if not d.paragraphs
    ]
    issues = [(i.code, i.key) for i in extracted(edition).issues]
    assert issues == [("descriptor-empty", key) for key in empty]


# ---- repairs, places, account -------------------------------------------------------------------


def paragraphs_of(found: Framework) -> Iterator[Paragraph]:
    for domain in found.domains:
        yield from domain.outcome
        for d in domain.summary:
            yield from d.paragraphs
        for c in domain.characteristics:
            yield from c.statement
            for d in c.descriptors:
                yield from d.paragraphs


def test_repairs_are_recorded(edition: str) -> None:
    kinds = Counter(r.kind for p in paragraphs_of(framework(edition)) for r in p.repairs)
    assert set(kinds) == {"page-break", "hyphen"}
    assert kinds["page-break"] >= 10
    assert kinds["hyphen"] >= 20


def test_joined_paragraphs_stand_on_both_pages(edition: str) -> None:
    for p in paragraphs_of(framework(edition)):
        pages = {place.page for place in p.places}
        joined = any(r.kind == "page-break" for r in p.repairs)
        assert len(pages) == (2 if joined else 1), p.key


def test_ledger_balances(edition: str) -> None:
    ledger = extracted(edition).ledger
    booked = ledger.placed + ledger.headers + ledger.furniture + ledger.notes + ledger.other
    assert ledger.words == booked + sum(d.words for d in ledger.dropped)
    assert ledger.unaccounted == 0
    assert ledger.words == sum(len(page.words) for page in read(edition).pages)


def test_places_hold_the_words(edition: str) -> None:
    """Whoever follows a paragraph's places to the page finds its words there, in order."""
    pages = {page.number: page for page in read(edition).pages}
    for p in paragraphs_of(framework(edition)):
        lines = [_words_at(pages[place.page or 0], place) for place in p.places]
        printed = "".join(_letters(line) for line in lines)
        assert _letters(p.text) in printed, p.key
        assert len(printed) <= len(_letters(p.text)) + 8, p.key  # a code, marks, a bullet


def _words_at(page: Page, place: PlaceModel) -> str:
    assert place.bbox
    box = Box(*place.bbox)
    inside = [w for w in page.words if box.holds(*_middle(w), slack=0.1)]
    inside = [w for w in inside if w.size > box.height * 0.8]
    return " ".join(w.text for w in sorted(inside, key=lambda w: w.x0))


def _middle(word: Word) -> tuple[float, float]:
    return (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2


def _letters(text: str) -> str:
    """Without spaces and hyphens, which the end of a line may have added or hidden."""
    return "".join(c for c in clean(text) if not c.isspace() and c not in "-•")


# ---- committed data -----------------------------------------------------------------------------


def test_committed_data_is_current(
    edition: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = ROOT / "extracted" / edition
    if request.config.getoption("--update-golden"):
        write_outputs(extracted(edition), folder)
        pytest.fail(f"{folder} is rewritten: read the diff, then run without --update-golden")
    made = write_outputs(extracted(edition), tmp_path / edition)
    assert {p.name for p in made.iterdir()} == set(FILES)
    for name in FILES:
        same = (folder / name).read_bytes() == (made / name).read_bytes()
        assert same, f"{folder / name} is out of date: run with --update-golden, read the diff"


# ---- two readers --------------------------------------------------------------------------------

# Measured on both editions: 0.31 pt across (the one measures a word's last glyph, the other its
# advance), nothing up or down, 0.00003 pt for rules.
ACROSS, UPRIGHT, RULES = 0.5, 0.05, 0.01


@pytest.mark.slow
def test_readers_agree_on_words(edition: str) -> None:
    for ours, theirs in _page_pairs(edition):
        assert Counter(w.text for w in ours.words) == Counter(w.text for w in theirs.words)
        rest: dict[str, list[Word]] = defaultdict(list)
        for word in theirs.words:
            rest[word.text].append(word)
        for word in ours.words:
            twin = min(rest[word.text], key=lambda w: abs(w.x0 - word.x0) + abs(w.top - word.top))
            rest[word.text].remove(twin)
            assert (word.x0, word.x1) == pytest.approx((twin.x0, twin.x1), abs=ACROSS)
            assert (word.top, word.bottom) == pytest.approx((twin.top, twin.bottom), abs=UPRIGHT)
            assert (word.size, word.bold) == (twin.size, twin.bold)


@pytest.mark.slow
def test_readers_agree_on_rules(edition: str) -> None:
    for ours, theirs in _page_pairs(edition):
        rest = [_corners(rule) for rule in theirs.rules]
        assert len(ours.rules) == len(rest)
        for rule in map(_corners, ours.rules):
            twin = min(rest, key=lambda r: max(abs(a - b) for a, b in zip(r, rule, strict=True)))
            rest.remove(twin)
            assert rule == pytest.approx(twin, abs=RULES)


def _page_pairs(edition: str) -> Iterator[tuple[Page, Page]]:
    yield from zip(read(edition).pages, read(edition, "pdfplumber").pages, strict=True)


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.top, box.x1, box.bottom


@pytest.mark.slow
def test_readers_lead_to_the_same_data(edition: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal but for coordinates, which may differ by as much as the words do."""
    monkeypatch.setattr("pipeline.run.read_document", lambda _, reader, ocr: read(edition, reader))
    theirs = extract_document(raw(edition), reader="pdfplumber").framework.model_dump()
    ours = framework(edition).model_dump()
    assert _without_boxes(ours) == _without_boxes(theirs)
    pairs = zip(_boxes(ours), _boxes(theirs), strict=True)
    assert all(a == pytest.approx(b, abs=ACROSS + 0.1) for a, b in pairs)


def _without_boxes(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_boxes(v) for k, v in value.items() if k != "bbox"}
    if isinstance(value, (list, tuple)):
        return [_without_boxes(v) for v in value]
    return value


def _boxes(value: Any) -> Iterator[tuple[float, ...]]:
    if isinstance(value, dict):
        if value.get("bbox"):
            yield value["bbox"]
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _boxes(item)
