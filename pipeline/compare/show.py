"""Differences for the terminal (counts and a short list) and as a table (a row per change)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from pipeline.changes import Change, Differences, Kind, Ref

WIDTH = 80  # columns of a terminal
SHORT = 20  # changes in the short list
CONTEXT = 16  # letters before an edit
COLUMNS = (
    "kind", "old_domain", "old_characteristic", "old_level", "old_paragraph", "new_domain",
    "new_characteristic", "new_level", "new_paragraph", "before", "after", "similarity", "reason",
    "old_key", "new_key",
)  # fmt: skip
_WHOLE: frozenset[Kind] = frozenset(
    {"domain-added", "domain-removed", "level-added", "level-removed"}
)
_OF_TEXT: frozenset[Kind] = frozenset(
    {"reworded", "paragraph-added", "paragraph-removed", "level-moved", "renumbered"}
)
_BETWEEN = "; "  # the places of a split, a merger or a new order in one cell of the table


# ---- table --------------------------------------------------------------------------------------


def differences_to_csv(differences: Differences) -> str:
    """A row per change, columns as in ``COLUMNS``; the keys are those of the two frameworks."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(change_rows(differences))
    return out.getvalue()


def change_rows(differences: Differences) -> Iterator[Sequence[str | float | None]]:
    """A row per change, columns as in ``COLUMNS``; what is not there is empty or None."""
    for change in differences.changes:
        places = [*_place_cells(change.old), *_place_cells(change.new)]
        texts = [change.before, change.after, change.similarity, change.reason]
        keys = [_BETWEEN.join(ref.key for ref in refs) for refs in (change.old, change.new)]
        yield [change.kind, *places, *texts, *keys]


def _place_cells(refs: Sequence[Ref]) -> Iterator[str]:
    for part in ("domain", "characteristic", "level", "paragraph"):
        found = [str(getattr(ref, part)) for ref in refs if getattr(ref, part) is not None]
        yield _BETWEEN.join(found)


# ---- terminal -----------------------------------------------------------------------------------


def differences_to_text(differences: Differences) -> str:
    """Counts and a short list, what concerns more than one text first."""
    old, new = differences.old.id, differences.new.id
    if not differences.related:
        head = f"{old} and {new}: the nearest characteristics"
        return "\n".join([head, *_nearest(differences)])
    domains = _domain_keys(differences)
    changes = sorted(differences.changes, key=lambda change: change.kind in _OF_TEXT)
    count = f"{len(changes)} change{'' if len(changes) == 1 else 's'}" if changes else "no change"
    lines = [f"{old} -> {new}: {count}"]
    lines += [f"{number:>6} {kind}" for kind, number in differences.summary.items()]
    if changes:
        lines += ["", *(_cut(_in_one_line(change, domains)) for change in changes[:SHORT])]
    if len(changes) > SHORT:
        lines.append(f"... and {len(changes) - SHORT} more: --format csv lists them all.")
    return "\n".join(lines)


def _nearest(differences: Differences) -> Iterator[str]:
    best = sorted(differences.pairs, key=lambda pair: -pair.score)
    for pair in best[:SHORT]:
        yield _cut(f"{pair.score:>6.0%} {pair.old} - {pair.new}")
    if len(best) > SHORT:
        yield f"... and {len(best) - SHORT} more: --format json lists them all."


def _domain_keys(differences: Differences) -> frozenset[str]:
    """The keys of all domains; the other owners of paragraphs are characteristics."""
    pairs = [pair for pair in differences.pairs if pair.what == "domain"]
    whole = [c for c in differences.changes if c.kind in ("domain-added", "domain-removed")]
    found = {key for pair in pairs for key in (pair.old, pair.new)}
    return frozenset(found | {ref.key for change in whole for ref in (*change.old, *change.new)})


def _in_one_line(change: Change, domains: AbstractSet[str]) -> str:
    """Kind, place, and what it is about."""
    if change.kind in ("domain-renamed", "level-renamed"):
        return f"{change.kind:<24}{change.before} -> {change.after}"
    if change.kind == "domains-reordered":
        return f"{change.kind:<24}{', '.join(ref.domain or '' for ref in change.new)}"
    if change.kind in _WHOLE:
        return f"{change.kind:<24}{change.before or change.after}"
    said = _first_edit(change) if change.kind == "reworded" else change.before or change.after
    return f"{change.kind:<24}{_where(change, domains)}: {said}"


def _where(change: Change, domains: AbstractSet[str]) -> str:
    """The places of both editions; the new one alone if that is clear."""
    if change.kind == "level-moved":
        return f"{_name(change.old[0], domains)} -> {change.new[0].level}"
    if change.kind == "reworded":
        return _name(change.new[0], domains)
    sides = (
        " + ".join(_name(ref, domains) for ref in refs) for refs in (change.old, change.new) if refs
    )
    return " -> ".join(dict.fromkeys(sides))


def _name(ref: Ref, domains: AbstractSet[str]) -> str:
    """Code, else key, of a characteristic; title of a domain; and the level."""
    owner = ref.key.split("/")[0]
    whose = ref.domain if ref.domain is None or owner in domains else owner
    return " ".join(part for part in (ref.characteristic or whose, ref.level) if part)


def _first_edit(change: Change) -> str:
    """What was left out and put in first, with the words before it, as wdiff writes it."""
    out = ""
    for sign, text in change.redline:
        if sign == "=" and ("{+" in out or "[-" in out):
            break
        if sign == "=":
            out = text if len(text) <= CONTEXT else f"...{text[-CONTEXT:]}"
        else:
            out += f"[-{text.strip()}-]" if sign == "-" else f"{{+{text.strip()}+}}"
    return out


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 3].rstrip()}..."
