"""Where sentences begin and end, as far as the letters on both sides of a break can tell."""

from __future__ import annotations

import re

_CLOSERS = "\"'’”»)]}"
_STOPS = ".!?:;。…"
_ENDED = re.compile(rf"[.!?。…][{re.escape(_CLOSERS)}]*$")
_OPENERS = re.compile(r"^[\"'‘“«(\[{¿¡]+")


def is_finished(text: str) -> bool:
    """Whether the text ends as a sentence does (or as the line before a list: with a colon)."""
    return text.rstrip().rstrip(_CLOSERS)[-1:] in tuple(_STOPS)


def starts_inside(text: str) -> bool:
    """Whether the text starts as the inside of a sentence: in lower case or with a comma."""
    head = _OPENERS.sub("", text.lstrip())[:1]
    return bool(head) and (head.islower() or head in ",;:.)")


def ends_sentence(text: str) -> bool:
    """Whether no sentence can go on behind the text: not so behind a colon or semicolon."""
    return bool(_ENDED.search(text.rstrip()))
