"""Addresses on the web, told from other texts."""

from __future__ import annotations

import re
from typing import TypeGuard

from pipeline.errors import UsageError

_LETTER = r"(?:[\w.~!$&'()*+,;=:@/-]|%[0-9a-f]{2})"
_ADDRESS = re.compile(rf"https?://{_LETTER}+(?P<query>[?#](?:{_LETTER}|[?])*)*", re.A | re.I)


def is_address(text: str | None) -> TypeGuard[str]:
    """Whether a text is the address of something on the web."""
    return bool(_ADDRESS.fullmatch(text or ""))


def checked_base(base_uri: str | None) -> str | None:
    """An address that others can be put together from.

    Raises:
        UsageError: it is none.
    """
    if base_uri is None:
        return None
    found = _ADDRESS.fullmatch(base_uri)
    if not found or found["query"]:
        raise UsageError(
            f"--base-uri {base_uri} is no address: write it as https://example.org/case."
        )
    return base_uri.rstrip("/")
