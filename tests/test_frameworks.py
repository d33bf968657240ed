"""The documents in tests/layouts against the frameworks that they were made from, to the letter.

Nothing is configured for any of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from compare import by_level, texts
from layouts.arrangements import EXTRA_COLUMN, EXTRA_ROW, MISSING_LEVEL, Arranged
from layouts.catalogue import DESIGNS, DOCUMENTS, HERE, file_name
from samples.sample import Characteristic as PrintedCharacteristic
from samples.sample import Domain as PrintedDomain

from pipeline.models import Characteristic, Domain, Framework
from pipeline.run import extract_document
from pipeline.write import Outputs

KEPT = {file_name(design, program): design for design in DESIGNS for program in design.kept.split()}

# Two sentences with a page break between them, where nothing tells whether a paragraph ends there.
UNDECIDED = {"stacked-rows.writer.pdf": {("S4", "Emerging")}}

of_each = pytest.mark.parametrize("name", KEPT)


@cache
def truth(name: str) -> Arranged:
    return KEPT[name].arranged()


@cache
def extracted(name: str) -> Outputs:
    return extract_document(DOCUMENTS / name)


def framework(name: str) -> Framework:
    return extracted(name).framework


def domains(name: str) -> Iterator[tuple[Domain, PrintedDomain]]:
    yield from zip(framework(name).domains, truth(name).truth.domains, strict=True)


def characteristics(name: str) -> Iterator[tuple[Characteristic, PrintedCharacteristic]]:
    for found, printed in domains(name):
        yield from zip(found.characteristics, printed.characteristics, strict=True)


# ---- each document ------------------------------------------------------------------------------


@of_each
def test_titles(name: str) -> None:
    found, printed = framework(name), truth(name).truth
    assert (found.title, found.subject) == (printed.title, printed.subject)
    assert [(d.parent, d.code, d.title) for d in found.domains] == [
        (d.parent, d.code, d.title) for d in printed.domains
    ]


@of_each
def test_levels_and_their_notes(name: str) -> None:
    printed = truth(name).truth
    levels = framework(name).scale.levels
    assert [level.name for level in levels] == printed.levels
    assert [level.rank for level in levels] == list(range(1, len(levels) + 1))
    assert {level.name: level.note for level in levels if level.note} == printed.level_notes


@of_each
def test_outcomes(name: str) -> None:
    for found, printed in domains(name):
        assert texts(found.outcome) == printed.outcome


@of_each
def test_statements(name: str) -> None:
    for found, printed in domains(name):
        assert [(c.code, " ".join(texts(c.statement))) for c in found.characteristics] == [
            (c.code, c.statement) for c in printed.characteristics
        ]


@of_each
def test_cells(name: str) -> None:
    differ = set()
    for found, printed in characteristics(name):
        for level, cell in by_level(framework(name), found.descriptors).items():
            expected = printed.ratings.texts[level]
            assert " ".join(cell) == " ".join(expected)
            if cell != expected:
                differ.add((printed.code, level))
    assert differ == UNDECIDED.get(name, set())


@of_each
def test_bullets(name: str) -> None:
    """A browser draws its bullets, which are kept like those that are signs."""
    keys = {level.name: level.key for level in framework(name).scale.levels}
    for found, printed in characteristics(name):
        expected = {
            f"{found.key}/{keys[level]}/{index + 1}"
            for level, indices in printed.ratings.bullets.items()
            for index in indices
        }
        assert {p.key for d in found.descriptors for p in d.paragraphs if p.bullet} == expected


@of_each
def test_footnotes(name: str) -> None:
    for found, printed in domains(name):
        assert [note.text for note in found.notes] == printed.footnotes


@of_each
def test_footnote_marks(name: str) -> None:
    """Each mark stands with the paragraph that the data names, and nowhere else."""
    keys = {level.name: level.key for level in framework(name).scale.levels}
    for found, printed in characteristics(name):
        expected = {
            f"{found.key}/{keys[mark.level or '']}/{mark.paragraph + 1}"
            for mark in printed.ratings.marks
        }
        assert {p.key for d in found.descriptors for p in d.paragraphs if p.marks} == expected


@of_each
def test_every_word_is_accounted_for(name: str) -> None:
    ledger = extracted(name).ledger
    assert ledger.unaccounted == 0
    assert not ledger.dropped


@of_each
def test_what_is_lacking_or_left_out_is_named(name: str) -> None:
    raised = {issue.code for issue in extracted(name).issues}
    assert raised & {MISSING_LEVEL, EXTRA_COLUMN, EXTRA_ROW} == truth(name).issues


@of_each
def test_no_other_errors(name: str) -> None:
    errors = {issue.code for issue in extracted(name).issues if issue.severity == "error"}
    assert errors <= truth(name).issues


# ---- all of them --------------------------------------------------------------------------------


def test_folder_holds_what_the_catalogue_names() -> None:
    assert {path.name for path in DOCUMENTS.iterdir()} == set(KEPT)


def test_readme_names_each_layout() -> None:
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    kept = [design.name for design in DESIGNS if design.kept]
    assert [name for name in kept if f"`{name}`" not in readme] == []


def test_enough_is_kept() -> None:
    kept = [design for design in DESIGNS if design.kept]
    frameworks = Counter(design.framework for design in KEPT.values())
    programs = Counter(name.split(".")[1] for name in KEPT)
    assert len(frameworks) >= 4
    assert len({getattr(d.arrange, "func", d.arrange) for d in kept}) >= 8
    assert len(programs) >= 5
    assert min([*frameworks.values(), *programs.values()]) >= 3
    assert {design.look.drawing for design in kept} == {d.look.drawing for d in DESIGNS}


def test_cells_are_cut_by_page_breaks_in_documents_of_several_programs() -> None:
    cut = Counter[str]()
    for name in KEPT:
        for found, _ in characteristics(name):
            paragraphs = [p for d in found.descriptors for p in d.paragraphs]
            joined = [r for p in paragraphs for r in p.repairs if r.kind == "page-break"]
            cut[name.split(".")[1]] += len(joined)
    assert cut.total() >= 20
    assert sum(count > 0 for count in cut.values()) >= 3
