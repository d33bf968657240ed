"""The list of services that a workbook is to assess."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from pipeline.errors import InputError

_COLUMNS = ("service", "name")  # heads that tell the names' column
_DELIMITERS = ",;\t"


def read_services(path: Path) -> tuple[str, ...]:
    """The names in a file: one on each line, or one in each row of a `.csv` file with a header.

    Raises:
        InputError: the file cannot be read, is empty, or names a service twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path} is not in UTF-8: save it as UTF-8.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): check the file.") from None
    found = _column(text) if path.suffix.casefold() == ".csv" else text.splitlines()
    names = [" ".join(name.split()) for name in found]
    names = [name for name in names if name]
    if not names:
        raise InputError(
            f"{path} names no service: write one on each line, or head their column 'service'."
        )
    folded = [name.casefold() for name in names]
    twice = next((n for i, n in enumerate(names) if n.casefold() in folded[:i]), None)
    if twice:
        raise InputError(f"{path} names '{twice}' twice: give each service a name of its own.")
    return tuple(names)


def _column(text: str) -> list[str]:
    """The names in a CSV file: in the column that says so, or in the only one if none does."""
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    heads = [head.strip().casefold() for head in rows[0]] if rows else []
    column = next((heads.index(name) for name in _COLUMNS if name in heads), None)
    if column is None:
        return [row[0] for row in rows] if all(len(row) == 1 for row in rows) else []
    return [row[column] for row in rows[1:] if len(row) > column]
