"""The command line: exit codes, what goes to which stream, and that README names all of it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from builders import characteristic, domain, framework, framework_pdf, ledger
from conftest import ROOT

from pipeline.check import check
from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.export import FORMATS
from pipeline.models import Framework
from pipeline.stamp import FILES
from pipeline.write import Outputs, schemas, write_outputs

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one document in raw/."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "kitchen.pdf").write_bytes(framework_pdf())
    return tmp_path


@pytest.fixture
def call(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls the command line: (exit code, standard output, standard error)."""
    assert home.is_dir()

    def run(*argv: str) -> tuple[int, str, str]:
        try:
            code = main(argv)
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


# ---- extract ------------------------------------------------------------------------------------


def test_extract_takes_raw_and_writes_extracted(call: Run, home: Path) -> None:
    code, out, err = call("extract")
    assert (code, err) == (0, "")
    assert set(FILES) <= {p.name for p in (home / "extracted" / "kitchen").iterdir()}
    assert "kitchen.pdf" in out


def test_extract_named_document_into_a_folder(call: Run, home: Path) -> None:
    assert call("extract", "raw/kitchen.pdf", "--out", "data")[0] == 0
    assert (home / "data" / "kitchen" / "framework.json").is_file()
    assert not (home / "extracted").exists()


def test_extract_leaves_alone_what_has_not_changed(call: Run) -> None:
    def fresh(*flags: str) -> bool:
        (summary,) = json.loads(call("extract", "--json", *flags)[1])
        return bool(summary["fresh"])

    assert [fresh(), fresh(), fresh("--force"), fresh()] == [True, False, True, False]


def test_extract_tells_kept_from_made(call: Run) -> None:
    made, kept = (re.findall(r"^kitchen\.pdf.* (\S+)$", call("extract")[1], re.M) for _ in range(2))
    assert re.fullmatch(r"\d+\.\d", made[0])
    assert not re.fullmatch(r"\d+\.\d", kept[0])


def test_extract_as_json(call: Run) -> None:
    code, out, err = call("extract", "--json")
    assert (code, err) == (0, "")
    (summary,) = json.loads(out)
    assert summary["source"].endswith("kitchen.pdf")
    assert (summary["domains"], summary["characteristics"], summary["cells"]) == (1, 1, 3)
    assert summary["error"] is None


def test_extract_quietly(call: Run) -> None:
    assert call("extract", "--quiet") == (0, "", "")


def test_extract_with_the_other_reader(call: Run, home: Path) -> None:
    assert call("extract", "--reader", "pdfplumber", "--quiet")[0] == 0
    assert (home / "extracted" / "kitchen" / "framework.json").is_file()


@pytest.mark.parametrize("flags", [(), ("--quiet",), ("--json",)])
def test_bad_document_is_told_on_standard_error(call: Run, home: Path, flags: tuple[str]) -> None:
    """Exit code 3, and the others are done."""
    (home / "raw" / "bad.pdf").write_bytes(b"no PDF")
    code, out, err = call("extract", *flags)
    assert code == 3
    assert err.count("\n") == 1
    assert err.startswith("framework: raw/bad.pdf is not a PDF")
    assert "Traceback" not in out + err
    assert (home / "extracted" / "kitchen" / "framework.json").is_file()


def test_bad_document_stands_in_json(call: Run, home: Path) -> None:
    (home / "raw" / "bad.pdf").write_bytes(b"no PDF")
    bad, good = json.loads(call("extract", "--json")[1])
    assert "is not a PDF" in bad["error"]
    assert good["error"] is None


def test_unknown_setting(call: Run, home: Path) -> None:
    (home / "raw" / "kitchen.toml").write_text('tilte = "Ours"\n')
    code, _, err = call("extract")
    assert code == 3
    assert "did you mean 'title'?" in err


def test_nothing_to_extract(call: Run, home: Path) -> None:
    (home / "raw" / "kitchen.pdf").unlink()
    code, out, err = call("extract")
    assert (code, out) == (3, "")
    assert "put a document there" in err


def test_same_id_twice_is_wrong_usage(call: Run, home: Path) -> None:
    (home / "raw" / "kitchen.txt").write_text("Poor\tGood\n")
    code, out, err = call("extract")
    assert (code, out) == (2, "")
    assert "same id 'kitchen'" in err
    assert not (home / "extracted").exists()


