"""An explanation as a terminal shows it: plain text, its columns aligned."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from pipeline.explanation import (
    ExplainedOwner,
    ExplainedPassage,
    Explanation,
    ListedKey,
    PrintedLine,
)
from pipeline.models import Issue, PlaceModel

NARROWEST = 60  # columns that a text takes at least
LONGEST_KEY = 40  # columns that are kept free for one


def explanation_to_text(explanation: Explanation, width: int) -> str:
    """The whole explanation, wrapped at so many columns."""
    width = max(width, NARROWEST)
    lines = [f"{explanation.key} in {explanation.framework}", ""]
    lines += _labelled("domain", _owner(explanation.domain), width)
    if explanation.characteristic:
        lines += _labelled("characteristic", _owner(explanation.characteristic), width)
    lines += _labelled("source", explanation.source.trouble or explanation.source.file, width)
    for passage in explanation.passages:
        lines += ["", *_passage(passage, width)]
    if not explanation.passages:
        lines += ["", *textwrap.wrap(_nothing(explanation), width)]
    lines += ["", *_issues(explanation.issues, width)]
    return "\n".join(lines)


def keys_to_text(keys: Iterable[ListedKey], width: int | None) -> str:
    """A line for each key with its place and text, cut off at so many columns."""
    rows = [(k.key, _where(k.place), k.text) for k in keys]
    key, place = (max((len(row[i]) for row in rows), default=0) for i in (0, 1))
    key = min(key, LONGEST_KEY)
    lines = (f"{row[0]:<{key}}  {row[1]:<{place}}  {row[2]}" for row in rows)
    return "\n".join(line if width is None else _cut(line, width) for line in lines)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _owner(owner: ExplainedOwner) -> str:
    code = f"{owner.code} " if owner.code else ""
    rule = f" ({owner.rule})" if owner.rule else ""
    return f"{code}{owner.text}{rule}"


def _nothing(explanation: Explanation) -> str:
    where = _where(explanation.nearby[0]) if explanation.nearby else ""
    around = f" What stands around it begins on {where}." if where else ""
    return f"The document says nothing here: no line was placed in {explanation.key}.{around}"


def _where(place: PlaceModel | None) -> str:
    if place and place.page:
        return f"page {place.page}"
    return f"line {place.lines[0]}" if place and place.lines else ""


def _labelled(label: str, text: str, width: int, indent: int = 0, column: int = 16) -> list[str]:
    """The text behind its label, all its lines beginning in one column."""
    head = f"{' ' * indent}{label:<{column - indent}}"
    return textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * column)


# ---- one passage --------------------------------------------------------------------------------


def _passage(passage: ExplainedPassage, width: int) -> Iterator[str]:
    part = f"descriptor of '{passage.level}'" if passage.level else passage.part
    yield f"{passage.key}: {part}"
    yield from textwrap.wrap(passage.text, width, initial_indent="  ", subsequent_indent="  ")
    yield from _lines(passage.lines, width)
    facts = [("rule", passage.rule or "not recorded")]
    facts += [("bullet", passage.bullet)] if passage.bullet else []
    mark = "mark" if passage.part == "note" else "footnotes"
    facts += [(mark, ", ".join(passage.marks))] if passage.marks else []
    facts += [("repair", f"{r.kind}: {r.note}") for r in passage.repairs] or [("repairs", "none")]
    for label, text in facts:
        yield from _labelled(label, text, width, indent=2, column=13)


def _lines(lines: Sequence[PrintedLine], width: int) -> Iterator[str]:
    """A table of the printed lines: page and box, or the numbers of lines in a text dump."""
    if any(line.place.page for line in lines):
        yield f"  {'line':>4}  page      x0     top      x1  bottom  as printed"
    else:
        yield f"  {'line':>4}  line of the file  as printed"
    for line in lines:
        head = f"  {line.number:>4}  {_place(line.place)}  "
        shown = " / ".join((line.text or "").splitlines()).replace("\t", " | ")
        yield from textwrap.wrap(
            shown or "-", width, initial_indent=head, subsequent_indent=" " * len(head)
        )


def _place(place: PlaceModel) -> str:
    if place.bbox:
        return f"{place.page or '':>4}  " + "  ".join(f"{edge:6.1f}" for edge in place.bbox)
    first, last = place.lines or (0, 0)
    return f"{first if first == last else f'{first}-{last}':>16}"


# ---- issues -------------------------------------------------------------------------------------


def _issues(issues: Sequence[Issue], width: int) -> Iterator[str]:
    if not issues:
        yield "issues          none"
    for issue in issues:
        where = _where(issue.place)
        text = f"{issue.severity} {issue.code}{f' ({where})' if where else ''}: {issue.message}"
        yield from _labelled("issue", text, width)
