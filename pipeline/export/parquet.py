"""The tables as Parquet files; needs the extra `parquet`."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.models import Framework
from pipeline.tables import DataTable, tables

if TYPE_CHECKING:
    import pyarrow as pa

INSTALL = "`pip install '.[parquet]'`"


def make_parquet(framework: Framework) -> dict[str, bytes]:
    """A file per table, with the description of each column.

    Raises:
        InputError: pyarrow is not installed.
    """
    try:
        from pyarrow import parquet
    except ImportError:
        raise InputError(f"Parquet files need pyarrow: {INSTALL}.") from None
    files = {}
    for table in tables(framework):
        buffer = io.BytesIO()
        parquet.write_table(_arrow_table(table, framework), buffer)
        files[f"{table.name}.parquet"] = buffer.getvalue()
    return files


def _arrow_table(table: DataTable, framework: Framework) -> pa.Table:
    import pyarrow as pa

    kinds = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64()}
    fields = [
        pa.field(c.name, kinds[c.type], not c.required, {"description": c.description})
        for c in table.columns
    ]
    facts = {
        "title": f"{framework.title}: {table.title}",
        "description": table.description,
        "publisher": framework.publisher,
        "licence": framework.licence,
        "source": framework.source_url or framework.source.file,
    }
    about = {name: value for name, value in facts.items() if value}
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(fields)
    schema = pa.schema(fields, metadata=about)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, fields, strict=True)], schema)
