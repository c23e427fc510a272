# Everything a person does with potline. Needs make and a Python of at least 3.11 with pip and venv; the rest is
# brought into .venv. Relative INPUT and DATA are relative to the folder that make runs in.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.SHELLFLAGS := -eu -c

INPUT ?=
DATA ?=
PORT ?= 3000
# A port of its own, unless one is asked for.
SUPERSET_PORT = $(if $(filter file,$(origin PORT)),8088,$(PORT))
BENCH ?=
TORTURE ?=
# The other DuckDB that the line supports.
DUCKDB ?= 1.5
# In the environment, so that the shell and not make takes care of spaces and quotes in them.
export INPUT DATA

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.synced
MANIFEST := dbt_project/target/manifest.json
# What only the bench needs is not brought in by set-up.
SYNC_BENCH = $(BIN)/uv sync --quiet --frozen --inexact --group bench
# Nor what fuzzes it.
SYNC_TORTURE = $(BIN)/uv sync --quiet --frozen --inexact --group bench --group torture
# Nor are the clients that docs/connect.md tells how to connect.
SYNC_CLIENTS = $(BIN)/uv sync --quiet --frozen --inexact --group clients
# A person's own settings must not decide what a check finds.
PYTEST := env -u POTLINE_DATA -u POTLINE_INPUT -u POTLINE_COLUMNS -u POTLINE_ENGINE -u POTLINE_SPARK_MASTER \
	-u POTLINE_POSTGRES_URL -u POTLINE_POSTGRES_SCHEMA -u POTLINE_POSTGRES_READERS $(BIN)/python -m pytest
# A process a core; a file's tests stay in one process, since they share what is dear to make.
IN_PARALLEL := --numprocesses auto --maxprocesses 4 --dist loadfile

.PHONY: help setup run test test-duckdb dev check format lint audit quality bench torture profile spark superset superset-check superset-export clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) ## Bring everything into .venv from uv.lock, parse the dbt project, make its dictionary and the SBOM
	@$(BIN)/python -m orchestration.manifest
	@$(BIN)/python -m orchestration.dictionary
	@$(BIN)/python -m orchestration.bill_of_materials

run: setup ## Build the warehouse: make run [INPUT=folder of articles] [DATA=folder]
	@set -- build; \
	if [ -n "$$INPUT" ]; then set -- "$$@" "$$INPUT"; fi; \
	if [ -n "$$DATA" ]; then set -- "$$@" --data "$$DATA"; fi; \
	$(BIN)/potline "$$@"

test: setup lint ## Pass every check: lint, types, import rules, SQL lint, all tests
	@$(BIN)/sqlfluff lint --disable-progress-bar --processes 2 dbt_project
	@$(SYNC_CLIENTS)
	@$(PYTEST) tests $(IN_PARALLEL)

test-duckdb: setup ## Pass all tests on another DuckDB than the one that uv.lock pins: make test-duckdb [DUCKDB=1.5]
	@rm -rf .duckdb
	@$(BIN)/uv pip install --quiet --no-deps --python $(BIN)/python --target .duckdb 'duckdb~=$(DUCKDB).0'
	@$(SYNC_CLIENTS)
	@PYTHONPATH="$(CURDIR)/.duckdb" $(PYTEST) tests $(IN_PARALLEL)

check: setup lint ## Pass the fast checks: lint, types, import rules, unit tests
	@$(PYTEST) tests/unit tests/specs tests/lexicons

lint: $(STAMP) ## Check lint, format, types and import rules
	@$(BIN)/ruff check --no-cache .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(STAMP) ## Put Python and SQL into their format
	@$(BIN)/ruff check --no-cache --fix .
	@$(BIN)/ruff format .
	@$(BIN)/sqlfluff fix --disable-progress-bar --processes 2 dbt_project

dev: setup ## Open the Dagster UI with schedule and sensor on: make dev [INPUT=..] [DATA=..] [PORT=3000]
	@case "$$INPUT" in \
		'') ;; \
		*://*) export POTLINE_INPUT="$$INPUT" ;; \
		*) POTLINE_INPUT=$$(cd "$$INPUT" && pwd); export POTLINE_INPUT ;; \
	esac; \
	mkdir -p "$${DATA:-data}"; POTLINE_DATA=$$(cd "$${DATA:-data}" && pwd); export POTLINE_DATA; \
	POTLINE_UI_URL=$${POTLINE_UI_URL:-http://localhost:$(PORT)}; export POTLINE_UI_URL; \
	DAGSTER_HOME=$$($(BIN)/python -m orchestration.instance); export DAGSTER_HOME; \
	exec $(BIN)/dagster dev --port $(PORT)

audit: $(STAMP) ## Ask OSV for known vulnerabilities of what uv.lock pins (needs a network)
	@.ci/audit

quality: setup ## Score the extractor on the annotated articles, and write QUALITY.md
	@$(BIN)/python -m tests.golden.quality

bench: setup ## Measure speed, memory and counts over generated articles, and write BENCHMARKS.md: make bench [BENCH=..]
	@$(SYNC_BENCH)
	@$(BIN)/python -m tests.bench.measure $(BENCH)

torture: setup ## Kill, fill, crowd and upgrade it, and write RELIABILITY.md: make torture [TORTURE=..]
	@$(SYNC_TORTURE)
	@$(BIN)/python -m tests.torture $(TORTURE)

profile: setup ## Print the functions that extraction spends its time in
	@$(SYNC_BENCH)
	@$(BIN)/python -m tests.bench.dearest

spark: setup ## Bring the extra spark into .venv, and pass the tests of extraction on Spark (needs Java 17)
	@$(BIN)/uv sync --quiet --frozen --inexact --extra spark
	@$(PYTEST) tests/integration/test_spark_engine.py 'tests/integration/test_connect.py::test_a_snippet_of_the_page_reads_the_release[spark]'

superset: setup ## Open the dashboard of the current release in Superset: make superset [DATA=..] [PORT=8088]
	@exec $(BIN)/python -m orchestration.superset serve --port $(SUPERSET_PORT) $${DATA:+--data "$$DATA"}

superset-check: setup ## Bring Superset into .superset, and pass its tests: every chart of the dashboard gives data
	@$(BIN)/python -m orchestration.superset install
	@$(PYTEST) tests/integration/test_superset.py

superset-export: setup ## Write the dashboard, as it was changed in Superset, into the project
	@$(BIN)/python -m orchestration.superset export

clean: ## Remove what set-up, tests, Superset and dbt have made; data/ stays
	@rm -rf $(VENV) .superset .duckdb dbt_project/target dbt_project/logs logs .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# uv from the path if there is one, else one of our own.
$(STAMP): uv.lock pyproject.toml
	@if command -v uv >/dev/null 2>&1; then uv=uv; else \
		uv=$(BIN)/uv; \
		if [ ! -x $$uv ]; then \
			python=''; \
			for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do \
				if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' \
					>/dev/null 2>&1; then python=$$candidate; break; fi; \
			done; \
			if [ -z "$$python" ]; then \
				echo 'make: potline needs a Python from 3.11 to 3.14 with pip and venv; none is on the path.' >&2; exit 1; \
			fi; \
			echo "Setting up $(VENV) with $$("$$python" --version) ..." >&2; \
			"$$python" -m venv $(VENV); \
			$(BIN)/python -m pip install --quiet --disable-pip-version-check uv; \
		fi; \
	fi; \
	"$$uv" sync --quiet --frozen --inexact --compile-bytecode
	@touch $@
