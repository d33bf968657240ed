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

from pipeline.errors import InputError
from pipeline.export import FORMATS, export
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
