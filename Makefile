# Every target prepares the environment first: a fresh machine needs only Python 3.11 and make.
# VENV=DIR puts the environment elsewhere, PYTHON=NAME chooses the interpreter, JOBS=N the test processes.

VENV ?= .venv
JOBS ?= 2
BIN := $(VENV)/bin
ifndef PYTHON
PYTHON := $(shell for name in python3.11 python3 python3.12 python3.13 python3.14; do \
    if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$name; break; fi; done)
endif

.DEFAULT_GOAL := help
.PHONY: help prepare demo test check format fuzz torture bench screenshots installer self-test lock clean

help:  ## List the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

prepare:  ## Set up the environment; does nothing when it is up to date.
	@test -n "$(PYTHON)" || { echo "ICV needs Python 3.11 or newer. On Debian or Ubuntu: apt-get install -y python3.11"; exit 1; }
	@$(PYTHON) installer/prepare.py --venv "$(VENV)"

demo: prepare  ## Build the demo scheme in demo/ and open the application on it.
	$(BIN)/icv demo --out demo

test: prepare  ## Run the tests, without a display, on SQLite and PostgreSQL.
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n $(JOBS)

check: prepare  ## Style, types and layers.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: prepare  ## Put the code into the project's format.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: prepare  ## Fuzz every reader of what comes from outside; SECONDS=N in all, 120 by default.
	$(BIN)/python -m tests.fuzz $(SECONDS)

torture: prepare  ## Everything fails, again and again; SECONDS=N of killing, SEED=N repeats, DISK=0 DAMAGE=1 every fault; torture.json.
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.torture --seconds $(or $(SECONDS),120) $(if $(SEED),--seed $(SEED)) $(if $(DISK),--disk $(DISK)) $(if $(DAMAGE),--damage $(DAMAGE))

bench: prepare  ## Measure; prints a table and writes bench.json.
	$(BIN)/python -m tests.bench

screenshots: prepare  ## Draw every screen into docs/screenshots.
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.screenshots docs/screenshots

installer: prepare  ## Build the application for this system into dist/icv.
	@$(PYTHON) installer/prepare.py --venv "$(VENV)" --installer
	$(BIN)/pyinstaller --noconfirm --log-level WARN installer/icv.spec

self-test: installer  ## Build the application, move it elsewhere and let it test itself there.
	$(BIN)/python installer/self_test.py dist/icv

lock: prepare  ## Pin requirements/*.in into requirements/*.txt; UPGRADE=--upgrade takes newer versions.
	$(BIN)/python installer/lock.py $(UPGRADE)

clean:  ## Remove everything that make builds, the environment included.
	@test ! -f "$(VENV)/icv-prepared" || rm -rf "$(VENV)"
	rm -rf build dist demo bench.json torture.json icv.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
