"""What was extracted before, found by any of its names and read back from its folder."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from pipeline.errors import InputError
from pipeline.models import BlockModel, Framework, Issue
from pipeline.sources import SUFFIXES, source_id

FRAMEWORK, ISSUES, BLOCKS = "framework.json", "issues.json", "blocks.json"
SHOWN = 5  # names that are offered in place of an unknown one
Kind = TypeVar("Kind")


def find_extracted(name: Path, extracted: Path) -> Path:
    """The folder of a framework, named by itself, its framework.json, its id, or its source.

    Ids, and the folders of sources, are looked for in ``extracted``.

    Raises:
        InputError: there is no such folder.
    """
    tried = [name.parent if name.name == FRAMEWORK else name, extracted / name]
    if name.suffix.casefold() in SUFFIXES:
        tried.append(extracted / source_id(name))
    found = next((folder for folder in tried if _is_file(folder / FRAMEWORK)), None)
    if found is None:
        raise InputError(_not_found(name, extracted))
    return found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file can have, a folder that is closed
        return False


def all_extracted(extracted: Path) -> list[Path]:
    """The folders of all frameworks in ``extracted``, by name."""
    return sorted(path.parent for path in extracted.glob(f"*/{FRAMEWORK}"))


def _not_found(name: Path, extracted: Path) -> str:
    if name.suffix.casefold() in SUFFIXES and _is_file(name):
        return f"{name} has not been extracted: run `framework extract {name}` first."
    known = [folder.name for folder in all_extracted(extracted)]
    lack = f"{name} holds no extracted framework"
    if not known:
        return f"{lack}, nor does {extracted}/: run `framework extract` first."
    near = difflib.get_close_matches(name.name, known, n=SHOWN)
    offered = list(dict.fromkeys([*near, *known]))
    shown = ", ".join(offered[:SHOWN]) + (" ..." if len(offered) > SHOWN else "")
    return f"{lack}: name a folder of {extracted}/ ({shown})."


@dataclass(frozen=True, slots=True)
class Extracted:
    """What stands in the folder of one document."""

    framework: Framework
    issues: tuple[Issue, ...]
    blocks: tuple[BlockModel, ...]


def load_extracted(folder: Path) -> Extracted:
    """All of a folder that is needed to explain it; the errors of ``load_framework``."""
    blocks = _load(folder / BLOCKS, TypeAdapter(tuple[BlockModel, ...]))
    return Extracted(load_framework(folder), load_issues(folder), blocks)


def load_framework(folder: Path) -> Framework:
    """The framework in a folder.

    Raises:
        InputError: the file is missing, or is not what `framework extract` writes.
    """
    return _load(folder / FRAMEWORK, TypeAdapter(Framework))


def load_issues(folder: Path) -> tuple[Issue, ...]:
    """The issues in a folder; the errors of ``load_framework``."""
    return _load(folder / ISSUES, TypeAdapter(tuple[Issue, ...]))


def _load(path: Path, kind: TypeAdapter[Kind]) -> Kind:
    try:
        return kind.validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror}): extract the document again."
        ) from None
    except ValueError:
        raise InputError(
            f"{path} is not what `framework extract` writes: extract the document again."
        ) from None
