"""Which of the columns that a row of heads names show levels.

Before the levels stand columns that name the rows (a code, a requirement, guidance to it), behind
them columns for evidence, marks or remarks. Type and codes tell them from levels, then what their
heads say, and where nothing else does, the width of the columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.marks import begins_with_code, is_code
from pipeline.records import GridCell
from pipeline.scale.direction import has_sense, odd_ones, rates
from pipeline.scale.header import LONGEST_NAME_WORDS, PROSE, Header, fold
from pipeline.sentences import is_finished

SILENT = 0.2  # share of a column's cells that may hold words although it is no level
MOSTLY = 0.6  # share of a column's cells that are bold or coded if it names the rows
SELDOM = 0.3  # ... while at most this share of the other columns' cells are
AS_MUCH = 0.7  # share of another column's words from which on a column says as much
SEVERAL = 0.5  # share of a column's cells that hold prose, or more than one sentence
ALIKE = 0.04  # share by which the widths of the levels' columns may differ

_INNER_STOP = re.compile(r"[a-z]{2}[.!?] [A-Z]")
# What heads a column of criteria, whatever the framework calls them.
_LABELS = set(
    "aspect aspects area areas assertion attribute attributes capability capabilities category "
    "categories characteristic characteristics competency component components criteria criterion "
    "description descriptor dimension dimensions domain element elements example examples "
    "expectation expectations explanation feature function functions guidance indicator "
    "indicators item objective outcome practice practices principle prompt prompts purpose quality "
    "question questions rationale ref reference requirement requirements section skill source "
    "sources standard standards statement statements subject task theme topic".split()
)
_ASKING = set("how what when where which who why".split())  # opens the head of such a column
# What heads a column beside the levels: how much a criterion counts, or room to write in.
_WEIGHTS = set("mark marks points rating result score scores total weight weighting".split())
_REMARKS = set(
    "action actions applicable comment comments date deadline evidence feedback note notes owner "
    "remark remarks tick".split()
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column under a head that may name a level: its body cells, empty ones too, and width.

    ``rows`` is how many rows its tables mostly have, 0 if other columns may name them.
    """

    header: Header
    cells: Sequence[GridCell]
    width: float | None = None
    rows: int = 0

    @property
    def filled(self) -> list[GridCell]:
        """The cells that say something."""
        return [cell for cell in self.cells if cell.lines]


def without_others(columns: Sequence[Column]) -> tuple[Header, ...]:
    """The heads without some that name no level, from the first or the last; all if none is so."""
    headers = tuple(column.header for column in columns)
    if labels := _labels_before(columns):
        return headers[labels:]
    keys = [header.key for header in headers]
    others = [cell for column in columns[:-1] for cell in column.cells]
    if is_beside(keys[-1], keys[:-1]) or says_nothing(columns[-1].cells, others):
        return headers[:-1]
    if is_beside(keys[0], keys[1:]):
        return headers[1:]
    return _by_width(columns)


def _labels_before(columns: Sequence[Column]) -> int:
    """How many of the first columns are sure to stand before the levels."""
    first, *others = columns
    coded = [i for i, column in enumerate(columns[:-2]) if i and _holds_codes(column)]
    if coded and not any(rates(column.header) for column in columns[: coded[-1] + 1]):
        return coded[-1] + 1
    if _holds_codes(first) and _names_codes(others):
        return 2
    rest = [cell for column in others for cell in column.filled]
    headers = [column.header for column in columns]
    names = is_label_header(headers, first.filled, rest) or _holds_for_rows(first, others)
    # Several rows need names, and the first head is no level beside those that rate.
    return int(names or (first.rows > 1 and odd_ones(headers)[:1] == [0]))


def is_label_header(
    headers: Sequence[Header], first: Sequence[GridCell], rest: Sequence[GridCell]
) -> bool:
    """Whether the first of the headers names a column of criteria and no level.

    ``first`` are the filled body cells below it, ``rest`` those of the other columns. The type
    decides before the name: criteria are set bold or carry codes, descriptors do neither. A name
    decides only if no other header shares it ('Below Standard', 'Meets Standard').
    """
    if not first or not rest:
        return False
    own, *levels = (header.key.split() for header in headers)
    says_label = bool(_LABELS.intersection(own))
    if _share(first, _bold) > MOSTLY and _share(rest, _bold) < SELDOM:
        named = rates(headers[0]) and not says_label and _share(first, _is_prose) > SEVERAL
        return not (named or _says_as_much(first, rest))
    if _share(first, _coded) > MOSTLY and _share(rest, _coded) < SELDOM:
        return True
    if not rates(headers[0]) and _names_rows(first, rest):
        return True
    if has_sense(headers[0]) or any(set(own) & set(level) for level in levels):
        return False
    return says_label or bool(_ASKING.intersection(own[:1]))


