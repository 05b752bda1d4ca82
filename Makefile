# Needs Python 3.11 or newer and make; everything else is installed into .venv from requirements.lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: help setup abuse bench serve build test check format lint types contracts evaluate faults readme lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

setup: $(READY) ## create .venv with the locked dependencies and this package

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Space Accord needs Python 3.11 or newer; set PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

serve: setup ## build a release from data/ where there is none, and serve it on http://127.0.0.1:8000
	$(BIN)/spaceaccord serve --host $(HOST) --port $(PORT)

build: setup ## build a release from data/ into releases/
	$(BIN)/spaceaccord build

test: setup ## run every test that this machine can run
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

faults: setup ## kill, starve, race and damage publishers and servers many times over (some minutes; mounts small disks as root)
	PYTHONPATH=tests/faults $(BIN)/python tests/faults/full_sweep.py

format: setup ## rewrite the code in the house format
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests

lint: setup
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports

evaluate: setup ## score extraction on the corpora beside the checkout; FLAGS=--verbose, FLAGS=--write pins the floors
	$(BIN)/python benchmarks/evaluate.py $(FLAGS)
	$(BIN)/python benchmarks/identity.py
	$(BIN)/python benchmarks/reconciliation.py

abuse: setup ## hostile queries, lost workers and crowds against a server of a million statements; five minutes at most
	$(BIN)/python benchmarks/abuse.py

bench: setup ## ours beside other servers, same data and queries; FLAGS="--triples 1000000 --tools DIR", see benchmarks/bench.py
	$(BIN)/python benchmarks/bench.py $(FLAGS)

readme: setup ## write the statement that the README shows anew
	$(BIN)/python tests/docs/readme_block.py

check: lint types contracts test ## format, lint, strict types, import contracts, tests

lock: setup ## write requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --group dev pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra llm --extra pandas --constraint requirements.lock pyproject.toml -o requirements-extras.lock

clean: ## remove everything that the targets made
	rm -rf $(VENV) releases build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
