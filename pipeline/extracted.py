"""What was extracted before, found by any of its names and read back."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import InputError
from pipeline.models import Framework

FILE = "framework.json"


def find_extracted(name: Path, extracted: Path) -> Path:
    """The folder of a framework, named by itself, by its framework.json, or by its id.

    Raises:
        InputError: there is no such folder.
    """
    tried = [name.parent if name.name == FILE else name, extracted / name]
    found = next((folder for folder in tried if (folder / FILE).is_file()), None)
    if found is None:
        known = sorted(path.parent.name for path in extracted.glob(f"*/{FILE}"))
        raise InputError(
            f"{name} holds no extracted framework: name a folder of {extracted}/ "
            f"({', '.join(known) or 'there is none yet, run `framework extract`'})."
        )
    return found


def load_framework(folder: Path) -> Framework:
    """The framework in a folder.

    Raises:
        InputError: the file is missing, or is not what `framework extract` writes.
    """
    path = folder / FILE
    try:
        return Framework.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror}): extract the document again."
        ) from None
    except ValueError:
        raise InputError(
            f"{path} is not what `framework extract` writes: extract the document again."
        ) from None