def test_out_that_cannot_be_written(call: Run, home: Path) -> None:
    (home / "extracted").write_text("a file in the way")
    code, _, err = call("extract")
    assert code == 3
    assert "choose another folder with --out" in err


# ---- wrong usage --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "named"),
    [
        ((), "COMMAND"),
        (("exstract",), "extract"),
        (("extract", "--reader", "pdfbox"), "pdfplumber"),
        (("extract", "--colour"), "--colour"),
        (("extract", "--out"), "--out"),
        (("check", "--out", "x"), "--out"),
        (("diff", "first"), "NEW"),
        (("diff", "first", "second", "--format", "docx"), "csv"),
    ],
)
def test_wrong_usage(call: Run, argv: Sequence[str], named: str) -> None:
    code, out, err = call(*argv)
    assert (code, out) == (2, "")
    assert named in err


def test_interrupted(call: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.worker.extract_apart", interrupt)
    code, _, err = call("extract")
    assert code == 130
    assert "interrupted" in err


def test_error_has_its_exit_code_and_no_traceback(
    call: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise UsageError("that does not work: do something else.")

    monkeypatch.setattr("pipeline.sources.find_sources", fail)
    assert call("extract") == (2, "", "framework: that does not work: do something else.\n")


# ---- check --------------------------------------------------------------------------------------


def write(folder: Path, made: Framework) -> None:
    write_outputs(Outputs(made, check(made, ledger()), ledger(), ()), folder)


@pytest.fixture
def extracted(home: Path) -> Path:
    """Data without issues, with a warning, and with an error and a warning."""
    folder = home / "extracted"
    write(folder / "clean", framework(domain(characteristic("1.1"))))
    write(folder / "warned", framework(domain(characteristic("1.1"), characteristic("1.3"))))
    bad = domain(characteristic("1.1", statement=None), characteristic("1.3"))
    write(folder / "wrong", framework(bad))
    return folder


@pytest.mark.usefixtures("extracted")
@pytest.mark.parametrize(("name", "expected"), [("clean", 0), ("warned", 0), ("wrong", 1)])
def test_check_exits_with_1_for_errors_only(call: Run, name: str, expected: int) -> None:
    code, out, err = call("check", f"extracted/{name}")
    assert (code, err) == (expected, "")
    assert f"extracted/{name}" in out


@pytest.mark.usefixtures("extracted")
def test_check_takes_everything_extracted(call: Run) -> None:
    code, out, _ = call("check")
    assert code == 1
    assert all(f"extracted/{name}" in out for name in ("clean", "warned", "wrong"))


@pytest.mark.usefixtures("extracted")
def test_check_shows_code_place_and_message(call: Run) -> None:
    lines = call("check", "extracted/warned")[1].splitlines()
    assert len(lines) == 2
    assert re.search(r"warning +code-order +\(page 1\) 1\.3: code 1\.3 does not follow", lines[1])


@pytest.mark.usefixtures("extracted")
def test_check_takes_a_framework_file(call: Run) -> None:
    assert call("check", "extracted/wrong/framework.json")[0] == 1


@pytest.mark.usefixtures("extracted")
def test_check_as_json(call: Run) -> None:
    code, out, err = call("check", "--json")
    assert (code, err) == (1, "")
    data = json.loads(out)
    assert {Path(name).name: [i["code"] for i in issues] for name, issues in data.items()} == {
        "clean": [], "warned": ["code-order"], "wrong": ["statement-missing", "code-order"],
    }  # fmt: skip


@pytest.mark.usefixtures("extracted")
def test_check_quietly(call: Run) -> None:
    assert call("check", "--quiet", "extracted/warned") == (0, "", "")
    out = call("check", "--quiet", "extracted/wrong")[1]
    assert "statement-missing" in out
    assert "code-order" not in out


def test_check_before_extract(call: Run) -> None:
    code, out, err = call("check")
    assert (code, out) == (3, "")
    assert "run `framework extract` first" in err


@pytest.mark.parametrize("content", [None, "{", '[{"code": 1}]'])
def test_check_of_something_else(call: Run, home: Path, content: str | None) -> None:
    (home / "other").mkdir()
    if content is not None:
        (home / "other" / "issues.json").write_text(content)
    code, out, err = call("check", "other")
    assert (code, out) == (3, "")
    assert "holds no extracted framework" in err


@pytest.mark.usefixtures("extracted")
@pytest.mark.parametrize("name", ["warned", "warned.pdf", "extracted/warned"])
def test_check_finds_a_framework_by_its_names(call: Run, name: str) -> None:
    assert call("check", name)[1].startswith("extracted/warned: 1 issue")


@pytest.mark.usefixtures("extracted")
def test_check_of_an_unknown_name_offers_the_known(call: Run) -> None:
    code, out, err = call("check", "cleen")
    assert (code, out) == (3, "")
    assert err.endswith("name a folder of extracted/ (clean, warned, wrong).\n")


# ---- the second reader --------------------------------------------------------------------------

needs_camelot = pytest.mark.skipif(find_spec("camelot") is None, reason="camelot is an extra")
ASK = ("check", "--second-reader", "camelot")


@pytest.fixture
def kitchen(call: Run, home: Path) -> Path:
    """The document in raw/, extracted."""
    assert call("extract", "--quiet")[0] == 0
    return home / "raw" / "kitchen.pdf"


@needs_camelot
@pytest.mark.usefixtures("kitchen")
def test_second_reader_agrees(call: Run) -> None:
    code, out, err = call(*ASK)
    assert (code, err) == (0, "")
    assert "agrees about 3, disagrees about 0, has no grid for 0" in out


@needs_camelot
@pytest.mark.usefixtures("kitchen")
def test_second_reader_disagrees(call: Run, home: Path) -> None:
    """Nothing is written: the issues are those of this look at the data."""
    path = home / "extracted" / "kitchen" / "framework.json"
    data = json.loads(path.read_bytes())
    poor, fair, _ = data["domains"][0]["characteristics"][0]["descriptors"]
    poor["paragraphs"], fair["paragraphs"] = fair["paragraphs"], poor["paragraphs"]
    path.write_text(json.dumps(data))
    code, out, _ = call(*ASK, "kitchen")
    assert code == 0
    assert re.search(r"warning +second-reader-disagrees \(page 1\) 1\.1/poor: the data has", out)
    listed = json.loads(call(*ASK, "--json")[1])["extracted/kitchen"]
    keys = [issue["key"] for issue in listed if issue["code"] == "second-reader-disagrees"]
    assert keys == ["1.1/fair", "1.1/poor"]
    assert "second-reader" not in (path.parent / "issues.json").read_text()


@needs_camelot
@pytest.mark.usefixtures("extracted")
def test_second_reader_without_a_document_goes_on_with_the_others(call: Run, home: Path) -> None:
    call("extract", "--quiet")
    (home / "extracted" / "wrong" / "framework.json").unlink()
    code, out, err = call(*ASK)
    assert code == 3
    assert len(err.splitlines()) == 2
    assert "kitchen.pdf is not the file that was extracted" in err
    assert "extracted/kitchen: 1 issue" in out
    assert "extracted/warned: 1 issue" in out


@needs_camelot
def test_second_reader_with_the_document_elsewhere(call: Run, kitchen: Path) -> None:
    kitchen.rename(kitchen.parent.parent / "moved.pdf")
    code, _, err = call(*ASK)
    assert code == 3
    assert "name it with --source FILE" in err
    code, out, err = call(*ASK, "kitchen", "--source", "moved.pdf")
    assert (code, err) == (0, "")
    assert "agrees about 3" in out


@pytest.mark.usefixtures("kitchen")
@pytest.mark.parametrize("argv", [("kitchen",), ("--second-reader", "camelot")])
def test_source_without_its_second_reader_or_framework(call: Run, argv: Sequence[str]) -> None:
    code, out, err = call("check", *argv, "--source", "raw/kitchen.pdf")
    assert (code, out) == (2, "")
    assert "--source needs --second-reader and the name of one FRAMEWORK" in err


@pytest.mark.usefixtures("kitchen")
@pytest.mark.parametrize("command", ["check", "extract"])
def test_second_reader_that_is_not_installed(
    call: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr("pipeline.read.find_spec", lambda _: None)
    code, out, err = call(command, "--second-reader", "camelot")
    assert (code, out) == (2, "")
    assert "install it with `pip install '.[camelot]'`" in err


@needs_camelot
def test_extract_with_a_second_reader_is_another_way_of_reading(call: Run) -> None:
    def fresh(*flags: str) -> bool:
        (summary,) = json.loads(call("extract", "--json", *flags)[1])
        return bool(summary["fresh"])

    asked = ("--second-reader", "camelot")
    assert [fresh(), fresh(*asked), fresh(*asked), fresh()] == [True, True, False, True]


# ---- explain ------------------------------------------------------------------------------------

KEY = "1.1/fair/1"


@pytest.mark.usefixtures("kitchen")
@pytest.mark.parametrize("name", ["kitchen", "raw/kitchen.pdf", "extracted/kitchen"])
def test_explain_shows_lines_rule_and_issues(call: Run, name: str) -> None:
    code, out, err = call("explain", name, KEY)
    assert (code, err) == (0, "")
    assert re.search(r"^ +1 +1 +154\.0 +142\.0 +\S+ +152\.0  Most tools hang\.$", out, re.M)
    assert re.search(r"^  rule +table under its statement$", out, re.M)
    assert re.search(r"^  repairs +none$", out, re.M)
    assert re.search(r"^issues +none$", out, re.M)


@pytest.mark.usefixtures("kitchen")
@pytest.mark.parametrize("key", ["1", "1.1", KEY])
def test_explain_as_json_keeps_to_its_schema(call: Run, key: str) -> None:
    data = json.loads(call("explain", "kitchen", key, "--json")[1])
    jsonschema.validate(data, json.loads(schemas()["explanation.schema.json"]))
    assert data["passages"][0]["lines"][0]["text"]


@pytest.mark.usefixtures("kitchen")
def test_explain_without_a_key_lists_them(call: Run) -> None:
    keys = [line.split()[0] for line in call("explain", "kitchen")[1].splitlines()]
    assert KEY in keys
    listed = json.loads(call("explain", "kitchen", "--json")[1])
    assert [each["key"] for each in listed] == keys
    assert all(call("explain", "kitchen", key)[0] == 0 for key in keys)


@pytest.mark.usefixtures("kitchen")
def test_explain_draws_a_picture(call: Run, home: Path) -> None:
    code, out, err = call("explain", "kitchen", KEY, "--picture", "marked.png")
    assert (code, err) == (0, "")
    assert "Most tools hang." in out
    assert (home / "marked.png").read_bytes().startswith(b"\x89PNG")
    assert not list(home.glob(".new-*"))


@pytest.mark.usefixtures("kitchen")
@pytest.mark.parametrize(
    ("argv", "exits", "said"),
    [
        (("kitchen", "1.1/fare"), 2, "choose from 1.1/statement, 1.1/poor, 1.1/fair, 1.1/good"),
        (("kitchin", KEY), 3, "name a folder of extracted/ (kitchen)"),
        (("kitchen", "--picture", "marked.png"), 2, "--picture needs a KEY"),
        (("kitchen", KEY, "--picture", "marked.jpg"), 2, "a .png file"),
        (("kitchen", KEY, "--picture", "no/marked.png"), 3, "cannot be written"),
        (("kitchen", KEY, "--source", "gone.pdf"), 3, "gone.pdf does not exist"),
        (("kitchen", KEY, "--source", "kitchen.toml"), 3, "is not the file that was extracted"),
    ],
)
def test_explain_says_what_is_wrong(
    call: Run, home: Path, argv: Sequence[str], exits: int, said: str
) -> None:
    (home / "kitchen.toml").write_text("another file")
    code, out, err = call("explain", *argv)
    assert (code, out) == (exits, "")
    assert said in err
    assert not (home / "marked.png").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda path: path.unlink(), "kitchen.pdf is not in raw: name it with --source FILE."),
        (lambda path: path.write_bytes(framework_pdf("Other.")), "was changed since"),
    ],
)
def test_explain_without_the_source_has_no_lines(
    call: Run, kitchen: Path, change: Callable[[Path], object], said: str
) -> None:
    """The rest can still be told; a picture cannot be drawn."""
    change(kitchen)
    code, out, err = call("explain", "kitchen", KEY)
    assert (code, err) == (0, "")
    assert said in " ".join(out.split())
    assert re.search(r"154\.0 .* 152\.0  -$", out, re.M)
    code, out, err = call("explain", "kitchen", KEY, "--picture", "marked.png")
    assert (code, out) == (3, "")
    assert said in err


