# Two commands matter: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PRACTICE_BOT_DATA ?= $(CURDIR)/.data
export HF_HUB_OFFLINE := 1
export ANONYMIZED_TELEMETRY := False

QUESTION := how long can a child stay with nan under reg 24 before a full fostering assessment
DRAFT := bot/drafts/child-protection-plan.docx

.PHONY: run test check bench docs wheel clean

run: $(VENV)/.installed
	@echo "== Building the knowledge base"
	@$(BIN)/practice-ingest
	@echo
	@echo "== A question: $(QUESTION)"
	@$(BIN)/practice-bot ask "$(QUESTION)"
	@echo
	@echo "== A draft plan: $(DRAFT)"
	@$(BIN)/practice-bot check $(DRAFT); [ $$? -le 1 ]
	@echo
	@if [ -t 0 ] && [ -t 1 ]; then echo "== Chat"; $(BIN)/practice-bot chat; fi

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --numprocesses logical --dist loadfile

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet . || (echo "Run: $(BIN)/ruff format ." && exit 1)
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed-bench
	$(BIN)/python -m tests.bench

docs: $(VENV)/.installed-dev
	$(BIN)/python -m tests.generate_docs

wheel:
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	@echo "The wheel is in dist/"

$(VENV)/.installed: pyproject.toml
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "== Installing (a few minutes the first time)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: pyproject.toml
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[dev,bench]"
	@touch $@ $(VENV)/.installed $(VENV)/.installed-dev

clean:
	rm -rf .data build dist
