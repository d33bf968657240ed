"""The documents: which framework, arranged how, drawn how, made by which programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from samples.sample import Framework, load_framework

from layouts import arrangements as a
from layouts.arrangements import Arranged, Extra, Notes
from layouts.blocks import Look

HERE = Path(__file__).resolve().parent
DOCUMENTS = HERE / "documents"

HARBOUR, KITCHENS, ROOMS = "harbour-safety", "shared-kitchens", "reading-rooms"
GARDENS, MUSIC = "allotment-gardens", "musikschulen"


@dataclass(frozen=True)
class Design:
    """A framework in one layout; ``kept`` names those of its programs whose PDFs are kept."""

    name: str
    framework: str
    arrange: Callable[[Framework], Arranged]
    look: Look
    programs: str
    kept: str = ""
    notes: Notes = a.no_notes
    footnotes: bool = False

    def arranged(self) -> Arranged:
        """Its blocks and the truth about them."""
        printed = framework(self.framework)
        printed = replace(printed, level_notes=self.notes(printed))
        return self.arrange(printed if self.footnotes else a.without_footnotes(printed))


def file_name(design: Design, program: str) -> str:
    """The name of a design's PDF as a program made it."""
    return f"{design.name}.{program}.pdf"


@cache
def framework(name: str) -> Framework:
    """One of the invented frameworks, by the name of its file."""
    return load_framework(HERE / "frameworks" / f"{name}.json")


ALL = "writer browser typst latex reportlab"
NO_TEX = "writer browser typst reportlab"  # not for German, nor for cells beside several rows
FILLS = "writer browser typst"
SCORES = (Extra("Score", ("/4",)), Extra("Notes"))
BOXES = (Extra("Seen", ("☐",)), Extra("Date"))
WEIGHTS = (Extra("Weight", ("10%", "20%", "5%"), before_levels=True), Extra("Score"))
CLOSING = ("Total: ____ / 24", "Comments:")
PARTS = ("In short", "In practice")
RISK = {
    "Low": ("A nuisance at most.", "Delays of an hour or two."),
    "High": ("Boats may be damaged.", "Somebody may be hurt.", "The harbour may have to close."),
}
A4_LANDSCAPE = Look(landscape=True)

