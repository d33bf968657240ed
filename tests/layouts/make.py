"""Make the documents: ``cd tests && python -m layouts.make [NAME...]``.

The PDFs are kept in the repository, so this is only needed after a change to the frameworks, the
arrangements or the producers. What the programs need stands in README.md.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from samples.sample import Characteristic, Domain

from layouts.arrangements import Arranged
from layouts.blocks import Document
from layouts.catalogue import DESIGNS, DOCUMENTS, Design, file_name

PRODUCERS = {
    "writer": "writer",
    "calc": "calc",
    "browser": "browser",
    "typst": "typst_pdf",
    "latex": "latex",
    "reportlab": "reportlab_pdf",
}

# When a file was made, and what a program derives from that; all else is the same each time.
DATE = re.compile(rb"(?<=Date\(D:)\d{14}|(?<=Date \(D:)\d{14}")
CHECKSUM = re.compile(rb"(?<=/DocChecksum /)[0-9A-F]{32}|(?<=<)[0-9A-F]{32}(?=>)")


def main(arguments: list[str] | None = None) -> None:
    """Make the documents that are kept, or all that can be made."""
    parser = argparse.ArgumentParser(description="Make PDFs of the invented frameworks.")
    parser.add_argument("names", nargs="*", help="only documents with one of these in their name")
    parser.add_argument("--all", action="store_true", help="each design with each program")
    parser.add_argument("--out", type=Path, help="a folder; the truth goes there too, as JSON")
    options = parser.parse_args(arguments)
    folder: Path = options.out or DOCUMENTS
    folder.mkdir(parents=True, exist_ok=True)
    for design, program in chosen(options.names, options.all):
        path = folder / file_name(design, program)
        arranged = make_document(design, program, path)
        if options.out:
            text = json.dumps(truth_to_json(arranged), indent=1, ensure_ascii=False)
            path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
        sys.stderr.write(f"{path}\n")


def chosen(names: Iterable[str], everything: bool) -> list[tuple[Design, str]]:
    """The designs and programs that are asked for."""
    pairs = [
        (design, program)
        for design in DESIGNS
        for program in (design.programs if everything else design.kept).split()
    ]
    wanted = list(names)
    return [
        (design, program)
        for design, program in pairs
        if not wanted or any(name in file_name(design, program) for name in wanted)
    ]


def make_document(design: Design, program: str, path: Path) -> Arranged:
    """Let a program make a design's PDF."""
    arranged = design.arranged()
    truth = arranged.truth
    document = Document(truth.title, truth.language, arranged.blocks, design.look)
    module = import_module(f"layouts.producers.{PRODUCERS[program]}")
    write: Callable[[Document, Path], None] = module.write
    write(document, path)
    path.write_bytes(settled(path.read_bytes()))
    return arranged


def settled(data: bytes) -> bytes:
    """The same PDF without what differs between two runs; its length stays."""
    return CHECKSUM.sub(b"0" * 32, DATE.sub(b"20250101000000", data))


def truth_to_json(arranged: Arranged) -> dict[str, Any]:
    """The truth for other tools."""
    truth = arranged.truth
    return {
        "title": truth.title,
        "subject": truth.subject,
        "levels": truth.levels,
        "level_notes": truth.level_notes,
        "issues": sorted(arranged.issues),
        "domains": [_domain(domain) for domain in truth.domains],
    }


def _domain(domain: Domain) -> dict[str, Any]:
    return {
        "code": domain.code,
        "title": domain.title,
        "parent": domain.parent,
        "outcome": "\n\n".join(domain.outcome),
        "footnotes": domain.footnotes,
        "summary": {},
        "characteristics": [_characteristic(entry) for entry in domain.characteristics],
    }


def _characteristic(entry: Characteristic) -> dict[str, Any]:
    ratings = entry.ratings
    return {
        "code": entry.code,
        "statement": entry.statement,
        "descriptors": ratings.texts,
        "bullets": ratings.bullets,
    }


if __name__ == "__main__":
    main()