def test_explain_takes_the_source_from_elsewhere(call: Run, kitchen: Path, home: Path) -> None:
    kitchen.rename(home / "renamed.pdf")
    out = call("explain", "kitchen", KEY, "--source", "renamed.pdf")[1]
    assert "152.0  Most tools hang." in out


# ---- diff ---------------------------------------------------------------------------------------


@pytest.fixture
def editions(home: Path) -> None:
    """Two editions with one difference, and something else."""
    first, second = characteristic("1.1"), characteristic("1.2", statement="Sinks are clean.")
    write(home / "extracted" / "first", framework(domain(first, second)))
    reworded = characteristic("1.2", statement="Sinks are not clean.")
    write(home / "extracted" / "second", framework(domain(first, reworded)))
    cells = (("Boats leak.",), ("Keels are scraped.",))
    other = characteristic("9.9", cells, statement="Ferries float.")
    write(home / "extracted" / "other", framework(domain(other, title="Harbour")))


@pytest.mark.usefixtures("editions")
def test_diff_takes_names_folders_and_files(call: Run) -> None:
    expected = call("diff", "first", "second")
    assert expected[0] == 0
    assert "1 change" in expected[1]
    assert "reworded" in expected[1]
    assert call("diff", "extracted/first", "extracted/second/framework.json") == expected


