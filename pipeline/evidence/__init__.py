"""What evidence speaks of: a Framework and a text in, a Classification out."""

from __future__ import annotations

from pipeline.evidence.classifier import Classifier

__all__ = ["Classifier"]
