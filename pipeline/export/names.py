"""Names of files and of sheets, made of what a framework calls itself and its domains."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.models import Framework
from pipeline.sources import slug

_LONGEST = 31  # letters that the name of a sheet may have
_ILLEGAL = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff\ud800-\udfff]+")  # some only in XML
_RESERVED = frozenset({"history"})


def file_stem(framework: Framework) -> str:
    """The id, safe as the name of a file or folder even where the data is not our own."""
    return slug(framework.id) or "framework"


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Names that a workbook takes: legal, short, none twice, none of those ``taken``."""
    used = {name.casefold() for name in taken} | _RESERVED
    names = []
    for text in wanted:
        clean = " ".join(_ILLEGAL.sub(" ", text).split()).strip("' ") or "Sheet"
        name, number = _cut(clean, ""), 1
        while name.casefold() in used:
            number += 1
            name = _cut(clean, f" ({number})")
        used.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, end: str) -> str:
    """As much of a text as there is room for before its end, counted in units of UTF-16."""
    room = _LONGEST - len(end)
    if _units(text) > room:
        while _units(text) > room - 1:
            text = text[:-1]
        text = text.rstrip("' ") + "…"
    return text + end


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
