"""Which files are documents, and what each of them is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import InputError, UsageError
from pipeline.sources import find_sources, slug, source_id


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("riverside-libraries-2025.pdf", "riverside-libraries-2025"),
        ("Kitchen Framework (v2.1).pdf", "kitchen-framework-v2-1"),
        ("__A__.txt", "a"),
        ("Küche.pdf", "küche"),
        ("!.pdf", "document"),
    ],
)
def test_source_id(name: str, expected: str) -> None:
    assert source_id(Path("raw") / name) == expected


def test_slug() -> None:
    assert slug("Needs Attention!") == "needs-attention"
    assert slug("…") == ""


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


def test_same_file_by_two_paths_is_one_source(
    source: Callable[[str, bytes], Path], tmp_path: Path
) -> None:
    path = source("kitchen.pdf", b"%PDF")
    (tmp_path / "beside").mkdir()
    round_about = tmp_path / "beside" / ".." / path.relative_to(tmp_path)
    assert find_sources([path, round_about], tmp_path) == [path]
