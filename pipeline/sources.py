"""Which files are documents, and what each of them is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.errors import InputError, UsageError

SUFFIXES = (".pdf", ".txt")
_BETWEEN = re.compile(r"[\W_]+")


def slug(text: str) -> str:
    """Lower case, every run of other characters than letters and digits as one '-'."""
    return _BETWEEN.sub("-", text.casefold()).strip("-")


def source_id(source: Path) -> str:
    """The id of a source: the slug of its stem."""
    return slug(source.stem) or "document"


def settings_path(source: Path) -> Path:
    """Where the settings of a source would stand."""
    return source.with_suffix(".toml")


def find_sources(paths: Sequence[Path], default: Path) -> list[Path]:
    """The files to extract: those named, those in the folders named, or all in ``default``.

    Raises:
        InputError: there is nothing to extract.
        UsageError: two sources would be written to the same folder.
    """
    if not paths and not default.is_dir():
        raise InputError(
            f"there is no folder {default}: name a document, or run this where {default} is."
        )
    found: dict[Path, Path] = {}
    for path in paths or [default]:
        for source in _sources_in(path):
            found.setdefault(_resolved(source), source)
    _refuse_same_ids(found.values())
    return list(found.values())


def _sources_in(path: Path) -> list[Path]:
    """The path itself, or the sources in it if it is a folder."""
    try:
        if not path.is_dir():
            return [path]  # whether it can be read shows when its turn comes
        inside = sorted(p for p in path.iterdir() if p.suffix.casefold() in SUFFIXES)
    except OSError:
        return [path]
    if not inside:
        raise InputError(f"{path} holds no .pdf and no .txt: put a document there.")
    return inside


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _refuse_same_ids(sources: Iterable[Path]) -> None:
    seen: dict[str, Path] = {}
    for source in sources:
        other = seen.setdefault(source_id(source), source)
        if other != source:
            raise UsageError(
                f"{other} and {source} have the same id '{source_id(source)}': rename one of them."
            )
