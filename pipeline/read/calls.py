"""Functions of pdfium that take and give plain addresses: far cheaper than ctypes' pointers."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

ADDRESS = ctypes.c_void_p


def by_address(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The function with these types of its result and arguments, all pointers being ADDRESS."""
    return ctypes.CFUNCTYPE(result, *arguments)(address_of(function))


def address_of(pointer: Any) -> int:
    """Where a pointer or function of ctypes leads; casts leave cycles behind, which take memory."""
    return ADDRESS.from_buffer(pointer).value or 0
