"""One document and many: what is kept, what is made again, and what a bad document says."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import framework_pdf, pdf, say

from pipeline import stamp
from pipeline.batch import Options, Summary, extract_many
from pipeline.errors import InputError, PipelineError, UsageError
from pipeline.run import extract_document
from pipeline.sources import find_sources
from pipeline.stamp import FILES, STAMP
from pipeline.write import Outputs

Write = Callable[[str, bytes], Path]


def one(path: Path, out: Path, *, force: bool = False) -> Summary:
    (summary,) = extract_many([path], out, Options(force=force))
    return summary


# ---- one document -------------------------------------------------------------------------------


def test_document_from_file_to_data(kitchen: Path) -> None:
    made = extract_document(kitchen).framework
    assert (made.id, made.title, made.source.file) == (
        "kitchen",
        "Kitchen Framework",
        "Kitchen.pdf",
    )
    (domain,) = made.domains
    assert (domain.code, domain.title) == ("1", "Shared Tools")
    (found,) = domain.characteristics
    assert [(d.level, d.paragraphs[0].text) for d in found.descriptors] == [
        ("poor", "Tools lie about here."),
        ("fair", "Most tools hang."),
        ("good", "All tools hang."),
    ]


def test_document_without_a_table_is_refused(source: Write) -> None:
    path = source("recipe.pdf", pdf(say("Bread needs flour.", 50, 50)))
    with pytest.raises(InputError, match=r"holds no descriptor table.*levels = \[") as caught:
        extract_document(path)
    assert "recipe.toml" in str(caught.value)


def test_text_without_a_table_is_refused(source: Write) -> None:
    with pytest.raises(InputError, match="holds no descriptor table"):
        extract_document(source("recipe.txt", b"Bread needs flour.\nAnd water, some salt.\n"))


# ---- what has not changed -----------------------------------------------------------------------


def test_summary_counts_what_was_written(kitchen: Path, out: Path) -> None:
    summary = one(kitchen, out)
    assert (summary.error, summary.fresh) == (None, True)
    assert (summary.levels, summary.domains, summary.characteristics, summary.cells) == (3, 1, 1, 3)
    assert summary.words == summary.accounted > 20
    assert summary.folder == str(out / "kitchen")
    assert set(FILES) <= {p.name for p in (out / "kitchen").iterdir()}


def test_unchanged_document_is_skipped(kitchen: Path, out: Path) -> None:
    first = one(kitchen, out)
    stamp = (out / "kitchen" / "framework.json").stat().st_mtime_ns
    again = one(kitchen, out)
    assert not again.fresh
    assert (out / "kitchen" / "framework.json").stat().st_mtime_ns == stamp
    assert (again.words, again.cells) == (first.words, first.cells)


def test_force_does_it_again(kitchen: Path, out: Path) -> None:
    one(kitchen, out)
    assert one(kitchen, out, force=True).fresh


def test_changed_source_is_done_again(kitchen: Path, out: Path) -> None:
    one(kitchen, out)
    kitchen.write_bytes(framework_pdf("Tools are always lost."))
    assert one(kitchen, out).fresh
    assert "Tools are always lost." in (out / "kitchen" / "framework.json").read_text()


def test_new_and_changed_settings_do_it_again(kitchen: Path, out: Path) -> None:
    one(kitchen, out)
    for title in ("Ours", "Yours"):
        kitchen.with_suffix(".toml").write_text(f'title = "{title}"\n')
        assert one(kitchen, out).fresh
        assert f'"title": "{title}"' in (out / "kitchen" / "framework.json").read_text()
        assert not one(kitchen, out).fresh


def test_removed_settings_do_it_again(kitchen: Path, out: Path) -> None:
    kitchen.with_suffix(".toml").write_text('title = "Ours"\n')
    one(kitchen, out)
    kitchen.with_suffix(".toml").unlink()
    assert one(kitchen, out).fresh


def test_changed_code_does_it_again(
    kitchen: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one(kitchen, out)
    monkeypatch.setattr(stamp, "code_fingerprint", lambda: b"another version")
    assert one(kitchen, out).fresh


def test_other_reader_does_it_again(kitchen: Path, out: Path) -> None:
    one(kitchen, out)
    (summary,) = extract_many([kitchen], out, Options(reader="pdfplumber"))
    assert summary.fresh


@pytest.mark.parametrize("name", FILES)
def test_missing_output_is_made_again(kitchen: Path, out: Path, name: str) -> None:
    one(kitchen, out)
    (out / "kitchen" / name).unlink()
    assert one(kitchen, out).fresh
    assert (out / "kitchen" / name).is_file()


# ---- documents that fail ------------------------------------------------------------------------


def test_bad_document_stops_no_other(source: Write, kitchen: Path, out: Path) -> None:
    bad = [source("A bad one.pdf", b"no PDF"), kitchen.parent / "absent.pdf"]
    summaries = list(extract_many([bad[0], kitchen, bad[1]], out))
    assert [bool(s.error) for s in summaries] == [True, False, True]
    assert "is not a PDF" in (summaries[0].error or "")
    assert "does not exist" in (summaries[2].error or "")
    assert [p.name for p in out.iterdir()] == ["kitchen"]


def test_document_that_becomes_unreadable_keeps_its_last_result(kitchen: Path, out: Path) -> None:
    one(kitchen, out)
    before = (out / "kitchen" / "framework.json").read_bytes()
    kitchen.write_bytes(b"no PDF any more")
    assert one(kitchen, out).error
    assert (out / "kitchen" / "framework.json").read_bytes() == before
    assert one(kitchen, out).error, "an error must not be taken for something done"


def test_fault_of_the_program_is_one_sentence(
    kitchen: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fault(*_: object, **__: object) -> Outputs:
        raise KeyError("tools")

    monkeypatch.setattr("pipeline.run.extract_document", fault)
    error = one(kitchen, out).error or ""
    assert "by a fault of this program (KeyError: 'tools'): report it" in error
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("name", [*FILES, STAMP])
def test_damaged_output_is_made_again(kitchen: Path, out: Path, name: str) -> None:
    one(kitchen, out)
    (out / "kitchen" / name).write_text("{")
    assert one(kitchen, out).fresh
    assert (out / "kitchen" / name).read_text() != "{"


def test_output_file_that_is_a_folder(kitchen: Path, out: Path) -> None:
    (out / "kitchen" / "ledger.json").mkdir(parents=True)
    assert "ledger.json is a folder: remove it" in (one(kitchen, out).error or "")


def test_name_that_is_too_long_stops_no_other(kitchen: Path, out: Path) -> None:
    long = kitchen.with_name("x" * 300 + ".pdf")
    first, second = extract_many(find_sources([long, kitchen], kitchen.parent), out)
    assert "cannot be read" in (first.error or "")
    assert second.error is None


def test_name_that_is_no_unicode(kitchen: Path, out: Path) -> None:
    odd = kitchen.with_name(os.fsdecode(b"latin\xe9.pdf"))
    odd.write_bytes(kitchen.read_bytes())
    assert one(odd, out).error is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipe_is_no_document(tmp_path: Path, out: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    assert "is no regular file" in (one(tmp_path / "pipe.pdf", out).error or "")


def test_folder_that_cannot_be_written(kitchen: Path, out: Path) -> None:
    out.write_text("a file in the way")
    error = one(kitchen, out).error or ""
    assert "cannot be written" in error
    assert "--out" in error


def test_errors_have_their_exit_codes() -> None:
    assert [e.exit_code for e in (PipelineError, UsageError, InputError)] == [1, 2, 3]
