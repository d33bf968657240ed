"""The notebooks: they run, show what is committed, hold no logic and nothing of a machine."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
RUNNER = ROOT / "tests" / "run_notebooks.py"
OF_A_MACHINE = re.compile(
    r"(?<![\w.])/(home|root|tmp|work|usr|opt|Users|private)/|[A-Z]:\\\\|site-packages"
    r"|0x[0-9a-f]{6}|\d{4}-\d\d-\d\dT\d\d:"
)
LOGIC = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.If, ast.While, ast.Try,
    ast.With,
)  # fmt: skip
Cell = dict[str, Any]

needs_jupyter = pytest.mark.skipif(
    not all(map(find_spec, ("ipykernel", "matplotlib", "nbclient"))),
    reason="needs the extra notebooks",
)
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path: Path) -> list[Cell]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def shown(path: Path) -> list[list[Any]]:
    """The outputs of each cell; of a picture, only that it is one."""
    return [
        [
            {**output, "data": {**output["data"], "image/png": "a picture"}}
            if "image/png" in output.get("data", {})
            else output
            for output in cell["outputs"]
        ]
        for cell in code_cells(path)
    ]


def run_notebooks(*paths: Path) -> subprocess.CompletedProcess[str]:
    """In a process of its own, with the package of this checkout."""
    command = [sys.executable, str(RUNNER), *map(str, paths)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, timeout=600, env=env)


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 2


@each_notebook
def test_notebook_is_committed_with_its_outputs(path: Path) -> None:
    cells = code_cells(path)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert {output["output_type"] for output in outputs} <= {
        "stream", "display_data", "execute_result",
    }  # fmt: skip
    assert "stderr" not in {output.get("name") for output in outputs}
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 2


@each_notebook
def test_notebook_holds_nothing_of_a_machine(path: Path) -> None:
    text = re.sub(r'"image/png": ".*?"', '"image/png": ""', path.read_text(encoding="utf-8"))
    assert OF_A_MACHINE.search(text) is None
    metadata = json.loads(text)["metadata"]
    assert metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert not any(cell["metadata"] for cell in code_cells(path))


@each_notebook
def test_notebook_has_no_logic_of_its_own(path: Path) -> None:
    for cell in code_cells(path):
        source = "".join(cell["source"])
        assert not any(isinstance(node, LOGIC) for node in ast.walk(ast.parse(source))), source
        assert len(source.splitlines()) <= 16


@pytest.mark.slow
@needs_jupyter
def test_notebooks_run_and_show_what_is_committed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "extracted", tmp_path / "extracted")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    copies = [tmp_path / "notebooks" / path.name for path in NOTEBOOKS]
    for copy in copies:
        data = json.loads(copy.read_text(encoding="utf-8"))
        for cell in data["cells"]:
            cell.update({"outputs": [], "execution_count": None} if "outputs" in cell else {})
        copy.write_text(json.dumps(data), encoding="utf-8")
    done = run_notebooks(*copies)
    assert done.returncode == 0, done.stderr
    for path, copy in zip(NOTEBOOKS, copies, strict=True):
        assert shown(copy) == shown(path)


@pytest.mark.slow
@needs_jupyter
def test_a_notebook_that_fails_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text(
        json.dumps(
            {
                "cells": [
                    {
                        "cell_type": "code", "id": "one", "execution_count": None, "metadata": {},
                        "outputs": [], "source": ["1 / 0"],
                    }
                ],
                "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
            }
        )
    )  # fmt: skip
    before = path.read_bytes()
    done = run_notebooks(path)
    assert done.returncode != 0
    assert "ZeroDivisionError" in done.stderr
    assert path.read_bytes() == before
