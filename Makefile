# Jingyue 静月. Two commands for a newcomer: `make run` and `make test`. All that is needed is Python 3.11+ and make.

PORT ?= 8000
PYTHON ?= python3
export PORT PYTHON
# Where the environment forbids bytecode, every start would compile every import again: two to nine times slower.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv/bin
LOCK := $(VENV)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url
CATALOGUES := $(wildcard portal/translations/*/LC_MESSAGES/*.po)

.PHONY: help run test lint demo-reset bench lock translations compiled

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/requirements.txt ## the portal on http://127.0.0.1:8000 (PORT=8001 for another port), with a demo city on the first run
	@bin/demo --if-empty
	@exec bin/serve

test: .venv/requirements-dev.txt ## everything: lint, then all tests on SQLite, PostgreSQL and Chromium
	@exec bin/test

lint: .venv/requirements-dev.txt ## ruff, and who may import whom
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/lint-imports

demo-reset: .venv/requirements.txt ## throws the demo city away and invents it anew
	@bin/demo --reset

bench: .venv/requirements-dev.txt ## benchmarks, ours and the peers', side by side
	$(VENV)/python -m benchmarks

lock: .venv/requirements-dev.txt ## resolves requirements*.in anew into the hashed locks
	$(LOCK) --output-file requirements.txt requirements.in
	$(LOCK) --output-file requirements-dask.txt --constraint requirements.txt requirements-dask.in
	$(LOCK) --output-file requirements-dev.txt --constraint requirements-dask.txt requirements-dev.in
	echo uv | $(LOCK) --output-file requirements-uv.txt --constraint requirements-dev.txt -

translations: .venv/requirements-dev.txt ## writes the traditional wording from the simplified, compiles all (.po) into what the portal reads (.mo)
	@$(VENV)/python bin/traditional
	@$(MAKE) --no-print-directory compiled

compiled: $(CATALOGUES:.po=.mo)

%.mo: %.po
	$(VENV)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

# The copy of the lock inside .venv says what was installed last: nothing to do until the lock changes.
.venv/%.txt: %.txt requirements-uv.txt bin/install
	@bin/install $<
