# Commands for people. Each can be called again.
#
#   make run                 serve the app with the illustrative county, on this machine only
#   make run ILLUSTRATIVE=0  the same with the reference lists and the published record alone
#   make test                every check and test, on SQLite and again on PostgreSQL

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8501
ILLUSTRATIVE ?= 1
SIZE ?= S
WORKERS ?= 2
export OVERSIGHT_PUBLIC_URL ?= http://127.0.0.1:$(PORT)

PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
ifeq ($(ILLUSTRATIVE),0)
  PARTS := reference published
  # A store of its own, so that an illustrative one beside it never shows through.
  export OVERSIGHT_DATABASE_URL ?= sqlite:///var/published.db
else
  PARTS := reference published illustrative
endif

.PHONY: run serve seed lint test check test-long bench chromium plotly streamlit

run: seed serve

serve: .venv/.run
	@$(PY) -m streamlit run app.py --server.address 127.0.0.1 --server.port $(PORT) --server.headless true

seed: .venv/.run
	@$(PY) -m models migrate
	@$(PY) -m seed $(PARTS) --size $(SIZE) --demonstration
	@$(PY) -m measures complete
	@$(PY) -m access demonstration --address $(OVERSIGHT_PUBLIC_URL)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed. Install python3.11 and python3.11-venv."; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "The virtual environment could not be made. Install python3.11-venv."; exit 1; }

.venv/.run: requirements.txt constraints.txt | .venv/bin/python
	@echo "Installing what the app needs. This is done once."
	@$(PIP) wheel==0.45.1
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.test: requirements-dev.txt requirements.txt constraints.txt | .venv/bin/python
	@echo "Installing what the tests need. This is done once."
	@$(PIP) wheel==0.45.1
	@$(PIP) -r requirements-dev.txt
	@touch $@ .venv/.run

lint: .venv/.test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

chromium:
	@sh tests/chromium.sh

# Quick, while working: no browser, no PostgreSQL.
check: lint
	$(PY) -m pytest -n $(WORKERS) -m "not long" --ignore=tests/browser

test: .venv/.test chromium lint
	$(PY) -m pytest -n $(WORKERS) -m "not long" --ignore=tests/browser
	$(PY) -m pytest -m "not long" tests/browser
	OVERSIGHT_TEST_DATABASE=postgresql $(PY) -m pytest -n $(WORKERS) -m "not long" \
	  tests/models tests/measures tests/intake tests/access

test-long: .venv/.test chromium
	$(PY) -m pytest -m long

bench: .venv/.test chromium
	@$(PIP) -r requirements-bench.txt
	$(PY) -m bench

# Only when plotly.js itself changes: what this builds is kept in static/. Needs node and npm.
plotly:
	cd static/plotly && npm install --no-audit --no-fund --no-package-lock --ignore-scripts && node build.js

# Only when requirements.txt names another Streamlit, or what every page loads has changed
# (PARTS in access/shell.py): what this builds is kept in static/streamlit/. Needs node and npm.
streamlit: .venv/.run
	cd static/streamlit && npm install --no-audit --no-fund --no-package-lock --ignore-scripts
	rm -f static/streamlit/streamlit-*
	node static/streamlit/build.js $$($(PY) -c \
	  "from access import joined, shell; print(*joined.wanted(shell.parts()))")
