"""Larger documents that may lie beside the repository, in ../shared; skipped where they do not.

They are never copied here. What they are held against is their own gold files.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from acceptance import (
    csvw_findings,
    frictionless_findings,
    parquet_findings,
    sqlite_findings,
    written,
    xlsx_findings,
)
from conftest import ROOT
from readers import case_texts, check_case, csv_texts, read_case, texts_from_csv

from pipeline.compare import compare
from pipeline.compare.words import fold
from pipeline.errors import InputError
from pipeline.evidence import Classifier, evaluate
from pipeline.export import FORMATS, export
from pipeline.models import Domain, Framework
from pipeline.run import extract_document
from pipeline.write import Outputs, to_json

SHARED = ROOT.parent / "shared"
DOCUMENTS = SHARED / "documents"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="no documents in ../shared"),
]

RULED = [
    f"{folder}/{folder}.{layout}.pdf"
    for folder, layouts in (
        ("cqc-asc-2009", ("word-ruled", "word-spanning", "rows")),
        ("library", ("word-ruled", "word-spanning", "rows")),
        ("library-next", ("word-ruled", "rows")),
    )
    for layout in layouts
]
DUMP = "cqc-asc-2009/cqc-asc-2009.txt"


def all_documents() -> list[str]:
    if not DOCUMENTS.is_dir():
        return ["none"]
    found = (p for p in DOCUMENTS.rglob("*") if p.suffix in (".pdf", ".txt"))
    return sorted(str(p.relative_to(DOCUMENTS)) for p in found if p.parent.name != "not-frameworks")


@cache
def extracted(name: str) -> Outputs | str:
    """The data, or why there is none."""
    try:
        return extract_document(DOCUMENTS / name, ocr="never")
    except InputError as error:
        return str(error)


@pytest.fixture(scope="module")
def scorer() -> Any:
    """Scores a document against the gold file in its folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SHARED / "score"))
        adapters, shape, scoring = map(import_module, ("adapters", "framework", "score"))

    def score(name: str) -> dict[str, Any]:
        made = extracted(name)
        assert isinstance(made, Outputs), made
        predicted = adapters.framework(json.loads(to_json(made.framework)))
        (path,) = (DOCUMENTS / name).parent.glob("gold*.json")
        gold = shape.load(path)
        if "part" in path.stem:
            kept = scoring.match_domains(predicted, gold)
            predicted["domains"] = [d for i, d in enumerate(predicted["domains"]) if i in kept]
        result: dict[str, Any] = scoring.score(predicted, gold)
        return result

    return score


@pytest.mark.parametrize("name", RULED)
def test_ruled_documents(scorer: Any, name: str) -> None:
    found = scorer(name)
    assert found["overall"] >= 0.999
    assert found["cell_exact"] >= 0.99
    assert found["paragraph_boundary_f1"] >= 0.99
    for part in ("levels", "domains", "characteristics"):
        right, gold, predicted = found[part]
        assert right == gold == predicted, part
    assert found["characteristics_in_wrong_domain"] == 0
    assert (found["statements_exact"], found["outcomes_exact"]) == (1.0, 1.0)


def test_text_dump(scorer: Any) -> None:
    found = scorer(DUMP)
    assert found["overall"] >= 0.95
    assert found["cell_exact"] >= 0.85
    assert found["domains"][:2] == [5, 5]
    assert found["characteristics"][:2] == [17, 17]


@pytest.mark.parametrize("name", all_documents())
def test_every_word_is_accounted_for(name: str) -> None:
    made = extracted(name)
    if isinstance(made, str):
        pytest.skip(made.removeprefix(str(DOCUMENTS)))
    ledger = made.ledger
    booked = ledger.placed + ledger.headers + ledger.furniture + ledger.notes + ledger.other
    assert ledger.unaccounted == 0
    assert ledger.words == booked + sum(dropped.words for dropped in ledger.dropped)


@pytest.mark.parametrize("name", all_documents())
def test_every_export_is_accepted(name: str, tmp_path: Path) -> None:
    """By the programs that it is for; the workbook in LibreOffice is another test's."""
    made = extracted(name)
    if isinstance(made, str):
        pytest.skip(made.removeprefix(str(DOCUMENTS)))
    files = {form: export(made.framework, form) for form in FORMATS}
    package = json.loads(files["case"]["cfpackage.json"])
    check_case(package)
    assert read_case(package) == case_texts(made.framework)
    assert texts_from_csv(files["csvw"]) == csv_texts(made.framework)
    folder = written(files["csvw"], tmp_path)
    assert (csvw_findings(folder), frictionless_findings(folder)) == ([], [])
    (database,) = files["sqlite"].values()
    assert sqlite_findings(database) == []
    assert parquet_findings(files["parquet"]) == []
    (workbook,) = files["xlsx"].values()
    assert xlsx_findings(workbook) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [("council-page.txt", "holds no descriptor table"), ("no-text-layer.pdf", "no text layer")],
)
def test_what_is_no_framework_is_refused(name: str, reason: str) -> None:
    path: Path = DOCUMENTS / "not-frameworks" / name
    with pytest.raises(InputError, match=reason):
        extract_document(path, ocr="never")


# ---- two editions -------------------------------------------------------------------------------

NEXT = "library-next/library-next"
FIRST = "library/library"


def framework_of(name: str) -> Framework:
    made = extracted(name)
    assert isinstance(made, Outputs), made
    return made.framework


