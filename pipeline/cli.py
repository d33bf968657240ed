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
import shutil
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pipeline.errors import InputError, PipelineError, UsageError

if TYPE_CHECKING:
    from pipeline.batch import Summary
    from pipeline.changes import Differences
    from pipeline.classification import Classification
    from pipeline.export.case import Replaced
    from pipeline.models import Framework, Issue
    from pipeline.read.again import KnownSource

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Command = Callable[[argparse.Namespace], int]

SECOND_READERS = ("camelot",)
RAW, EXTRACTED = Path("raw"), Path("extracted")
EXPORTS, SCHEMAS = Path("exports"), Path("schemas")
NAMES = "a folder of extracted/, its name, or the document that it was made from"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    _open_streams()
    parser = _parser()
    args = _parsed(parser, argv)
    command: Command | None = args.run
    if command is None:
        parser.print_help(sys.stderr)
        return UsageError.exit_code
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


def _parsed(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments; what may be left out last may also stand behind options.

    argparse takes such an argument for left out as soon as an option stands before it.
    """
    args, rest = parser.parse_known_args(argv)
    last: str | None = args.last
    free = last and getattr(args, last) is None and len(rest) == 1
    if last and free and (rest[0] == "-" or not rest[0].startswith("-")):
        setattr(args, last, Path(rest[0]) if last == "file" else rest[0])
    elif rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return args


def _spare(out: Path | None, *read: Path | None) -> None:
    """Refuse to write over a file that is read."""
    for path in read:
        if out and path and out.exists() and path.exists() and out.samefile(path):
            raise UsageError(f"{out} is read and would be written over: choose another name.")


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
        epilog="Begin with `framework extract FILE.pdf`; `framework COMMAND --help` tells more. "
        "Exit codes: 0 done, 1 findings (errors in the data with check, differences with "
        "diff --exit-code), 2 wrong usage, 3 an input could not be read.",
    )
    parser.set_defaults(run=None, last=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for add in (
        _add_extract,
        _add_check,
        _add_explain,
        _add_diff,
        _add_classify,
        _add_export,
        _add_schema,
    ):
        add(commands)
    return parser


def _add_command(
    commands: Commands,
    name: str,
    run: Command,
    what: str,
    more: str = "",
    last: str | None = None,
) -> argparse.ArgumentParser:
    """A command; ``what`` it does stands in the list of commands, ``more`` in its own help.

    ``last`` is the argument at the end that may be left out.
    """
    sentence = f"{what[0].upper()}{what[1:]}. {more}"
    parser = commands.add_parser(name, help=what, description=sentence)
    parser.set_defaults(run=run, last=last)
    return parser


# ---- extract ------------------------------------------------------------------------------------


def _add_extract(commands: Commands) -> None:
    what = "extract documents into data"
    more = "What was extracted before and has not changed since is left alone."
    add = _add_command(commands, "extract", _extract, what, more).add_argument
    add("paths", nargs="*", type=Path, metavar="PATH", help="documents or folders (default: raw/)")
    add(
        "--out",
        type=Path,
        default=EXTRACTED,
        metavar="DIR",
        help="where each document gets a folder (default: extracted/)",
    )
    add(
        "--reader",
        default="pdfium",
        choices=("pdfium", "pdfplumber"),
        help="what reads PDFs: pdfium (the default), or pdfplumber, which is slower",
    )
    add(
        "--ocr",
        default="auto",
        choices=("auto", "always", "never"),
        help="pages to read as pictures: those without text (auto, the default), all, or none",
    )
    add(
        "--second-reader",
        choices=SECOND_READERS,
        help="also ask camelot about pages whose columns are uncertain, and list what it sees "
        "otherwise; the data stays the same",
    )
    add("--force", action="store_true", help="also read what has not changed")
    add("--json", action="store_true", help="print the summary as JSON")
    add("--quiet", action="store_true", help="print errors only")


def _extract(args: argparse.Namespace) -> int:
    from pipeline.batch import Options
    from pipeline.sources import find_sources
    from pipeline.worker import extract_apart

    signal.signal(signal.SIGTERM, _terminate)
    options = Options(args.reader, args.ocr, args.force, args.second_reader)
    sources = find_sources(args.paths, RAW)
    summaries: list[Summary] = []
    with _Progress([source.name for source in sources], args.quiet) as progress:
        for summary in extract_apart(sources, args.out, options):
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

            tqdm.monitor_interval = 0  # no thread beside a fork
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
    print(f"\nThe data is in {out}/<document>/: framework.json and tables (.csv).")
    print("`framework check` lists the issues, `framework explain` tells where a cell stands.")


# ---- check --------------------------------------------------------------------------------------


def _add_check(commands: Commands) -> None:
    what = "list the issues of extracted frameworks"
    more = "An issue is what a person should look at. The exit code is 1 if one is an error."
    add = _add_command(commands, "check", _check, what, more).add_argument
    add("frameworks", nargs="*", type=Path, metavar="FRAMEWORK", help=f"{NAMES} (default: all)")
    add(
        "--second-reader",
        choices=SECOND_READERS,
        help="read the documents again with camelot's eyes, and also list where it sees words in "
        "other cells than the data has them",
    )
    add(
        "--source",
        type=Path,
        metavar="FILE",
        help="the document itself, if it is not in raw/ (with --second-reader and one FRAMEWORK)",
    )
    add("--json", action="store_true", help="print the issues as JSON")
    add("--quiet", action="store_true", help="print errors only")


def _check(args: argparse.Namespace) -> int:
    from pipeline.extracted import all_extracted, find_extracted, load_issues

    if args.source and not (args.second_reader and len(args.frameworks) == 1):
        raise UsageError("--source needs --second-reader and the name of one FRAMEWORK.")
    folders = {find_extracted(name, EXTRACTED): name for name in args.frameworks}
    folders = folders or {folder: folder for folder in all_extracted(EXTRACTED)}
    if not folders:
        raise InputError("nothing has been extracted yet: run `framework extract` first.")
    found = {str(folder): load_issues(folder) for folder in folders}
    failed = args.second_reader and not _ask_second_reader(folders, found, args)
    if args.json:
        data = {name: [i.model_dump(mode="json") for i in issues] for name, issues in found.items()}
        print(json.dumps(data, indent=1, ensure_ascii=False))
    else:
        for name, issues in found.items():
            _print_issues(name, issues, args.quiet)
    if failed:
        return InputError.exit_code
    return 1 if any(i.severity == "error" for issues in found.values() for i in issues) else 0


def _ask_second_reader(
    folders: Mapping[Path, Path], found: dict[str, tuple[Issue, ...]], args: argparse.Namespace
) -> bool:
    """Add what the second reader says of each framework; whether it could read all of them."""
    from pipeline.extracted import load_framework
    from pipeline.read import require_camelot
    from pipeline.second import CODES, ask_camelot

    require_camelot()
    done = True
    for folder, name in folders.items():
        if not args.quiet and sys.stderr.isatty():
            _say(f"asking camelot about {folder.name} ...")
        try:
            framework = load_framework(folder)
            said = ask_camelot(framework, _open_source(framework, folder, name, args.source))
        except InputError as error:
            _say(str(error))
            done = False
        else:
            before = [issue for issue in found[str(folder)] if issue.code not in CODES]
            found[str(folder)] = (*before, *said)
    return done


def _open_source(
    framework: Framework, folder: Path, name: Path, source: Path | None
) -> KnownSource:
    """The document of a framework: as named, else beside ``name`` or in raw/."""
    from pipeline.explain import find_source, open_source

    if source:
        return open_source(framework, source)
    beside = [name.parent] if name.is_file() else []
    return find_source(framework, (*beside, RAW, folder.parent.parent / RAW))


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


# ---- explain ------------------------------------------------------------------------------------


def _add_explain(commands: Commands) -> None:
    what = "show where a part of the data was printed"
    more = (
        "It prints the lines with page and box, the rules that placed them, what was mended "
        "and the issues. Boxes are x0, top, x1, bottom in points from the page's top left."
    )
    add = _add_command(commands, "explain", _explain, what, more, last="key").add_argument
    add("document", type=Path, metavar="DOCUMENT", help=NAMES)
    add(
        "key",
        nargs="?",
        metavar="KEY",
        help="of a paragraph (1.1/poor/2), descriptor (1.1/poor), characteristic (1.1) or domain "
        "(1, also 1/outcome, 1/summary, 1/notes); without it all keys are listed",
    )
    add("--picture", type=Path, metavar="FILE.png", help="draw the pages with the lines marked")
    add("--source", type=Path, metavar="FILE", help="the document itself, if it is not in raw/")
    add("--json", action="store_true", help="print the same as JSON")


def _explain(args: argparse.Namespace) -> int:
    from pipeline.explain import draw, explain, explanation_to_text
    from pipeline.extracted import find_extracted, load_extracted
    from pipeline.output import write_file
    from pipeline.write import to_json

    if args.picture and (args.key is None or args.picture.suffix.casefold() != ".png"):
        raise UsageError("--picture needs a KEY and the name of a .png file to write.")
    folder = find_extracted(args.document, EXTRACTED)
    extracted = load_extracted(folder)
    if args.key is None:
        return _list_keys(extracted.framework, args.json)
    source, trouble = _source_of(extracted.framework, folder, args)
    if source and source.scanned and sys.stderr.isatty():
        _say("reading a scan again, which takes some ten seconds a page ...")
    explanation = explain(extracted, args.key, source, trouble)
    if args.picture and source:
        write_file(args.picture, draw(explanation, source))
    if args.json:
        print(to_json(explanation).decode(), end="")
    else:
        print(explanation_to_text(explanation, shutil.get_terminal_size().columns))
    return 0


def _list_keys(framework: Framework, as_json: bool) -> int:
    from pipeline.explain import keys_to_text, list_keys
    from pipeline.write import to_json

    keys = list_keys(framework)
    if as_json:
        print(to_json(keys).decode(), end="")
    else:
        print(
            keys_to_text(keys, shutil.get_terminal_size().columns if sys.stdout.isatty() else None)
        )
    return 0


def _source_of(
    framework: Framework, folder: Path, args: argparse.Namespace
) -> tuple[KnownSource | None, str | None]:
    """The source document, or why it cannot be had; who names it or wants a picture needs it."""
    try:
        return _open_source(framework, folder, args.document, args.source), None
    except InputError as error:
        if args.source or args.picture:
            raise
        return None, str(error)


# ---- diff ---------------------------------------------------------------------------------------


def _add_diff(commands: Commands) -> None:
    what = "tell what changed between two editions"
    more = "Two frameworks are compared by what they say, wherever it stands."
    add = _add_command(commands, "diff", _diff, what, more).add_argument
    add("old", type=Path, metavar="OLD", help=f"the earlier edition: {NAMES}")
    add("new", type=Path, metavar="NEW", help="the later edition")
    add(
        "--format",
        default="terminal",
        choices=("terminal", "json", "csv", "html", "markdown", "xlsx"),
        help="counts and a short list (terminal, the default), all data, a row per change, a page "
        "to read, a covering note, or a workbook",
    )
    add("--crosswalk", type=Path, metavar="FILE", help="a TOML file that says what is the same")
    add("--out", type=Path, metavar="FILE", help="write into a file")
    add("--exit-code", action="store_true", help="exit with 1 if anything differs")


def _diff(args: argparse.Namespace) -> int:
    from pipeline.compare import Crosswalk, compare, read_crosswalk
    from pipeline.extracted import find_extracted, load_framework
    from pipeline.output import write_file

    if args.format == "xlsx" and not args.out:
        raise UsageError("a workbook needs --out FILE.xlsx.")
    _spare(args.out, args.crosswalk, args.old, args.new)
    folders = [find_extracted(name, EXTRACTED) for name in (args.old, args.new)]
    old, new = map(load_framework, folders)
    crosswalk = read_crosswalk(args.crosswalk, old, new) if args.crosswalk else Crosswalk()
    differences = compare(old, new, crosswalk)
    if not differences.related:
        _say(f"{_unrelated(old, new)}: these are the nearest characteristics instead of changes.")
    links = [_link(f, folder, args.out) for f, folder in zip((old, new), folders, strict=True)]
    data = _rendered(args.format, differences, (old, new), links)
    if args.out:
        write_file(args.out, data)
    else:
        sys.stdout.write(data.decode())
    differ = bool(differences.changes) or not differences.related
    return 1 if args.exit_code and differ else 0


def _unrelated(old: Framework, new: Framework) -> str:
    return f"{old.id} and {new.id} do not look like editions of one framework"


def _link(framework: Framework, folder: Path, out: Path | None) -> str | None:
    """The address of the source, seen from the file that is written; None if it is not there."""
    from urllib.parse import quote

    from pipeline.explain import find_source

    try:
        path = find_source(framework, (RAW, folder.parent.parent / RAW)).path.resolve()
        if out is None:
            return path.as_uri()
        return quote(os.path.relpath(path, out.resolve().parent).replace(os.sep, "/"))
    except (InputError, ValueError):  # ValueError: another drive
        return None


def _rendered(
    form: str,
    differences: Differences,
    frameworks: tuple[Framework, Framework],
    links: Sequence[str | None],
) -> bytes:
    """The differences in one of the formats of `framework diff`."""
    from pipeline import report
    from pipeline.compare import differences_to_csv, differences_to_text
    from pipeline.write import to_json

    if form == "json":
        return to_json(differences)
    if form == "csv":
        return differences_to_csv(differences).encode()
    if form == "terminal":
        return f"{differences_to_text(differences)}\n".encode()
    told = (differences, *frameworks, report.Links(*links))
    if form == "xlsx":
        return report.render_xlsx(*told)
    return (report.render_html if form == "html" else report.render_markdown)(*told).encode()


# ---- classify -----------------------------------------------------------------------------------


def _add_classify(commands: Commands) -> None:
    what = "say which domain, characteristic and level a text speaks of"
    more = (
        "A text is a note, a self-assessment, a list of remarks. What comes near to nothing in the "
        "framework is matched with nothing."
    )
    add = _add_command(commands, "classify", _classify, what, more, last="file").add_argument
    add("framework", type=Path, metavar="FRAMEWORK", help=NAMES)
    add(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="the text, in UTF-8; without it, or as -, it comes from standard input",
    )
    add(
        "--by",
        default="auto",
        choices=("auto", "paragraph", "line", "sentence"),
        help="what is classified: paragraphs between blank lines, or lines where there are no "
        "blank ones (auto, the default); or always paragraphs, lines or sentences",
    )
    add("--top", type=int, default=1, metavar="N", help="show the N best matches (default: 1)")
    add(
        "--method",
        default="nearest",
        choices=("nearest", "spacy"),
        help="the nearest texts (the default), or a text classifier of spaCy trained on them",
    )
    add(
        "--format",
        default="terminal",
        choices=("terminal", "json", "csv"),
        help="to read (terminal, the default), all data, or a row per match",
    )
    add(
        "--threshold",
        type=float,
        metavar="SCORE",
        help="match nothing that comes less near; 0 shows all (default: measured on the framework)",
    )
    add("--evaluate", action="store_true", help="measure both methods on the framework instead")
    add("--to", choices=("spacy",), help="save the trained pipeline of spaCy instead")
    add("--out", type=Path, metavar="PATH", help="write into a file; with --to, into a folder")


def _classify(args: argparse.Namespace) -> int:
    from pipeline import evidence
    from pipeline.extracted import find_extracted, load_framework
    from pipeline.output import write_file

    _check_classify(args)
    framework = load_framework(find_extracted(args.framework, EXTRACTED))
    if args.to:
        evidence.save_pipeline(framework, args.out)
        print(args.out)
        return 0
    if args.evaluate:
        found = evidence.compare_methods(framework), evidence.try_threshold(framework)
        data = f"{evidence.evaluations_to_text(framework.id, *found)}\n".encode()
    else:
        text = evidence.read_text_file(args.file)
        classifier = evidence.Classifier(framework, args.method, args.threshold)
        data = _classified(args.format, classifier.classify_all(text, args.top, args.by))
    if args.out:
        write_file(args.out, data)
    else:
        sys.stdout.write(data.decode())
    return 0


def _classified(form: str, found: Classification) -> bytes:
    """A classification in one of the formats of `framework classify`."""
    from pipeline import evidence
    from pipeline.write import to_json

    if form == "json":
        return to_json(found)
    if form == "csv":
        return evidence.classification_to_csv(found).encode()
    width = shutil.get_terminal_size().columns
    return f"{evidence.classification_to_text(found, width)}\n".encode()


def _check_classify(args: argparse.Namespace) -> None:
    """Refuse options that do not go together."""
    if args.top < 1:
        raise UsageError("--top needs a number from 1 on.")
    if args.threshold is not None and not 0 <= args.threshold <= 1:
        raise UsageError("--threshold needs a number from 0 to 1.")
    _spare(args.out, args.file)
    if args.to and not args.out:
        raise UsageError("--to spacy needs --out FOLDER.")
    if (args.to or args.evaluate) and args.file:
        raise UsageError("--to and --evaluate take no FILE: the framework alone is used.")
    if args.to and args.evaluate:
        raise UsageError("--to and --evaluate do not go together: call the command twice.")


# ---- export -------------------------------------------------------------------------------------

_ONLY = {
    "base_uri": "case",
    "replaces": "case",
    "services": "xlsx",
}  # options that belong to one format


def _add_export(commands: Commands) -> None:
    from pipeline.export import FORMATS

    what = "write a framework in the form of another tool"
    more = (
        "case: a package of CASE 1.1 (cfpackage.json). csvw: CSV files, described for CSV on the "
        "Web and as a data package. xlsx: a workbook to assess services with. sqlite: a database "
        "with full-text search. parquet: column files."
    )
    add = _add_command(commands, "export", _export, what, more).add_argument
    add("framework", type=Path, metavar="FRAMEWORK", help=NAMES)
    add(
        "--to",
        required=True,
        choices=tuple(FORMATS),
        metavar="FORMAT",
        help=f"one of: {', '.join(FORMATS)}",
    )
    add("--out", type=Path, metavar="DIR", help="folder to write into (default: exports/<id>/)")
    add("--base-uri", metavar="URL", help="case: where a service will hold the package's nodes")
    add(
        "--replaces",
        type=Path,
        metavar="OLD",
        help="case: the earlier edition, to say what became of it",
    )
    add("--services", type=Path, metavar="FILE", help="xlsx: names of services, a sheet for each")


def _export(args: argparse.Namespace) -> int:
    from pipeline.export import Options, export, folder_name, read_services
    from pipeline.extracted import find_extracted, load_framework
    from pipeline.output import write_files

    for name, form in _ONLY.items():
        if getattr(args, name) is not None and args.to != form:
            raise UsageError(f"--{name.replace('_', '-')} goes with --to {form} only.")
    framework = load_framework(find_extracted(args.framework, EXTRACTED))
    options = Options(
        base_uri=args.base_uri,
        replaced=_replaced(args.replaces, framework) if args.replaces else None,
        services=read_services(args.services) if args.services else (),
    )
    files = export(framework, args.to, options)
    for path in write_files(files, args.out or EXPORTS / folder_name(framework)):
        print(path)
    return 0


def _replaced(name: Path, new: Framework) -> Replaced:
    """An earlier edition, and what changed since."""
    from pipeline.compare import compare
    from pipeline.export.case import Replaced
    from pipeline.extracted import find_extracted, load_framework

    old = load_framework(find_extracted(name, EXTRACTED))
    differences = compare(old, new)
    if not differences.related:
        _say(f"{_unrelated(old, new)}: their nearest characteristics are only called related.")
    return Replaced(old, differences)


# ---- schema -------------------------------------------------------------------------------------


def _add_schema(commands: Commands) -> None:
    what = "write the JSON Schemas of the output files"
    add = _add_command(commands, "schema", _schema, what).add_argument
    add(
        "--out",
        type=Path,
        default=SCHEMAS,
        metavar="DIR",
        help="folder to write into (default: schemas/)",
    )


def _schema(args: argparse.Namespace) -> int:
    from pipeline.write import write_schemas

    for path in write_schemas(args.out):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
