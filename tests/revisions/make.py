"""Revisions by number: ``python tests/revisions/make.py [--out DIR] [SEED...]``.

Writes the two editions and the list of true edits of each revision, and says what the comparison
misses in it.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

from pipeline.compare import compare  # noqa: E402
from pipeline.models import Framework  # noqa: E402
from revisions.drafts import Draft, Edit, sample_draft, true_edits  # noqa: E402
from revisions.edits import KINDS_OF_EDIT, STRUCTURE, WORDING, Editor  # noqa: E402
from revisions.prose import invent, invent_large  # noqa: E402
from revisions.score import as_edits, compare_edits  # noqa: E402

SAMPLES = sorted((HERE.parent / "samples").glob("repair-workshops-*.json"))


@dataclass(frozen=True)
class Revision:
    """Two editions and what was changed between them."""

    old: Framework
    new: Framework
    edits: list[Edit]
    noisy: frozenset[str]  # texts of the new edition that changed without saying anything else


def revision(seed: int) -> Revision:
    """The revision of this number; every third one is made of a sample document.

    The first have edits of one kind, those behind them of several and the last of all kinds.
    """
    random = Random(seed)
    old = sample_draft(random.choice(SAMPLES)) if seed % 3 == 0 else invent(random)
    kinds = [*KINDS_OF_EDIT]
    if seed < len(kinds):
        kinds = [kinds[seed]]
    elif seed % 4:
        kinds = random.sample(kinds, random.randint(2, 8))
    return revise(random, old, kinds)


def revise(random: Random, old: Draft, kinds: list[str]) -> Revision:
    """Edit a draft; the more kinds there are, the fewer edits of each."""
    editor = Editor(random, old)
    for name, edit in (*STRUCTURE, *WORDING):
        times = random.randint(1, 3 if name in dict(WORDING) or len(kinds) < 4 else 1)
        for _ in range(times if name in kinds else 0):
            edit(editor)
    if old.numbered and random.random() < 0.5 and (old.chapters[0].code or "").isdigit():
        for n, chapter in enumerate(editor.draft.chapters, 1):
            chapter.code = str(n)
    editor.draft.number()
    noisy = editor.disturb(random.choice((0.05, 0.2, 0.5)))
    edits = true_edits(old, editor.draft)
    return Revision(old.framework("old"), editor.draft.framework("new"), edits, frozenset(noisy))


def write_large(folder: Path, domains: int) -> int:
    """Write two editions of ten characteristics a domain; gives the number of paragraphs."""
    random = Random(domains)
    old = invent_large(random, domains)
    _write(revise(random, old, [*KINDS_OF_EDIT]), folder)
    tables = [criterion.cells for chapter in old.chapters for criterion in chapter.criteria]
    return sum(len(texts) for cells in tables for texts in cells.values())


def main(argv: list[str]) -> None:
    """Write revisions, and what is wrong with the comparison of each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("seeds", nargs="*", type=int, default=range(60), metavar="SEED")
    parser.add_argument("--out", type=Path, help="write framework.json and edits.json here")
    args = parser.parse_args(argv)
    for seed in args.seeds:
        made = revision(seed)
        if args.out:
            _write(made, args.out / str(seed))
        wrong, missed = compare_edits(as_edits(compare(made.old, made.new)), made.edits)
        say(f"{seed}: {len(made.edits)} edits, {len(missed)} missed, {len(wrong)} wrong")
        for mark, edits in (("missed", missed), ("wrong", wrong)):
            for edit in edits:
                say(f"  {mark} {edit}")


def say(line: str) -> None:
    """A line on standard output."""
    sys.stdout.write(f"{line}\n")


def _write(made: Revision, folder: Path) -> None:
    for name, framework in (("old", made.old), ("new", made.new)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        text = framework.model_dump_json(indent=1)
        (folder / name / "framework.json").write_text(text, encoding="utf-8")
    edits = json.dumps([asdict(edit) for edit in made.edits], indent=1, ensure_ascii=False)
    (folder / "edits.json").write_text(edits, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
