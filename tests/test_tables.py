"""The tables in every form that holds them: CSV with its descriptions, SQLite, Parquet."""

from __future__ import annotations

import builtins
import csv
import hashlib
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from acceptance import (
    csvw_findings,
    frictionless_findings,
    parquet_findings,
    sqlite_findings,
    written,
)
from builders import characteristic, domain, framework
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from pyarrow import parquet
from readers import csv_texts, read_csv, texts_from_csv
from strategies import frameworks

import pipeline
from pipeline.errors import InputError
from pipeline.export import export
from pipeline.models import Framework, Paragraph, ScaleModel
from pipeline.tables import characteristic_table, descriptor_table, tables

SAMPLES = ("repair-workshops-2023", "repair-workshops-2025")
ANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def sample(name: str) -> Framework:
    return pipeline.load(ROOT / "extracted" / name)


def with_levels(*names: str) -> Framework:
    """A characteristic with a text for each of two levels."""
    made = framework(domain(characteristic("1.1")))
    levels = tuple(
        level.model_copy(update={"name": name})
        for level, name in zip(made.scale.levels, names, strict=True)
    )
    return made.model_copy(update={"scale": ScaleModel(levels=levels)})


def paragraphs(made: Framework) -> Iterator[Paragraph]:
    """All of them but outcomes and statements, in order."""
    for each in made.domains:
        for cells in (each.summary, *(c.descriptors for c in each.characteristics)):
            for cell in cells:
                yield from cell.paragraphs


# ---- tables -------------------------------------------------------------------------------------


@given(frameworks())
@ANY
def test_keys_are_unique_and_references_lead_somewhere(made: Framework) -> None:
    found = {table.name: table for table in tables(made)}

    def values(table: str, column: str) -> list[object]:
        place = [c.name for c in found[table].columns].index(column)
        return [row[place] for row in found[table].rows]

    for name, table in found.items():
        assert len({c.name.casefold() for c in table.columns}) == len(table.columns)
        assert len(set(values(name, *table.key))) == len(table.rows)
        for each in table.references:
            assert set(values(name, each.column)) <= set(values(each.table, each.target))
        for number, column in enumerate(table.columns):
            filled = [row[number] for row in table.rows if row[number] is not None]
            assert len(filled) == len(table.rows) or not column.required
            assert {type(value) for value in filled} <= {int if column.type == "integer" else str}


def test_a_level_named_like_a_column_gets_a_name_of_its_own() -> None:
    names = [
        c.name for c in characteristic_table(with_levels("Statement", "statement (2)")).columns
    ]
    assert names[5:7] == ["Statement (2)", "statement (2) (2)"]


# ---- CSV ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_come_back_from_csv(name: str) -> None:
    assert texts_from_csv(export(sample(name), "csvw")) == csv_texts(sample(name))


@given(frameworks())
@ANY
def test_any_framework_comes_back_from_csv(made: Framework) -> None:
    assert texts_from_csv(export(made, "csvw")) == csv_texts(made)


@pytest.mark.parametrize("name", SAMPLES)
def test_csv_is_what_extract_writes(name: str) -> None:
    files = export(sample(name), "csvw")
    for table in ("descriptors.csv", "characteristics.csv"):
        assert files[table] == (ROOT / "extracted" / name / table).read_bytes()


# ---- what describes it --------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_descriptions_are_valid(name: str, tmp_path: Path) -> None:
    folder = written(export(sample(name), "csvw"), tmp_path)
    assert (csvw_findings(folder), frictionless_findings(folder)) == ([], [])


