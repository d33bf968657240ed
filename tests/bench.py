"""CPU time and memory of `framework extract` beside other tools, on the same pages.

    python tests/bench.py [PDF...] [--runs N] [--skip-camelot]

Every measurement is a process of its own, so nothing is warm that would not be warm in daily use.
Each process starts up (imports, models), works, and ends; it notes the CPU time of the work alone,
which is what the ratios compare. "start-up" is all the rest.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
GOAL_CPU = 1 / 5  # of the work of pdfplumber
GOAL_DIFF = 5.0  # seconds of CPU for two frameworks of the size below
GOAL_MEMORY = 1.5  # peak of the long document to peak of the short one
SHORT, LONG = 40, 400  # pages
DOMAINS = 40  # of ten characteristics, five levels and some 5,000 paragraphs


# --- What runs inside a measured process: `python tests/bench.py --task NAME [ARGUMENT...]` ---


def start_extract() -> None:
    from pipeline.batch import extract_many  # noqa: F401
    from pipeline.run import warm_up
    from pipeline.stamp import code_fingerprint

    warm_up()
    code_fingerprint()


def run_extract(source: str, out: str) -> None:
    """What the worker of `framework extract` does, in this process as the others do their work."""
    from pipeline.batch import extract_many

    (summary,) = extract_many([Path(source)], Path(out))
    if summary.error:
        sys.exit(summary.error)


def start_pdfplumber() -> None:
    import pdfplumber  # noqa: F401


def run_pdfplumber(source: str) -> None:
    import pdfplumber

    with pdfplumber.open(source) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()


def start_camelot() -> None:
    import camelot.io  # noqa: F401


def run_camelot_lattice(source: str) -> None:
    from camelot.io import read_pdf

    read_pdf(source, pages="all", flavor="lattice")


def run_camelot_hybrid(source: str) -> None:
    from camelot.io import read_pdf

    read_pdf(source, pages="all", flavor="hybrid")


def start_repeat() -> None:
    import pypdfium2  # noqa: F401


def run_repeat(source: str, target: str, pages: str) -> None:
    """Write a document of about so many pages by repeating a whole one; print their number."""
    import pypdfium2

    with pypdfium2.PdfDocument(source) as sample, pypdfium2.PdfDocument.new() as long:
        for _ in range(max(1, round(int(pages) / len(sample)))):
            long.import_pages(sample)
        long.save(target)
        print(len(long))


def start_diff() -> None:
    import pipeline.compare  # noqa: F401


def run_diff(old: str, new: str, out: str) -> None:
    from pipeline.cli import main

    main(["diff", old, new, "--format", "json", "--out", out])


@dataclass(frozen=True)
class Task:
    """Something to measure, in two steps."""

    name: str
    module: str
    start: Callable[[], None]
    run: Callable[..., None]


EXTRACT = Task("framework extract", "pipeline", start_extract, run_extract)
PDFPLUMBER = Task("pdfplumber", "pdfplumber", start_pdfplumber, run_pdfplumber)
LATTICE = Task("camelot lattice", "camelot", start_camelot, run_camelot_lattice)
HYBRID = Task("camelot hybrid", "camelot", start_camelot, run_camelot_hybrid)
REPEAT = Task("repeat pages", "pypdfium2", start_repeat, run_repeat)
DIFF = Task("framework diff", "pipeline", start_diff, run_diff)
TASKS = {task.name: task for task in (EXTRACT, PDFPLUMBER, LATTICE, HYBRID, REPEAT, DIFF)}


def run_task(name: str, arguments: Sequence[str]) -> None:
    """Start up, work, and print the seconds of CPU that the work took as the last line."""
    task = TASKS[name]
    task.start()
    before = cpu_so_far()
    task.run(*arguments)
    print(cpu_so_far() - before)


def cpu_so_far() -> float:
    """User and system seconds of this process and of the processes that it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


# --- Measuring ---


@dataclass(frozen=True)
class Usage:
    """What one process used, together with the processes that it waited for."""

    start: float  # seconds of CPU, user and system
    work: float
    peak: float  # MiB
    output: str  # its first line


@dataclass(frozen=True)
class Result:
    """Seconds of CPU for one tool on one document, or the reason why there are none."""

    name: str
    start: float = 0.0
    work: float = 0.0
    failure: str = ""


class TaskError(Exception):
    """A measured process ended with an error; the message is its last line."""


def measure(task: Task, *arguments: str) -> Usage:
    """Run one task in a process of its own."""
    command = [sys.executable, __file__, "--task", task.name, *arguments]
    with tempfile.TemporaryFile("w+") as stdout, tempfile.TemporaryFile("w+") as stderr:
        process = subprocess.Popen(command, cwd=ROOT, stdout=stdout, stderr=stderr)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        stdout.seek(0)
        stderr.seek(0)
        output = stdout.read().splitlines()
        errors = stderr.read().strip().splitlines()
    if process.returncode:
        raise TaskError(errors[-1][:70] if errors else f"ended with code {process.returncode}")
    work, unit = float(output[-1]), 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Usage(used.ru_utime + used.ru_stime - work, work, used.ru_maxrss / unit, output[0])


def measure_extract(source: Path, runs: int) -> tuple[Result, bool]:
    """The whole extraction, and whether the document was a scan (which pdfplumber cannot read)."""
    with tempfile.TemporaryDirectory() as folder:
        outs = [str(Path(folder, str(n))) for n in range(runs)]
        result = measure_runs(EXTRACT, [(str(source), out) for out in outs])
        written = Path(folder).glob("*/*/framework.json")
        return result, any(source_format(path) == "scan" for path in written)


