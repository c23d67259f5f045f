# `make chat` and `make test` work on a machine that has Python 3.11, pip and make alone.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SAMPLE ?= .presseschau/sample

.DEFAULT_GOAL := help
.PHONY: help chat test check format evaluate bench bench-growth docs lock

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Presseschau needs Python 3.11 or newer: try make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

chat: $(READY)  ## set up, load the sample articles, open the page
	$(BIN)/presseschau --archive $(SAMPLE) ingest assistant/samples/articles
	$(BIN)/presseschau --archive $(SAMPLE) chat

test: $(READY)  ## all tests
	$(BIN)/pytest

check: $(READY)  ## format, lint, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)  ## rewrite the files as ruff wants them
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

evaluate: $(READY)  ## the sample questions against the sample archive, report in reports/sample
	$(BIN)/presseschau --archive $(SAMPLE) ingest assistant/samples/articles
	$(BIN)/presseschau --archive $(SAMPLE) evaluate assistant/samples/questions.jsonl --out reports/sample

bench: $(READY)  ## how fast, as ratios where that is possible
	$(BIN)/python -m tests.benchmarks.bench

bench-growth: $(READY)  ## synthetic archives of 1,000 to 300,000 chunks, curves in reports/growth
	$(BIN)/python -m tests.benchmarks.growth

docs: $(READY)  ## the settings table of the README, written from the settings themselves
	$(BIN)/python -m docs.settings_table

lock: $(READY)  ## pin every dependency with its hash
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		pyproject.toml --group dev --output-file requirements.lock
