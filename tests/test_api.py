"""The Python API: what it gives, that its reference is complete, and that importing it is quick."""

from __future__ import annotations

import inspect
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from builders import characteristic, domain, framework, framework_pdf
from conftest import ROOT

import pipeline
from pipeline.changes import Differences
from pipeline.compare import compare, differences_to_csv
from pipeline.errors import InputError
from pipeline.export import export
from pipeline.models import Framework
from pipeline.output import write_files
from pipeline.run import extract_document
from pipeline.write import write_outputs

REFERENCE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
SAMPLE = ROOT / "extracted" / "repair-workshops-2025"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "kitchen.pdf"
    path.write_bytes(framework_pdf())
    return path


# ---- what it gives ------------------------------------------------------------------------------


def test_what_is_loaded_is_what_was_extracted(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = pipeline.extract(document, ocr="never")
    write_outputs(extract_document(document), tmp_path / "extracted" / "kitchen")
    monkeypatch.chdir(tmp_path)
    for name in ("extracted/kitchen", "extracted/kitchen/framework.json", "kitchen"):
        assert pipeline.load(name) == made


def test_settings_beside_a_document_count(document: Path) -> None:
    document.with_suffix(".toml").write_text('title = "Ours"\n')
    assert pipeline.extract(str(document)).title == "Ours"


@pytest.mark.parametrize("content", [None, "{", '{"id": 1}'])
def test_load_of_something_else(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "framework.json").write_text(content)
    with pytest.raises(InputError, match="framework"):
        pipeline.load(tmp_path)


def test_frame_of_descriptors() -> None:
    made = pipeline.load(SAMPLE)
    frame = pipeline.to_frame(made)
    said = [
        p.text
        for d in made.domains
        for cells in (d.summary, *(c.descriptors for c in d.characteristics))
        for cell in cells
        for p in cell.paragraphs
    ]
    assert frame["text"].tolist() == said
    assert frame["rank"].dtype == "Int64"
    assert frame["characteristic_code"].isna().sum() == sum(
        len(cell.paragraphs) for d in made.domains for cell in d.summary
    )


def test_frame_of_characteristics_joins_that_of_descriptors() -> None:
    made = pipeline.load(SAMPLE)
    wide = pipeline.to_frame(made, "characteristics")
    assert [level.name for level in made.scale.levels] == list(wide.columns[5:9])
    joined = pipeline.to_frame(made).merge(wide, left_on="owner_key", right_on="key")
    assert len(joined) == len(pipeline.to_frame(made))
    for _, row in joined.iterrows():
        assert row["text"] in row[row["level"]]


def test_editions_are_compared_by_name_or_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = ROOT / "extracted" / "repair-workshops-2023"
    old, new = pipeline.load(earlier), pipeline.load(SAMPLE)
    expected = compare(old, new)
    assert expected.changes
    assert pipeline.diff(old, new) == expected
    assert pipeline.diff(earlier, new) == expected
    monkeypatch.chdir(ROOT)
    assert pipeline.diff(earlier.name, SAMPLE.name) == expected
    with pytest.raises(InputError, match=SAMPLE.name):
        pipeline.diff("repair-workshops-2024", new)


def made_of(said: str) -> Framework:
    """One characteristic: the cells of two levels parted by a bar, the paragraphs by a slash."""
    cells = (tuple(filter(None, cell.split("/"))) for cell in said.split("|"))
    return framework(domain(characteristic("1.1", tuple(cells))))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Tools lie about.|All tools hang.", [(3, 3, 0), (3, 2, 1)]),
        ("Tools, tools!/Beds|“Beds” and tools", [(3, 2, 0), (3, 1, 2)]),
        ("|Tools hang.", [(2, 2, 0)]),
    ],
)
def test_words_are_counted(said: str, expected: list[tuple[int, ...]]) -> None:
    counts = pipeline.count_words(made_of(said))
    assert [tuple(row) for row in counts[["words", "new", "repeated"]].to_numpy()] == expected
    assert set(counts["owner_key"]) == {"1.1"}


def test_words_of_a_sample_add_up() -> None:
    made = pipeline.load(SAMPLE)
    words = sum(len(text.split()) for text in pipeline.to_frame(made)["text"])
    assert pipeline.count_words(made)["words"].sum() == words


