"""The whole run of one document: a line of plain calls."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from pipeline.config import Settings, read_settings
from pipeline.errors import InputError
from pipeline.models import Framework, Issue
from pipeline.read import SecondReader, read_document
from pipeline.records import Document, Flow, Page, Table
from pipeline.sources import settings_path
from pipeline.write import Outputs

_ROOMS = (
    "read.pdfium", "read.info", "read.layer", "read.pictured", "pages", "dump", "parts", "reprints",
    "classify", "assemble", "check",
)  # fmt: skip


def extract_document(
    source: Path,
    settings: Settings | None = None,
    reader: str = "pdfium",
    ocr: str = "auto",
    second_reader: SecondReader | None = None,
) -> Outputs:
    """One document, from the file to canonical data.

    A ``second_reader`` is asked about pages whose columns are uncertain; it changes no data.

    Raises:
        InputError: the source or its settings cannot be used, or it holds no descriptor table.
        UsageError: the second reader is not installed.
    """
    from pipeline.assemble import assemble
    from pipeline.check import check
    from pipeline.classify import classify
    from pipeline.parts import merge_parts
    from pipeline.reprints import drop_reprints

    settings = read_settings(source) if settings is None else settings
    document = read_document(source, reader, ocr)
    pages = deque(document.pages)
    document = replace(document, pages=())
    flow = _flow_of(document, pages, settings)
    if flow is None or not _says_anything(flow):
        raise InputError(" ".join([_no_table(source, settings), *_why(document)]))
    flow = drop_reprints(merge_parts(flow))
    blocks = classify(flow)
    made = assemble(document, flow, blocks, settings)
    issues = check(made.framework, made.ledger, (*document.findings, *made.findings))
    if second_reader:
        issues += _second_opinion(source, made.framework, issues)
    return Outputs(made.framework, issues, made.ledger, made.blocks)


def _second_opinion(
    source: Path, framework: Framework, issues: Iterable[Issue]
) -> tuple[Issue, ...]:
    """What camelot says of the pages where it is uncertain in which column words stand."""
    from pipeline.pages.doubt import UNCERTAIN
    from pipeline.read.again import open_again
    from pipeline.second import ask_camelot

    uncertain = {i.place.page for i in issues if i.code == UNCERTAIN and i.place and i.place.page}
    again = open_again(source, framework.source)
    if not (uncertain and again):
        return ()
    return ask_camelot(framework, again, uncertain)


def _why(document: Document) -> Iterator[str]:
    """What is known of the text layer, where nothing was found in it."""
    from pipeline.read.layer import POOR

    for finding in document.findings:
        if finding.code == POOR:
            yield f"But {finding.message}."


def _no_table(source: Path, settings: Settings) -> str:
    name = settings_path(source).name
    if settings.levels:
        return (
            f"{source} holds no table headed by the levels that {name} names: "
            "write them as the document prints them."
        )
    return (
        f"{source} holds no descriptor table: no row of level names heads any table in it. "
        f"If it has one, name its levels in {name}: levels = [...]."
    )


def _flow_of(document: Document, pages: deque[Page], settings: Settings) -> Flow | None:
    """The document made whole: by geometry where it has pages, else by its sentences.

    Words take the most memory of all, so each page is let go once its lines are known.
    """
    if document.source.format == "text":
        from pipeline.dump import realign_dump

        return realign_dump(document, settings.levels)
    from pipeline.pages import pages_to_flow

    return pages_to_flow((pages.popleft() for _ in range(len(pages))), settings.levels)


def _says_anything(flow: Flow) -> bool:
    """Whether any cell of any table holds text: a header alone is no descriptor table."""
    tables = (item for item in flow.items if isinstance(item, Table))
    return any(any(row.cells) for table in tables for row in table.rows)


@cache
def warm_up() -> None:
    """Import everything that an extraction needs and build the spaCy pipeline, once."""
    for room in _ROOMS:
        import_module(f"pipeline.{room}")
    from pipeline.classify import reader

    reader()
