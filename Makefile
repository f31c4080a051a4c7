# Every target sets up what it needs once: .venv, and the packages of pyproject.toml at the versions of constraints.txt.
PYTHON ?= python3
DOCS ?= corpus
INDEX ?= .policy-qa
# What is measured is an index of its own, so that it never takes the place of yours.
EVAL_INDEX ?= .policy-qa-eval
# A CSV file of your own names (README, "The index"), kept in the index.
GLOSSARY ?=
HOST ?= 127.0.0.1
PORT ?= 7860
# More words for pip, for example another package index.
PIP_ARGS ?=

# One question under what the shipped set reaches, so that no change loses two unseen.
FLOORS := --min Success@1=0.79 --min Success@5=0.96 --min RR@10=0.90 --min nDCG@10=0.92 \
  --min zh:Success@1=0.80 --min zh:Success@5=0.97 --min en:Success@1=0.77 --min en:Success@5=0.94 \
  --min answered=0.93 --min complete=0.81 --min cited=0.90 --min quoted=0.86 --min citation_recall=0.86 \
  --min declined=0.83 --min 1-AURC=0.82 --min 1-risk=0.77 --min coverage=0.77 --min verbatim=1

PY := .venv/bin/python
# Two workers, a file of tests each, in their order (by count the long ones would come last and alone); torch with a core
# apiece, or the workers' threads would wait for each other.
PYTEST := OMP_NUM_THREADS=1 $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder
DOCS_PATH := $(patsubst ~%,$(HOME)%,$(DOCS))

.PHONY: run test test-all check eval gate bench clean

run: .venv/installed
	$(PY) -m index build "$(DOCS_PATH)" --index "$(INDEX)" $(if $(GLOSSARY),--glossary "$(GLOSSARY)")
	$(PY) app.py --index "$(INDEX)" --host "$(HOST)" --port "$(PORT)"

test: .venv/installed-dev
	$(PYTEST) -m "not slow"

test-all: .venv/installed-dev
	$(PYTEST)

check: .venv/installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PYTEST) -m "not slow"

eval: .venv/installed
	$(PY) -m index build corpus --index "$(EVAL_INDEX)"
	$(PY) -m eval --index "$(EVAL_INDEX)"

gate: .venv/installed
	$(PY) -m index build corpus --index "$(EVAL_INDEX)"
	$(PY) -m eval --index "$(EVAL_INDEX)" $(FLOORS)

bench: .venv/installed
	$(PY) -m index build corpus --index "$(EVAL_INDEX)"
	$(PY) -m eval bench --index "$(EVAL_INDEX)"

clean:
	rm -rf .venv .policy-qa .policy-qa-eval build *.egg-info

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
	$(PY) -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) -c constraints.txt -e ".[test,dev,train,mcp]"
	@touch $@
