"""What evidence speaks of: a Framework and a text in, a Classification out.

``Classifier`` is the door. A text is cut into passages; each is given the characteristics that it
comes nearest to, with the level that speaks as it does, or none if it comes near to nothing.
"""

from __future__ import annotations

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
from pipeline.evidence.textcat import save_pipeline

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
