"""What independent programs say of an export; each check asks one of them."""

from __future__ import annotations

import io
import re
import sqlite3
import warnings
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import csvw
import frictionless
import openpyxl
from pyarrow import parquet

Files = Mapping[str, bytes]
_COUNTING = re.compile(r"=(SUMPRODUCT|SUM|IF|[A-Z]+\d+-SUM)\(")


def written(files: Files, folder: Path) -> Path:
    """The files in a folder of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def csvw_findings(folder: Path) -> list[str]:
    """What the `csvw` package finds wrong: in the group of tables, and in each by itself."""
    found = []
    for path in [folder / "csv-metadata.json", *sorted(folder.glob("*.csv"))]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it gathers its own
            try:
                check = csvw.CSVW(str(path), validate=True)
                wrong = [] if check.is_valid else [str(w.message) for w in check.warnings]
            except ValueError as error:
                wrong = [str(error)]
        found += [f"{path.name}: {each}" for each in wrong]
    return found


def frictionless_findings(folder: Path) -> list[str]:
    """What `frictionless` finds wrong in the data package."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(folder / "datapackage.json"))
    return [" ".join(map(str, row)) for row in report.flatten(["type", "message"])]


def sqlite_findings(data: bytes) -> list[str]:
    """What SQLite finds wrong in a database, its references and its search index."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        found = [row[0] for row in database.execute("PRAGMA integrity_check")]
        found += [str(row) for row in database.execute("PRAGMA foreign_key_check")]
        database.execute("INSERT INTO search(search) VALUES ('integrity-check')")
    return [finding for finding in found if finding != "ok"]


def parquet_findings(files: Files) -> list[str]:
    """Tables of which pyarrow cannot read a row that it counts."""
    found = []
    for name, data in files.items():
        table = parquet.read_table(io.BytesIO(data))
        table.validate(full=True)
        if table.num_rows != parquet.read_metadata(io.BytesIO(data)).num_rows:
            found.append(name)
    return found


def xlsx_findings(data: bytes) -> list[str]:
    """What openpyxl takes for a formula though it is none of those that count judgements."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = ((sheet.title, cell) for sheet in book for row in sheet.iter_rows() for cell in row)
    found = [(title, str(cell.value)) for title, cell in cells if cell.data_type == "f"]
    return [
        formula
        for title, formula in found
        if title not in ("Summary", "Comparison") or not _COUNTING.match(formula)
    ]
