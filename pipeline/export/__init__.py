"""A framework in the forms that other tools read; each form is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.export.services import read_services

if TYPE_CHECKING:
    from pipeline.export.case import Replaced
    from pipeline.models import Framework

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may say about an export.

    Attributes:
        base_uri: address below which a service holds the nodes of the CASE package.
        replaced: the earlier edition, for the CASE package.
        services: what the workbook is to assess, by name.
    """

    base_uri: str | None = None
    replaced: Replaced | None = None
    services: tuple[str, ...] = ()


def export(framework: Framework, form: str, options: Options | None = None) -> Files:
    """The files of one of ``FORMATS``, by name; the same data always gives the same bytes.

    Raises:
        InputError: the framework, or this installation, is not fit for that format.
        UsageError: an option is wrong.
    """
    return FORMATS[form](framework, options or Options())


def folder_name(framework: Framework) -> str:
    """What the folder for the exports of a framework is called."""
    from pipeline.export.names import file_stem

    return file_stem(framework)


def _case(framework: Framework, options: Options) -> Files:
    from pipeline.export.case import make_case

    return make_case(framework, options.base_uri, options.replaced)


def _csvw(framework: Framework, _: Options) -> Files:
    from pipeline.export.csvw import make_csvw

    return make_csvw(framework)


def _xlsx(framework: Framework, options: Options) -> Files:
    from pipeline.export.workbook import make_xlsx

    return make_xlsx(framework, options.services)


def _sqlite(framework: Framework, _: Options) -> Files:
    from pipeline.export.database import make_sqlite

    return make_sqlite(framework)


def _parquet(framework: Framework, _: Options) -> Files:
    from pipeline.export.parquet import make_parquet

    return make_parquet(framework)


FORMATS: Mapping[str, Callable[[Framework, Options], Files]] = MappingProxyType(
    {"case": _case, "csvw": _csvw, "xlsx": _xlsx, "sqlite": _sqlite, "parquet": _parquet}
)

__all__ = ["FORMATS", "Files", "Options", "export", "folder_name", "read_services"]