def test_telling_words_are_those_of_one_level() -> None:
    """Not those of every level, nor what a cell says twice and no other one says."""
    cells = [(f"Some tools {n}.", f"All tools {n}.") for n in ("lie", "hang", "rust")]
    owned = [
        characteristic(f"1.{n}", ((poor,), (good,))) for n, (poor, good) in enumerate(cells, 1)
    ]
    told = pipeline.telling_words(framework(domain(*owned)), 1)
    assert list(
        told[["level", "word", "share", "elsewhere"]].itertuples(index=False, name=None)
    ) == [
        ("Poor", "some", 1.0, 0.0),
        ("Good", "all", 1.0, 0.0),
    ]
    assert (told["weight"] > 0).all()


def test_frame_of_changes_has_the_rows_of_the_table() -> None:
    found = pipeline.diff(ROOT / "extracted" / "repair-workshops-2023", SAMPLE)
    frame = pipeline.changes_to_frame(found)
    table = pd.read_csv(io.StringIO(differences_to_csv(found)), dtype=str)
    for name in set(table) - {"similarity"}:
        assert frame[name].fillna("").tolist() == table[name].fillna("").tolist()
    assert frame["similarity"].dropna().between(0, 1).all()
    removed = frame[frame["kind"] == "characteristic-removed"].iloc[0]
    assert (removed["old_domain"], removed["domain"]) == (
        "Welcome and Access", "Access and Inclusion",
    )  # fmt: skip
    assert frame.loc[frame["domain"].isna(), "kind"].tolist() == ["domains-reordered"]


# ---- the reference ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", pipeline.__all__)
def test_reference_has_every_function_as_it_is_called(name: str) -> None:
    function = getattr(pipeline, name)
    parameters = inspect.signature(function).parameters.values()
    plain = [p.replace(annotation=inspect.Parameter.empty) for p in parameters]
    call = f"pipeline.{name}{inspect.Signature(plain)}"
    assert f"### `{call}`" in REFERENCE
    assert inspect.getdoc(function)


def test_reference_names_nothing_else() -> None:
    assert sorted(re.findall(r"^### `pipeline\.(\w+)", REFERENCE, re.M)) == pipeline.__all__


def test_reference_has_every_field() -> None:
    """Of Framework and Differences, and of all that they are made of."""
    models: dict[str, Any] = {}
    for model in (Framework, Differences):
        schema = model.model_json_schema()
        models |= {model.__name__: schema, **schema["$defs"]}
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", REFERENCE, re.M))
    assert {"RepairModel", "Change"} < set(models)
    for name, fields in models.items():
        listed = re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", rows[name]))
        assert listed == list(fields["properties"]), name


FRAMES: dict[str, Callable[[Framework], pd.DataFrame]] = {
    "descriptors": pipeline.to_frame,
    "characteristics": lambda made: pipeline.to_frame(made, "characteristics"),
    "changes_to_frame": lambda made: pipeline.changes_to_frame(pipeline.diff(made, made)),
    "count_words": pipeline.count_words,
    "telling_words": pipeline.telling_words,
}


@pytest.mark.parametrize("table", FRAMES)
def test_reference_has_every_column(table: str) -> None:
    made = pipeline.load(SAMPLE)
    frame = FRAMES[table](made)
    levels = {level.name for level in made.scale.levels}
    (row,) = re.findall(rf"^\| `{table}` \| (.*) \|$", REFERENCE, re.M)
    assert re.findall(r"`(\w+)`", row) == [c for c in frame.columns if c not in levels]


def test_examples_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    for example in re.findall(r"^```python\n(.*?)^```", REFERENCE, re.M | re.S):
        exec(example, {})
    assert "1 Safe Repair 5" in capsys.readouterr().out


def test_examples_of_the_readme_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "extracted", tmp_path / "extracted")
    monkeypatch.chdir(tmp_path)
    name = SAMPLE.name
    write_files(export(pipeline.load(name), "sqlite"), Path("exports") / name)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for example in re.findall(r"^```python\n(.*?)^```", readme, re.M | re.S):
        exec(example, {})
    shown = capsys.readouterr().out
    assert "1 Safe Repair 4\n2 " in shown  # of the earlier edition
    assert "1/outcome/1" in shown


# ---- the package --------------------------------------------------------------------------------


def test_no_module_hides_a_function() -> None:
    """Importing `pipeline.x` would put the module in the place of the function x."""
    modules = {path.stem for path in (ROOT / "pipeline").iterdir()}
    assert not modules & set(pipeline.__all__)


def test_import_is_light() -> None:
    code = (
        "import sys, pipeline\n"
        "heavy = {'pandas', 'spacy', 'pdfplumber', 'pypdfium2', 'pydantic', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[]\n", "")
