"""What a font tells: by its name, and of its characters."""

from __future__ import annotations

import re
from typing import Protocol

# "CMBX10" and "SFBX1000" are the bold of Computer Modern, in which LaTeX sets by default.
_BOLD = re.compile(r"bold|black|heavy|demi|semib|(?:\b|\+|_)[a-z]{2,4}bx(?:ti|sl)?\d|-bd\b", re.I)


def is_bold(name: str) -> bool:
    """Whether a font's name says that it is a bold one."""
    return bool(_BOLD.search(name))


class Fonts(Protocol):
    """What can be asked of a page about the font of a character, by its index in the text."""

    def unnamed(self, index: int) -> bool:
        """Whether the font gives no name for the character."""

    def font(self, index: int) -> int:
        """A number that characters of one font share."""
