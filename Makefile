# Every target sets up what it needs once: .venv, and the packages of pyproject.toml at the versions of constraints.txt.
PYTHON ?= python3
DOCS ?= corpus
INDEX ?= .policy-qa
HOST ?= 127.0.0.1
PORT ?= 7860
# More words for pip, for example another package index.
PIP_ARGS ?=

PY := .venv/bin/python
DOCS_PATH := $(patsubst ~%,$(HOME)%,$(DOCS))

.PHONY: run test test-all check eval bench clean

run: .venv/installed
	$(PY) -m index build "$(DOCS_PATH)" --index "$(INDEX)"
	$(PY) app.py --index "$(INDEX)" --host "$(HOST)" --port "$(PORT)"

test: .venv/installed-dev
	$(PY) -m pytest -m "not slow"

test-all: .venv/installed-dev
	$(PY) -m pytest

check: .venv/installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -m "not slow"

eval: .venv/installed
	$(PY) -m index build corpus --index "$(INDEX)"
	$(PY) -m eval --index "$(INDEX)"

bench: .venv/installed
	$(PY) -m index build corpus --index "$(INDEX)"
	$(PY) -m eval bench --index "$(INDEX)"

clean:
	rm -rf .venv .policy-qa build *.egg-info

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv

# torch goes first and alone: asked for by another package, pip could choose a newer build with gigabytes of CUDA.
.venv/installed: pyproject.toml constraints.txt | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) -c constraints.txt torch
	$(PY) -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) -c constraints.txt -e .
	@touch $@

.venv/installed-dev: .venv/installed
	$(PY) -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) -c constraints.txt -e ".[test,dev]"
	@touch $@
