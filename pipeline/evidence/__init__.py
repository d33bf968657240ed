"""What evidence speaks of: a Framework and a text in, a Classification out.

``Classifier`` is the door. A text is cut into passages; each is given the characteristics that it
comes nearest to, with the level that speaks as it does, or none if it comes near to nothing.
spaCy, which takes a second to import, is only imported by what needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.evidence.classifier import Classifier
from pipeline.evidence.evaluate import (
    Evaluation,
    Hits,
    ThresholdTest,
    compare_methods,
    evaluate,
    try_threshold,
)
from pipeline.evidence.passages import read_text_file, split_passages
from pipeline.evidence.show import (
    classification_to_csv,
    classification_to_text,
    evaluations_to_text,
)

if TYPE_CHECKING:
    from pipeline.models import Framework

__all__ = [
    "Classifier",
    "Evaluation",
    "Hits",
    "ThresholdTest",
    "classification_to_csv",
    "classification_to_text",
    "compare_methods",
    "evaluate",
    "evaluations_to_text",
    "read_text_file",
    "save_pipeline",
    "split_passages",
    "try_threshold",
]


def save_pipeline(framework: Framework, folder: Path) -> None:
    """Train spaCy's classifiers and save what ``spacy.load`` takes, whole or not at all.

    Raises:
        InputError: the folder holds something else, or cannot be written.
    """
    from pipeline.evidence import textcat

    textcat.save_pipeline(framework, folder)