def _is_prose(cell: GridCell) -> bool:
    return len(cell.text.split()) >= PROSE


def _says_as_much(first: Sequence[GridCell], rest: Sequence[GridCell]) -> bool:
    """Whether the cells hold several sentences, and about as many words as the others.

    A word processor's styles of tables set the first column in bold, whatever it holds.
    """
    own, usual = (median(len(cell.text.split()) for cell in cells) for cells in (first, rest))
    several = _share(first, lambda cell: bool(_INNER_STOP.search(cell.text)))
    return several > SEVERAL and own >= AS_MUCH * usual


def _holds_codes(column: Column) -> bool:
    """Whether a column holds a code of its own for each row."""
    texts = [cell.text for cell in column.filled]
    own = len(texts) > 1 and len(set(texts)) == len(texts)
    return own and _share(column.filled, lambda cell: is_code(cell.text)) > MOSTLY


def _names_codes(columns: Sequence[Column]) -> bool:
    """Whether the first column behind codes says what they stand for, as its head tells."""
    named, *others = (rates(column.header) for column in columns)
    return len(others) > 1 and not named and any(others)


def _holds_for_rows(first: Column, others: Sequence[Column]) -> bool:
    """Whether cells of the first column alone go down over several rows."""
    deep = [cell.depth > 1 for cell in first.filled]
    return any(deep) and not any(cell.depth > 1 for column in others for cell in column.cells)


def _names_rows(first: Sequence[GridCell], rest: Sequence[GridCell]) -> bool:
    """Whether the cells are short names, another one in each row, before cells of prose."""
    names = [cell.text for cell in first]
    if len(names) < 2 or len({fold(name) for name in names}) < len(names):
        return False
    if any(is_finished(name) or len(name.split()) > LONGEST_NAME_WORDS for name in names):
        return False
    usual = median(len(cell.text.split()) for cell in rest)
    return usual >= 2 * median(len(name.split()) for name in names) and usual >= PROSE


def _by_width(columns: Sequence[Column]) -> tuple[Header, ...]:
    """The heads that rate in order, over columns of one width, if all others are not so wide."""
    headers = tuple(column.header for column in columns)
    odd = odd_ones(headers)
    usual = median(column.width or 0.0 for i, column in enumerate(columns) if i not in odd)
    alike = [abs((column.width or usual) - usual) <= ALIKE * usual for column in columns]
    told = [i not in odd for i in range(len(columns))]
    return tuple(h for h, rated in zip(headers, told, strict=True) if rated or alike != told)


# ---- columns beside the levels ------------------------------------------------------------------


def is_beside(key: str, others: Sequence[str]) -> bool:
    """Whether a header, given as its key, names a column that is neither label nor level."""
    own = set(key.split()) & (_WEIGHTS | _REMARKS)
    return bool(own) and not any(own & set(other.split()) for other in others)


def is_weight(key: str) -> bool:
    """Whether a header, given as its key, names a column of figures."""
    return bool(_WEIGHTS.intersection(key.split()))


def says_nothing(cells: Sequence[GridCell], others: Sequence[GridCell]) -> bool:
    """Whether a column is left empty, or holds figures only, where others hold prose."""
    prose = sum(_worded(cell) for cell in others)
    return sum(map(_worded, cells)) <= SILENT * len(cells) and prose > len(others) / 2


def _worded(cell: GridCell) -> bool:
    return len(re.findall(r"[^\W\d_]{2,}", cell.text)) > 1


def _share(cells: Sequence[GridCell], test: Callable[[GridCell], bool]) -> float:
    return sum(map(test, cells)) / len(cells)


def _bold(cell: GridCell) -> bool:
    return cell.lines[0].bold


def _coded(cell: GridCell) -> bool:
    return begins_with_code(cell.text)
