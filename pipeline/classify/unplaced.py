"""What a person is told of text in the part of the document with the tables that is in none.

An introduction before the first table and annexes behind the last one are expected to stay out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.classify.labels import Cells, Text
from pipeline.records import Finding, Severity
from pipeline.scale import fold

SHOWN = 60  # characters of a text that are quoted


def texts_left_out(blocks: Sequence[Text | Cells]) -> Iterator[Finding]:
    """A finding for each stretch of text that was left out, unless it is only said again."""
    placed = {fold(b.passage.text) for b in blocks if isinstance(b, Text) and b.label != "other"}
    for left, stretch in groupby(blocks, lambda b: isinstance(b, Text) and b.left_out is not None):
        texts = [b for b in stretch if isinstance(b, Text) and fold(b.passage.text) not in placed]
        if left and texts:
            yield _finding(texts)


def _finding(texts: Sequence[Text]) -> Finding:
    lines = [line for text in texts for line in text.passage.lines]
    words = sum(line.words for line in lines)
    grave = any(text.left_out == "warning" for text in texts)
    message = f"text among the tables was left out of the data ({words} words): "
    message += f"'{_joined(texts)[:SHOWN]}'"
    severity: Severity = "warning" if grave else "info"
    return Finding("text-left-out", severity, message, place=lines[0].place)


def _joined(texts: Iterable[Text]) -> str:
    return " ".join(text.passage.text for text in texts)
