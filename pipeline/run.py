"""The whole run: one document as a line of plain calls, many documents one process each."""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path

from pipeline.config import Settings, read_settings, settings_path, source_id
from pipeline.errors import InputError, PipelineError, UsageError
from pipeline.models import Framework, Issue, Ledger
from pipeline.read import SUFFIXES, read_document
from pipeline.records import Document, Flow, Page, Table
from pipeline.write import FILES, Outputs, write_outputs

_ROOMS = ("read.pdfium", "pages", "dump", "classify", "assemble", "check")
TIME_LIMIT = 900.0  # seconds for one document
STAMP = ".stamp"


def extract_document(
    source: Path, settings: Settings | None = None, reader: str = "pdfium"
) -> Outputs:
    """One document, from the file to canonical data.

    Raises:
        InputError: the source or its settings cannot be used, or it holds no descriptor table.
    """
    from pipeline.assemble import assemble
    from pipeline.check import check
    from pipeline.classify import classify

    settings = read_settings(source) if settings is None else settings
    document = read_document(source, reader)
    pages = deque(document.pages)
    document = replace(document, pages=())
    flow = _flow_of(document, pages, settings)
    if flow is None or not _says_anything(flow):
        raise InputError(
            f"{source} holds no descriptor table: no row of level names heads any table in it. "
            f"If it has one, name its levels in {settings_path(source).name}: levels = [...]."
        )
    blocks = classify(flow)
    made = assemble(document, flow, blocks, settings)
    issues = check(made.framework, made.ledger, made.findings)
    return Outputs(made.framework, issues, made.ledger, made.blocks)


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


def warm_up() -> None:
    """Import everything that an extraction needs and build the spaCy pipeline, once."""
    for name in ("pandas", *(f"pipeline.{room}" for room in _ROOMS)):
        import_module(name)
    from pipeline.classify import reader

    reader()


# ---- many documents -----------------------------------------------------------------------------


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


def find_sources(paths: Sequence[Path], default: Path) -> list[Path]:
    """The files to extract: those named, those in the folders named, or all in ``default``.

    Raises:
        InputError: a path does not exist, a folder holds no source.
        UsageError: two sources would be written to the same folder.
    """
    found: list[Path] = []
    for path in paths or [default]:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.casefold() in SUFFIXES)
            if not inside:
                raise InputError(f"{path} holds no .pdf and no .txt: put a document there.")
            found += inside
        elif path.exists() or paths:
            found.append(path)
        else:
            raise InputError(
                f"there is no folder {path}: name a document, or run this where {path} is."
            )
    _refuse_same_ids(found)
    return found


def _refuse_same_ids(sources: Iterable[Path]) -> None:
    seen: dict[str, Path] = {}
    for source in sources:
        other = seen.setdefault(source_id(source), source)
        if other != source:
            raise UsageError(
                f"{other} and {source} have the same id '{source_id(source)}': rename one of them."
            )


def extract_many(
    sources: Sequence[Path], out: Path, reader: str = "pdfium", force: bool = False
) -> Iterator[Summary]:
    """Extract each source into its folder in ``out``; one that cannot be read stops no other."""
    warm = False
    for source in sources:
        folder = out / source_id(source)
        try:
            stamp = _fingerprint(source, reader)
            if not force and _is_current(folder, stamp):
                yield _summary_of(source, folder)
                continue
            if not warm:
                warm_up()
                warm = True
            yield _extract_apart(source, folder, reader, stamp)
        except PipelineError as error:
            yield Summary(str(source), error=str(error))


def _extract_apart(source: Path, folder: Path, reader: str, stamp: str) -> Summary:
    """Extract in a process of its own: a document that breaks it breaks no other."""
    start = time.monotonic()
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, source, folder, reader, stamp))
    process.start()
    sender.close()
    try:
        answer = receiver.recv() if receiver.poll(TIME_LIMIT) else "time"
    except EOFError:
        answer = "died"
    finally:
        if process.is_alive():
            process.join(0.5)
            process.kill()
        process.join()
        receiver.close()
    if isinstance(answer, PipelineError):
        raise answer
    if answer == "time":
        raise InputError(f"{source} took longer than {TIME_LIMIT:.0f} seconds: split the document.")
    if answer == "died":
        raise InputError(
            f"{source} broke the program that reads it: save it anew with another PDF program."
        )
    return _summary_of(source, folder, fresh=True, seconds=time.monotonic() - start)


def _context() -> SpawnContext | ForkContext:
    """A fork of the warm process where the system has it: a spawned one would import all anew."""
    if "fork" in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def _work(sender: Connection, source: Path, folder: Path, reader: str, stamp: str) -> None:
    gc.disable()  # the process ends with its document, and hardly anything here is cyclic
    try:
        outputs = extract_document(source, reader=reader)
        write_outputs(outputs, folder)
        (folder / STAMP).write_text(stamp, encoding="ascii")
        sender.send("done")
    except PipelineError as error:
        sender.send(error)
    finally:
        sender.close()


# ---- what is already done -----------------------------------------------------------------------


def _fingerprint(source: Path, reader: str) -> str:
    """Changes with the source, its settings, the reader and the code."""
    digest = hashlib.sha256(reader.encode())
    for path in (source, settings_path(source)):
        if path.is_file():
            try:
                digest.update(path.read_bytes())
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


def _is_current(folder: Path, stamp: str) -> bool:
    """Whether the folder holds what this source and this code produced."""
    try:
        return (folder / STAMP).read_text(encoding="ascii") == stamp and all(
            (folder / name).is_file() for name in FILES
        )
    except (OSError, UnicodeDecodeError):
        return False


def _summary_of(source: Path, folder: Path, fresh: bool = False, seconds: float = 0.0) -> Summary:
    """Read the counts off what is written, so that they say what a reader will find."""
    framework = Framework.model_validate_json((folder / "framework.json").read_bytes())
    ledger = Ledger.model_validate_json((folder / "ledger.json").read_bytes())
    issues = [Issue.model_validate(i) for i in json.loads((folder / "issues.json").read_bytes())]
    tables = [d.summary for d in framework.domains]
    tables += [c.descriptors for d in framework.domains for c in d.characteristics]
    severities = [issue.severity for issue in issues]
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
        seconds=seconds,
        fresh=fresh,
    )
