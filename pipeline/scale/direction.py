"""Which end of the scale is the best: what the levels' names, notes and marks say of it.

Some documents print the best level first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.marks import is_mark
from pipeline.records import Level, Scale
from pipeline.scale.header import Header, fold

# General rating words by sense, English ones and the commonest of some other languages; only the
# direction of the scale is read from them.
_SENSE = {
    -3: "unacceptable inadequate poor unsatisfactory fail failing failed none absent missing never "
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
    "consolidated confident fluent yes ja oui sí",
    3: "excellent outstanding exemplary optimal optimised optimized optimizing optimising leading "
    "exceptional distinguished expert always fully sustained transformational platinum "
    "innovating best mastery complete "
    "exemplaire hervorragend ausgezeichnet vorbildlich excelente sobresaliente eccellente ottimo "
    "uitstekend wzorowy celujący utmärkt rhagorol",
}
_WEIGHT = {word: weight for weight, words in _SENSE.items() for word in words.split()}
# What frameworks call a level, in some languages.
_LEVEL_WORDS = set(
    "band grade level lefel livello niveau nivel nível nivå phase poziom stage stufe tier "
    "taso".split()
)
_GRADE = re.compile(r"(?:(?P<word>[^\W\d_]+)\s+)?(?P<letter>[A-Z])")
_GRADES = {"grade", "mark", "nota", "note"}
_VERY = set("very très sehr muy molto muito zeer bardzo mycket".split())
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")
_NEGATION = set("not no non never nein nicht nee pas niet nie nej inte ikke".split())
_BELOW = re.compile(r"\b(?:not|no|lacks?|fails?|without|below|absence)\b", re.I)


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
    senses = [_sense(h.name) for h in headers]
    total = float(sum(_sign(senses[j], senses[i]) for i, j in pairs if senses[i] and senses[j]))
    if all(n is not None for n in numbers):
        # Grades may count down to the best, which words beside the numbers tell.
        judged = total if min(senses) < 0 < max(senses) else 0.0
        return judged or _sign(numbers[-1] or 0, numbers[0] or 0)
    if grades := _direction_of_grades(headers):
        return grades
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
    if len(values) == len(headers):
        return len(values) > 1 and _is_steady(values)
    senses = [sense for h in headers if (sense := _sense(h.name))]
    if 3 * len(senses) < 2 * len(headers) or not min(senses) < 0 < max(senses):
        return False
    return _is_ordered(senses)


def has_sense(header: Header) -> bool:
    """Whether a name says by a general word how good something is."""
    return _sense(header.name) != 0


def rates(header: Header) -> bool:
    """Whether a name says by itself that it is a level: it counts, or judges."""
    return _number(header.name) is not None or has_sense(header)


def rate_in_order(headers: Sequence[Header]) -> bool:
    """Whether all names are numbers, or all rate, from one end of the scale to the other."""
    numbers = [_number(h.name) for h in headers]
    values = [n for n in numbers if n is not None]
    if len(values) == len(headers):
        return _is_steady(values)
    values = [_sense(h.name) for h in headers]
    return all(values) and min(values) < 0 < max(values) and _is_ordered(values)


def odd_ones(headers: Sequence[Header]) -> list[int]:
    """The headers before and behind those that rate in order; none if no names rate."""
    told = [i for i, header in enumerate(headers) if rates(header)]
    if len(told) < 2 or len(told) != told[-1] - told[0] + 1:
        return []
    inner = headers[told[0] : told[-1] + 1]
    return [i for i in range(len(headers)) if i not in told] if rate_in_order(inner) else []


def names_go_on(headers: Sequence[Header], further: Sequence[Header]) -> bool | None:
    """Whether the second are further levels of a scale, as far as names tell; None if they do not.

    They are not where a scale is whole without them, or would rise and then fall.
    """
    if {header.key for header in headers} & {header.key for header in further}:
        return False
    counted = [
        [n for h in each if (n := _number(h.name)) is not None] for each in (headers, further)
    ]
    if any(counted):
        whole = len(counted[0]) == len(headers) and len(counted[1]) == len(further)
        return whole and _is_steady([*counted[0], *counted[1]])
    before, behind = ([s for h in each if (s := _sense(h.name))] for each in (headers, further))
    if not behind:
        return False if 2 * len(before) > len(headers) else None
    if not _is_ordered([*before, *behind]):
        return False
    told = 2 * len(before) >= len(headers) and 2 * len(behind) >= len(further)
    beyond = min(behind) > max(before, default=0.0) or max(behind) < min(before, default=0.0)
    return True if told and beyond and not rises_or_falls(headers) else None


def _is_ordered(senses: list[float]) -> bool:
    """Whether senses go from one end to the other; two names may be as good."""
    return senses in (sorted(senses), sorted(senses, reverse=True))


def _is_steady(numbers: Sequence[float]) -> bool:
    """Whether numbers only rise, or only fall."""
    rising = sorted(set(numbers))
    return list(numbers) in (rising, rising[::-1])


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
    found = _NUMERAL.search(name)
    return float(found.group()) if found else None


def _sense(name: str) -> float:
    words = fold(name).split()
    if words == ["no"] and "." in name:
        return 0.0  # short for a number
    value = float(sum(_WEIGHT.get(w, 0) for w in words))
    if _VERY & set(words):
        value = 2 * value or 2.0
    return -abs(value or 3) if _NEGATION & set(words) else value


def _sign(a: float, b: float) -> int:
    return (a > b) - (a < b)
