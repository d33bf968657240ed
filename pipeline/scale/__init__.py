"""The rating scale, found from the document: the same ordered short names head its tables.

header         what one cell of a level header says
naming         which level a cell names
votes          which names are the levels: those that head the most tables
direction      which end of the scale is the best
other_columns  which columns beside the levels are none
"""

from pipeline.scale.direction import (
    build_scale,
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
    most_name_words,
    phrases_of,
    text_of,
    without_marks,
)
from pipeline.scale.naming import levels_of, may_say, words_of
from pipeline.scale.other_columns import Column, is_label_header, is_weight, without_others
from pipeline.scale.votes import Candidate, find_header_names

__all__ = [
    "LONGEST_NAME_WORDS",
    "PROSE",
    "Candidate",
    "Column",
    "Header",
    "build_scale",
    "find_header_names",
    "fold",
    "header_key",
    "header_of",
    "headers_of",
    "is_label_header",
    "is_weight",
    "levels_of",
    "may_say",
    "most_name_words",
    "names_go_on",
    "odd_ones",
    "phrases_of",
    "rates",
    "rises_or_falls",
    "text_of",
    "without_marks",
    "without_others",
    "words_of",
]
