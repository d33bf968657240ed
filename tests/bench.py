"""CPU time and memory of `framework extract` beside other tools, on the same pages.

    python tests/bench.py [PDF...] [--runs N] [--skip-camelot]

Every measurement is a process of its own, so nothing is warm that would not be warm in daily use.
Start-up (imports, loading models) is measured alone and taken off: the ratios compare work.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
GOAL_CPU = 1 / 5  # of the work of pdfplumber
GOAL_MEMORY = 1.5  # peak of the long document to peak of the short one
SHORT, LONG = 40, 400  # pages


# --- What runs inside a measured process: `python tests/bench.py --task NAME [FILE...]` ---


def start_extract() -> None:
    from pipeline.run import warm_up

    warm_up()


def start_pdfplumber() -> None:
    import pdfplumber  # noqa: F401


def start_camelot() -> None:
    import camelot  # noqa: F401


def run_extract(source: str, out: str) -> None:
    from pipeline.cli import main

    sys.argv = ["framework", "extract", source, "--out", out, "--quiet"]
    code = main()
    sys.exit(0 if code == 1 else code)  # 1 means findings in the data: the work is done


def run_pdfplumber(source: str) -> None:
    import pdfplumber

    with pdfplumber.open(source) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()


def run_camelot_lattice(source: str) -> None:
    from camelot.io import read_pdf

    read_pdf(source, pages="all", flavor="lattice")


def run_camelot_hybrid(source: str) -> None:
    from camelot.io import read_pdf

    read_pdf(source, pages="all", flavor="hybrid")


def repeat_pages(source: str, target: str, pages: str) -> None:
    """Write a document of about so many pages by repeating a whole one."""
    import pypdfium2

    with pypdfium2.PdfDocument(source) as sample, pypdfium2.PdfDocument.new() as long:
        for _ in range(max(1, round(int(pages) / len(sample)))):
            long.import_pages(sample)
        long.save(target)
        print(len(long))


TASKS: dict[str, Callable[..., None]] = {
    task.__name__: task
    for task in (
        start_extract,
        start_pdfplumber,
        start_camelot,
        run_extract,
        run_pdfplumber,
        run_camelot_lattice,
        run_camelot_hybrid,
        repeat_pages,
    )
}


# --- Measuring ---


@dataclass(frozen=True)
class Usage:
    """What one process used, together with the processes that it waited for."""

    cpu: float  # seconds, user and system
    peak: float  # MiB
    output: str


@dataclass(frozen=True)
class Tool:
    """One way to get tables out of a PDF."""

    name: str
    module: str
    start: Callable[..., None]
    run: Callable[..., None]
    runs: int


@dataclass(frozen=True)
class Result:
    """Seconds of CPU for one tool on one document, or the reason why there are none."""

    name: str
    start: float = 0.0
    work: float = 0.0
    failure: str = ""


class TaskError(Exception):
    """A measured process ended with an error; the message is its last line."""


def measure(task: Callable[..., None], *arguments: str) -> Usage:
    """Run one task in a process of its own."""
    command = [sys.executable, __file__, "--task", task.__name__, *arguments]
    with tempfile.TemporaryFile("w+") as stdout, tempfile.TemporaryFile("w+") as stderr:
        process = subprocess.Popen(command, cwd=ROOT, stdout=stdout, stderr=stderr)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        stdout.seek(0)
        stderr.seek(0)
        output, errors = stdout.read(), stderr.read()
    if process.returncode:
        raise TaskError(last_line(errors) or f"ended with code {process.returncode}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Usage(used.ru_utime + used.ru_stime, used.ru_maxrss / unit, output)


def last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1][:70] if lines else ""


def median_cpu(runs: int, task: Callable[..., None], *arguments: str) -> float:
    return median(measure(task, *arguments).cpu for _ in range(runs))


def measure_extract(source: Path, runs: int) -> tuple[Result, bool]:
    """The whole extraction, and whether the document was a scan (which pdfplumber cannot read)."""
    name = "framework extract"
    try:
        start = median_cpu(runs, start_extract)
        with tempfile.TemporaryDirectory() as folder:
            outs = [Path(folder, str(n)) for n in range(runs)]
            total = median(measure(run_extract, str(source), str(out)).cpu for out in outs)
            scan = "scan" in {source_format(path) for path in outs[0].glob("*/framework.json")}
    except TaskError as failure:
        return Result(name, failure=str(failure)), False
    return Result(name, start, max(0.0, total - start)), scan


def source_format(framework: Path) -> str:
    return str(json.loads(framework.read_text("utf-8"))["source"]["format"])


def measure_tool(tool: Tool, source: Path, start_runs: int) -> Result:
    if importlib.util.find_spec(tool.module) is None:
        return Result(tool.name, failure="not installed")
    try:
        start = median_cpu(start_runs, tool.start)
        total = median_cpu(tool.runs, tool.run, str(source))
    except TaskError as failure:
        return Result(tool.name, failure=str(failure))
    return Result(tool.name, start, max(0.0, total - start))


def measure_memory(sample: Path) -> list[tuple[int, Usage]]:
    """Page count and usage of a short and a long extraction."""
    with tempfile.TemporaryDirectory() as folder:
        rows = []
        for wanted in (SHORT, LONG):
            document = Path(folder, f"repeated-{wanted}.pdf")
            pages = measure(repeat_pages, str(sample), str(document), str(wanted)).output
            out = Path(folder, f"out-{wanted}")
            rows.append((int(pages), measure(run_extract, str(document), str(out))))
        return rows


# --- Printing ---


def show_cpu(source: Path, results: Sequence[Result], scan: bool) -> None:
    reference = next(r.work for r in results if r.name == "pdfplumber")
    print(f"\n{source.name}{' (a scan: not judged)' if scan else ''}")
    print(f"  {'CPU seconds':<20}{'start-up':>10}{'work':>10}{'work / pdfplumber':>20}")
    for result in results:
        if result.failure:
            print(f"  {result.name:<20}{result.failure}")
            continue
        ratio = f"{result.work / reference:.3f}" if reference else "-"
        print(f"  {result.name:<20}{result.start:>10.2f}{result.work:>10.2f}{ratio:>20}")
    sys.stdout.flush()


def show_memory(sample: Path) -> float | None:
    """Print both peaks and return their ratio."""
    print(f"\nPeak memory of framework extract ({sample.name}, its pages repeated)")
    try:
        (few, short), (many, long) = measure_memory(sample)
    except TaskError as failure:
        print(f"  {failure}")
        return None
    for pages, usage in ((few, short), (many, long)):
        print(f"  {pages:>4} pages{usage.peak:>10.0f} MiB{usage.cpu:>10.2f} s CPU with start-up")
    print(f"  ratio     {long.peak / short.peak:>10.2f}")
    return long.peak / short.peak


def show_goal(goal: str, limit: float, values: Sequence[float]) -> None:
    if not values:
        print(f"  {goal}: not measured")
        return
    verdict = "holds" if max(values) <= limit else "MISSED"
    print(f"  {goal}: {verdict} (worst {max(values):.3f})")


def tools(runs: int, skip_camelot: bool) -> list[Tool]:
    every = [
        Tool("pdfplumber", "pdfplumber", start_pdfplumber, run_pdfplumber, runs),
        Tool("camelot lattice", "camelot", start_camelot, run_camelot_lattice, 1),
        Tool("camelot hybrid", "camelot", start_camelot, run_camelot_hybrid, 1),
    ]
    return every[:1] if skip_camelot else every


def bench(sources: Sequence[Path], runs: int, skip_camelot: bool) -> None:
    ratios: list[float] = []
    text_sources: list[Path] = []
    for source in sources:
        extract, scan = measure_extract(source, runs)
        others = [measure_tool(tool, source, runs) for tool in tools(runs, skip_camelot)]
        show_cpu(source, [extract, *others], scan)
        if scan or extract.failure:
            continue
        text_sources.append(source)
        if others[0].work:
            ratios.append(extract.work / others[0].work)
    memory = show_memory((text_sources or list(sources))[0])
    print("\nGoals")
    show_goal("extract needs at most 1/5 of pdfplumber's work", GOAL_CPU, ratios)
    show_goal(
        f"{LONG} pages need at most {GOAL_MEMORY} times the memory of {SHORT}",
        GOAL_MEMORY,
        [] if memory is None else [memory],
    )


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pdfs", nargs="*", type=Path, metavar="PDF", help="default: all in raw/")
    parser.add_argument("--runs", type=int, default=3, help="runs per median (default 3)")
    parser.add_argument("--skip-camelot", action="store_true", help="leave out the slow ones")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> None:
    if argv[:1] == ["--task"]:
        TASKS[argv[1]](*argv[2:])
        return
    options = parse_arguments(argv)
    sources = [path.resolve() for path in options.pdfs] or sorted((ROOT / "raw").glob("*.pdf"))
    if not sources:
        print("Nothing to measure: name a PDF, or put one into raw/", file=sys.stderr)
        return
    bench(sources, max(1, options.runs), options.skip_camelot)


if __name__ == "__main__":
    main(sys.argv[1:])