@pytest.mark.usefixtures("editions")
def test_diff_exit_code(call: Run) -> None:
    assert call("diff", "first", "second")[0] == 0
    assert call("diff", "first", "second", "--exit-code")[0] == 1
    assert call("diff", "first", "first", "--exit-code")[0] == 0


@pytest.mark.usefixtures("editions")
def test_diff_as_data(call: Run) -> None:
    code, out, err = call("diff", "first", "second", "--format", "json")
    assert (code, err) == (0, "")
    (change,) = json.loads(out)["changes"]
    assert (change["kind"], change["new"][0]["characteristic"]) == ("reworded", "1.2")
    rows = call("diff", "first", "second", "--format", "csv")[1].splitlines()
    assert [row.split(",")[0] for row in rows] == ["kind", "reworded"]


@pytest.mark.usefixtures("editions")
def test_diff_into_a_file(call: Run, home: Path) -> None:
    printed = call("diff", "first", "second", "--format", "json")[1]
    assert call("diff", "first", "second", "--format", "json", "--out", "d.json") == (0, "", "")
    assert (home / "d.json").read_text(encoding="utf-8") == printed
    assert call("diff", "first", "second", "--out", os.devnull) == (0, "", "")
    assert not Path(os.devnull).is_file()
    code, out, err = call("diff", "first", "second", "--out", "missing/d.json")
    assert (code, out) == (3, "")
    assert "cannot be written" in err


