"""The output folder of one document: written beside the old one, renamed when whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pydantic_core
from pydantic import BaseModel

from pipeline.changes import Differences
from pipeline.classification import Classification
from pipeline.errors import InputError
from pipeline.explanation import Explanation
from pipeline.models import BlockModel, Domain, Framework, Issue, Ledger
from pipeline.output import replace_files
from pipeline.stamp import FILES
from pipeline.tables import characteristic_table, descriptor_table, to_csv

_PLACE = rb'\{\n\s+"page": [^{}"]+"bbox": [^{}"]+"lines": [^{}"]+\}'
_NUMBERS = rb"\[\n\s+-?[\d.]+(?:,\n\s+-?[\d.]+)+\n\s+\]"
_ON_A_LINE = re.compile(_PLACE + rb"|" + _NUMBERS)


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
    replace_files(folder, FILES, partial(_write_all, outputs))
    return folder


def _write_all(outputs: Outputs, folder: Path) -> None:
    framework = outputs.framework
    (folder / "descriptors.csv").write_bytes(to_csv(descriptor_table(framework)))
    (folder / "characteristics.csv").write_bytes(to_csv(characteristic_table(framework)))
    values: dict[str, object] = {
        "issues": outputs.issues,
        "ledger": outputs.ledger,
        "blocks": outputs.blocks,
        "framework": framework,
    }
    for name, value in values.items():
        with (folder / f"{name}.json").open("wb") as file:
            file.writelines(_json_pieces(value))
            file.write(b"\n")


def to_json(value: BaseModel | Sequence[BaseModel]) -> bytes:
    """A model or a list of them as indented UTF-8, keys in the order of the contract.

    Each place stands on a line of its own. No text can look like one: in a JSON string, line ends
    are escaped.
    """
    return b"".join([*_json_pieces(value), b"\n"])


def _json_pieces(value: object, indent: bytes = b"\n") -> Iterator[bytes]:
    """The same piece by piece, since a whole framework would take its memory several times.

    ``indent`` is a line's end with the spaces before the bracket that closes the value.
    """
    if isinstance(value, Framework | Domain):
        items = [(pydantic_core.to_json(name) + b": ", item) for name, item in value]
        opens, closes = b"{", b"}"
    elif isinstance(value, Sequence) and value and isinstance(value[0], BaseModel):
        items = [(b"", item) for item in value]
        opens, closes = b"[", b"]"
    else:
        whole = _ON_A_LINE.sub(_in_one_line, pydantic_core.to_json(value, indent=1))
        yield whole.replace(b"\n", indent)
        return
    for i, (key, item) in enumerate(items):
        yield (b"," if i else opens) + indent + b" " + key
        yield from _json_pieces(item, indent + b" ")
    yield indent + closes


def _in_one_line(found: re.Match[bytes]) -> bytes:
    words = b" ".join(found.group().split())
    return words.replace(b"[ ", b"[").replace(b" ]", b"]").replace(b"{ ", b"{").replace(b" }", b"}")


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
