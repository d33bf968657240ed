"""Footnotes for programs that know of no page foot."""

from __future__ import annotations


class Notes:
    """Numbers notes, and keeps them until the table in which they are marked is closed."""

    def __init__(self) -> None:
        self._count = 0
        self._waiting: list[tuple[int, str]] = []

    def mark(self, text: str) -> int:
        """The number of one more note."""
        self._count += 1
        self._waiting.append((self._count, text))
        return self._count

    def close(self) -> list[tuple[int, str]]:
        """Numbers and texts of the notes since the last time."""
        closed, self._waiting = self._waiting, []
        return closed