@pytest.mark.usefixtures("editions")
@pytest.mark.parametrize(
    ("form", "begins"), [("html", b"<!DOCTYPE html>"), ("markdown", b"# What"), ("xlsx", b"PK")]
)
def test_diff_to_read(call: Run, home: Path, form: str, begins: bytes) -> None:
    assert call("diff", "first", "second", "--format", form, "--out", "d") == (0, "", "")
    assert (home / "d").read_bytes().startswith(begins)


@pytest.mark.usefixtures("editions")
def test_diff_as_a_workbook_needs_a_file(call: Run) -> None:
    code, out, err = call("diff", "first", "second", "--format", "xlsx")
    assert (code, out) == (2, "")
    assert "--out" in err


def test_diff_links_the_pages_of_the_sources(call: Run, home: Path) -> None:
    (home / "raw" / "kitchen.pdf").replace(home / "raw" / "kitchen 2.pdf")
    (home / "raw" / "kitchen.pdf").write_bytes(framework_pdf("Tools lie on the floor."))
    assert call("extract", "--quiet")[0] == 0
    (home / "notes").mkdir()
    argv = ("kitchen", "kitchen-2", "--format", "html", "--out", "notes/changes.html")
    assert call("diff", *argv)[0] == 0
    page = (home / "notes" / "changes.html").read_text(encoding="utf-8")
    assert 'href="../raw/kitchen.pdf#page=1"' in page
    assert 'href="../raw/kitchen%202.pdf#page=1"' in page


@pytest.mark.usefixtures("editions")
def test_diff_of_unrelated_frameworks_warns(call: Run) -> None:
    code, out, err = call("diff", "first", "other", "--exit-code")
    assert code == 1
    assert "do not look like editions of one framework" in err
    assert "nearest" in out


