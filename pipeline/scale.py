"""The rating scale, found from the document: the same ordered short names head its tables.

A header cell says the level's name and, often, a note in another type ("In addition to ..."). Ranks
come from what the names and notes say, since some documents print the best level first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.marks import is_mark, marks_agree, same_behind_code, split_code, split_mark
from pipeline.records import Level, Line, Scale
from pipeline.vocabulary import clean

LONGEST_NAME_WORDS = 6
LONGEST_NAME = 48
MOST_HEADER_LINES = 12
PROSE = 4  # words from which on a cell says more than a name
FIRST_ROW_VOTES = 3  # a row on top of its table is so much likelier to head it

# General rating words by sense, English ones and the commonest of some other languages; only the
# direction of the scale is read from them.
_SENSE = {
    -3: "unacceptable inadequate poor unsatisfactory fail failing failed none absent never "
    "attempt nonexistent critical ineffective "
    "insuffisant insuffisante ungenügend mangelhaft insuficiente deficiente insufficiente "
    "onvoldoende niedostateczny otillräcklig anfoddhaol",
    -2: "weak below insufficient novice beginning beginner initial emerging unaware incomplete "
    "basic limited low minimal entry foundation starting needs requires "
    "unclear reactive traditional bronze red partially partial partly rarely seldom "
    "teilweise partiellement "
    "faible fragile débutant schwach débil debole fraco zwak słaby svag gwan",
    -1: "developing progressing improving improvement some fair adequate adequately satisfactory "
    "sometimes bare nearly approaching aware amber apprentice "
    "ausreichend suficiente sufficiente matig dopuszczający dostateczny "
    "digonol",
    1: "good established meets met met proficient competent sound consistent achieving achieved "
    "secure effective operational silver defined accomplished embedded well often mostly "
    "satisfaisant satisfaisante atteint bien gut erfüllt bueno buono bom goed voldoende dobry "
    "bra da",
    2: "strong advanced mature exceeds surpasses above high highly gold green managed "
    "consolidated confident fluent",
    3: "excellent outstanding exemplary optimal optimised optimized optimizing optimising leading "
    "exceptional distinguished expert always fully sustained transformational platinum "
    "innovating best mastery "
    "exemplaire hervorragend ausgezeichnet vorbildlich excelente sobresaliente eccellente ottimo "
    "uitstekend wzorowy celujący utmärkt rhagorol",
}
_WEIGHT = {word: weight for weight, words in _SENSE.items() for word in words.split()}
_WORD = re.compile(r"\w+")
# What frameworks call a level, in some languages.
_LEVEL_WORDS = set(
    "band grade level lefel livello niveau nivel nível nivå phase poziom stage stufe tier "
    "taso".split()
)
_GRADE = re.compile(r"(?:(?P<word>[^\W\d_]+)\s+)?(?P<letter>[A-Z])")
_GRADES = {"grade", "mark", "nota", "note"}
_VERY = set("very très sehr muy molto muito zeer bardzo mycket".split())
_NEGATION = set("not no non never nicht pas niet nie inte ikke".split())
_REST = re.compile(r"(?!(?:at|by|do|in|it|me|no|of|on|so|to|up|us)$)[^\W\d_A-Z]{1,2}$")
_OPEN = re.compile(r"[^\W\d_]{3}[^\W\d_A-Z]$")
_CODE = re.compile(r"[A-Z]{0,3}\d+(\.\w+)*\b")
_BELOW = re.compile(r"\b(?:not|no|lacks?|fails?|without|below|absence)\b", re.I)


@dataclass(frozen=True, slots=True)
class Header:
    """One column's head as printed: the level's name and its note.

    ``coded`` says that a code stands before the name, another one in each table.
    """

    name: str
    note: str | None
    coded: bool = False

    @property
    def key(self) -> str:
        """The name without case and punctuation, for comparing."""
        return fold(self.name)


@lru_cache(maxsize=4096)  # each row of a table is compared with the same names, more than once
def fold(text: str) -> str:
    """Letters and digits only, without case: what stays the same when type and marks change."""
    return " ".join(_WORD.findall(text.casefold()))


# ---- one header cell ----------------------------------------------------------------------------


def header_of(lines: Sequence[Line]) -> Header | None:
    """Name and note of a header cell, None if it can be no header (empty, or prose)."""
    if not lines or len(lines) > MOST_HEADER_LINES:
        return None
    text = _text_of(lines)
    styled = _style_break(lines)
    if styled:
        name = _text_of(lines[:styled])
        note: str | None = clean(" ".join(line.text for line in lines[styled:]))
    else:
        name, note = _case_break(text)
        if note and note[0].islower() and lines[0].size:
            # Where type is known, a name that runs on into lower case is plain prose.
            name, note = text, None
    if not name or len(name) > LONGEST_NAME or len(name.split()) > LONGEST_NAME_WORDS:
        return None
    if name.endswith((".", ";", ",")) and len(name.split()) > 2:
        return None
    if note and is_mark(name) and not is_mark(note) and len(note.split()) <= LONGEST_NAME_WORDS:
        return Header(note, name)  # the mark is printed above the name
    return Header(name, note)


def _text_of(lines: Sequence[Line]) -> str:
    """What a cell says; a rest like 'y' is joined to the word that a narrow column broke."""
    text = clean(" ".join(line.text for line in lines))
    rest = lines[-1].text
    broken = len(lines) > 1 and _REST.match(rest) and _OPEN.search(lines[-2].text)
    return text[: -len(rest) - 1] + rest if broken else text


def header_key(lines: Sequence[Line]) -> str:
    """What a header cell is compared by: its name, or all it says where it can be no name.

    A person may have named levels that no program would take for names.
    """
    return _key_of(header_of(lines), lines)


def _key_of(header: Header | None, lines: Sequence[Line]) -> str:
    return header.key if header else fold(" ".join(line.text for line in lines))


def levels_of(cells: Sequence[Sequence[Line]], headers: Sequence[Header]) -> list[int | None]:
    """Which level each cell of a row names, whatever mark or code stands beside the names."""
    names = words_of(headers)
    found = [_level_of(x, headers) if _may_name(x, names) else None for x in cells]
    if not any(header.coded for header in headers):
        return found
    named = [header_key(cells[i]) for i, level in enumerate(found) if level is not None]
    return found if split_code(named)[0] else [None] * len(found)


def words_of(headers: Iterable[Header]) -> list[list[str]]:
    """The words of each level's name, for ``may_say``."""
    return [header.key.split() for header in headers]


