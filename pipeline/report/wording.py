"""How changes are named to a person, the same on the page, in the note and in the workbook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pipeline.changes import KINDS, Change, Differences, Kind, Ref

Tone = Literal["added", "removed", "changed", "moved"]

UNRELATED = "These two frameworks do not look like editions of each other"

_NO_DETAIL = {"paragraph": None, "level": None}

_TONES: dict[str, Tone] = {
    "added": "added",
    "removed": "removed",
    "moved": "moved",
    "reordered": "moved",
    "renumbered": "moved",
}


def kind_label(kind: Kind) -> str:
    """`paragraph-added` as "Paragraph added"."""
    return kind.replace("-", " ").capitalize()


def kind_tone(kind: Kind) -> Tone:
    """Which of four colours a kind has; the words always say it as well."""
    return _TONES.get(kind.rpartition("-")[2], "changed")


def counts(differences: Differences) -> list[tuple[Kind, int]]:
    """The kinds that occur, in the order of the contract, with their numbers."""
    return [(k, differences.summary[k]) for k in KINDS if differences.summary.get(k)]


def ref_label(ref: Ref) -> str:
    """What a reference speaks of: "1.2, Dependable, paragraph 3"."""
    parts = [ref.characteristic or ref.domain, ref.level]
    parts.append(f"paragraph {ref.paragraph}" if ref.paragraph else None)
    return ", ".join(part for part in parts if part) or ref.key


def refs_label(refs: Iterable[Ref]) -> str:
    """The references of one side of a change."""
    return " + ".join(ref_label(ref) for ref in refs)


def where(change: Change) -> str:
    """What a change speaks of: "1.4, Dependable (was 1.3)", "1.2 + 1.3 → 1.2"."""
    if change.kind == "domains-reordered":
        old, new = (", ".join(map(ref_label, refs)) for refs in (change.old, change.new))
        return f"{old} → {new}"
    old, new = refs_label(change.old), refs_label(change.new)
    if not old or not new or old == new:
        return new or old
    if len(change.old) != 1 or len(change.new) != 1:
        return f"{old} → {new}"
    before, after = change.old[0], change.new[0]
    if (before.level, before.paragraph) == (after.level, after.paragraph):
        return f"{new} (was {ref_label(before.model_copy(update=_NO_DETAIL))})"
    return f"{new} (was {old})"


def split_run(text: str) -> tuple[str, str, str]:
    """A run of a redline as the space before its words, the words, and the space behind them.

    Marks and colours look right, and Markdown reads them, only where they touch the words.
    """
    core = text.strip()
    before, _, after = text.partition(core) if core else (text, "", "")
    return before, core, after
