"""A process of its own for the documents.

One that breaks the libraries that read it, or never ends, costs a sentence, not the run.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Generator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.batch import Options, Summary, extract_many
from pipeline.errors import PipelineError

TIME_LIMIT = 3600  # seconds for one document; a scan takes some ten seconds a page


def extract_apart(
    sources: Sequence[Path], out: Path, options: Options
) -> Generator[Summary, None, None]:
    """``extract_many`` in a worker; after a document that it does not survive comes a new one.

    Begin with little imported: what the worker imports itself costs no copies of memory.

    Raises:
        UsageError: the second reader is not installed.
    """
    rest = list(sources)
    while rest:
        with _Worker(rest, out, options) as worker:
            while rest:
                summary = worker.next_summary(rest[0])
                del rest[0]
                yield summary
                if worker.lost:
                    break


class _Worker:
    """The process and the pipe through which it tells one summary after the other."""

    def __init__(self, sources: Sequence[Path], out: Path, options: Options) -> None:
        context = _context()
        self._receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_work, args=(sender, list(sources), out, options), daemon=True
        )
        self._process.start()
        sender.close()
        self.lost = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        """Let it end by itself if its work is done."""
        if kind is None and not self.lost:
            self._process.join(0.5)
        self._process.kill()
        self._process.join()
        self._receiver.close()

    def next_summary(self, source: Path) -> Summary:
        """What it tells of the next document, or that it was lost with it.

        Raises:
            PipelineError: no document can be read at all.
        """
        try:
            answer = self._receiver.recv() if self._receiver.poll(TIME_LIMIT) else None
            error = f"{source} took longer than {TIME_LIMIT} seconds: split the document."
        except EOFError:
            answer = None
            error = (
                f"{source} broke the program that reads it: save it anew with another PDF program."
            )
        if isinstance(answer, PipelineError):
            raise answer
        if isinstance(answer, Summary):
            return answer
        self.lost = True
        return Summary(str(source), error=error)


def _context() -> SpawnContext | ForkContext:
    """A fork where the system has it: a spawned process would import also what is there."""
    if "fork" in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def _work(sender: Connection, sources: Sequence[Path], out: Path, options: Options) -> None:
    """The worker: tell the summary of each document, or the error that stops them all."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    try:
        _end_by_the_clock()
        for summary in extract_many(sources, out, options):
            sender.send(summary)
            if not (parent and parent.is_alive()):
                break  # it was killed, and nobody waits for the rest
            _end_by_the_clock()
    except PipelineError as error:
        sender.send(error)
    finally:
        sender.close()


def _end_by_the_clock() -> None:
    """End some time after the parent would have seen to it, should it have died before."""
    if hasattr(signal, "alarm"):
        signal.alarm(TIME_LIMIT + 5)