@pytest.mark.usefixtures("editions")
def test_diff_with_a_crosswalk(call: Run, home: Path) -> None:
    (home / "crosswalk.toml").write_text('1.2 = "gone"\n')
    out = call("diff", "first", "second", "--crosswalk", "crosswalk.toml")[1]
    assert "characteristic-removed  1.2" in out
    (home / "crosswalk.toml").write_text('1.3 = "gone"\n')
    code, _, err = call("diff", "first", "second", "--crosswalk", "crosswalk.toml")
    assert code == 3
    assert "did you mean" in err


@pytest.mark.usefixtures("editions")
def test_diff_of_something_else(call: Run, home: Path) -> None:
    code, out, err = call("diff", "first", "secnd")
    assert (code, out) == (3, "")
    assert "second" in err
    (home / "extracted" / "second" / "framework.json").write_text("{}")
    code, out, err = call("diff", "first", "second")
    assert (code, out) == (3, "")
    assert "extract the document again" in err


# ---- export -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("extracted")
@pytest.mark.parametrize("form", FORMATS)
def test_export_writes_every_format_and_names_the_files(call: Run, form: str) -> None:
    code, out, err = call("export", "clean", "--to", form)
    assert (code, err) == (0, "")
    paths = [Path(line) for line in out.splitlines()]
    assert paths
    assert set(paths) == set(Path("exports/kitchen").iterdir())


@pytest.mark.parametrize(
    "name", ["clean", "extracted/clean", "extracted/clean/framework.json", "extracted/clean/"]
)
def test_export_finds_a_framework(call: Run, extracted: Path, name: str) -> None:
    assert extracted.is_dir()
    code, out, _ = call("export", name, "--to", "sqlite", "--out", "there")
    assert (code, out) == (0, "there/kitchen.sqlite\n")


@pytest.mark.usefixtures("extracted")
def test_export_options_reach_their_format(call: Run, home: Path) -> None:
    (home / "services.txt").write_text("Home visits\nDay centre\n")
    assert call("export", "clean", "--to", "xlsx", "--services", "services.txt")[0] == 0
    book = openpyxl.load_workbook(home / "exports" / "kitchen" / "kitchen.xlsx")
    assert {"Home visits", "Day centre"} < set(book.sheetnames)
    assert call("export", "clean", "--to", "case", "--base-uri", "https://a.example")[0] == 0
    assert "https://a.example/CFItems/" in (home / "exports/kitchen/cfpackage.json").read_text()


def test_export_says_what_replaces_what(call: Run, home: Path) -> None:
    one, two = (characteristic(code, statement=f"{code} shine.") for code in ("1.1", "1.2"))
    boats = characteristic("9", (("Boats leak.",), ("Keels are scraped.",)), statement="Sail.")
    for name, owned in (("first", [one]), ("second", [one, two]), ("boats", [boats])):
        made = framework(domain(*owned, title="Harbour" if name == "boats" else "Tools"))
        write(home / "extracted" / name, made.model_copy(update={"id": name}))

    def kinds(old: str) -> tuple[Counter[str], str]:
        code, out, err = call("export", "second", "--to", "case", "--replaces", old)
        assert code == 0
        package = json.loads((home / out.strip()).read_text(encoding="utf-8"))
        return Counter(a["associationType"] for a in package["CFAssociations"]), err

    assert kinds("first") == ({"isChildOf": 4, "replacedBy": 3}, "")
    related, err = kinds("boats")
    assert related["replacedBy"] == 0
    assert "do not look like editions" in err
    code, out, err = call("export", "second", "--to", "case", "--replaces", "second")
    assert (code, out) == (3, "")
    assert "another name" in err


@pytest.mark.usefixtures("extracted")
@pytest.mark.parametrize(
    ("argv", "code", "named"),
    [
        (("clean",), 2, "--to"),
        (("clean", "--to", "xml"), 2, "parquet"),
        (("clean", "--to", "case", "--base-uri", "nowhere"), 2, "https://example.org/case"),
        (("clean", "--to", "csvw", "--base-uri", "https://a.example"), 2, "--to case only"),
        (("clean", "--to", "case", "--services", "x.txt"), 2, "--to xlsx only"),
        (("clean", "--to", "csvw", "--replaces", "warned"), 2, "--to case only"),
        (("clean", "--to", "case", "--replaces", "cleen"), 3, "clean"),
        (("clean", "--to", "xlsx", "--services", "x.txt"), 3, "cannot be read"),
        (("cleen", "--to", "case"), 3, "clean"),
        (("clean", "--to", "case", "--out", "raw/kitchen.pdf"), 3, "choose another folder"),
    ],
)
def test_export_that_cannot_be(call: Run, argv: Sequence[str], code: int, named: str) -> None:
    found, out, err = call("export", *argv)
    assert (found, out) == (code, "")
    assert named in err
    assert not Path("exports").exists()


