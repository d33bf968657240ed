"""One document and many: what is skipped, what is done again, and what one bad document does."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import framework_pdf, pdf, say

from pipeline import batch
from pipeline.batch import Options, Summary, extract_many, find_sources
from pipeline.errors import InputError, PipelineError, UsageError
from pipeline.run import extract_document
from pipeline.write import FILES, Outputs

Write = Callable[[str, bytes], Path]


def one(path: Path, out: Path, *, force: bool = False) -> Summary:
    (summary,) = extract_many([path], out, Options(force=force))
    return summary


@pytest.fixture
def kitchen(source: Write) -> Path:
    """A document that can be extracted."""
    return source("Kitchen.pdf", framework_pdf())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "extracted"


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


# ---- finding sources ----------------------------------------------------------------------------


def test_sources_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.TXT", "a.toml", "notes.md"):
        (tmp_path / name).touch()
    assert [p.name for p in find_sources([tmp_path], tmp_path)] == ["a.TXT", "b.pdf"]
    assert find_sources([], tmp_path) == find_sources([tmp_path], tmp_path)


def test_named_source_is_taken_as_it_is(tmp_path: Path) -> None:
    """Whether it can be read is said when it is read, so that the others go on."""
    assert find_sources([tmp_path / "absent.pdf"], tmp_path) == [tmp_path / "absent.pdf"]


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no \.pdf and no \.txt: put"):
        find_sources([tmp_path], tmp_path)


def test_missing_default_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no folder"):
        find_sources([], tmp_path / "raw")


@pytest.mark.parametrize("other", ["kitchen.txt", "KITCHEN.pdf", "Kitchen_.pdf"])
def test_same_id_twice_is_refused(tmp_path: Path, other: str) -> None:
    with pytest.raises(UsageError, match="same id 'kitchen': rename one") as caught:
        find_sources([tmp_path / "kitchen.pdf", tmp_path / other], tmp_path)
    assert other in str(caught.value)


def test_same_source_named_twice_is_no_clash(tmp_path: Path) -> None:
    path = tmp_path / "kitchen.pdf"
    assert set(find_sources([path, path], tmp_path)) == {path}


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
    monkeypatch.setattr(batch, "_code_fingerprint", lambda: b"another version")
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
    monkeypatch.setattr(batch, "extract_document", dying(how))
    first, second = extract_many([deadly, kitchen], out)
    assert first.error
    assert first.error.startswith(f"{deadly} broke the program that reads it: ")
    assert second.error is None
    assert not (out / "deadly" / "framework.json").exists()


def test_worker_that_takes_too_long_is_ended(
    source: Write, kitchen: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = source("deadly.pdf", framework_pdf())
    monkeypatch.setattr(batch, "extract_document", dying(lambda: time.sleep(60)))
    monkeypatch.setattr(batch, "TIME_LIMIT", 1)
    started = time.monotonic()
    summary = one(deadly, out)
    assert "took longer than" in (summary.error or "")
    assert time.monotonic() - started < 20


def test_fault_of_the_program_is_one_sentence(
    kitchen: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fault(*_: object, **__: object) -> Outputs:
        raise KeyError("tools")

    monkeypatch.setattr(batch, "extract_document", fault)
    error = one(kitchen, out).error or ""
    assert "by a fault of this program (KeyError: 'tools'): report it" in error
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("name", [*FILES, batch.STAMP])
def test_damaged_output_is_made_again(kitchen: Path, out: Path, name: str) -> None:
    one(kitchen, out)
    (out / "kitchen" / name).write_text("{")
    assert one(kitchen, out).fresh
    assert (out / "kitchen" / name).read_text() != "{"


def test_output_file_that_is_a_folder(kitchen: Path, out: Path) -> None:
    (out / "kitchen" / "ledger.json").mkdir(parents=True)
    assert "ledger.json is a folder: remove it" in (one(kitchen, out).error or "")


def test_same_file_by_two_paths_is_one_source(source: Write, tmp_path: Path) -> None:
    path = source("kitchen.pdf", framework_pdf())
    (tmp_path / "beside").mkdir()
    round_about = tmp_path / "beside" / ".." / path.relative_to(tmp_path)
    assert find_sources([path, round_about], tmp_path) == [path]


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
