"""Sixty revisions with known edits: the comparison finds them, and nothing else."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from revisions.drafts import Edit
from revisions.make import Revision, revision
from revisions.score import Score, as_edits, compare_edits, score

from pipeline.changes import KINDS
from pipeline.compare import compare

SEEDS = range(60)
TURNED = {
    "paragraph-added": "paragraph-removed", "characteristic-added": "characteristic-removed",
    "domain-added": "domain-removed", "level-added": "level-removed", "split": "merged",
}  # fmt: skip
TURNED |= {b: a for a, b in TURNED.items()}

pytestmark = pytest.mark.slow


@cache
def compared(seed: int) -> tuple[Revision, list[Edit]]:
    made = revision(seed)
    return made, as_edits(compare(made.old, made.new))


@cache
def total() -> Score:
    whole = Score()
    for seed in SEEDS:
        made, said = compared(seed)
        whole.add(score(said, made.edits))
    return whole


def test_all_changes() -> None:
    assert total().f1() >= 0.97


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind(kind: str) -> None:
    assert total().found[kind] + total().missed[kind] >= 5, "too few to tell"
    assert total().f1(kind) >= 0.9


def test_no_change_is_reported() -> None:
    """Texts of which only punctuation, spaces, letter shapes and the like were changed."""
    reported = []
    disturbed = 0
    for seed in SEEDS:
        made, said = compared(seed)
        wrong, _ = compare_edits(said, made.edits)
        disturbed += len(made.noisy)
        reported += [edit for edit in wrong if edit.after in made.noisy]
    assert disturbed > 1000
    assert not reported


@pytest.mark.parametrize("seed", [4, 8, 20, 24, 28, 41])
def test_seen_from_the_other_side(seed: int) -> None:
    """Old and new change places: what was added is removed, what was split is merged."""
    made, said = compared(seed)
    back = compare(made.new, made.old).summary
    assert Counter(TURNED.get(kind, kind) for kind in back for _ in range(back[kind])) == Counter(
        edit.kind for edit in said
    )


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_edition_against_itself(seed: int) -> None:
    made, _ = compared(seed)
    assert compare(made.old, made.old).changes == compare(made.new, made.new).changes == ()
