# The commands of the project. `make` alone lists them.
#
# The environment .venv builds itself from requirements.lock the first time a target needs it; later
# runs do without the network. Another interpreter: make PYTHON=python3.12 ...

PYTHON ?= python3
UV ?= uv
ARGS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check install

.DEFAULT_GOAL := help
.PHONY: help extract diff notebooks test lint format bench schema lock clean

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

extract: .venv/ready  ## Turn every document in raw/ into data in extracted/ (ARGS="PATH... --out DIR")
	@$(BIN)/framework extract $(ARGS)

diff: .venv/ready  ## Tell what changed between two editions (OLD=... NEW=... [ARGS="--format csv"])
	@test -n "$(OLD)" -a -n "$(NEW)" || { echo 'make diff needs two names of extracted/: make diff OLD=... NEW=...' >&2; exit 2; }
	@$(BIN)/framework diff "$(OLD)" "$(NEW)" $(ARGS)

notebooks: .venv/ready  ## Run the notebooks in notebooks/ anew (ARGS="NOTEBOOK...")
	@$(BIN)/python tests/run_notebooks.py $(ARGS)

test: .venv/ready  ## Run the tests (ARGS="-k NAME", or any other option of pytest)
	@$(BIN)/python -m pytest $(ARGS)

lint: .venv/ready  ## Check style, types and import order; changes nothing
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/ready  ## Put the code into the project's style
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

bench: .venv/ready  ## Measure CPU time and memory against other tools (ARGS="PDF... --skip-camelot")
	@$(BIN)/python tests/bench.py $(ARGS)

schema: .venv/ready  ## Write schemas/ anew from the models
	@$(BIN)/framework schema $(ARGS)

lock:  ## Write requirements.lock anew from pyproject.toml (needs uv; ARGS=--upgrade)
	@command -v "$(UV)" >/dev/null || { echo "make lock needs uv: pip install uv, or make lock UV=path/to/uv" >&2; exit 2; }
	@UV_CUSTOM_COMPILE_COMMAND="make lock" "$(UV)" pip compile pyproject.toml --all-extras --universal \
		--python-version 3.11 --generate-hashes --no-emit-package framework-pipeline \
		--quiet --output-file requirements.lock $(ARGS)

clean:  ## Remove the environment and all caches; data stays
	@rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find pipeline tests -type d -name __pycache__ -prune -exec rm -rf {} +

# Two steps: packages from the lock, then the project itself, which needs no network.

.venv/packages: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not that. Try: make PYTHON=python3.12 ..." >&2; exit 2; }
	@echo "Building .venv from requirements.lock (once, a minute or two) ..." >&2
	@$(PYTHON) -m venv --clear .venv >&2
	@$(PIP) --require-hashes --requirement requirements.lock >&2
	@touch $@

.venv/ready: .venv/packages pyproject.toml
	@$(PIP) --no-deps --no-build-isolation --editable . >&2
	@touch $@
