# Samspill from nothing to a running site: make run. Everything that is made lies in .venv/, node_modules/ and var/.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export VENV
# Python keeps what it has compiled, whatever its surroundings say: the tests start it some hundred times.
export PYTHONDONTWRITEBYTECODE :=
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
STATIC := samspill/core/static/vendor
MODULES := samspill tests
ARGS ?=
PROCESSES ?= 2

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev frontend messages test lint types texts bench format requirements clean

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## Start Samspill with its example on http://127.0.0.1:8000 (ARGS="--port 8001" …)
	@exec $(BIN)/samspill serve --example $(ARGS)

setup: $(VENV)/.base $(STATIC)/VERSIONS.json ## Install what Samspill runs on, and build its front-end files
setup-dev: $(VENV)/.dev $(STATIC)/VERSIONS.json ## The same, with what the tests need
frontend: $(STATIC)/VERSIONS.json ## Fetch the front-end packages and build the theme

$(BIN)/python:
	@$(PYTHON) samspill/ops/preflight.py
	@echo "Making the virtual environment …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt pyproject.toml | $(BIN)/python
	@$(PYTHON) samspill/ops/preflight.py
	@echo "Installing the Python requirements …"
	@$(PIP) --require-hashes -r requirements/base.txt
	@$(PIP) --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@echo "Installing what the tests need …"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	@echo "Installing what the benchmarks need …"
	@$(PIP) --require-hashes -r requirements/bench.txt
	@touch $@

$(STATIC)/VERSIONS.json: package-lock.json $(wildcard frontend/*.mjs frontend/*.sh frontend/*.json) | $(VENV)/.base
	@echo "Fetching and building the front-end files …"
	@frontend/build.sh

test: types lint texts ## Everything that must hold before a change is taken in (-j 2: the first three at a time)
	$(BIN)/pytest -n $(PROCESSES) --dist loadgroup --no-loadscope-reorder --durations=15 $(ARGS)

lint: setup-dev
	$(BIN)/ruff check $(MODULES)
	$(BIN)/ruff format --check $(MODULES)
	@find $(MODULES) -name '*.html' -path '*/templates/*' -print0 | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/lint-imports

types: setup-dev
	$(BIN)/mypy

texts: setup-dev
	$(BIN)/samspill messages check
	$(BIN)/samspill messages compile

messages: setup-dev ## Collect new texts into the translation files
	$(BIN)/samspill messages update

bench: setup-dev $(VENV)/.bench ## Measure speed and memory
	@if [ -d tests/bench ]; then $(BIN)/pytest tests/bench -p no:xdist $(ARGS); else echo "There are no benchmarks yet."; fi

format: setup-dev ## Put code and templates in the project's form
	$(BIN)/ruff check --fix $(MODULES)
	$(BIN)/ruff format $(MODULES)
	@find $(MODULES) -name '*.html' -path '*/templates/*' -print0 | xargs -0 -r $(BIN)/djade --target-version 5.2

PIP_COMPILE = $(VENV)/tools/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--annotation-style=line --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
requirements: | $(BIN)/python ## Pin the requirements anew from requirements/*.in (UP="--upgrade" for newer versions)
	@test -x $(VENV)/tools/bin/pip-compile || { $(PYTHON) -m venv $(VENV)/tools \
		&& $(VENV)/tools/bin/python -m pip install --quiet --require-hashes -r requirements/tools.txt; }
	cd requirements && for name in base dev bench node tools; do ../$(PIP_COMPILE) $(UP) -o $$name.txt $$name.in || exit 1; done

clean: ## Remove what was built; var/ (the database and the files) stays
	rm -rf $(VENV) node_modules $(STATIC) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find $(MODULES) -name __pycache__ -prune -exec rm -rf {} + ; find samspill -name '*.mo' -delete
