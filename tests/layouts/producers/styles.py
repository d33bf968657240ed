"""The type in which producers set the parts of a document: sizes in points, and what is bold."""

from __future__ import annotations

SIZES = {
    "title": 22.0,
    "subtitle": 14.0,
    "part": 18.0,
    "domain": 15.0,
    "statement": 11.0,
    "level": 10.0,
    "caption": 9.5,
    "prose": 10.0,
}
BOLD = ("title", "part", "domain", "statement", "level")
