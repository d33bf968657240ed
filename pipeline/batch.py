"""Many documents in turn: what has not changed is kept, and one that fails stops no other."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError
from pipeline.sources import source_id
from pipeline.stamp import fingerprint, read_stamp, remove_stamp, write_stamp

if TYPE_CHECKING:
    from pipeline.read import SecondReader
    from pipeline.write import Outputs


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are read; ``force`` also reads those that have not changed."""

    reader: str = "pdfium"
    ocr: str = "auto"
    force: bool = False
    second_reader: SecondReader | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a person wants to know of one document's run; ``error`` if it could not be read."""

    source: str
    folder: str | None = None
    levels: int = 0
    domains: int = 0
    characteristics: int = 0
    cells: int = 0
    words: int = 0
    accounted: int = 0
    errors: int = 0
    warnings: int = 0
    notices: int = 0
    seconds: float = 0.0
    fresh: bool = True
    error: str | None = None


def summarise(outputs: Outputs, source: Path, folder: Path) -> Summary:
    """The figures of one document; a cell is what one level says of a characteristic or domain."""
    framework, ledger = outputs.framework, outputs.ledger
    tables = [d.summary for d in framework.domains]
    tables += [c.descriptors for d in framework.domains for c in d.characteristics]
    severities = [issue.severity for issue in outputs.issues]
    return Summary(
        source=str(source),
        folder=str(folder),
        levels=len(framework.scale.levels),
        domains=len(framework.domains),
        characteristics=sum(len(d.characteristics) for d in framework.domains),
        cells=sum(bool(d.paragraphs) for table in tables for d in table),
        words=ledger.words,
        accounted=ledger.words - ledger.unaccounted,
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        notices=severities.count("info"),
    )


def extract_many(
    sources: Sequence[Path], out: Path, options: Options = Options()
) -> Iterator[Summary]:
    """Extract each source into its folder in ``out``; an error is said in its summary.

    Raises:
        UsageError: the second reader is not installed.
    """
    if options.second_reader:
        from pipeline.read import require_camelot

        require_camelot()
    for source in sources:
        folder = out / source_id(source)
        made_from = fingerprint(source, f"{options.reader} {options.ocr} {options.second_reader}")
        kept = None if options.force else _kept(folder, made_from)
        summary = kept or _extract(source, folder, options, made_from)
        yield replace(summary, source=str(source))


def _kept(folder: Path, made_from: str) -> Summary | None:
    """The summary of what stands in the folder, None if it has to be made."""
    stamp = read_stamp(folder, made_from)
    try:
        return Summary(**{**stamp, "folder": str(folder), "fresh": False}) if stamp else None
    except TypeError:
        return None


def _extract(source: Path, folder: Path, options: Options, made_from: str) -> Summary:
    """Extract one document and write it; every failure becomes one sentence."""
    from pipeline.run import warm_up

    try:
        warm_up()
        start = time.monotonic()
        with _uncollected():
            summary = _extract_and_write(source, folder, options, made_from)
        return replace(summary, seconds=time.monotonic() - start)
    except PipelineError as error:
        return Summary(str(source), error=str(error))
    except OSError as error:
        what = f"{folder} cannot be written ({error.strerror}): choose another --out."
        return Summary(str(source), error=what)
    except Exception as error:
        # A fault of this program: one sentence for it too, and the other documents go on.
        fault = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return Summary(
            str(source),
            error=f"{source} could not be extracted, by a fault of this program ({fault}): "
            "report it.",
        )


def _extract_and_write(source: Path, folder: Path, options: Options, made_from: str) -> Summary:
    from pipeline.run import extract_document
    from pipeline.write import write_outputs

    outputs = extract_document(
        source, reader=options.reader, ocr=options.ocr, second_reader=options.second_reader
    )
    summary = summarise(outputs, source, folder)
    remove_stamp(folder)
    write_outputs(outputs, folder)
    write_stamp(folder, made_from, asdict(summary))
    return summary


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cyclic garbage within a document: there is hardly any, and much to search."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
