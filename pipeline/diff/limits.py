"""All thresholds of the comparison, and how they were chosen."""

from __future__ import annotations

# Likeness (0 to 1) from which on two things may be the same one. TO BE MEASURED
CHARACTERISTIC = 0.4
DOMAIN = 0.4
PARAGRAPH = 0.35
MOVED_PARAGRAPH = 0.85
CELL = 0.03
PIECE_GAIN = 0.05
LEVEL = 0.3
LEVEL_MARGIN = 0.1
LEVEL_BY_RANK = 0.15

# A part of a split: what counts as the same paragraph, how much of the part stands in the whole,
# and how much of the whole went with the part.
PART_PARAGRAPH = 0.5
PART_FROM_WHOLE = 0.4
WHOLE_IN_PART = 0.1

PART_GLIMPSE = 0.1  # below this a characteristic is not looked at as a part

# How sure titles, outcomes and summaries, and characteristics make that two domains are the same.
TITLE_SAYS = 0.8
OUTCOME_SAYS = 0.8
CONTENTS_SAY = 0.9

# Editions of one framework: the share of the characteristics (or of the domains) of the smaller
# one that the other has too.
RELATED_CHARACTERISTICS = 0.25
RELATED_DOMAINS = 0.5

# How much standing in the same place counts beside the text, where several partners are possible.
SAME_DOMAIN = 0.1
SAME_CODE = 0.03
SAME_ORDER = 0.02
SAME_NAME = 0.5
OTHER_LEVEL = 0.1
TIE = 0.001
