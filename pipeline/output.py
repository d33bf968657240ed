"""Files written beside the old ones, and put in their place when all of them are whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.errors import InputError


def replace_files(folder: Path, names: Sequence[str], write: Callable[[Path], None]) -> None:
    """Have files written, then put them into ``folder``; a failure leaves what stood there.

    Args:
        folder: where they belong; made if it is not there.
        names: the files, in the order in which they are put into their places.
        write: writes all of them into the folder that it is given.

    Raises:
        InputError: the folder cannot be written.
    """
    blocked = next((name for name in names if (folder / name).is_dir()), None)
    if blocked:
        raise InputError(f"{folder / blocked} is a folder: remove it, or choose another --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        try:
            write(fresh)
            for name in names:
                (fresh / name).replace(folder / name)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            with suppress(OSError):  # an empty folder is no output
                folder.rmdir()
    except OSError as error:
        raise InputError(
            f"{folder} cannot be written ({error.strerror}): choose another folder with --out."
        ) from None


def write_files(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files of these names and contents; the errors of ``replace_files``."""

    def write(fresh: Path) -> None:
        for name, data in files.items():
            (fresh / name).write_bytes(data)

    replace_files(folder, list(files), write)
    return [folder / name for name in files]


def write_file(path: Path, data: bytes) -> None:
    """Write one file beside the old one, renamed when whole; a device or pipe is written to.

    Raises:
        InputError: it cannot be written.
    """
    special = path.exists() and not path.is_file()
    fresh = path if special else path.with_name(f".new-{path.name}")
    try:
        fresh.write_bytes(data)
        if not special:
            fresh.replace(path)
    except OSError as error:
        if not special:
            with suppress(OSError):
                fresh.unlink()
        raise InputError(
            f"{path} cannot be written ({error.strerror}): choose another name or folder."
        ) from None
