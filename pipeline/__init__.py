"""Inspection frameworks as data: `framework extract` reads a document, this package does it.

>>> import pipeline
>>> framework = pipeline.load("extracted/repair-workshops-2025")
>>> framework.domains[0].title
'Safe Repair'

Nothing heavy is imported before it is needed. `docs/api.md` is the reference.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.changes import Differences
    from pipeline.models import Framework

__all__ = [
    "changes_to_frame",
    "count_words",
    "diff",
    "extract",
    "load",
    "telling_words",
    "to_frame",
]


def extract(
    path: str | PathLike[str], *, ocr: Literal["auto", "always", "never"] = "auto"
) -> Framework:
    """Read a document: a PDF with text, a scan, or a text dump.

    Facts in a settings file beside it (``<same name>.toml``) are taken into account. Nothing is
    written. For the issues found and the account of every word as well, call
    ``pipeline.run.extract_document``.

    Args:
        path: the document, `.pdf` or `.txt`.
        ocr: which pages are read as pictures: those without text, all, or none.

    Raises:
        pipeline.errors.InputError: the document cannot be read, or holds no descriptor table.
    """
    from pipeline.run import extract_document

    return extract_document(Path(path), ocr=ocr).framework


def load(folder: str | PathLike[str]) -> Framework:
    """Read back what `framework extract` wrote.

    Args:
        folder: the folder of one document, its `framework.json`, or its name in `extracted/`.

    Raises:
        pipeline.errors.InputError: there is no such framework, or it is not valid.
    """
    from pipeline.extracted import find_extracted, load_framework

    return load_framework(find_extracted(Path(folder), Path("extracted")))


def diff(old: Framework | str | PathLike[str], new: Framework | str | PathLike[str]) -> Differences:
    """Tell what changed between two editions, by what they say.

    To say beforehand what became what, call ``pipeline.compare.compare`` with a crosswalk.

    Args:
        old: the earlier edition, or what ``load`` finds it by.
        new: the later edition, or what ``load`` finds it by.

    Raises:
        pipeline.errors.InputError: there is no framework of that name, or it is not valid.
    """
    from pipeline.compare import compare

    before, after = (load(f) if isinstance(f, str | PathLike) else f for f in (old, new))
    return compare(before, after)


def to_frame(
    framework: Framework, table: Literal["descriptors", "characteristics"] = "descriptors"
) -> pd.DataFrame:
    """The rows of `descriptors.csv` or `characteristics.csv` as pandas has them.

    Texts are strings, numbers that may be missing are ``Int64``, and what is not there is missing.

    Args:
        framework: what was extracted or loaded.
        table: one row per paragraph, or one per characteristic with a column per level.
    """
    from pipeline import tables

    makers = {
        "descriptors": tables.descriptor_table,
        "characteristics": tables.characteristic_table,
    }
    return tables.to_frame(makers[table](framework))


def changes_to_frame(differences: Differences) -> pd.DataFrame:
    """The changes between two editions as pandas has them: one row per change.

    Args:
        differences: what ``diff`` returned.
    """
    from pipeline.measures import change_frame

    return change_frame(differences)


def count_words(framework: Framework) -> pd.DataFrame:
    """How much each level says of each characteristic: one row per cell that says anything.

    Besides all words it counts the different ones, those that no lower level uses there (``new``)
    and the others (``repeated``); case and punctuation do not tell words apart.

    Args:
        framework: what was extracted or loaded.
    """
    from pipeline.measures import word_counts

    return word_counts(framework)


def telling_words(framework: Framework, number: int = 8) -> pd.DataFrame:
    """The words by which each level is told best from the others, the most telling first.

    Args:
        framework: what was extracted or loaded.
        number: how many words of each level.
    """
    from pipeline import measures

    return measures.telling_words(framework, number)