@given(made=frameworks())
@settings(ANY, max_examples=10)
def test_descriptions_of_any_framework_are_valid(made: Framework, tmp_path: Path) -> None:
    folder = written(export(made, "csvw"), tmp_path)
    assert (csvw_findings(folder), frictionless_findings(folder)) == ([], [])


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("descriptors", "rank", "first"),
        ("descriptors", "rank", "9"),
        ("descriptors", "owner_key", "nowhere"),
        ("descriptors", "text", ""),
        ("characteristics", "key", "1.1"),
    ],
)
def test_validators_would_say_if_the_data_were_wrong(
    tmp_path: Path, table: str, column: str, value: str
) -> None:
    """Else the tests above would prove nothing."""
    files = export(sample(SAMPLES[0]), "csvw")
    rows = read_csv(files[f"{table}.csv"])
    rows[-1][column] = value
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    folder = written({**files, f"{table}.csv": out.getvalue().encode()}, tmp_path)
    assert csvw_findings(folder)
    assert frictionless_findings(folder)


def test_every_column_is_described_twice_in_the_same_words() -> None:
    made = sample(SAMPLES[0])
    files = export(made, "csvw")
    package = json.loads(files["datapackage.json"])
    group = json.loads(files["csv-metadata.json"])
    for number, table in enumerate(tables(made)):
        alone = json.loads(files[f"{table.name}.csv-metadata.json"])
        grouped = group["tables"][number]
        assert alone["url"] == grouped["url"] == f"{table.name}.csv"
        header = files[alone["url"]].decode().partition("\n")[0].split(",")
        columns = alone["tableSchema"]["columns"]
        fields = package["resources"][number]["schema"]["fields"]
        assert columns == grouped["tableSchema"]["columns"]
        assert [c["titles"][0] for c in columns] == [f["name"] for f in fields] == header
        assert [c["titles"][-1] for c in columns] == [f["title"] for f in fields]
        assert [c["dc:description"] for c in columns] == [f["description"] for f in fields]
        assert all(c["dc:description"] for c in columns)


def test_licence_and_source() -> None:
    made = sample(SAMPLES[0]).model_copy(update={"source_url": "https://a.example/f.pdf"})
    files = export(made, "csvw")
    about = json.loads(files["descriptors.csv-metadata.json"])
    package = json.loads(files["datapackage.json"])
    assert (about["dc:license"], about["dc:source"]) == ("CC0-1.0", {"@id": made.source_url})
    assert package["licenses"] == [{"name": "CC0-1.0", "title": "CC0-1.0"}]
    assert package["sources"] == [{"title": made.source.file, "path": made.source_url}]


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("Open Government Licence v3.0", {"name": "open-government-licence-v3-0"}),
        ("https://a.example/licence", {"path": "https://a.example/licence"}),
        ("???", {"name": "other"}),
    ],
)
def test_licence_has_a_name_or_an_address(licence: str, expected: dict[str, str]) -> None:
    files = export(framework().model_copy(update={"licence": licence}), "csvw")
    (found,) = json.loads(files["datapackage.json"])["licenses"]
    assert expected.items() <= found.items()


def test_files_can_be_checked_by_their_digests() -> None:
    files = export(sample(SAMPLES[0]), "csvw")
    for resource in json.loads(files["datapackage.json"])["resources"]:
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


# ---- SQLite -------------------------------------------------------------------------------------


