"""What a framework's wording and its changes look like in numbers: tables to read and to plot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import log, sqrt
from typing import TYPE_CHECKING

from pipeline.changes import Differences
from pipeline.compare import COLUMNS, change_rows
from pipeline.compare.words import fold
from pipeline.models import Framework
from pipeline.tables import descriptor_table, to_frame

if TYPE_CHECKING:
    import pandas as pd

_CELL = ["domain_title", "owner_key", "level", "rank"]


def word_counts(framework: Framework) -> pd.DataFrame:
    """One row per cell: how much it says, and how much of that no lower level says there."""
    import pandas as pd

    cells = _cells(framework)
    rows = []
    for _, owned in cells.groupby("owner_key", sort=False):
        below: set[str] = set()
        for _, cell in owned.sort_values("rank").iterrows():
            said = set(fold(cell["text"]))
            sizes = (len(cell["text"].split()), len(said - below), len(said & below))
            rows.append((*cell[_CELL], *sizes))
            below |= said
    return pd.DataFrame(rows, columns=[*_CELL, "words", "new", "repeated"])


def telling_words(framework: Framework, number: int) -> pd.DataFrame:
    """For each level, the words that tell it best from the other levels.

    A word counts once in each cell. It is weighed by the log odds ratio of the level's cells
    against all others, in units of its standard error (with half a cell added to each count, as
    Haldane and Anscombe do), so that neither rare words nor those of every level come first.
    """
    import pandas as pd

    cells = _cells(framework)
    sizes = Counter(cells["rank"])
    uses = {rank: Counter[str]() for rank in sorted(sizes)}
    for rank, text in zip(cells["rank"], cells["text"], strict=True):
        uses[rank].update(set(fold(text)))
    everywhere = sum(uses.values(), Counter[str]())
    names = {level.rank: level.name for level in framework.scale.levels}
    rows = []
    for rank, found in uses.items():
        others = len(cells) - sizes[rank]
        weighed = [
            (_weight(here, sizes[rank], everywhere[word] - here, others), word, here)
            for word, here in found.items()
        ]
        for weight, word, here in sorted(weighed, key=lambda row: (-row[0], row[1]))[:number]:
            elsewhere = (everywhere[word] - here) / max(others, 1)
            rows.append((names[rank], rank, word, here / sizes[rank], elsewhere, weight))
    return pd.DataFrame(rows, columns=["level", "rank", "word", "share", "elsewhere", "weight"])


def _weight(here: int, of_here: int, other: int, of_other: int) -> float:
    """The log odds ratio of two shares over its standard error."""
    parts = [n + 0.5 for n in (here, of_here - here, other, of_other - other)]
    ratio = log(parts[0] / parts[1]) - log(parts[2] / parts[3])
    return ratio / sqrt(sum(1 / part for part in parts))


def change_frame(differences: Differences) -> pd.DataFrame:
    """The rows of `framework diff --format csv`, what is not there missing, and their domain."""
    import pandas as pd

    frame = pd.DataFrame(list(change_rows(differences)), columns=list(COLUMNS), dtype="object")
    frame["domain"] = list(_domains(differences))
    kinds = {name: "Float64" if name == "similarity" else "string" for name in frame.columns}
    return frame.replace("", None).astype(kinds)


def _domains(differences: Differences) -> Iterator[str | None]:
    """The domain of each change as the new edition calls it, if there is but one."""
    renamed = {
        change.old[0].domain: change.new[0].domain
        for change in differences.changes
        if change.kind == "domain-renamed"
    }
    for change in differences.changes:
        named = {ref.domain for ref in change.new} or {
            renamed.get(ref.domain, ref.domain) for ref in change.old
        }
        yield named.pop() if len(named) == 1 else None


def _cells(framework: Framework) -> pd.DataFrame:
    """The paragraphs of each cell as one text; cells that say nothing are left out."""
    frame = to_frame(descriptor_table(framework))
    return frame.groupby(_CELL, sort=False)["text"].agg(" ".join).reset_index()
