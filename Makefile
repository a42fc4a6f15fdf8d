# The commands that people and CI run. Each installs what it needs; each can be run again.
.DEFAULT_GOAL := help
.PHONY: help demo stop test test-sqlite test-postgres check shots bench messages lock install install-dev system-test

export PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
PYTEST := $(PY) -m pytest -n 2 --dist loadfile
# The tests start Python some thirty times: let each find what another has compiled.
unexport PYTHONDONTWRITEBYTECODE

help:  ## This list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

demo: install  ## The product with its demo network, on http://127.0.0.1:8000/ (PORT=9000, DETACH=1)
	@$(PY) site/bin/demo.py

stop:  ## End the server that `make demo DETACH=1` started
	@sh site/bin/stop.sh

test: install-dev system-test  ## Every test on SQLite, then on PostgreSQL those that an engine can matter to
	$(PYTEST)
	@echo "On PostgreSQL now, without the tests marked \`once\`: those above have said it (tests/engines.py)"
	$(PY) site/bin/with_postgres.py $(PYTEST) -m "not once"

test-sqlite: install-dev system-test  ## Tests on SQLite (ARGS=tests/spaces/booking: one folder)
	$(PYTEST) $(ARGS)

test-postgres: install-dev system-test  ## Tests on PostgreSQL (ARGS=tests/spaces/booking: one folder)
	$(PY) site/bin/with_postgres.py $(PYTEST) $(ARGS)

check: install-dev  ## Linters, types, import contracts, migrations, translations, deployment
	@sh site/bin/check.sh

bench: install-dev system-test  ## Measure on a generated region (ARGS="--size region"), into var/bench.json
	$(PY) site/bin/with_postgres.py $(PY) -m tests.bench $(ARGS)

shots: install-dev  ## Pictures of every page type into var/shots/
	@sh site/bin/system.sh chromium libatomic1
	@sh site/bin/system.sh chromium-l10n || echo "Without it, fields of dates are in English on the pictures." >&2
	$(PY) tests/shots.py $(ARGS)

messages: install-dev  ## Collect the strings and compile the translations
	@sh site/bin/messages.sh

lock: install-dev  ## Compile the locks from pyproject.toml
	@sh site/bin/lock.sh

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.txt
	@sh site/bin/install.sh requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt
	@sh site/bin/install.sh requirements-dev.txt
	@touch $(VENV)/.installed $@

system-test:
	@sh site/bin/system.sh
