"""Options and fixtures of the whole suite."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import framework_pdf

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite extracted/ with what the code makes now; the run fails, read the diff",
    )


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture
def source(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Writes a source file into a folder of its own."""

    def write(name: str, data: bytes) -> Path:
        path = tmp_path / "sources" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def kitchen(source: Callable[[str, bytes], Path]) -> Path:
    """A document that can be extracted."""
    return source("Kitchen.pdf", framework_pdf())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where a test has extracted data written to."""
    return tmp_path / "extracted"
