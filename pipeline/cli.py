"""`framework ...`: the only place that prints and exits. Heavy modules are imported where used.

Exit codes: 0 done; 1 findings (errors in the data with `check`, differences with `diff
--exit-code`); 2 wrong usage; 3 an input could not be read.
"""

from __future__ import annotations

import argparse
import dataclasses
import io
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pipeline.errors import InputError, PipelineError

if TYPE_CHECKING:
    from pipeline.batch import Summary
    from pipeline.changes import Differences
    from pipeline.models import Issue

RAW, EXTRACTED, SCHEMAS = Path("raw"), Path("extracted"), Path("schemas")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    _open_streams()
    args = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = args.run
    try:
        code = command(args)
        sys.stdout.flush()
        return code
    except PipelineError as error:
        _say(str(error))
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _say(f"the output cannot be written ({error.strerror}): send it elsewhere.")
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return InputError.exit_code
    except KeyboardInterrupt:
        _say("interrupted; what was written before stands.")
        return 130


def _terminate(*_: object) -> None:
    """End as Ctrl-C does, so that the worker ends as well."""
    raise KeyboardInterrupt


def _open_streams() -> None:
    """Make printing safe: a stream may be closed, and its encoding may not know every letter."""
    nothing = Path(os.devnull)
    sys.stdout = sys.stdout or nothing.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nothing.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _say(message: str) -> None:
    """A message to standard error, if anybody can read it."""
    with suppress(OSError):
        print(f"framework: {message}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="framework",
        description="Inspection frameworks (PDF or text) as canonical, validated data.",
        epilog="Exit codes: 0 done, 1 findings (errors in the data with check, differences with "
        "diff --exit-code), 2 wrong usage, 3 an input could not be read.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    extract = commands.add_parser("extract", help="extract documents into data")
    extract.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="documents or folders (default: raw/)"
    )
    extract.add_argument(
        "--out", type=Path, default=EXTRACTED, metavar="DIR", help="default: extracted/"
    )
    extract.add_argument(
        "--reader", default="pdfium", choices=("pdfium", "pdfplumber"), help="default: pdfium"
    )
    extract.add_argument(
        "--ocr",
        default="auto",
        choices=("auto", "always", "never"),
        help="pages to read as pictures: those without text (auto, the default), all, or none",
    )
    extract.add_argument("--force", action="store_true", help="also what has not changed")
    extract.add_argument("--json", action="store_true", help="print the summary as JSON")
    extract.add_argument("--quiet", action="store_true", help="print errors only")
    extract.set_defaults(run=_extract)

    check = commands.add_parser("check", help="show the issues of extracted frameworks")
    check.add_argument(
        "folders", nargs="*", type=Path, metavar="FRAMEWORK", help="folders (default: extracted/*)"
    )
    check.add_argument("--json", action="store_true", help="print the issues as JSON")
    check.add_argument("--quiet", action="store_true", help="print errors only")
    check.set_defaults(run=_check)

    _add_diff(commands)

    schema = commands.add_parser("schema", help="write the JSON Schemas of the output files")
    schema.add_argument(
        "--out", type=Path, default=SCHEMAS, metavar="DIR", help="default: schemas/"
    )
    schema.set_defaults(run=_schema)
    return parser


# ---- extract ------------------------------------------------------------------------------------


def _extract(args: argparse.Namespace) -> int:
    from pipeline.batch import Options, extract_many, find_sources

    signal.signal(signal.SIGTERM, _terminate)
    options = Options(args.reader, args.ocr, args.force)
    sources = find_sources(args.paths, RAW)
    summaries: list[Summary] = []
    with _Progress([source.name for source in sources], args.quiet) as progress:
        for summary in extract_many(sources, args.out, options):
            summaries.append(summary)
            progress.step()
    for summary in summaries:
        if summary.error:
            _say(summary.error)
    if args.json:
        print(json.dumps([dataclasses.asdict(s) for s in summaries], indent=1))
    elif not args.quiet:
        _print_summaries([s for s in summaries if not s.error], args.out)
    return InputError.exit_code if any(s.error for s in summaries) else 0


class _Progress:
    """A bar on standard error that names the document being read; none away from a terminal."""

    def __init__(self, names: Sequence[str], quiet: bool) -> None:
        self._names = iter(names)
        self._bar = None
        if not quiet and sys.stderr.isatty():
            from tqdm import tqdm

            tqdm.monitor_interval = 0  # no thread beside the forks
            colour = None if "NO_COLOR" in os.environ else "green"
            self._bar = tqdm(total=len(names), unit="document", colour=colour, leave=False)
            self._bar.set_description(next(self._names, ""))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def step(self) -> None:
        """One document is done; name the next."""
        if self._bar is not None:
            self._bar.update()
            self._bar.set_description(next(self._names, ""))