def may_say(text: str, names: Iterable[Iterable[str]]) -> bool:
    """Whether all words of a level's name stand in a text, in whatever order and however cut.

    Most texts say no level's name, and this tells so quickly.
    """
    said = text.casefold()
    said = "".join(said.split() if said.isascii() else fold(clean(said)).split())
    return any(all(word in said for word in name) for name in names)


def _may_name(lines: Sequence[Line], names: Iterable[Iterable[str]]) -> bool:
    return bool(lines) and may_say(" ".join([line.text for line in lines]), names)


def _level_of(lines: Sequence[Line], headers: Sequence[Header]) -> int | None:
    header = header_of(lines)
    plain = [fold(split_mark(header.name)[0]), fold(_text_of(lines))] if header else []
    for wanted in dict.fromkeys([_key_of(header, lines), *plain]):
        for i, level in enumerate(headers):
            if level.key == wanted or (level.coded and same_behind_code(wanted, level.key)):
                return i
    return None


def _style_break(lines: Sequence[Line]) -> int | None:
    """Index of the first line in another type than the first, None where all are alike."""
    first = lines[0]
    for i, line in enumerate(lines):
        if line.bold != first.bold or abs(line.size - first.size) > 0.4:
            return i
    return None


def _case_break(text: str) -> tuple[str, str | None]:
    """Cut 'Working Well Includes almost all ...' where capitals turn into a sentence.

    A name is printed with a capital in every word; a note is a sentence, so its first word is the
    last capitalised one before a word in lower case.
    """
    words = text.split()
    if len(words) <= 3 or not words[0][:1].isupper():
        return text, None
    lower = next((i for i, w in enumerate(words) if w[:1].islower() and len(w) > 1), len(words))
    small = {"of", "and", "the", "to", "in", "for"}
    if lower < len(words) and words[lower] in small and len(words) <= LONGEST_NAME_WORDS:
        return text, None
    cut = lower if lower <= 1 else lower - 1
    if cut >= len(words) or lower == len(words):
        return text, None
    return " ".join(words[:cut]), " ".join(words[cut:])


# ---- the whole scale ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may head a table: whether prose follows it, and whether it is the first one."""

    cells: tuple[tuple[Line, ...], ...]
    heads_prose: bool
    first: bool = False


def headers_of(cells: Sequence[Sequence[Line]]) -> tuple[Header, ...] | None:
    """The headers of a row's non-empty cells; None if one of them can be none, or two are equal."""
    found = [header_of(cell) for cell in cells if cell]
    if len(found) < 2 or None in found:
        return None
    headers = _without_marks([h for h in found if h])
    return headers if _differ(headers) else _whole([cell for cell in cells if cell])


def _differ(headers: Sequence[Header]) -> bool:
    return len({header.key for header in headers}) == len(headers)


def _whole(cells: Iterable[Sequence[Line]]) -> tuple[Header, ...] | None:
    """The headers that names and notes make together, where names alone do not tell columns."""
    headers = tuple(Header(_text_of(cell), None) for cell in cells)
    short = all(len(header.name.split()) <= LONGEST_NAME_WORDS for header in headers)
    return headers if short and _differ(headers) else None


def _without_marks(headers: Sequence[Header]) -> tuple[Header, ...]:
    """The headers with the marks beside their names put into the notes, if all agree on it."""
    parts = [split_mark(header.name) for header in headers]
    if not marks_agree([mark for _, mark in parts], [fold(name) for name, _ in parts]):
        return tuple(headers)
    return tuple(
        Header(name, " ".join(filter(None, (mark, header.note))) or None)
        for header, (name, mark) in zip(headers, parts, strict=True)
    )


def find_header_names(candidates: Iterable[Candidate]) -> tuple[Header, ...]:
    """The ordered headers that head the most tables; empty if nothing does.

    Rows with the same names but another note are the same header; the commonest note wins, since
    a document may misprint or vary it.
    """
    votes: Counter[tuple[str, ...]] = Counter()
    printed: dict[tuple[str, ...], list[tuple[Header, ...]]] = defaultdict(list)
    rows = [
        (headers, FIRST_ROW_VOTES if candidate.first else 1)
        for candidate in candidates
        if candidate.heads_prose and (headers := headers_of(candidate.cells))
    ]
    rows = _without_figures(rows)
    for headers, weight in (*rows, *_without_codes(rows)):
        keys = tuple(h.key for h in headers)
        votes[keys] += weight
        printed[keys].append(headers)
    if not votes:
        return ()
    order = list(votes)
    best = max(order, key=lambda keys: (votes[keys], -order.index(keys)))
    return tuple(_commonest(column) for column in zip(*printed[best], strict=True))


_Voted = tuple[tuple[Header, ...], int]


def _without_figures(rows: list[_Voted]) -> list[_Voted]:
    """The rows without those that only say what the levels named above them count."""
    named: set[int] = set()  # of how many cells a row of names on top of a table was seen
    kept: list[_Voted] = []
    figures: set[tuple[str, ...]] = set()
    for headers, votes in rows:
        keys = tuple(h.key for h in headers)
        if not all(map(_is_figure, headers[1:])):
            named |= {len(headers)} if votes == FIRST_ROW_VOTES else set()
        elif keys in figures or len(headers) in named:
            figures.add(keys)
            continue
        kept.append((headers, votes))
    return kept


def _is_figure(header: Header) -> bool:
    return is_mark(header.name) or not any(c.isalpha() for c in header.name)


def _without_codes(rows: Sequence[_Voted]) -> Iterator[_Voted]:
    """The rows whose names stand behind another code in other tables, without their codes."""
    split = [(split_code([h.name for h in headers]), headers, votes) for headers, votes in rows]
    codes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for (code, names), _, _ in split:
        if code:
            codes[names].add(fold(code))
    for (code, names), headers, votes in split:
        if code and len(codes[names]) > 1:
            pairs = zip(names, headers, strict=True)
            yield tuple(Header(name, h.note, coded=True) for name, h in pairs), votes


def _commonest(headers: Sequence[Header]) -> Header:
    """One header for all printings of it, without a mark that differs from table to table."""
    name = Counter(h.name for h in headers).most_common(1)[0][0]
    note, times = Counter(h.note for h in headers).most_common(1)[0]
    if note and is_mark(note) and 2 * times <= len(headers):
        note = None
    return Header(name, note, coded=headers[0].coded)


def build_scale(headers: Sequence[Header]) -> tuple[Scale, bool]:
    """The levels in printed order with their ranks, and whether the direction had to be assumed."""
    direction = _direction(headers)
    count = len(headers)
    ranks = range(count, 0, -1) if direction < 0 else range(1, count + 1)
    levels = tuple(Level(h.name, h.note, rank) for h, rank in zip(headers, ranks, strict=True))
    return Scale(levels), direction == 0


