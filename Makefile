# Needs make and Python 3.11 or newer; everything else goes into .venv.
# Another interpreter:  make run PYTHON=python3.13
# More arguments:       make test ARGS="--ignore tests/browser"
# More at a time:       make test WORKERS=8
# Without a network:    make run WHEELS=wheels   (after  make wheels  where there is one)

PYTHON  ?= python3
ARGS    ?=
WHEELS  ?=
WORKERS ?= 2

VENV := .venv
PY   := $(VENV)/bin/python
PIP  := $(PY) -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test check fuzz faults mutate lint format hooks bench load report screenshots docs messages \
  lock wheels deploy-check licences sbom audit clean FORCE

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

run: $(VENV)/run.stamp ## Install what is needed and start the dashboard
	@$(PY) -m mutualmodel.figures --check
	@$(PY) -m streamlit run app.py $(ARGS)

# Each worker steals from the other's end, so that files, and what their tests share, stay together.
PYTEST = $(PY) -m pytest -n $(WORKERS) --dist worksteal

test: $(VENV)/dev.stamp ## Run what one needs to trust a change (in a browser too, if there is one)
	@$(PYTEST) -m "not long" $(ARGS)

# The least percentage of branches that the tests must take, just below what they do take.
MODEL_FLOOR := 99
UI_FLOOR    := 98

check: $(VENV)/dev.stamp ## Run all tests, with more examples and with coverage
	@$(PYTEST) --hypothesis-profile=long --cov --cov-report= $(ARGS)
	@$(PY) -m coverage report --include="mutualmodel/*" --fail-under=$(MODEL_FLOOR)
	@$(PY) -m coverage report --include="ui/*" --fail-under=$(UI_FLOOR)

# make fuzz CASES=1000000 tries more; each is tried once, in no particular order.
CASES ?= 100000
fuzz: $(VENV)/dev.stamp ## Try 100,000 hostile links, boxes, files, commands, plans and pages
	@FUZZ_CASES=$(CASES) $(PYTEST) -o faulthandler_timeout=0 --durations=10 tests/fuzz $(ARGS)

faults: $(VENV)/dev.stamp ## Have servers, networks, disks and pages fail, and see what a reader sees
	@$(PYTEST) -m faults --durations=10 $(ARGS)

mutate: $(VENV)/dev.stamp ## Write small faults into the code and see which no test notices
	@$(PY) tests/mutation/run.py $(ARGS)

lint: $(VENV)/dev.stamp ## Check style and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

format: $(VENV)/dev.stamp ## Put the code into the house format
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

hooks: $(VENV)/dev.stamp ## Have git check style and types before each commit
	@$(PIP) install --quiet pre-commit
	@$(VENV)/bin/pre-commit install

bench: $(VENV)/dev.stamp ## Measure how fast model and pages are, and others beside them
	@$(PY) bench/run.py $(ARGS)

load: $(VENV)/dev.stamp ## Measure how many readers the server carries (needs nginx)
	@$(PY) bench/load.py $(ARGS)

deploy-check: $(VENV)/dev.stamp ## Do what the container files say, without an engine, and try it (needs nginx)
	@$(PY) deploy/check.py $(ARGS)

# make report CASE=case.json; the file is named by REPORT, pages and language by
# ARGS="--page home --page fund --language zh".
REPORT ?= report.html
report: $(VENV)/run.stamp ## Write the report of a case file (CASE=file) as one HTML file
	@$(PY) -m ui.report "$(CASE)" -o "$(REPORT)" $(ARGS)

screenshots: $(VENV)/dev.stamp ## Draw the pictures in the docs anew (needs a browser)
	@$(PY) docs/screenshots.py $(ARGS)

docs: $(VENV)/dev.stamp ## Write what the docs say of the inputs from their declarations
	@$(PY) docs/inputs.py

messages: $(VENV)/dev.stamp ## Collect all texts for translators
	@$(PY) -m ui.locale.template $(ARGS)

# Old pins are kept where they still fit;  make lock ARGS=--upgrade  renews all.
COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" $(ARGS)

lock: $(VENV)/dev.stamp ## Write the lock files from requirements*.txt
	@$(PIP) install --quiet uv
	@$(COMPILE) --output-file requirements.lock requirements.txt
	@$(COMPILE) --output-file requirements-dev.lock --constraints requirements.lock requirements-dev.txt
	@$(COMPILE) --output-file requirements-signin.lock --constraints requirements.lock requirements-signin.txt

licences: $(VENV)/dev.stamp ## List the licences of all that is installed with the dashboard, and check them
	@$(PY) deploy/licences.py $(ARGS)

sbom: $(VENV)/dev.stamp ## Write what the dashboard is made of as CycloneDX, from the lock
	@$(PY) deploy/sbom.py $(ARGS)

AUDIT ?= .audit
audit: ## Ask which locked packages have known holes (needs a network)
	@$(PYTHON) -m venv $(AUDIT)
	@$(AUDIT)/bin/python -m pip --disable-pip-version-check install --quiet pip-audit || { \
	  echo "No package index can be reached: nothing has been audited." >&2; exit 1; }
	@$(AUDIT)/bin/pip-audit --strict --require-hashes --disable-pip -r requirements.lock $(ARGS) || { \
	  echo "A package has a known hole, or could not be asked about: then it has not been audited." >&2; \
	  exit 1; }

# For other computers too, with the same version of Python:  make wheels PLATFORM=win_amd64
PLATFORM ?=
DEST     ?= wheels
wheels: $(VENV)/run.stamp ## Keep what the dashboard needs in wheels/, to install it without a network
	@$(PIP) download --quiet --require-hashes --only-binary :all: --dest "$(DEST)" \
	  $(addprefix --platform ,$(PLATFORM)) -r requirements.lock
	@echo "Copy this folder with $(DEST) in it, and there: make run WHEELS=$(DEST)"

clean: ## Delete .venv, caches and what the tests left
	rm -rf $(VENV) .bench .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis test-artifacts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Where packages come from: the index or, without a network, a folder.
FROM = $(if $(WHEELS),--no-index --find-links "$(WHEELS)")

# An environment whose interpreter has gone (moved, upgraded, deleted) is made anew.
BROKEN = $(if $(realpath $(PY)),,FORCE)

$(VENV)/run.stamp: requirements.lock $(BROKEN)
	@$(MAKE_VENV)
	@echo "Installing what the dashboard needs (half a minute, once) ..."
	@$(PIP) install --quiet $(FROM) --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements.lock requirements-dev.lock $(BROKEN)
	@$(MAKE_VENV)
	@echo "Installing what the tests need (half a minute, once) ..."
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/run.stamp

# `python3 -m venv` leaves a half-made folder behind when ensurepip is missing.
# The next run would take it for a finished one, so it goes.
define MAKE_VENV
$(PY) -m pip --version >/dev/null 2>&1 || { \
  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
    echo "This needs Python 3.11 or newer, and '$(PYTHON)' is: $$($(PYTHON) --version 2>&1)." >&2; \
    echo "Name a newer one, for example: make $(or $(MAKECMDGOALS),run) PYTHON=python3.13" >&2; \
    exit 1; }; \
  echo "Making $(VENV) ..."; \
  $(PYTHON) -m venv --clear $(VENV) && $(PY) -m pip --version >/dev/null || { \
    rm -rf $(VENV); \
    echo "Could not make a virtual environment." >&2; \
    echo "On Debian and Ubuntu: sudo apt install python3-venv, then try again." >&2; \
    exit 1; }; }
endef

FORCE:
