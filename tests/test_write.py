"""The files of one document: their columns, their schemas, and that a failure changes nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from builders import characteristic, domain, framework, ledger, paragraph
from conftest import ROOT
from jsonschema import Draft202012Validator, ValidationError

from pipeline.check import check
from pipeline.errors import InputError
from pipeline.models import BlockModel, Descriptor, Domain
from pipeline.stamp import FILES
from pipeline.write import Outputs, schemas, to_json, write_outputs, write_schemas

QUOTED = 'It is "poor", and\tmore.'


def with_summary(made: Domain) -> Domain:
    cells = (("poor", ("Poor, all in all.",)), ("good", ("Good, all in all.", "And well lit.")))
    summary = tuple(
        Descriptor(
            level=level,
            paragraphs=tuple(paragraph(t, f"1/{level}/{n}") for n, t in enumerate(texts, 1)),
        )
        for level, texts in cells
    )
    return made.model_copy(update={"summary": summary})


def outputs(text: str = QUOTED) -> Outputs:
    """A summary, a coded characteristic and one without a code whose worst cell is empty."""
    first = characteristic("1.1", ((text,), ("It is good.", "It shines.")))
    second = characteristic(None, ((), ("It is good.",)))
    made = framework(with_summary(domain(first, second)))
    blocks = (BlockModel(label="title", rule="largest type", text="Kitchen Framework"),)
    return Outputs(made, check(made, ledger()), ledger(), blocks)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- tables -------------------------------------------------------------------------------------


def test_descriptors_csv(tmp_path: Path) -> None:
    found = rows(write_outputs(outputs(), tmp_path / "kitchen") / "descriptors.csv")
    assert list(found[0]) == [
        "framework", "domain_code", "domain_title", "characteristic_code", "statement", "level",
        "rank", "paragraph", "text", "page", "key", "owner_key", "part",
    ]  # fmt: skip
    assert [(r["characteristic_code"], r["level"], r["rank"], r["paragraph"]) for r in found] == [
        ("", "Poor", "1", "1"), ("", "Good", "2", "1"), ("", "Good", "2", "2"),
        ("1.1", "Poor", "1", "1"), ("1.1", "Good", "2", "1"), ("1.1", "Good", "2", "2"),
        ("", "Good", "2", "1"),
    ]  # fmt: skip
    assert found[3] == {
        "framework": "kitchen", "domain_code": "1", "domain_title": "Tools",
        "characteristic_code": "1.1", "statement": "Tools are kept.", "level": "Poor", "rank": "1",
        "paragraph": "1", "text": QUOTED, "page": "1", "key": "1.1/poor/1", "owner_key": "1.1",
        "part": "",
    }  # fmt: skip
    assert (found[0]["statement"], found[0]["text"]) == ("", "Poor, all in all.")


def test_characteristics_csv(tmp_path: Path) -> None:
    found = rows(write_outputs(outputs(), tmp_path / "kitchen") / "characteristics.csv")
    assert list(found[0])[:7] == [
        "framework", "domain_code", "domain_title", "characteristic_code", "statement", "Poor",
        "Good",
    ]  # fmt: skip
    assert [(r["characteristic_code"], r["statement"], r["Poor"], r["Good"]) for r in found] == [
        ("", "", "Poor, all in all.", "Good, all in all.\n\nAnd well lit."),
        ("1.1", "Tools are kept.", QUOTED, "It is good.\n\nIt shines."),
        ("", "Tools are kept.", "", "It is good."),
    ]


def test_csv_is_plain_utf8_with_unix_line_ends(tmp_path: Path) -> None:
    data = (
        write_outputs(outputs("It’s – café."), tmp_path / "kitchen") / "descriptors.csv"
    ).read_bytes()
    assert "It’s – café.".encode() in data
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")


# ---- JSON ---------------------------------------------------------------------------------------


def test_json_files_hold_the_data(tmp_path: Path) -> None:
    made = outputs()
    folder = write_outputs(made, tmp_path / "kitchen")
    assert read_json(folder / "framework.json") == made.framework.model_dump(mode="json")
    assert read_json(folder / "ledger.json") == made.ledger.model_dump(mode="json")
    assert read_json(folder / "issues.json") == [i.model_dump(mode="json") for i in made.issues]
    assert read_json(folder / "blocks.json") == [b.model_dump(mode="json") for b in made.blocks]


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text", ["See [ 1, 2 ] there.", "[ 1, 2, 3, 4 ]", '{ "page": 1, "bbox": null, "lines": null }']
)
def test_text_that_looks_like_a_place_stays(text: str) -> None:
    assert json.loads(to_json(paragraph(text)))["text"] == text


def test_the_same_data_gives_the_same_files(tmp_path: Path) -> None:
    one, two = (write_outputs(outputs(), tmp_path / name) for name in ("one", "two"))
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in FILES)


# ---- replacing ----------------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_new_result_replaces_the_old_one(tmp_path: Path) -> None:
    folder = write_outputs(outputs("Old text."), tmp_path / "kitchen")
    before = contents(folder)
    after = contents(write_outputs(outputs("New text."), folder))
    assert set(after) == set(before) == set(FILES)
    assert b"New text." in after["framework.json"]
    assert not any(b"Old text." in data for data in after.values())


@pytest.mark.parametrize("failing", ["characteristics.csv", "ledger.json", "framework.json"])
def test_failure_in_the_middle_leaves_the_old_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """The disk is full when this file is written."""
    folder = write_outputs(outputs("Old text."), tmp_path / "kitchen")
    before = contents(folder)
    real = Path.open

    def full(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if path.name == failing and "w" in mode:
            raise OSError(28, "No space left on device")
        return real(path, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_outputs(outputs("New text."), folder)
    assert contents(folder) == before


def test_unforeseen_failure_leaves_the_old_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_outputs(outputs("Old text."), tmp_path / "kitchen")
    before = contents(folder)

    def broken(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.write.to_csv", broken)
    with pytest.raises(KeyboardInterrupt):
        write_outputs(outputs("New text."), folder)
    assert contents(folder) == before


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError, match=r"cannot be written .*: choose another folder"):
        write_outputs(outputs(), tmp_path / "taken" / "kitchen")


# ---- schemas ------------------------------------------------------------------------------------

NAMES = ("framework", "issues", "ledger", "blocks")


def validator(name: str) -> Draft202012Validator:
    schema = json.loads(schemas()[f"{name}.schema.json"])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_committed_schemas_are_current() -> None:
    for name, text in schemas().items():
        path = ROOT / "schemas" / name
        assert path.is_file(), f"{path} is missing: run `make schema`"
        assert path.read_text(encoding="utf-8") == text, f"{path} is out of date: `make schema`"


@pytest.mark.parametrize("name", NAMES)
def test_schemas_say_which_dialect(name: str) -> None:
    schema = json.loads(schemas()[f"{name}.schema.json"])
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("edition", ["repair-workshops-2023", "repair-workshops-2025"])
def test_committed_data_is_valid(name: str, edition: str) -> None:
    data = read_json(ROOT / "extracted" / edition / f"{name}.json")
    validator(name).validate(data)


def test_all_outputs_are_valid(tmp_path: Path) -> None:
    folder = write_outputs(outputs(), tmp_path / "kitchen")
    for name in NAMES:
        validator(name).validate(read_json(folder / f"{name}.json"))


@pytest.mark.parametrize(
    ("key", "value"),
    [("title", 7), ("schema_version", "2.0"), ("domains", None), ("colour", "red")],
)
def test_schema_refuses_what_is_wrong(key: str, value: object) -> None:
    data = outputs().framework.model_dump(mode="json") | {key: value}
    with pytest.raises(ValidationError):
        validator("framework").validate(data)


def test_write_schemas(tmp_path: Path) -> None:
    paths = write_schemas(tmp_path / "schemas")
    assert {p.name: p.read_text(encoding="utf-8") for p in paths} == schemas()
    names = (*NAMES, "explanation", "differences", "classification")
    assert {p.name for p in paths} == {f"{name}.schema.json" for name in names}


def test_schemas_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "schemas").write_text("a file")
    with pytest.raises(InputError, match="cannot be written"):
        write_schemas(tmp_path / "schemas")