@pytest.mark.usefixtures("extracted")
def test_export_that_fails_leaves_the_old_one(
    call: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("export", "clean", "--to", "csvw")[0] == 0
    folder = home / "exports" / "kitchen"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "datapackage.json":
            raise OSError(28, "No space left on device")
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    code, out, err = call("export", "warned", "--to", "csvw")
    assert (code, out) == (3, "")
    assert "No space left on device" in err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


# ---- classify -----------------------------------------------------------------------------------


@pytest.fixture
def note(call: Run, home: Path) -> Path:
    assert call("extract", "--quiet")[0] == 0
    path = home / "note.txt"
    path.write_text("Tools are kept in a locked drawer.\nXyzzy.\n", encoding="utf-8")
    return path


def test_classify_to_read(call: Run, note: Path) -> None:
    code, out, err = call("classify", "kitchen", str(note))
    assert (code, err) == (0, "")
    assert out.startswith("kitchen: 2 passages, ")
    assert "none: 0.000 is below" in out


def test_classify_as_data(call: Run, note: Path, home: Path) -> None:
    code, out, _ = call("classify", "kitchen", str(note), "--format", "json", "--top", "2")
    assert code == 0
    jsonschema.validate(json.loads(out), json.loads(schemas()["classification.schema.json"]))
    assert call("classify", "kitchen", str(note), "--format", "csv", "--out", "note.csv")[:2] == (
        0,
        "",
    )
    assert (home / "note.csv").read_text(encoding="utf-8").startswith("passage,first_line,")


@pytest.mark.parametrize("argv", [(), ("-",)])
def test_classify_reads_standard_input(
    call: Run, note: Path, monkeypatch: pytest.MonkeyPatch, argv: Sequence[str]
) -> None:
    from_file = call("classify", "kitchen", str(note))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(note.read_bytes())))
    assert call("classify", "kitchen", *argv) == from_file


@pytest.mark.parametrize(
    ("argv", "expected", "named"),
    [
        (["none.txt"], 3, "cannot be read"),
        (["raw/kitchen.pdf"], 3, "no text in UTF-8"),
        (["note.txt", "--top", "0"], 2, "--top"),
        (["--to", "spacy"], 2, "--out FOLDER"),
        (["note.txt", "--evaluate"], 2, "FILE"),
        (["--evaluate", "note.txt"], 2, "FILE"),
        (["note.txt", "--threshold", "2"], 2, "--threshold"),
        (["note.txt", "--out", "note.txt"], 2, "written over"),
        (["empty.txt"], 3, "holds no text"),
        (["--to", "spacy", "--evaluate", "--out", "there"], 2, "twice"),
    ],
)
@pytest.mark.usefixtures("note")
def test_classify_says_what_is_wrong(
    call: Run, home: Path, argv: Sequence[str], expected: int, named: str
) -> None:
    (home / "raw" / "kitchen.pdf").write_bytes(b"%PDF-1.4 \xe2\xe3\xcf\xd3")
    (home / "empty.txt").write_text(" \n\n")
    code, out, err = call("classify", "kitchen", *argv)
    assert (code, out) == (expected, "")
    assert named in err


def test_arguments_may_stand_behind_options(call: Run, note: Path) -> None:
    plain = call("classify", "kitchen", str(note), "--top", "2")
    assert call("classify", "kitchen", "--top", "2", str(note)) == plain
    plain = call("explain", "kitchen", "1.1", "--json")
    assert call("explain", "kitchen", "--json", "1.1") == plain
    for argv in (("classify", "kitchen", str(note), "more"), ("check", "kitchen", "--all")):
        code, out, err = call(*argv)
        assert (code, out) == (2, "")
        assert "unrecognized arguments" in err


@pytest.mark.usefixtures("note")
def test_classify_saves_a_pipeline(call: Run, home: Path) -> None:
    assert call("classify", "kitchen", "--to", "spacy", "--out", "pipe") == (0, "pipe\n", "")
    assert (home / "pipe" / "config.cfg").is_file()


