"""Run notebooks in their places: `make notebooks`, and the tests in a copy.

What they hold afterwards is the same on every machine: outputs, but no times, versions or paths.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import matplotlib.font_manager  # noqa: F401  (lists the fonts now, for a cell would tell of it)
import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
CONFIG = Config({"KernelManager": {"transport_encryption": "auto"}})  # nobody else may listen
SECONDS = 300  # that a cell may take
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run_notebook(path: Path) -> None:
    """Execute a notebook from its first cell; it is only written if no cell fails."""
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(
        notebook, timeout=SECONDS, resources=place, record_timing=False, config=CONFIG
    )
    client.execute()
    notebook.metadata = nbformat.from_dict(METADATA)
    nbformat.write(notebook, path)


def main(names: Sequence[str]) -> None:
    """All notebooks, or those that are named."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IPYTHONDIR"] = folder  # nobody's own settings or history
        for path in [Path(name) for name in names] or sorted(NOTEBOOKS.glob("*.ipynb")):
            run_notebook(path.resolve())


if __name__ == "__main__":
    main(sys.argv[1:])
