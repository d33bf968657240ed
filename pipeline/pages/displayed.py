"""Places of pages that were turned to be read, as a reader sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from pipeline.geometry import Box, turned
from pipeline.records import Flow, Page, Place


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a page was turned, and its size as read."""

    turn: int
    width: float
    height: float


def sheet_of(page: Page) -> Sheet:
    """What is to be known of a page for turning its places back."""
    return Sheet(page.turn, page.width, page.height)


def as_displayed(flow: Flow, sheets: Mapping[int, Sheet]) -> Flow:
    """The flow with all places as displayed; ``sheets`` are those of the pages that were turned."""

    def place(as_read: Place) -> Place:
        sheet = sheets.get(as_read.page or 0)
        if sheet is None or as_read.box is None:
            return as_read
        return replace(as_read, box=box_as_displayed(as_read.box, sheet))

    displayed: Flow = _with_places(flow, place, {})
    return displayed


def box_as_displayed(box: Box, sheet: Sheet) -> Box:
    """A box on a page as read, where it stands on the page as displayed."""
    return turned(box, -sheet.turn, sheet.width, sheet.height)


def box_as_read(box: Box, sheet: Sheet) -> Box:
    """A box on a page as displayed, where it stands on the page as it was turned to be read."""
    size = (sheet.height, sheet.width) if sheet.turn % 180 else (sheet.width, sheet.height)
    return turned(box, sheet.turn, *size)


def _with_places(value: Any, change: Callable[[Place], Place], done: dict[int, Any]) -> Any:
    """A record with every place inside it changed; what was one object stays one."""
    if isinstance(value, Place):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_with_places(item, change, done) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    if id(value) not in done:
        each = ((f.name, getattr(value, f.name)) for f in fields(value))
        done[id(value)] = replace(
            value, **{name: _with_places(inner, change, done) for name, inner in each}
        )
    return done[id(value)]
