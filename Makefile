# Everything runs in .venv, which `make setup` fills from requirements.lock.
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
RUN := $(BIN)/python
READY := .venv/.ready

.DEFAULT_GOAL := help

.PHONY: help
help: ## Say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-22s %s\n", $$1, $$2}'

.PHONY: setup
setup: $(READY) ## Install all that is needed into .venv

$(READY): requirements.lock pyproject.toml Makefile scripts/redocly/package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 setup")'
	@test -x $(BIN)/pip || { rm -rf .venv && $(PYTHON) -m venv .venv; }
	@$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv pip sync --quiet --python $(RUN) --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --python $(RUN) --no-deps --no-build-isolation --editable .
	@command -v npm >/dev/null && npm ci --silent --prefix scripts/redocly \
		|| echo "setup: without npm or its registry Redocly is not installed, and make lint skips it"
	@touch $(READY)

.PHONY: lock
lock: $(READY) ## Pin every dependency anew (requirements.lock)
	@$(BIN)/uv pip compile --quiet pyproject.toml --extra mock --extra cli --group dev --universal \
		--python-version 3.11 --generate-hashes --no-header --upgrade --output-file requirements.lock

.PHONY: generate
generate: $(READY) ## Rebuild what comes from the documents
	@$(RUN) -m scripts.generate

.PHONY: check-generated
check-generated: $(READY) ## Fail if anything generated is not what the documents give
	@$(RUN) -m scripts.generate --check

.PHONY: lint
lint: $(READY) ## Lint the documents, the code and the architecture
	@$(RUN) -m scripts.lint
	@$(RUN) -m scripts.generate --check
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/interrogate --quiet --config pyproject.toml overlay conformance scripts examples
	@$(BIN)/lint-imports --no-logo

.PHONY: types
types: $(READY) ## mypy strict and pyright strict over written and generated code
	@$(BIN)/mypy
	@$(BIN)/pyright

.PHONY: test
test: $(READY) ## Every test
	@$(BIN)/pytest -q -n auto

.PHONY: demo
demo: $(READY) ## The main job, end to end, told as a story
	@$(RUN) -m scripts.demo

.PHONY: conformance
conformance: $(READY) ## Run the suite against the mock, or TARGET='ready line as JSON'; see ARGS=--help
	@$(RUN) -m conformance.suite --target '$(TARGET)' $(ARGS)

.PHONY: conformance-selftest
conformance-selftest: $(READY) ## Plant bugs, each to be found by the case that is named for it
	@$(RUN) -m conformance.selftest $(ARGS)

.PHONY: bench
bench: $(READY) ## Measure, side by side in one run
	@$(RUN) -m scripts.bench $(ARGS)

.PHONY: deep
deep: $(READY) ## Move settings, fuzz, race, kill and soak for 35 minutes; see ARGS=--help
	@$(RUN) -m scripts.deep $(ARGS)

.PHONY: mock
mock: $(READY) ## Start the mock of Kick; see ARGS=--help
	@$(BIN)/kickwire-mock serve $(ARGS)

.PHONY: clean
clean: ## Remove what can be made again, .venv included
	@rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