DESIGNS = (
    # a table for each characteristic
    Design("tables", HARBOUR, a.tables, Look(), ALL, kept="writer"),
    Design("tables-three", KITCHENS, a.tables, Look(), ALL, kept="browser"),
    Design("tables-notes", ROOMS, a.tables, Look(), ALL, notes=a.own_notes, kept="browser"),
    Design("tables-marks", ROOMS, a.tables, Look(), ALL, notes=a.mark_notes, kept="typst"),
    Design("tables-footnotes", HARBOUR, a.tables, Look(), ALL, footnotes=True, kept="writer latex"),
    Design("tables-whole", KITCHENS, a.tables, Look(whole_rows=True), ALL, footnotes=True),
    Design("tables-indent", HARBOUR, a.tables, Look(spacing=0, indent=10), ALL),
    Design("tables-justified", KITCHENS, a.tables, Look(justified=True), ALL, kept="typst"),
    Design("tables-spaced", KITCHENS, a.tables, Look(spaced=True), FILLS),
    Design(
        "tables-booktabs", HARBOUR, a.tables, Look("booktabs"), "browser typst latex", kept="latex"
    ),
    Design("tables-rows", KITCHENS, a.tables, Look("rows"), ALL, kept="reportlab"),
    Design("tables-open", KITCHENS, a.tables, Look("open"), ALL),
    Design("tables-narrow", GARDENS, a.tables, Look("open", gutter=2.0, justified=True), ALL),
    Design("tables-shaded", ROOMS, a.tables, Look("shaded"), NO_TEX, kept="browser"),
    Design("tables-gaps", KITCHENS, a.tables, Look("gaps"), FILLS),
    Design("tables-six", MUSIC, a.tables, Look(size=8, landscape=True), NO_TEX, kept="browser"),
    Design(
        "tables-turned",
        MUSIC,
        a.tables,
        Look(size=8, landscape=True, turned=True),
        "reportlab",
        kept="reportlab",
    ),
    Design(
        "tables-turned-three",
        KITCHENS,
        a.tables,
        Look(landscape=True, turned=True),
        "latex reportlab",
    ),
    Design(
        "badges",
        HARBOUR,
        partial(a.tables, heads=a.badge_heads),
        Look("rows"),
        "browser typst latex",
    ),
    Design(
        "badges-open",
        ROOMS,
        partial(a.tables, heads=a.badge_heads),
        Look("open"),
        "browser typst latex",
        kept="typst",
    ),
    Design(
        "captions",
        GARDENS,
        partial(a.tables, name="caption"),
        Look(size=8.5),
        ALL,
        kept="reportlab",
    ),
    Design("captions-below", GARDENS, a.captions_below, Look(size=8.5), ALL, kept="latex"),
    Design("captions-below-three", KITCHENS, a.captions_below, Look(), ALL),
    Design("captions-below-two", HARBOUR, a.captions_below, Look("rows"), ALL, kept="writer"),
    Design("captions-below-six", MUSIC, a.captions_below, Look(size=8, landscape=True), NO_TEX),
    Design("captions-three", KITCHENS, partial(a.tables, name="caption"), Look(), ALL),
    Design("missing", ROOMS, a.missing_levels, Look(), ALL, kept="writer"),
    Design("missing-six", MUSIC, a.missing_levels, Look(size=8, landscape=True), NO_TEX),
    Design("banners", KITCHENS, a.banners, Look(), ALL, kept="writer"),
    Design("banners-rows", HARBOUR, a.banners, Look("rows"), ALL),
    Design("banners-open", KITCHENS, a.banners, Look("open"), ALL),
    Design("banners-gaps", GARDENS, a.banners, Look("gaps", size=8.5), FILLS),
    Design("banners-footnotes", KITCHENS, a.banners, Look(), ALL, footnotes=True),
    Design("stacked", KITCHENS, a.stacked_banners, Look(), ALL),
    Design("stacked-rows", ROOMS, a.stacked_banners, Look("rows"), ALL, kept="writer"),
    Design("parts", GARDENS, partial(a.labelled_parts, labels=PARTS), A4_LANDSCAPE, ALL),
    Design("parts-three", KITCHENS, partial(a.labelled_parts, labels=PARTS), Look(), ALL),
    # a row for each characteristic
    Design("rows", KITCHENS, a.rows, Look(), ALL),
    Design("rows-footnotes", KITCHENS, a.rows, Look(), ALL, footnotes=True, kept="typst"),
    Design("rows-five", GARDENS, a.rows, A4_LANDSCAPE, ALL, kept="writer"),
    Design("rows-six", MUSIC, a.rows, Look(size=8, landscape=True), NO_TEX),
    Design(
        "rows-six-turned", MUSIC, a.rows, Look(size=8, landscape=True, turned=True), "reportlab"
    ),
    Design("rows-marks", ROOMS, a.rows, A4_LANDSCAPE, ALL, notes=a.mark_notes),
    Design(
        "rows-points",
        GARDENS,
        partial(a.rows, heads=a.inline_heads),
        A4_LANDSCAPE,
        ALL,
        notes=a.point_notes,
        kept="typst",
    ),
    Design(
        "rows-light", HARBOUR, partial(a.rows, heads=a.light_heads), Look(), ALL, kept="reportlab"
    ),
    Design("rows-rules", KITCHENS, a.rows, Look("rows"), ALL),
    Design("rows-booktabs", ROOMS, a.rows, Look("booktabs", size=8.5), "browser typst latex"),
    Design("rows-open", KITCHENS, a.rows, Look("open"), ALL, kept="reportlab"),
    Design(
        "rows-narrow", GARDENS, a.rows, Look("open", gutter=2.0, landscape=True), ALL, kept="typst"
    ),
    Design("rows-shaded", GARDENS, a.rows, Look("shaded", landscape=True), NO_TEX),
    Design("rows-gaps", HARBOUR, a.rows, Look("gaps"), FILLS, kept="browser"),
    Design("rows-unnamed", ROOMS, partial(a.rows, label_head=False), Look(), ALL),
    Design("rows-unrepeated", KITCHENS, a.rows, Look(repeat=False, size=10), ALL),
    Design(
        "rows-unrepeated-open", HARBOUR, a.rows, Look("open", repeat=False), "browser typst latex"
    ),
    Design("rows-edge", KITCHENS, a.rows, Look(edge=True), "browser typst", kept="typst"),
    Design("headed-once", ROOMS, a.headed_once, Look(repeat=False), ALL, kept="writer"),
    Design("codes", HARBOUR, partial(a.rows, code_column="No."), Look(), ALL, kept="typst"),
    Design(
        "codes-rows",
        ROOMS,
        partial(a.rows, code_column="Ref"),
        Look("rows", landscape=True),
        ALL,
        kept="latex",
    ),
    Design(
        "codes-six", MUSIC, partial(a.rows, code_column="Nr."), Look(size=8, landscape=True), NO_TEX
    ),
    Design("extras", KITCHENS, partial(a.rows, extras=SCORES), A4_LANDSCAPE, ALL, kept="writer"),
    Design("extras-boxes", GARDENS, partial(a.rows, extras=BOXES), A4_LANDSCAPE, "writer browser"),
    Design(
        "extras-codes",
        ROOMS,
        partial(a.rows, extras=WEIGHTS, code_column="No."),
        A4_LANDSCAPE,
        ALL,
    ),
    Design(
        "extras-rows",
        KITCHENS,
        partial(a.rows, extras=WEIGHTS),
        Look("rows", landscape=True),
        ALL,
    ),
    Design(
        "mark-rows",
        ROOMS,
        partial(a.mark_rows, label="Marks", closing=CLOSING),
        Look(),
        ALL,
        kept="browser",
    ),
    Design(
        "mark-rows-rules",
        KITCHENS,
        partial(a.mark_rows, label="Marks", closing=CLOSING),
        Look("rows"),
        ALL,
    ),
    Design("domain-rows", KITCHENS, a.domain_rows, Look(), ALL, kept="writer"),
    Design("domain-rows-rules", HARBOUR, a.domain_rows, Look("rows"), ALL),
    Design("domain-rows-five", GARDENS, a.domain_rows, A4_LANDSCAPE, ALL),
    Design("no-domains", GARDENS, a.no_domains, A4_LANDSCAPE, ALL, kept="writer"),
    Design(
        "two-scales",
        HARBOUR,
        partial(a.two_scales, over=("Finding", "What is at stake"), second=RISK),
        A4_LANDSCAPE,
        ALL,
    ),
    # a row for each level
    Design("levels-down", GARDENS, a.levels_down, Look(), ALL),
    Design("levels-down-six", MUSIC, a.levels_down, Look(), NO_TEX, kept="reportlab"),
    Design("levels-down-best", ROOMS, a.levels_down, Look(), ALL, kept="latex"),
    Design("levels-down-rules", GARDENS, a.levels_down, Look("rows"), ALL, kept="typst"),
    Design("levels-down-open", GARDENS, a.levels_down, Look("open"), ALL),
    Design(
        "levels-down-heads",
        GARDENS,
        partial(a.levels_down, column_heads=("Level", "What can be seen")),
        Look(),
        ALL,
    ),
    Design("levels-down-banners", KITCHENS, a.levels_down_banners, Look(), ALL),
    Design(
        "levels-down-beside",
        ROOMS,
        partial(a.levels_down_beside, column_heads=("Level", "Descriptor")),
        Look(),
        NO_TEX,
        kept="browser",
    ),
    # no tables
    Design("headings", GARDENS, a.level_headings, Look("open"), ALL, kept="writer"),
    Design("headings-best", ROOMS, a.level_headings, Look("open"), ALL, kept="browser"),
    Design("headings-three", KITCHENS, a.level_headings, Look("open"), ALL),
    Design("headings-two", HARBOUR, a.level_headings, Look("open"), ALL, kept="latex"),
    Design("headings-six", MUSIC, a.level_headings, Look("open"), NO_TEX, kept="typst"),
    # a sheet
    Design("sheet", KITCHENS, a.domain_rows, A4_LANDSCAPE, "calc", kept="calc"),
    Design("sheet-five", GARDENS, a.no_domains, A4_LANDSCAPE, "calc"),
    Design("sheet-six", MUSIC, a.rows, A4_LANDSCAPE, "calc"),
    Design("sheet-rows", ROOMS, a.rows, A4_LANDSCAPE, "calc", kept="calc"),
    Design(
        "sheet-extras", HARBOUR, partial(a.rows, extras=SCORES), A4_LANDSCAPE, "calc", kept="calc"
    ),
)
