"""One part of a framework traced back to the page: its printed lines, repairs, rules and issues.

keys      a key -> the passages that it stands for
source    the file that the document was extracted from, if it is still the same
trace     passages -> the explanation, with the lines as the source prints them
picture   the explanation -> crops of the pages with the lines marked
text      the explanation -> what a terminal shows
"""

from pipeline.explain.keys import list_keys
from pipeline.explain.picture import draw
from pipeline.explain.source import find_source, open_source
from pipeline.explain.text import explanation_to_text, keys_to_text
from pipeline.explain.trace import explain

__all__ = [
    "draw",
    "explain",
    "explanation_to_text",
    "find_source",
    "keys_to_text",
    "list_keys",
    "open_source",
]
