"""The tables as CSV, described twice: for CSV on the Web and as a Frictionless data package.

Each ``X.csv-metadata.json`` describes its table alone, as the standard looks for it beside the
file; ``csv-metadata.json`` describes the group, and so knows how the tables refer to each other.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence

from pipeline.export.addresses import is_address
from pipeline.export.plain import Json, json_file
from pipeline.models import Framework
from pipeline.sources import slug
from pipeline.tables import Column, DataTable, tables, to_csv

_CSVW = "http://www.w3.org/ns/csvw"
_LICENCE_NAME = re.compile(r"[-a-zA-Z0-9._]+")


def make_csvw(framework: Framework) -> dict[str, bytes]:
    """The CSV files with ``*.csv-metadata.json`` and ``datapackage.json``."""
    made = tables(framework)
    files = {_path(table): to_csv(table) for table in made}
    for table in made:
        description = {"@context": _CSVW, **_about(framework), **_csvw_table(table)}
        files[f"{_path(table)}-metadata.json"] = json_file(description)
    files["csv-metadata.json"] = json_file(_csvw_group(framework, made))
    files["datapackage.json"] = json_file(_data_package(framework, made, files))
    return files


def _path(table: DataTable) -> str:
    return f"{table.name}.csv"


def _given(values: Json) -> Json:
    """Those that have a value."""
    return {name: value for name, value in values.items() if value}


# ---- CSV on the Web -----------------------------------------------------------------------------


def _csvw_group(framework: Framework, made: Sequence[DataTable]) -> Json:
    described = []
    for table in made:
        description = _csvw_table(table)
        if table.references:
            description["tableSchema"]["foreignKeys"] = [
                {
                    "columnReference": reference.column,
                    "reference": {
                        "resource": f"{reference.table}.csv",
                        "columnReference": reference.target,
                    },
                }
                for reference in table.references
            ]
        described.append(description)
    title = {"dc:title": framework.title}
    return {"@context": _CSVW, **title, **_about(framework), "tables": described}


def _about(framework: Framework) -> Json:
    """Where the data is from and what may be done with it, in terms of Dublin Core."""
    about: Json = {
        "dc:identifier": framework.id,
        "dc:subject": framework.subject,
        "dc:publisher": framework.publisher,
        "dc:issued": framework.published,
        "dc:hasVersion": framework.edition,
        "dc:license": _linked(framework.licence),
        "dc:source": _linked(framework.source_url) or framework.source.file,
    }
    return _given(about)


def _linked(value: str | None) -> str | Json | None:
    """An address as a reference, any other text as it is."""
    return {"@id": value} if is_address(value) else value


def _csvw_table(table: DataTable) -> Json:
    return {
        "url": _path(table),
        "dc:title": table.title,
        "dc:description": table.description,
        "tableSchema": {
            "columns": [_csvw_column(column) for column in table.columns],
            "primaryKey": list(table.key),
        },
    }


def _csvw_column(column: Column) -> Json:
    datatype: str | Json = column.type
    if column.minimum is not None:
        datatype = {"base": column.type, "minimum": column.minimum}
    titles = [column.name] if column.name == column.title else [column.name, column.title]
    return {
        "name": column.alias or column.name,
        "titles": titles,
        "dc:description": column.description,
        "datatype": datatype,
        "required": column.required,
    }


# ---- Frictionless -------------------------------------------------------------------------------


def _data_package(
    framework: Framework, made: Sequence[DataTable], files: Mapping[str, bytes]
) -> Json:
    address = framework.source_url
    publisher = {"title": framework.publisher, "role": "publisher"}
    source = {"title": framework.source.file, "path": address if is_address(address) else None}
    return _given(
        {
            "profile": "tabular-data-package",
            "name": _package_name(framework),
            "id": framework.id,
            "title": framework.title,
            "description": framework.subject,
            "version": framework.edition,
            "licenses": [_licence(framework.licence)] if framework.licence else None,
            "contributors": [publisher] if framework.publisher else None,
            "sources": [_given(source)],
            "resources": [_resource(table, files[_path(table)]) for table in made],
        }
    )


def _package_name(framework: Framework) -> str:
    """The id in the letters that a package's name may have."""
    letters = unicodedata.normalize("NFKD", framework.id).encode("ascii", "ignore").decode()
    return slug(letters) or "framework"


def _licence(licence: str) -> Json:
    """A licence has to have a name of the Open Definition's kind or an address."""
    if is_address(licence):
        return {"path": licence}
    name = licence if _LICENCE_NAME.fullmatch(licence) else slug(licence)
    return {"name": name or "other", "title": licence}


def _resource(table: DataTable, data: bytes) -> Json:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": _path(table),
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": _given(
            {
                "fields": [_field(column) for column in table.columns],
                "primaryKey": list(table.key),
                "foreignKeys": [
                    {
                        "fields": [reference.column],
                        "reference": {"resource": reference.table, "fields": [reference.target]},
                    }
                    for reference in table.references
                ],
                "missingValues": [""],
            }
        ),
    }


def _field(column: Column) -> Json:
    constraints = {"required": column.required, "minimum": column.minimum}
    return _given(
        {
            "name": column.name,
            "title": column.title,
            "description": column.description,
            "type": column.type,
            "constraints": _given(constraints),
        }
    )