@pytest.fixture(scope="module")
def tools() -> Any:
    """The modules that score a list of changes and read gold files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SHARED / "score"))
        yield tuple(map(import_module, ("adapters", "diff_score", "to_canonical")))


def judged(tools: Any, old: Framework, new: Framework) -> dict[str, Any]:
    adapters, scoring, _ = tools
    edits = json.loads((DOCUMENTS / "library-next" / "edits.json").read_text(encoding="utf-8"))
    said = adapters.changes(json.loads(to_json(compare(old, new))))
    result: dict[str, Any] = scoring.score(said, edits["edits"])
    return result


def test_editions_from_their_gold_files(tools: Any) -> None:
    def gold(name: str) -> Framework:
        data = json.loads((DOCUMENTS / name / "gold.json").read_text(encoding="utf-8"))
        return Framework.model_validate(tools[2].convert(data, name))

    found = judged(tools, gold("library"), gold("library-next"))
    assert found["overall"]["f1"] >= 0.97
    assert found["non_changes_reported"] == 0


@pytest.mark.parametrize("layouts", [("word-ruled", "word-ruled"), ("word-ruled", "rows")])
def test_editions_from_their_documents(tools: Any, layouts: tuple[str, str]) -> None:
    old, new = framework_of(f"{FIRST}.{layouts[0]}.pdf"), framework_of(f"{NEXT}.{layouts[1]}.pdf")
    assert judged(tools, old, new)["overall"]["f1"] >= 0.93


CNCF = "real/cncf-platform-maturity-1.0-2023"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{FIRST}.word-ruled.pdf", f"{FIRST}.rows.pdf"),
        (f"{FIRST}.word-ruled.pdf", f"{FIRST}.borderless.pdf"),
        ("cqc-asc-2009/cqc-asc-2009.word-ruled.pdf", "cqc-asc-2009/cqc-asc-2009.rows.pdf"),
        ("cqc-asc-2009/cqc-asc-2009.rows.pdf", "cqc-asc-2009/cqc-asc-2009.borderless.pdf"),
        ("cqc-asc-2009/cqc-asc-2009.rows.pdf", "cqc-asc-2009/cqc-asc-2009.word-spanning.pdf"),
        (f"{CNCF}-10-31.pdf", f"{CNCF}-11-01.pdf"),
    ],
)
def test_same_content_in_two_layouts(one: str, other: str) -> None:
    assert compare(framework_of(one), framework_of(other)).changes == ()


@pytest.mark.parametrize("name", all_documents())
def test_no_document_differs_from_itself(name: str) -> None:
    if isinstance(extracted(name), str):
        pytest.skip("nothing was extracted")
    assert compare(framework_of(name), framework_of(name)).changes == ()


def test_documents_that_are_no_editions_of_each_other() -> None:
    found = compare(
        framework_of("cqc-asc-2009/cqc-asc-2009.rows.pdf"), framework_of(f"{FIRST}.rows.pdf")
    )
    assert not found.related
    assert found.pairs


# ---- evidence -----------------------------------------------------------------------------------


def told(domain: Domain) -> list[str]:
    """All that a domain says."""
    cells = (domain.summary, *(c.descriptors for c in domain.characteristics))
    own = [*domain.outcome, *(p for c in domain.characteristics for p in c.statement)]
    return [
        p.text for p in (*own, *(p for each in cells for cell in each for p in cell.paragraphs))
    ]


def runs(text: str) -> set[tuple[str, ...]]:
    """The runs of four words of a text."""
    words = fold(text)
    return set(zip(*(words[n:] for n in range(4)), strict=False)) or {words}


@pytest.mark.parametrize("name", ["cqc-asc-2009/cqc-asc-2009.word-ruled.pdf", DUMP])
def test_section_made_of_other_domains_goes_back_to_them(name: str) -> None:
    """One section repeats, reworded here and there, what domains 5 and 7 say; it is held out.

    Where its paragraphs were taken from is told by their runs of four words. What every domain
    says alike comes from none of them, and is to be matched with nothing.
    """
    whole = framework_of(name)
    section, *domains = whole.domains
    assert section.title == "Safeguarding"
    said = {d.key: set[tuple[str, ...]]().union(*map(runs, told(d))) for d in domains}
    classifier = Classifier(whole.model_copy(update={"domains": tuple(domains)}))
    right, stock = 0, 0
    for text in told(section):
        shares = {key: len(runs(text) & known) / len(runs(text)) for key, known in said.items()}
        sources = [key for key, share in shares.items() if share == max(shares.values())]
        found = classifier.classify(text).matches
        if len(sources) > 1:
            stock += 1
            assert found == ()
            continue
        assert sources[0] in ("5", "7")
        right += bool(found) and found[0].domain.key == sources[0]
    assert (len(told(section)), stock) == (64, 5)
    assert right / (len(told(section)) - stock) >= 0.95
    assert right / len(told(section)) >= 0.85


@pytest.mark.parametrize(
    ("name", "domain", "characteristic"),
    [(f"{FIRST}.word-ruled.pdf", 0.7, 0.65), ("real/cisa-ztmm-2.0.pdf", 0.8, 0.75)],
)
def test_paragraphs_that_are_left_out_are_found(
    name: str, domain: float, characteristic: float
) -> None:
    found = evaluate(framework_of(name))
    assert found.domain.first / found.domain.asked >= domain
    assert found.characteristic.first / found.characteristic.asked >= characteristic
    assert found.level.first / found.level.asked > 1 / found.level.choices
