"""What a font's name tells."""

from __future__ import annotations

import re

# "CMBX10" and "SFBX1000" are the bold of Computer Modern, in which LaTeX sets by default.
_BOLD = re.compile(r"bold|black|heavy|demi|semib|(?:\b|\+|_)[a-z]{2,4}bx(?:ti|sl)?\d|-bd\b", re.I)


def is_bold(name: str) -> bool:
    """Whether a font's name says that it is a bold one."""
    return bool(_BOLD.search(name))