@pytest.mark.usefixtures("note")
def test_classify_evaluates(call: Run) -> None:
    code, out, _ = call("classify", "kitchen", "--evaluate")
    assert code == 0
    for method in ("nearest", "spacy"):
        for question in ("domain", "characteristic", "level"):
            assert re.search(rf"^{method} +\d+  {question} ", out, re.M)


# ---- schema -------------------------------------------------------------------------------------


def test_schema(call: Run, home: Path) -> None:
    code, out, err = call("schema", "--out", "there")
    assert (code, err) == (0, "")
    assert [home / path for path in out.split()] == sorted(
        (home / "there").iterdir(), key=lambda p: out.index(p.name)
    )
    assert (home / "there" / "framework.schema.json").is_file()


# ---- as a program -------------------------------------------------------------------------------


def program(*argv: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *argv]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **options)


def test_module_is_a_program(home: Path) -> None:
    done = program("extract", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (home / "extracted" / "kitchen" / "framework.json").is_file()


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from pipeline.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'spacy', 'pdfplumber', 'pypdfium2', 'pydantic', 'numpy', 'camelot'}\n"
        "print('imported:', sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("imported: []\n")


def test_reader_that_goes_away_is_no_error(home: Path) -> None:
    """As in `framework extract | head -1`."""
    assert home.is_dir()
    command = [sys.executable, "-m", "pipeline", "extract", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read().decode()
        process.wait(60)
    assert said == ""


def on_a_terminal(*argv: str, **environment: str) -> str:
    """What standard error shows if it is a terminal."""
    import pty  # there is neither of the two on Windows
    import termios

    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, 100))
    kept = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    command = [sys.executable, "-m", "pipeline", *argv]
    env = {**kept, "TERM": "xterm", **environment}
    with subprocess.Popen(command, stderr=slave, stdout=subprocess.DEVNULL, env=env) as process:
        os.close(slave)
        shown = b""
        # A terminal whose other end is closed reads as an error.
        with contextlib.suppress(OSError):
            while chunk := os.read(master, 4096):
                shown += chunk
        assert process.wait(60) == 0
    os.close(master)
    return shown.decode()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
@pytest.mark.usefixtures("home")
def test_progress_on_a_terminal() -> None:
    coloured, plain = (on_a_terminal("extract", "--force", **e) for e in ({}, {"NO_COLOR": "1"}))
    assert "kitchen.pdf" in coloured
    assert "\x1b[3" in coloured
    assert "kitchen.pdf" in plain
    assert "\x1b[3" not in plain
    assert on_a_terminal("extract", "--force", "--quiet") == ""


# ---- documentation ------------------------------------------------------------------------------


def help_of(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    with pytest.raises(SystemExit) as stop:
        main([*command, "--help"])
    assert stop.value.code == 0
    return capsys.readouterr().out


def test_readme_names_every_command_and_option(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    ([a-z]+) ", help_of(capsys), flags=re.M)
    assert "extract" in commands
    missing = [f"framework {c}" for c in commands if f"framework {c}" not in readme]
    for command in commands:
        options = set(re.findall(r"--[a-z][a-z-]*", help_of(capsys, command))) - {"--help"}
        missing += [
            f"{command} {option}"
            for option in sorted(options)
            if not re.search(rf"{option}(?![\w-])", readme)
        ]
    assert not missing, f"README.md does not name: {', '.join(missing)}"


def test_readme_shows_what_explain_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"^\$ framework (explain .*) --picture \S+\n(.*?)^```", readme, re.M | re.S)
    assert shown
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    assert main(shown[1].split()) == 0
    assert capsys.readouterr().out == shown[2]


def test_readme_shows_what_classify_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(
        r"^\$ cat notes.txt\n(.*?)^\$ framework (classify .*) notes.txt\n(.*?)^```",
        readme,
        re.M | re.S,
    )
    assert shown
    note = tmp_path / "notes.txt"
    note.write_text(shown[1], encoding="utf-8")
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*shown[2].split(), str(note)]) == 0
    assert capsys.readouterr().out == shown[3]


def test_help_tells_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(help_of(capsys).split())
    assert all(f"{code} " in text.split("Exit codes:")[1] for code in (0, 1, 2, 3))


def test_makefile_targets_call_commands_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = set(re.findall(r"/framework ([a-z]+)", makefile))
    commands = set(re.findall(r"^    ([a-z]+) ", help_of(capsys), flags=re.M))
    assert "extract" in called
    assert called <= commands, f"the Makefile calls {called - commands}"