def _direction(headers: Sequence[Header]) -> float:
    """Above 0 if the levels rise from first to last, below 0 if they fall, 0 if nothing tells."""
    pairs = [(i, j) for i in range(len(headers)) for j in range(i + 1, len(headers))]
    numbers = [_number(h.name) for h in headers]
    if all(n is not None for n in numbers):
        return _sign(numbers[-1] or 0, numbers[0] or 0)
    if grades := _direction_of_grades(headers):
        return grades
    senses = [_sense(h.name) for h in headers]
    total = float(sum(_sign(senses[j], senses[i]) for i, j in pairs if senses[i] and senses[j]))
    for i, header in enumerate(headers):
        for j, other in enumerate(headers):
            if i != j and header.note and other.key in fold(header.note):
                # A note that builds on another level stands above it, one that denies it below.
                above = -1 if _BELOW.search(header.note) else 1
                total += above * _sign(i, j)
    # Where only one end has a sense, as in First, Second, Third, Fail, it has to do.
    return total or _direction_of_marks(headers) or _sign(senses[-1], senses[0])


def rises_or_falls(headers: Sequence[Header]) -> bool:
    """Whether the names themselves say that they are levels: "Level 1" and 2, "Poor" to "Good"."""
    numbers = [_number(h.name) for h in headers if set(h.key.split()) & _LEVEL_WORDS]
    values = [n for n in numbers if n is not None]
    if len(values) < len(headers):
        values = [sense for h in headers if (sense := _sense(h.name))]
        if 3 * len(values) < 2 * len(headers) or not min(values) < 0 < max(values):
            return False
    return len(values) > 1 and (
        values == sorted(set(values)) or values == sorted(set(values), reverse=True)
    )


def has_sense(header: Header) -> bool:
    """Whether a name says by a general word how good something is."""
    return _sense(header.name) != 0


def rates(header: Header) -> bool:
    """Whether a name says by itself how good something is: by a word or a number."""
    return has_sense(header) or _number(header.name) is not None


def rate_in_order(headers: Sequence[Header]) -> bool:
    """Whether all names are numbers, or all rate, from one end of the scale to the other."""
    numbers = [_number(h.name) for h in headers]
    values = [n for n in numbers if n is not None]
    if len(values) == len(headers):
        return len(set(values)) == len(values) and _is_ordered(values)
    values = [_sense(h.name) for h in headers]
    return all(values) and min(values) < 0 < max(values) and _is_ordered(values)


def odd_ones(headers: Sequence[Header]) -> list[int]:
    """The headers before and behind those that rate in order; none if no names rate."""
    told = [i for i, header in enumerate(headers) if rates(header)]
    if len(told) < 2 or len(told) != told[-1] - told[0] + 1:
        return []
    inner = headers[told[0] : told[-1] + 1]
    return [i for i in range(len(headers)) if i not in told] if rate_in_order(inner) else []


def _is_ordered(values: list[float]) -> bool:
    return values in (sorted(values), sorted(values, reverse=True))


def _direction_of_grades(headers: Sequence[Header]) -> int:
    """The best of four or more letters that begin with A is A; of fewer, if they are called so."""
    found = [_GRADE.fullmatch(header.name) for header in headers]
    letters = [match["letter"] for match in found if match]
    words = {match["word"].casefold() for match in found if match and match["word"]}
    if len(letters) < len(headers) or "A" not in letters or words - _GRADES:
        return 0
    ordered = sorted(letters) in (letters, letters[::-1])
    return _sign(ord(letters[0]), ord(letters[-1])) if ordered and (words or letters[3:]) else 0


def _direction_of_marks(headers: Sequence[Header]) -> int:
    """What the marks tell where no name does: a better level is worth more."""
    marks = [_number(h.note) for h in headers if h.note and is_mark(h.note)]
    return _sign(marks[-1] or 0, marks[0] or 0) if len(marks) > 1 else 0


def _number(name: str) -> float | None:
    found = re.search(r"\d+(?:\.\d+)?", name)
    return float(found.group()) if found else None


def _sense(name: str) -> float:
    words = fold(name).split()
    value = float(sum(_WEIGHT.get(w, 0) for w in words))
    if _VERY & set(words):
        value = 2 * value or 2.0
    return -abs(value or 3) if _NEGATION & set(words) else value


def _sign(a: float, b: float) -> int:
    return (a > b) - (a < b)


def is_code(text: str) -> bool:
    """Whether a text is a code and nothing else: 1.2, A1.a, S2."""
    return bool(_CODE.fullmatch(text.rstrip(".:)")))
