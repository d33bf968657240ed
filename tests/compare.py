"""What extracted data says, in the terms of the JSON files that samples are made from."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.models import Descriptor, Framework, Paragraph


def texts(paragraphs: Sequence[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs]


def by_level(framework: Framework, descriptors: Sequence[Descriptor]) -> dict[str, list[str]]:
    """The texts of each level under its name."""
    names = {level.key: level.name for level in framework.scale.levels}
    return {names[d.level]: texts(d.paragraphs) for d in descriptors}
