# One environment for everything: .venv, made when first needed, and again when pyproject.toml changes.

# The first of these that is Python 3.11 or newer; or say which: make test PYTHON=/path/to/python
PYTHON ?= $(shell for found in python3 python3.13 python3.12 python3.11; do \
	$$found -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$found && break; done)

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input

# Its sources use what Python 3.13 has no more; the second engine is bound so that this is never called.
NEEDS_C := durable-rules, the second engine, is built from source: that needs a C compiler, as in apt install gcc python3-dev

# What decides over people is covered by tests, branch by branch.
COVERED := credit_rules/semantics/*,credit_rules/stages/*,credit_rules/backends/in_process.py
LEAST := 98

.DELETE_ON_ERROR:
.PHONY: help demo test lint types fuzz fuzz-engines fuzz-follow fuzz-readers soak bench dist clean

help:  ## show the targets
	@sed -n 's/^\([a-z-]*\):.*  ## /make \1\t/p' $(MAKEFILE_LIST)

demo: $(READY)  ## tell the Yan'an case day by day, in Chinese and English
	@$(BIN)/python examples/yanan/story.py

test: lint types  ## everything: lint, types, tests, coverage
	@$(BIN)/pytest --numprocesses auto --dist worksteal --cov --cov-report=
	@$(BIN)/coverage report --include='$(COVERED)' --fail-under=$(LEAST) --show-missing --skip-covered

lint: $(READY)  ## style, layout, and that imports run one way
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: $(READY)  ## static types, strictly
	@$(BIN)/mypy

fuzz: $(READY)  ## generated profiles and rule sets, engine against reference
	@$(BIN)/python tests/fuzz.py

fuzz-engines: $(READY)  ## both engines against the reference on a million generated cases; goes on where it stopped
	@$(BIN)/python tests/fuzz_engines.py .fuzz-engines.json

fuzz-follow: $(READY)  ## a followed stream against checking afresh: 100,000 events, 10,000 subjects, 100 moments
	@$(BIN)/python tests/follow_check.py

soak: $(READY)  ## what the second engine's worker process must stand: faults, memory, threads, forks
	@$(BIN)/python tests/soak.py

fuzz-readers: $(READY)  ## files of every kind, damaged, through every reader
	@$(BIN)/python tests/fuzz_readers.py

bench: $(READY)  ## how long a check takes
	@$(BIN)/python tests/bench.py

dist: $(READY)  ## build the wheel and the source archive into dist/
	@$(BIN)/hatchling build -d dist

clean:  ## remove the environment and everything generated
	rm -rf $(VENV) dist build .coverage .fuzz-engines.json* .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find credit_rules tests examples -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo 'Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python' >&2; exit 1; }
	@test -x $(BIN)/python || { echo 'setting up $(VENV) …'; '$(PYTHON)' -m venv $(VENV); }
	@told=$$(CC='$(CC) -Wno-error=implicit-function-declaration' $(PIP) install --editable '.[dev]' 2>&1) || { echo "$$told" >&2; \
		case "$$told" in *durable*) echo '$(NEEDS_C)' >&2;; esac; exit 1; }
	@touch $@
