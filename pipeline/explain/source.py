"""The file that a framework was extracted from, as long as it is the same file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import InputError
from pipeline.models import Framework
from pipeline.read.again import KnownSource, open_again


def open_source(framework: Framework, path: Path) -> KnownSource:
    """The source at this path.

    Raises:
        InputError: it cannot be read, or is not what the framework was extracted from.
    """
    source = framework.source
    known = open_again(path, source)
    if known is None:
        raise InputError(
            f"{path} is not the file that was extracted, or was changed since: "
            "extract it again, or name the right one with --source FILE."
        )
    return known


def find_source(framework: Framework, folders: Iterable[Path]) -> KnownSource:
    """The source in the first of the folders that holds it unchanged.

    Raises:
        InputError: none does.
    """
    each = list(dict.fromkeys(folders))
    file = framework.source.file
    trouble = InputError(
        f"{file} is not in {' or '.join(map(str, each))}: name it with --source FILE."
    )
    for path in (folder / file for folder in each):
        if not path.is_file():
            continue
        try:
            return open_source(framework, path)
        except InputError as error:
            trouble = error
    raise trouble
