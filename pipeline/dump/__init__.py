"""A text dump made whole again: which line belongs to which cell of which table.

A dump keeps the words of a document and loses their places. What is left are the tabs, the order
of the columns, and the flow of the sentences; these are the evidence here, in this order.

The way: rows -> lines (``lines``), the scale and its headers (``heads``), what stands between two
headers (``regions``), the body's pieces into columns (``body``, ``columns``, ``ghosts``), columns
into paragraphs (``cells``). ``evidence`` is the document's own usage that all of them ask.
"""

from pipeline.dump.realign import realign_dump

__all__ = ["realign_dump"]
