"""Documents that break their process, and what becomes of the others."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import framework_pdf

from pipeline import worker
from pipeline.batch import Options, extract_many
from pipeline.errors import UsageError
from pipeline.run import extract_document
from pipeline.worker import extract_apart
from pipeline.write import Outputs

Write = Callable[[str, bytes], Path]


def dying(how: Callable[[], object]) -> Callable[..., Outputs]:
    """An extraction that ends its process for one document and does its work for others."""

    def extract(source: Path, **options: Any) -> Outputs:
        if source.stem == "deadly":
            how()
        return extract_document(source, **options)

    return extract


@pytest.mark.parametrize(
    "how",
    [lambda: os._exit(0), lambda: os.kill(os.getpid(), signal.SIGKILL)],
    ids=["exits", "killed"],
)
def test_worker_that_dies_breaks_only_its_document(
    source: Write, kitchen: Path, out: Path, monkeypatch: pytest.MonkeyPatch,
    how: Callable[[], object],
) -> None:  # fmt: skip
    deadly = source("deadly.pdf", framework_pdf())
    monkeypatch.setattr("pipeline.run.extract_document", dying(how))
    last = source("Last.pdf", framework_pdf())
    made = list(extract_apart([kitchen, deadly, last], out, Options()))
    assert [s.source for s in made] == [str(kitchen), str(deadly), str(last)]
    assert [s.error for s in made if s.source != str(deadly)] == [None, None]
    assert (made[1].error or "").startswith(f"{deadly} broke the program that reads it: ")
    assert not (out / "deadly" / "framework.json").exists()


def test_worker_that_takes_too_long_is_ended(
    source: Write, kitchen: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = source("deadly.pdf", framework_pdf())
    monkeypatch.setattr("pipeline.run.extract_document", dying(lambda: time.sleep(60)))
    monkeypatch.setattr(worker, "TIME_LIMIT", 1)
    started = time.monotonic()
    (summary,) = extract_apart([deadly], out, Options())
    assert "took longer than" in (summary.error or "")
    assert time.monotonic() - started < 20


def test_worker_does_what_the_batch_does(kitchen: Path, out: Path) -> None:
    bad = kitchen.with_name("bad.pdf")
    bad.write_bytes(b"no PDF")
    made, refused = extract_apart([kitchen, bad], out, Options())
    kept, refused_again = extract_many([kitchen, bad], out)
    assert (made.fresh, made.cells, kept) == (True, 3, replace(made, fresh=False, seconds=0.0))
    assert refused.error
    assert refused_again == refused


def test_error_that_stops_all_reaches_the_caller(
    kitchen: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise UsageError("camelot is not installed: install it.")

    monkeypatch.setattr("pipeline.read.require_camelot", missing)
    with pytest.raises(UsageError, match="install it"):
        list(extract_apart([kitchen], out, Options(second_reader="camelot")))


def test_worker_ends_with_the_interest_in_it(
    kitchen: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = kitchen.with_name("deadly.pdf")
    slow.write_bytes(kitchen.read_bytes())
    monkeypatch.setattr("pipeline.run.extract_document", dying(lambda: time.sleep(60)))
    summaries = extract_apart([kitchen, slow], out, Options())
    next(summaries)
    summaries.close()
    assert multiprocessing.active_children() == []
