"""All thresholds of the comparison, and how they were chosen.

*Like* means a score of 0 to 1 from ``vectors.py`` or ``align.py``. Two things were measured for
each: how like pairs are that are known to be the same (two pairs of editions with lists of their
edits, 150 made-up revisions from ``tests/revisions``), and how like the nearest *different* ones
are (the same, and published frameworks, each compared with itself). The threshold lies between.
"""

from __future__ import annotations

# The same: 98 of 100 above 0.67, halves of a split 0.64. Different: 99 of 100 below 0.3, worst
# 0.46; but up to 0.7 where a framework asks the same of every domain: there the sum decides.
CHARACTERISTIC = 0.4
# The same: all above 0.72. Different: worst 0.47, by titles that share a word.
DOMAIN = 0.5

# Paragraphs of one cell. Reworded: all above 0.5. Different: 98 of 100 below 0.33.
PARAGRAPH = 0.35
# Under another level, by the share of words. Moved and reworded: all above 0.93. Steps of a ladder:
# 99 of 100 below 0.62, worst 0.91; they only meet where both levels lost or gained a paragraph.
MOVED_PARAGRAPH = 0.85
# The only paragraph of a cell, rewritten from scratch: 0.06 to 0.4 in a rubric read by a person.
CELL = 0.03
# What a paragraph broken in two gains by its other half; another paragraph takes away.
PIECE_GAIN = 0.05

# Levels with another name, as a share of the way from the most similar level of the same edition to
# the same text; and what is enough where their neighbours leave them no other partner.
LEVEL = 0.3
LEVEL_MARGIN = 0.25
LEVEL_BY_RANK = 0.15
LEVEL_UNITS = 60  # so many characteristics and domains tell enough

# A part of a split or merger: how many of the most similar ones are looked at, what counts as the
# same paragraph, how much of the part stands in the whole, and of the whole went with the part.
PART_WHOLES = 3
PART_PARAGRAPH = 0.6
PART_FROM_WHOLE = 0.4
WHOLE_IN_PART = 0.1

# Editions of one framework: the share of the characteristics (or of the domain titles) of the
# smaller one that the other has too. Five frameworks compared with one another: 0 and 0.
RELATED_CHARACTERISTICS = 0.25
RELATED_DOMAINS = 0.5

# How sure titles, outcomes and summaries, and characteristics make that two domains are the same.
TITLE_SAYS = 0.8
OUTCOME_SAYS = 0.8
CONTENTS_SAY = 0.9

# How much standing in the same place counts beside the text, where several partners are possible.
SAME_DOMAIN = 0.1
SAME_CODE = 0.03
SAME_ORDER = 0.02
SAME_NAME = 0.5
OTHER_LEVEL = 0.1
TIE = 0.001
