"""The output folder of one document: written beside the old one, renamed when whole."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pydantic_core
from pydantic import BaseModel

from pipeline.changes import Differences
from pipeline.classification import Classification
from pipeline.errors import InputError
from pipeline.explanation import Explanation
from pipeline.models import (
    BlockModel,
    Characteristic,
    Descriptor,
    Domain,
    Framework,
    Issue,
    Ledger,
)

DESCRIPTOR_COLUMNS = [
    "framework", "domain_code", "domain_title", "characteristic_code", "statement", "level", "rank",
    "paragraph", "text", "page", "key",
]  # fmt: skip
_NUMBERS = re.compile(rb"\[\n\s+-?[\d.]+(?:,\n\s+-?[\d.]+)+\n\s+\]")
_PLACE = re.compile(rb'\{\n\s+"page": [^{}"]+"bbox": [^{}"]+"lines": [^{}"]+\}')
# framework.json comes last: whoever sees it new finds the others new as well.
FILES = (
    "descriptors.csv", "characteristics.csv", "issues.json", "ledger.json", "blocks.json",
    "framework.json",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outputs:
    """All that is written for one document."""

    framework: Framework
    issues: tuple[Issue, ...]
    ledger: Ledger
    blocks: tuple[BlockModel, ...]


def write_outputs(outputs: Outputs, folder: Path) -> Path:
    """Write all files of a document into ``folder``; a failure leaves what stood there.

    Raises:
        InputError: the folder cannot be written.
    """
    blocked = next((name for name in FILES if (folder / name).is_dir()), None)
    if blocked:
        raise InputError(f"{folder / blocked} is a folder: remove it, or choose another --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        try:
            _write_all(outputs, fresh)
            for name in FILES:
                (fresh / name).replace(folder / name)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            with suppress(OSError):  # an empty folder is no output
                folder.rmdir()
    except OSError as error:
        raise InputError(
            f"{folder} cannot be written ({error.strerror}): choose another folder with --out."
        ) from None
    return folder


def _write_all(outputs: Outputs, folder: Path) -> None:
    framework = outputs.framework
    _write_csv(descriptor_rows(framework), DESCRIPTOR_COLUMNS, folder / "descriptors.csv")
    levels = [level.name for level in framework.scale.levels]
    columns = ["framework", "domain_code", "domain_title", "characteristic_code", "statement"]
    rows = characteristic_rows(framework)
    _write_csv(rows, [*columns, *levels, "key"], folder / "characteristics.csv")
    (folder / "issues.json").write_bytes(to_json(outputs.issues))
    (folder / "ledger.json").write_bytes(to_json(outputs.ledger))
    (folder / "blocks.json").write_bytes(to_json(outputs.blocks))
    (folder / "framework.json").write_bytes(to_json(framework))


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


def to_json(value: BaseModel | Sequence[BaseModel]) -> bytes:
    """A model or a list of them as indented UTF-8, keys in the order of the contract.

    Each place stands on a line of its own. No text can look like one: in a JSON string, line ends
    are escaped.
    """
    text = _NUMBERS.sub(_in_one_line, pydantic_core.to_json(value, indent=1))
    return _PLACE.sub(_in_one_line, text) + b"\n"


def _in_one_line(found: re.Match[bytes]) -> bytes:
    words = b" ".join(found.group().split())
    return words.replace(b"[ ", b"[").replace(b" ]", b"]").replace(b"{ ", b"{").replace(b" }", b"}")


# ---- tables -------------------------------------------------------------------------------------


def _tables(
    framework: Framework,
) -> Iterator[tuple[Domain, Characteristic | None, Sequence[Descriptor]]]:
    """Every summary (without a characteristic) and characteristic in order."""
    for domain in framework.domains:
        if domain.summary:
            yield domain, None, domain.summary
        for characteristic in domain.characteristics:
            yield domain, characteristic, characteristic.descriptors


def _owner(framework: Framework, domain: Domain, owner: Characteristic | None) -> list[str | None]:
    statement = " ".join(p.text for p in owner.statement) if owner else None
    return [framework.id, domain.code, domain.title, owner.code if owner else None, statement]


def descriptor_rows(framework: Framework) -> Iterator[list[str | int | None]]:
    """One row per paragraph, columns as in ``DESCRIPTOR_COLUMNS``."""
    levels = {level.key: level for level in framework.scale.levels}
    for domain, characteristic, descriptors in _tables(framework):
        owner = _owner(framework, domain, characteristic)
        for descriptor in descriptors:
            level = levels[descriptor.level]
            for number, paragraph in enumerate(descriptor.paragraphs, 1):
                page = paragraph.places[0].page if paragraph.places else None
                yield [*owner, level.name, level.rank, number, paragraph.text, page, paragraph.key]


def characteristic_rows(framework: Framework) -> Iterator[list[str | None]]:
    """One row per characteristic or summary, one column per level in rank order."""
    for domain, characteristic, descriptors in _tables(framework):
        cells = {d.level: "\n\n".join(p.text for p in d.paragraphs) for d in descriptors}
        texts = [cells.get(level.key, "") for level in framework.scale.levels]
        key = characteristic.key if characteristic else domain.key
        yield [*_owner(framework, domain, characteristic), *texts, key]


def _write_csv(rows: Iterable[Sequence[str | int | None]], columns: list[str], path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame(list(rows), columns=columns, dtype="object")
    frame.to_csv(path, index=False, lineterminator="\n")


# ---- schemas ------------------------------------------------------------------------------------


def schemas() -> dict[str, str]:
    """JSON Schema 2020-12 of each output file, by the name of the schema file."""
    from pydantic import TypeAdapter

    adapters: dict[str, TypeAdapter[object]] = {
        "framework": TypeAdapter(Framework),
        "issues": TypeAdapter(list[Issue]),
        "ledger": TypeAdapter(Ledger),
        "blocks": TypeAdapter(list[BlockModel]),
        "explanation": TypeAdapter(Explanation),
        "differences": TypeAdapter(Differences),
        "classification": TypeAdapter(Classification),
    }
    return {
        f"{name}.schema.json": json.dumps(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                **adapter.json_schema(mode="serialization"),
            },
            indent=1,
        )
        + "\n"
        for name, adapter in adapters.items()
    }


def write_schemas(folder: Path) -> list[Path]:
    """Write the schemas into ``folder``.

    Raises:
        InputError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for name, text in schemas().items():
            (folder / name).write_text(text, encoding="utf-8")
            paths.append(folder / name)
        return paths
    except OSError as error:
        raise InputError(
            f"{folder} cannot be written ({error.strerror}): choose another folder with --out."
        ) from None