def source_format(framework: Path) -> str:
    return str(json.loads(framework.read_text("utf-8"))["source"]["format"])


def measure_runs(task: Task, runs: Sequence[tuple[str, ...]]) -> Result:
    """Medians over several runs, each given by its arguments."""
    if importlib.util.find_spec(task.module) is None:
        return Result(task.name, failure="not installed")
    try:
        used = [measure(task, *arguments) for arguments in runs]
    except TaskError as failure:
        return Result(task.name, failure=str(failure))
    return Result(task.name, median(u.start for u in used), median(u.work for u in used))


def measure_memory(sample: Path) -> list[tuple[int, Usage]]:
    """Page count and usage of a short and a long extraction."""
    with tempfile.TemporaryDirectory() as folder:
        rows = []
        for wanted in (SHORT, LONG):
            document = Path(folder, f"repeated-{wanted}.pdf")
            pages = measure(REPEAT, str(sample), str(document), str(wanted)).output
            out = Path(folder, f"out-{wanted}")
            rows.append((int(pages), measure(EXTRACT, str(document), str(out))))
        return rows


def measure_diff(domains: int) -> tuple[int, Usage]:
    """Paragraphs and usage of comparing two made-up editions of so many domains."""
    from revisions.make import write_large

    with tempfile.TemporaryDirectory() as folder:
        paragraphs = write_large(Path(folder), domains)
        return paragraphs, measure(
            DIFF, *(f"{folder}/{name}" for name in ("old", "new", "out.json"))
        )


# --- Printing ---


def show_cpu(source: Path, results: Sequence[Result], scan: bool) -> None:
    reference = next(result.work for result in results if result.name == PDFPLUMBER.name)
    print(f"\n{source.name}{' (a scan: not judged)' if scan else ''}")
    print(f"  {'CPU seconds':<20}{'start-up':>10}{'work':>10}{'work / pdfplumber':>20}")
    for result in results:
        if result.failure:
            print(f"  {result.name:<20}{result.failure}")
            continue
        ratio = f"{result.work / reference:.3f}" if reference else "-"
        print(f"  {result.name:<20}{result.start:>10.2f}{result.work:>10.2f}{ratio:>20}")
    sys.stdout.flush()


def show_memory(sample: Path) -> list[float]:
    """Print both peaks; return their ratio, or nothing if there is none."""
    print(f"\nPeak memory of framework extract ({sample.name}, its pages repeated)")
    try:
        rows = measure_memory(sample)
    except TaskError as failure:
        print(f"  {failure}")
        return []
    for pages, usage in rows:
        print(f"  {pages:>4} pages{usage.peak:>10.0f} MiB{usage.work:>10.2f} s of work")
    ratio = rows[1][1].peak / rows[0][1].peak
    print(f"  {'ratio':<10}{ratio:>10.2f}")
    return [ratio]


def show_diff() -> list[float]:
    """Print what comparing takes, at full and at half size; return the seconds at full size."""
    print("\nframework diff (made-up editions)")
    seconds = []
    for domains in (DOMAINS // 2, DOMAINS):
        try:
            paragraphs, usage = measure_diff(domains)
        except TaskError as failure:
            print(f"  {failure}")
            return []
        seconds = [usage.work]
        print(
            f"  {domains:>4} domains{paragraphs:>8,} paragraphs{usage.work:>8.2f} s of work"
            f"{usage.peak:>8.0f} MiB"
        )
    return seconds


def show_goal(goal: str, limit: float, values: Sequence[float]) -> None:
    if not values:
        print(f"  {goal}: not measured")
        return
    verdict = "holds" if max(values) <= limit else "MISSED"
    print(f"  {goal}: {verdict} (worst {max(values):.3f})")


def bench(sources: Sequence[Path], runs: int, skip_camelot: bool) -> None:
    ratios: list[float] = []
    judged: list[Path] = []
    for source in sources:
        extract, scan = measure_extract(source, runs)
        pdfplumber = measure_runs(PDFPLUMBER, [(str(source),)] * runs)
        slow = [] if skip_camelot else [LATTICE, HYBRID]
        others = [measure_runs(task, [(str(source),)]) for task in slow]
        show_cpu(source, [extract, pdfplumber, *others], scan)
        if not (scan or extract.failure) and pdfplumber.work:
            judged.append(source)
            ratios.append(extract.work / pdfplumber.work)
    memory = show_memory([*judged, *sources][0])
    diff = show_diff()
    print("\nGoals")
    show_goal("extract needs at most 1/5 of pdfplumber's work", GOAL_CPU, ratios)
    show_goal(
        f"{LONG} pages need at most {GOAL_MEMORY} times the memory of {SHORT}", GOAL_MEMORY, memory
    )
    show_goal(f"diff of {DOMAINS} domains needs at most {GOAL_DIFF:.0f} s", GOAL_DIFF, diff)


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pdfs", nargs="*", type=Path, metavar="PDF", help="default: all in raw/")
    parser.add_argument("--runs", type=int, default=3, help="runs per median (default 3)")
    parser.add_argument("--skip-camelot", action="store_true", help="leave out the slow tools")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> None:
    if argv[:1] == ["--task"]:
        run_task(argv[1], argv[2:])
        return
    options = parse_arguments(argv)
    sources = [path.resolve() for path in options.pdfs] or sorted((ROOT / "raw").glob("*.pdf"))
    if not sources:
        print("Nothing to measure: name a PDF, or put one into raw/", file=sys.stderr)
        return
    bench(sources, max(1, options.runs), options.skip_camelot)


if __name__ == "__main__":
    main(sys.argv[1:])
