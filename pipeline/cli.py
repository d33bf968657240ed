"""`framework ...`: the only place that prints and exits. Heavy modules are imported where used.

Exit codes: 0 done; 1 errors in the data (`check`); 2 wrong usage; 3 an input could not be read.
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

from pipeline.errors import InputError, PipelineError, UsageError

if TYPE_CHECKING:
    from pipeline.batch import Summary
    from pipeline.models import Issue

RAW, EXTRACTED = Path("raw"), Path("extracted")
EXPORTS, SCHEMAS = Path("exports"), Path("schemas")


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
        epilog="Exit codes: 0 done, 1 errors in the data (check), 2 wrong usage, "
        "3 an input could not be read.",
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

    _add_export(commands)

    schema = commands.add_parser("schema", help="write the JSON Schemas of the output files")
    schema.add_argument(
        "--out", type=Path, default=SCHEMAS, metavar="DIR", help="default: schemas/"
    )
    schema.set_defaults(run=_schema)
    return parser


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from pipeline.export import FORMATS

    export = commands.add_parser("export", help="write a framework in the form of another tool")
    export.add_argument(
        "framework",
        type=Path,
        metavar="FRAMEWORK",
        help="a folder, its framework.json, or a name in extracted/",
    )
    export.add_argument(
        "--to",
        required=True,
        choices=tuple(FORMATS),
        help="case: CASE 1.1 package; csvw: described CSV files; xlsx: workbook to assess with; "
        "sqlite: database; parquet: column files",
    )
    export.add_argument("--out", type=Path, metavar="DIR", help="default: exports/<framework>/")
    export.add_argument(
        "--base-uri", metavar="URL", help="case: where a service holds the package's nodes"
    )
    export.add_argument(
        "--services", type=Path, metavar="FILE", help="xlsx: names of services, a sheet for each"
    )
    export.set_defaults(run=_export)


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


# ---- export -------------------------------------------------------------------------------------

_ONLY = {"base_uri": "case", "services": "xlsx"}  # options that belong to one format


def _export(args: argparse.Namespace) -> int:
    from pipeline.export import Options, export
    from pipeline.export.names import file_stem
    from pipeline.export.services import read_services
    from pipeline.extracted import find_extracted, load_framework
    from pipeline.output import write_files

    for name, form in _ONLY.items():
        if getattr(args, name) is not None and args.to != form:
            raise UsageError(f"--{name.replace('_', '-')} goes with --to {form} only.")
    framework = load_framework(find_extracted(args.framework, EXTRACTED))
    services = read_services(args.services) if args.services else ()
    files = export(framework, args.to, Options(base_uri=args.base_uri, services=services))
    for path in write_files(files, args.out or EXPORTS / file_stem(framework)):
        print(path)
    return 0


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