def rows_of(data: bytes, query: str, *values: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        return database.execute(query, values).fetchall()


def database_of(made: Framework) -> bytes:
    (data,) = export(made, "sqlite").values()
    return data


@given(frameworks())
@ANY
def test_any_framework_fits_into_a_database(made: Framework) -> None:
    data = database_of(made)
    assert sqlite_findings(data) == []
    assert rows_of(data, "SELECT * FROM descriptors") == [
        tuple(row) for row in descriptor_table(made).rows
    ]
    assert rows_of(data, "SELECT name, rank, note FROM level ORDER BY rank") == [
        (level.name, level.rank, level.note) for level in made.scale.levels
    ]
    assert rows_of(data, "SELECT text, bullet, part FROM paragraph WHERE kind <> 'outcome' "
        "AND kind <> 'statement' ORDER BY number") == [
        (p.text, p.bullet, p.part) for p in paragraphs(made)
    ]  # fmt: skip


def test_everything_of_a_sample_is_in_its_database() -> None:
    """Counted against the JSON, in which a place, a mark and a repair look like nothing else."""
    made = sample(SAMPLES[0])
    data, text = database_of(made), made.model_dump_json()
    for table, sign in (
        ("place", '"bbox":'), ("repair", '"kind":'), ("note", '"mark":'), ("domain", '"parent":'),
        ("characteristic", '"statement":'), ("paragraph", '"bullet":'),
    ):  # fmt: skip
        assert rows_of(data, f"SELECT count(*) FROM {table}") == [(text.count(sign),)], table
    marks = sum(len(p.marks) for d in made.domains for p in d.outcome)
    assert rows_of(
        data, "SELECT count(*) FROM mark JOIN paragraph ON paragraph.key = paragraph_key "
        "WHERE kind = 'outcome'"
    ) == [(marks,)]  # fmt: skip
    place = made.domains[0].places[0]
    assert rows_of(
        data, "SELECT page, x0, top, x1, bottom FROM place WHERE domain_key = ?",
        made.domains[0].key,
    ) == [(place.page, *(place.bbox or ()))]  # fmt: skip
    assert rows_of(data, "SELECT id, licence, sha256 FROM framework") == [
        (made.id, made.licence, made.source.sha256)
    ]


def test_scanned_pages_are_in_the_database() -> None:
    source = framework().source.model_copy(update={"scanned": (2, 5)})
    made = framework().model_copy(update={"source": source})
    assert rows_of(database_of(made), "SELECT page FROM scanned_page") == [(2,), (5,)]


def test_search_finds_words_whatever_their_case_and_place() -> None:
    made = framework(domain(characteristic("1.1", (("Knives are BLUNT.",), ("Sharp knives.",)))))
    query = "SELECT key FROM search WHERE search MATCH ? ORDER BY key"
    assert rows_of(database_of(made), query, "knives") == [("1.1/good/1",), ("1.1/poor/1",)]
    assert rows_of(database_of(made), query, "blunt") == [("1.1/poor/1",)]
    assert rows_of(database_of(made), query, "kni* NOT sharp") == [("1.1/poor/1",)]


def test_database_tells_what_its_columns_hold() -> None:
    ((sql,),) = rows_of(
        database_of(framework()), "SELECT sql FROM sqlite_master WHERE name = 'level'"
    )
    assert "rank INTEGER NOT NULL, -- 1 is the worst." in sql


def test_database_is_the_same_every_time() -> None:
    assert database_of(sample(SAMPLES[0])) == database_of(sample(SAMPLES[0]))


def test_data_that_contradicts_itself_is_refused() -> None:
    twice = framework(domain(characteristic("1.1"), characteristic("1.1")))
    with pytest.raises(InputError, match=r"kitchen contradicts itself .*: extract the document"):
        export(twice, "sqlite")


# ---- Parquet ------------------------------------------------------------------------------------


@given(frameworks())
@ANY
def test_any_framework_comes_back_from_parquet(made: Framework) -> None:
    files = export(made, "parquet")
    assert parquet_findings(files) == []
    for table in tables(made):
        found = parquet.read_table(io.BytesIO(files[f"{table.name}.parquet"]))
        rows = [tuple(row.values()) for row in found.to_pylist()]
        assert rows == [tuple(row) for row in table.rows]


def test_parquet_tells_what_its_columns_hold() -> None:
    files = export(sample(SAMPLES[0]), "parquet")
    schema = parquet.read_schema(io.BytesIO(files["descriptors.parquet"]))
    assert schema.field("rank").metadata[b"description"].endswith(b"1 is the worst.")
    assert (schema.field("rank").type, schema.field("page").nullable) == ("int64", True)
    assert not schema.field("rank").nullable
    assert schema.metadata[b"licence"] == b"CC0-1.0"


def test_parquet_needs_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=r"need pyarrow: `pip install '.\[parquet\]'`"):
        export(framework(), "parquet")
