"""The bits of one cell into its paragraphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from pipeline.dump.columns import PRINTED_WORDS, Bit
from pipeline.dump.evidence import Evidence
from pipeline.dump.lines import number_of, span
from pipeline.records import Passage, Repair
from pipeline.sentences import ends_sentence, is_finished, starts_inside
from pipeline.vocabulary import Vocabulary, join_lines

SPARE = 0.9  # share of the width that must suffice, since type is proportional

_PRONOUNS = frozenset("they this these those it he she such".split())

_REPAIRS = {
    "page": ("page-break", "goes on in line {}, where the table is printed on"),
    "loose": ("column-continuation", "goes on in line {}, printed loose below the table"),
    "ghost": ("ghost-line", "a line read twice before line {} was left out"),
}


def bits_to_passages(
    bits: Sequence[Bit], evidence: Evidence, vocabulary: Vocabulary
) -> tuple[Passage, ...]:
    """Paragraphs of a cell, each with the repairs that joined it."""
    runs: dict[int, list[Bit]] = defaultdict(list)
    for bit in bits:
        runs[bit.segment].append(bit)
    prints = {segment: _print_of(run) for segment, run in runs.items()}
    groups: list[list[Bit]] = []
    for bit in bits:
        of_bit = prints[bit.segment]
        if groups and not _starts_paragraph(groups[-1][-1], bit, of_bit, evidence):
            groups[-1].append(bit)
        else:
            groups.append([bit])
    return tuple(_passage(group, vocabulary) for group in groups)


@dataclass(frozen=True, slots=True)
class _Print:
    """How a run of lines was printed: as single lines or long cells, with blank lines, how wide."""

    lines: bool
    gaps: bool
    width: int


def _print_of(run: Sequence[Bit]) -> _Print:
    lengths = sorted(len(bit.line.text) for bit in run)
    return _Print(
        lines=median(len(bit.line.text.split()) for bit in run) <= PRINTED_WORDS,
        gaps=any(bit.seam == "gap" for bit in run),
        width=lengths[int(0.8 * (len(lengths) - 1))],  # lines read as one would spoil the longest
    )


def _passage(bits: Sequence[Bit], vocabulary: Vocabulary) -> Passage:
    repairs = []
    for bit in bits[1:]:
        if bit.seam in _REPAIRS:
            kind, note = _REPAIRS[bit.seam]
            repairs.append(Repair(kind, note.format(number_of(bit.line))))
    wrapped = sum(bit.seam in ("line", "gap", "wrap") for bit in bits[1:])
    if wrapped:
        first, last = span([bit.line for bit in bits]).lines or (0, 0)
        repairs.append(Repair("printed-lines", f"lines {first} to {last} rejoined"))
    repairs += [Repair("cut-cell", note) for note in dict.fromkeys(b.note for b in bits) if note]
    read = [replace(b.line, text=b.text) if b.healed is not None else b.line for b in bits]
    joined = join_lines([line for line in read if line.text], vocabulary, repairs)
    return replace(joined, lines=tuple(bit.line for bit in bits))


def _starts_paragraph(before: Bit, bit: Bit, printed: _Print, evidence: Evidence) -> bool:
    """Whether a new paragraph begins, by the sentences first and the spacing second."""
    if bit.seam == "wrap" or bit.line.bullet:
        return bit.seam != "wrap"
    tail, head = before.text, bit.text
    inside = starts_inside(head)
    if not (ends_sentence(tail) if inside else is_finished(tail)):
        return not inside and not evidence.capital_inside(head)
    if bit.seam not in ("gap", "ghost") and _goes_on(head) and not _is_own_paragraph(before, bit):
        return False
    if bit.seam != "line" or not printed.lines:
        return True
    if inside:
        return False
    if not printed.gaps:
        return True  # no paragraph of this column is set off by a blank line
    return _ends_early(before, bit, printed.width)


def _goes_on(head: str) -> bool:
    """Whether a sentence speaks of what the one before has named."""
    return "".join(head.split()[:1]).casefold() in _PRONOUNS


def _is_own_paragraph(before: Bit, bit: Bit) -> bool:
    """Whether a loose paragraph follows another of its column, parted by a blank line."""
    return bit.seam == "loose" and before.segment == bit.segment


def _ends_early(before: Bit, bit: Bit, width: int) -> bool:
    """Whether the next word would have fitted behind the line."""
    return len(before.line.text) + 1 + len(bit.line.text.split()[0]) <= SPARE * width
