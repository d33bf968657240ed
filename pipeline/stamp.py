"""The stamp in an output folder: which source, settings and code made its files."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.sources import settings_path

STAMP = ".stamp"
# framework.json comes last: whoever sees it new finds the others new as well.
FILES = (
    "descriptors.csv", "characteristics.csv", "issues.json", "ledger.json", "blocks.json",
    "framework.json",
)  # fmt: skip


def fingerprint(source: Path, options: str) -> str:
    """Changes with the source, its settings, the way of reading and the code."""
    digest = hashlib.sha256(options.encode())
    for path in (source, settings_path(source)):
        try:
            digest.update(path.read_bytes() if path.is_file() else b"absent")
        except OSError:
            digest.update(b"unreadable")
    digest.update(code_fingerprint())
    return digest.hexdigest()


@cache
def code_fingerprint() -> bytes:
    """Changes with any module of this package."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


def remove_stamp(folder: Path) -> None:
    """Say that the files are not those that the stamp knew; done before they are replaced."""
    with suppress(OSError):
        (folder / STAMP).unlink()


def write_stamp(folder: Path, made_from: str, summary: dict[str, Any]) -> None:
    """Note from what the files were made, and the figures to show when they are kept."""
    stamp = {"made_from": made_from, "files": _files_digest(folder), "summary": summary}
    fresh = folder / f"{STAMP}.{os.getpid()}"
    fresh.write_text(json.dumps(stamp), encoding="utf-8")
    fresh.replace(folder / STAMP)


def read_stamp(folder: Path, made_from: str) -> dict[str, Any] | None:
    """The summary of the files, None if something else made them or they are not whole."""
    try:
        stamp = json.loads((folder / STAMP).read_bytes())
        if stamp["made_from"] == made_from and stamp["files"] == _files_digest(folder):
            summary: dict[str, Any] = stamp["summary"]
            return summary
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _files_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