def _print_summaries(summaries: Sequence[Summary], out: Path) -> None:
    if not summaries:
        return
    names = [Path(s.source).name for s in summaries]
    width = max(len("document"), *map(len, names))
    print(
        f"{'document':<{width}}  domains  characteristics  cells  words accounted for"
        f"  errors  warnings  seconds"
    )
    for name, s in zip(names, summaries, strict=True):
        share = f"{s.accounted:,} of {s.words:,}"
        seconds = f"{s.seconds:.1f}" if s.fresh else "(kept)"
        print(
            f"{name:<{width}}  {s.domains:>7}  {s.characteristics:>15}  {s.cells:>5}  {share:>19}"
            f"  {s.errors:>6}  {s.warnings:>8}  {seconds:>7}"
        )
    print(
        f"\nThe data is in {out}/<document>/: framework.json, descriptors.csv, characteristics.csv;"
    )
    print("`framework check` lists the issues, with their places.")


# ---- check and schema ---------------------------------------------------------------------------


def _check(args: argparse.Namespace) -> int:

    folders = args.folders or sorted(p.parent for p in EXTRACTED.glob("*/framework.json"))
    if not folders:
        raise InputError("nothing has been extracted yet: run `framework extract` first.")
    found: dict[str, list[Issue]] = {}
    for folder in folders:
        found[str(folder)] = _issues_of(folder)
    if args.json:
        data = {name: [i.model_dump(mode="json") for i in issues] for name, issues in found.items()}
        print(json.dumps(data, indent=1, ensure_ascii=False))
    else:
        for name, issues in found.items():
            _print_issues(name, issues, args.quiet)
    return 1 if any(i.severity == "error" for issues in found.values() for i in issues) else 0


# ---- diff ---------------------------------------------------------------------------------------


def _add_diff(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    diff = commands.add_parser(
        "diff",
        help="tell what changed between two editions",
        description="Compare two extracted frameworks by meaning.",
    )
    for name, which in (("old", "earlier"), ("new", "later")):
        diff.add_argument(
            name,
            type=Path,
            metavar=name.upper(),
            help=f"the {which} edition: a folder of extracted/, its name, or its framework.json",
        )
    diff.add_argument(
        "--format",
        default="terminal",
        choices=("terminal", "json", "csv"),
        help="counts and a short list (the default), all data, or a table with a row per change",
    )
    diff.add_argument(
        "--crosswalk", type=Path, metavar="FILE", help="a TOML file that says what is the same"
    )
    diff.add_argument("--out", type=Path, metavar="FILE", help="write into a file")
    diff.add_argument("--exit-code", action="store_true", help="exit with 1 if anything differs")
    diff.set_defaults(run=_diff)


def _diff(args: argparse.Namespace) -> int:
    from pipeline.diff import Crosswalk, compare, read_crosswalk
    from pipeline.load import find_extracted, load_framework

    old, new = (load_framework(find_extracted(name, EXTRACTED)) for name in (args.old, args.new))
    crosswalk = read_crosswalk(args.crosswalk, old, new) if args.crosswalk else Crosswalk()
    differences = compare(old, new, crosswalk)
    if not differences.related:
        _say(
            f"{old.id} and {new.id} do not look like editions of one framework: instead of "
            "changes, this is which characteristics come nearest."
        )
    _put_out(_rendered(args.format, differences), args.out)
    differ = bool(differences.changes) or not differences.related
    return 1 if args.exit_code and differ else 0


def _rendered(form: str, differences: Differences) -> str:
    """The differences in one of the formats of `framework diff`."""
    from pipeline.diff import differences_to_csv, differences_to_text
    from pipeline.write import to_json

    if form == "json":
        return to_json(differences).decode()
    if form == "csv":
        return differences_to_csv(differences)
    return f"{differences_to_text(differences)}\n"


def _put_out(text: str, target: Path | None) -> None:
    """To standard output or into a file, which is written whole or not at all."""
    if target is None:
        sys.stdout.write(text)
        return
    special = target.exists() and not target.is_file()  # a device or a pipe
    fresh = target if special else target.with_name(f".{target.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8", newline="")
        if not special:
            fresh.replace(target)
    except OSError as error:
        if not special:
            with suppress(OSError):
                fresh.unlink()
        raise InputError(
            f"{target} cannot be written ({error.strerror}): choose another --out."
        ) from None


# ---- check and schema, continued ----------------------------------------------------------------


def _issues_of(folder: Path) -> list[Issue]:
    from pipeline.models import Issue

    path = folder.parent if folder.name == "framework.json" else folder
    try:
        data = json.loads((path / "issues.json").read_bytes())
        return [Issue.model_validate(item) for item in data]
    except (OSError, ValueError, TypeError):
        raise InputError(
            f"{folder} holds no extracted framework: name a folder of {EXTRACTED}/."
        ) from None


def _print_issues(name: str, issues: Sequence[Issue], quiet: bool) -> None:
    shown = [i for i in issues if i.severity == "error" or not quiet]
    if quiet and not shown:
        return
    print(f"{name}: {len(issues)} issue{'' if len(issues) == 1 else 's'}")
    for issue in shown:
        where = ""
        if issue.place and issue.place.page:
            where = f" (page {issue.place.page})"
        elif issue.place and issue.place.lines:
            where = f" (line {issue.place.lines[0]})"
        key = f" {issue.key}:" if issue.key else ""
        print(f"  {issue.severity:<7} {issue.code}{where}{key} {issue.message}")


def _schema(args: argparse.Namespace) -> int:
    from pipeline.write import write_schemas

    for path in write_schemas(args.out):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
