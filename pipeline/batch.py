"""Many documents: which are to be read, which have not changed, and one process for each.

A document that breaks the libraries that read it, or never ends, costs a sentence, not the run.
"""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
import os
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path

from pipeline.config import settings_path, source_id
from pipeline.errors import InputError, PipelineError, UsageError
from pipeline.read import SUFFIXES, SecondReader, require_camelot
from pipeline.run import extract_document, warm_up
from pipeline.write import FILES, Outputs, write_outputs

TIME_LIMIT = 3600  # seconds for one document; a scan takes some ten seconds a page
STAMP = ".stamp"


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


# ---- which documents ----------------------------------------------------------------------------


def find_sources(paths: Sequence[Path], default: Path) -> list[Path]:
    """The files to extract: those named, those in the folders named, or all in ``default``.

    Raises:
        InputError: there is nothing to extract.
        UsageError: two sources would be written to the same folder.
    """
    if not paths and not default.is_dir():
        raise InputError(
            f"there is no folder {default}: name a document, or run this where {default} is."
        )
    found: dict[Path, Path] = {}
    for path in paths or [default]:
        for source in _sources_in(path):
            found.setdefault(_resolved(source), source)
    _refuse_same_ids(found.values())
    return list(found.values())


def _sources_in(path: Path) -> list[Path]:
    """The path itself, or the sources in it if it is a folder."""
    try:
        if not path.is_dir():
            return [path]  # whether it can be read shows when its turn comes
        inside = sorted(p for p in path.iterdir() if p.suffix.casefold() in SUFFIXES)
    except OSError:
        return [path]
    if not inside:
        raise InputError(f"{path} holds no .pdf and no .txt: put a document there.")
    return inside


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _refuse_same_ids(sources: Iterable[Path]) -> None:
    seen: dict[str, Path] = {}
    for source in sources:
        other = seen.setdefault(source_id(source), source)
        if other != source:
            raise UsageError(
                f"{other} and {source} have the same id '{source_id(source)}': rename one of them."
            )


# ---- one after the other ------------------------------------------------------------------------


def extract_many(
    sources: Sequence[Path], out: Path, options: Options = Options()
) -> Iterator[Summary]:
    """Extract each source into its folder in ``out``; one that cannot be read stops no other.

    Raises:
        UsageError: the second reader is not installed.
    """
    if options.second_reader:
        require_camelot()
    for source in sources:
        folder = out / source_id(source)
        made_from = _fingerprint(source, options)
        kept = None if options.force else _kept(folder, made_from)
        if kept:
            yield replace(kept, source=str(source), folder=str(folder), fresh=False)
            continue
        warm_up()
        try:
            yield _extract_apart(source, folder, options, made_from)
        except PipelineError as error:
            yield Summary(str(source), error=str(error))


def _extract_apart(source: Path, folder: Path, options: Options, made_from: str) -> Summary:
    """Extract in a process of its own.

    Raises:
        InputError: the source could not be read, or its process died or took too long.
    """
    start = time.monotonic()
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(
        target=_work, args=(sender, source, folder, options, made_from), daemon=True
    )
    process.start()
    sender.close()
    try:
        answer = receiver.recv() if receiver.poll(TIME_LIMIT) else "time"
    except EOFError:
        answer = "died"
    finally:
        process.join(0.5 if process.is_alive() else None)
        process.kill()
        process.join()
        receiver.close()
    if isinstance(answer, Summary):
        return replace(answer, seconds=time.monotonic() - start)
    if isinstance(answer, PipelineError):
        raise answer
    if answer == "time":
        raise InputError(f"{source} took longer than {TIME_LIMIT} seconds: split the document.")
    raise InputError(
        f"{source} broke the program that reads it: save it anew with another PDF program."
    )


def _context() -> SpawnContext | ForkContext:
    """A fork of the warm process where the system has it: a spawned one would import all anew."""
    if "fork" in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def _work(sender: Connection, source: Path, folder: Path, options: Options, made_from: str) -> None:
    """The worker: extract, write, and answer with the summary or with the error."""
    _end_with_the_parent()
    gc.disable()  # the process ends with its document, and hardly anything here is cyclic
    try:
        outputs = extract_document(
            source,
            reader=options.reader,
            ocr=options.ocr,
            second_reader=options.second_reader,
        )
        summary = summarise(outputs, source, folder)
        with suppress(OSError):
            (folder / STAMP).unlink()
        write_outputs(outputs, folder)
        _write_stamp(folder, made_from, summary)
        sender.send(summary)
    except PipelineError as error:
        sender.send(error)
    except OSError as error:
        message = f"{folder} cannot be written ({error.strerror}): choose another --out."
        sender.send(InputError(message))
    except Exception as error:
        # A fault of this program: one sentence for it too, and the other documents go on.
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        message = (
            f"{source} could not be extracted, by a fault of this program ({what}): report it."
        )
        sender.send(InputError(message))
    finally:
        sender.close()


def _end_with_the_parent() -> None:
    """Leave Ctrl-C to the parent, and end by the clock should it have died before."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "alarm"):
        signal.alarm(TIME_LIMIT + 5)


# ---- what is already done -----------------------------------------------------------------------


def _fingerprint(source: Path, options: Options) -> str:
    """Changes with the source, its settings, the way of reading and the code."""
    digest = hashlib.sha256(f"{options.reader} {options.ocr} {options.second_reader}".encode())
    for path in (source, settings_path(source)):
        try:
            digest.update(path.read_bytes() if path.is_file() else b"absent")
        except OSError:
            digest.update(b"unreadable")
    digest.update(_code_fingerprint())
    return digest.hexdigest()


@cache
def _code_fingerprint() -> bytes:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


def _write_stamp(folder: Path, made_from: str, summary: Summary) -> None:
    stamp = {"made_from": made_from, "files": _files_digest(folder), "summary": asdict(summary)}
    fresh = folder / f"{STAMP}.{os.getpid()}"
    fresh.write_text(json.dumps(stamp), encoding="utf-8")
    fresh.replace(folder / STAMP)


def _kept(folder: Path, made_from: str) -> Summary | None:
    """The summary of what stands in the folder, None if this source and code did not make it."""
    try:
        stamp = json.loads((folder / STAMP).read_bytes())
        if stamp["made_from"] == made_from and stamp["files"] == _files_digest(folder):
            return Summary(**stamp["summary"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _files_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
