"""A classification for the terminal and as a table, and an evaluation for the terminal."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterator, Sequence

from pipeline.classification import Classification, ClassifiedPassage, Match
from pipeline.evidence.evaluate import Evaluation, Hits, ThresholdTest

NARROWEST = 60  # columns that a text takes at least
LONGEST = 3  # lines of a text that are shown
COLUMNS = (
    "passage", "first_line", "last_line", "text", "match", "score", "domain_code", "domain_title",
    "characteristic_code", "statement", "level", "rank", "level_score", "nearest_key",
    "nearest_level", "nearest_text", "likeness", "domain_key", "characteristic_key",
)  # fmt: skip

# ---- table --------------------------------------------------------------------------------------


def classification_to_csv(classification: Classification) -> str:
    """A row per match, columns as in ``COLUMNS``; a passage without matches has one as well."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for passage in classification.passages:
        head = [passage.number, *(passage.lines or ("", "")), passage.text]
        for number, match in enumerate(passage.matches, 1):
            writer.writerow([*head, number, *_cells(match)])
        if not passage.matches:
            rest = [""] * (len(COLUMNS) - len(head) - 2)
            writer.writerow([*head, "", passage.score, *rest])
    return out.getvalue()


def _cells(match: Match) -> list[str | int | float | None]:
    domain, owner, level, near = match.domain, match.characteristic, match.level, match.nearest
    return [
        match.score,
        *(domain.code, domain.title),
        *((owner.code, owner.statement) if owner else ("", "")),
        *((level.name, level.rank, level.score) if level else ("", "", "")),
        *((near.key, near.level, near.text, near.likeness) if near else ("", "", "", "")),
        *(domain.key, owner.key if owner else ""),
    ]


# ---- terminal -----------------------------------------------------------------------------------


def classification_to_text(classification: Classification, width: int) -> str:
    """Each passage with its matches, wrapped at so many columns."""
    width = max(width, NARROWEST)
    passages = classification.passages
    matched = sum(bool(passage.matches) for passage in passages)
    count = f"{len(passages)} passage{'' if len(passages) == 1 else 's'}"
    lines = [f"{classification.framework}: {count}, {matched} matched"]
    for passage in passages:
        lines += ["", *_wrapped(f"{_where(passage)}{passage.text}", width)]
        for match in passage.matches:
            lines += _match(match, width)
        if not passage.matches:
            lines.append(f"  none: {passage.score:.3f} is below {classification.threshold:.3f}")
    return "\n".join(lines)


def _where(passage: ClassifiedPassage) -> str:
    if passage.lines is None:
        return ""
    first, last = passage.lines
    return f"line {first}: " if first == last else f"lines {first} to {last}: "


def _match(match: Match, width: int) -> Iterator[str]:
    column = " " * 8
    domain = " ".join(filter(None, (match.domain.code, match.domain.title)))
    yield from _wrapped(f"  {match.score:.2f}  {domain}", width, column)
    if match.characteristic:
        code, statement = match.characteristic.code, match.characteristic.statement
        yield from _wrapped(column + " ".join(filter(None, (code, statement))), width, column)
    if match.level:
        yield f"{column}perhaps {match.level.name} ({match.level.score:.2f})"
    if match.nearest:
        near = match.nearest
        said = f"{column}nearest {near.key} ({near.likeness:.2f}): {near.text}"
        yield from _wrapped(said, width, column)


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """A text in a few lines; what would steer a terminal is left out."""
    safe = "".join(c if c.isprintable() else " " for c in text[: LONGEST * width])
    return textwrap.wrap(
        safe, width, subsequent_indent=indent, max_lines=LONGEST, placeholder=" ..."
    )


# ---- evaluation ---------------------------------------------------------------------------------


def evaluations_to_text(
    framework: str, evaluations: Sequence[Evaluation], threshold: ThresholdTest
) -> str:
    """A line per method and question."""
    lines = [
        f"{framework}: what paragraphs are taken for that were left out",
        "",
        "method   parts  question        choices  asked  first  first 3",
    ]
    for evaluation in evaluations:
        for question in ("domain", "characteristic", "level"):
            hits: Hits = getattr(evaluation, question)
            lines.append(
                f"{evaluation.method:<7}  {evaluation.parts:>5}  {question:<14}"
                f"  {hits.choices:>7}  {hits.asked:>5}"
                f"  {_percent(hits.first, hits.asked):>5}  {_percent(hits.among, hits.asked):>7}"
            )
    lines += [
        "",
        f"{threshold.kept:.0%} come nearer than the threshold, {threshold.threshold:.3f}; of those "
        f"whose domain is left out as a whole, {threshold.strangers:.0%}.",
    ]
    return "\n".join(lines)


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"
