# Plain GNU make and bash. `make` alone lists the targets.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
# The machine's pip fills the venv: no pip inside it, and no Debian package python3-venv needed.
PIP := $(PYTHON) -m pip --disable-pip-version-check --python $(BIN)/python
# Universal: one lock for every CPU and every Python from 3.11 on.
LOCK := $(BIN)/uv --no-config pip compile --quiet --no-header --no-emit-index-url --no-emit-find-links --generate-hashes \
	--universal --python-version 3.11 --python $(BIN)/python $(if $(UPGRADE),--upgrade)

# What decides about a patient's message: its coverage may not fall under the gate.
CORE := choices.py,decide.py,faq/*,frontdesk.py,hearing.py,language.py,learning/*,match/*,meaning/*,model.py,shorthand.py,spelling.py,stems.py,strict_yaml.py,text.py,triage/*,understanding.py,wording/*
CORE_GATE := 95
# Its own tests run first and are measured alone: tracing takes half as long again, and the gate looks at nothing else.
CORE_TESTS := $(addprefix tests/,evaluate faq learning match meaning triage wording \
	test_choices.py test_decide.py test_dialogues.py test_frontdesk.py test_hearing.py test_language.py \
	test_spelling.py test_strict_yaml.py test_text.py test_understanding.py test_waiting.py)
comma := ,

# BASE, IMAGE and ENGINE are arguments of `make image`.
BASE ?= python:3.11-slim
IMAGE ?= clinic-frontdesk
ENGINE ?=

.PHONY: help install install-dev run check test image lock models learned sbom clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | while IFS=: read -r target rest; do printf '  make %-12s %s\n' "$$target" "$${rest##*## }"; done

install: $(VENV)/installed ## make .venv with every extra, hash-locked

install-dev: $(VENV)/installed-dev ## install, and what the checks and tests need

run: install ## start the desk on http://127.0.0.1:8080
	$(BIN)/python -m bot serve

check: install-dev ## lint, types, layers, dependencies, Dockerfile
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/hadolint Dockerfile
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/mypy

test: check ## all that CI runs: check, the FAQ's check, every test, the coverage gate
	scripts/need_debian.sh chromium chromium fonts-liberation
	PATH="$$PATH:$(lastword $(wildcard /usr/lib/postgresql/*/bin))" scripts/need_debian.sh initdb postgresql
	scripts/slack_peer.sh $(PYTHON)
	$(BIN)/python -m bot check
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report= $(CORE_TESTS)
	$(BIN)/coverage report --include='bot/$(subst $(comma),$(comma)bot/,$(CORE))' --fail-under=$(CORE_GATE)
	$(BIN)/pytest -n 2 --dist worksteal $(CORE_TESTS:%=--ignore=%)

image: ## build the container image (BASE=…, IMAGE=…, ENGINE=docker|buildah)
	BASE='$(BASE)' IMAGE='$(IMAGE)' ENGINE='$(ENGINE)' scripts/build_image.sh

lock: install-dev ## renew requirements*.txt from pyproject.toml (UPGRADE=1: to the newest versions)
	$(LOCK) pyproject.toml --all-extras --output-file requirements.txt
	$(LOCK) --group build --constraint requirements.txt --output-file requirements-build.txt
	$(LOCK) pyproject.toml --all-extras --group dev --constraint requirements.txt --constraint requirements-build.txt --output-file requirements-dev.txt

models: install-dev ## train the classifiers anew (EVERYDAY=… CLINC=… BANKING=…: the public texts of docs/model-card.md)
	PYTHONPATH=. $(BIN)/python scripts/train_classifiers.py --everyday '$(EVERYDAY)' --requests '$(CLINC)' --requests '$(BANKING)'

learned: install ## learn from faq.yaml anew and keep the result beside it
	$(BIN)/python -m bot calibrate --save

sbom: ## write build/sbom.cdx.json, the bill of materials of what runs
	@mkdir -p build
	$(PYTHON) scripts/sbom.py requirements.txt > build/sbom.cdx.json

clean: ## remove what make made; the desk's data stays
	rm -rf $(VENV) build dist .coverage .coverage.* .hypothesis .*_cache
	find bot tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/installed: $(BIN)/python requirements.txt requirements-build.txt pyproject.toml
	@echo "Installing what the desk runs on into $(VENV) …"
	@$(PIP) install -qq --require-hashes -r requirements.txt -r requirements-build.txt
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	@echo "Installing what the checks and tests need …"
	@$(PIP) install -qq --require-hashes -r requirements-dev.txt
	@touch $@
