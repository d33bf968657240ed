"""The rating scale, found from the document: the same ordered short names head its tables.

header         what one cell of a level header says
naming         which level a cell names
votes          which names are the levels: those that head the most tables
direction      which end of the scale is the best
"""

from pipeline.scale.direction import (
    build_scale,
    has_sense,
    names_go_on,
    odd_ones,
    rates,
    rises_or_falls,
)
from pipeline.scale.header import (
    LONGEST_NAME_WORDS,
    PROSE,
    Header,
    fold,
    header_key,
    header_of,
    headers_of,
    without_marks,
)
from pipeline.scale.naming import levels_of, may_say, words_of
from pipeline.scale.votes import Candidate, find_header_names

__all__ = [
    "LONGEST_NAME_WORDS",
    "PROSE",
    "Candidate",
    "Header",
    "build_scale",
    "find_header_names",
    "fold",
    "has_sense",
    "header_key",
    "header_of",
    "headers_of",
    "levels_of",
    "may_say",
    "names_go_on",
    "odd_ones",
    "rates",
    "rises_or_falls",
    "without_marks",
    "words_of",
]
