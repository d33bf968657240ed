"""Plain data as JSON files, the same for every format that has some."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]


def json_file(value: Json) -> bytes:
    """The content of a file: indented UTF-8 that ends with its last line."""
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"
