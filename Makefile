# Two commands are all that a newcomer needs: `make run` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

# Test files that run at once; calls wait more than they compute.
WORKERS ?= 3

.PHONY: help setup setup-tests run test check texts format lock screenshots pictures demo chaos compare hours laws \
        bench-core bench-handoff bench-memory bench-save bench-portal bench-calls bench-music

help:  ## What there is.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup:  ## Virtual environment, locked dependencies, telephone engine.
	@$(PYTHON) tools/setup.py run

setup-tests:
	@$(PYTHON) tools/setup.py test

run: setup  ## Set all up and serve, demo customers included; Ctrl-C ends it.
	@FORRANG_DEMO=$${FORRANG_DEMO:-1} $(BIN)/forrang run

# In the order of the folders: calls whose sound is compared are not placed beside browsers then.
test: setup-tests  ## Every test.
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -v

check: setup-tests  ## Lint, format, strict types, import contracts.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@FORRANG_DATA=.mypy_cache/settings $(BIN)/mypy
	@$(BIN)/lint-imports

texts: setup-tests  ## Write the texts that are new in the code into the catalogues.
	@$(BIN)/python -m forrang.site.catalogues collect

format:  ## Write the code as the checks want it.
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock:  ## Take up newer versions of the dependencies; needs uv.
	@for one in run dev node; do uv pip compile --universal --generate-hashes --python-version 3.11 \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links --upgrade --quiet \
	  requirements/$$one.in -o requirements/$$one.txt; done

screenshots: setup-tests  ## Pictures of every page, wide and narrow, light and dark, in var/screenshots.
	@$(BIN)/python tests/portal/screenshots.py

pictures: setup-tests  ## The pictures of the README anew, in docs/pictures.
	@$(BIN)/python tests/portal/screenshots.py --pictures

demo: setup  ## See a VIP pass the line, over real calls; WITHOUT_VIP=1: see it fail.
	@$(BIN)/forrang demo $(if $(WITHOUT_VIP),--without-vip)

chaos: setup-tests  ## Kill the exchange under waiting callers, KILLS times (50).
	@FORRANG_CHAOS=$${KILLS:-50} $(BIN)/pytest tests/calls/test_recovery.py -k killed

compare: setup-tests  ## Compare who-answers with the calls that follow, CASES times (100).
	@FORRANG_COMPARE=$${CASES:-100} $(BIN)/pytest tests/calls/test_compare.py

hours: setup-tests  ## Opening hours, each quarter of an hour of YEARS years (10), against another reading.
	@FORRANG_HOURS=$${YEARS:-10} $(BIN)/pytest -n $(WORKERS) tests/domain/test_opening_hours_by_hand.py

bench-core: setup-tests  ## Events a second in the core, with 1,000 to 100,000 waiting.
	@$(BIN)/python bench/core.py

bench-handoff: setup-tests  ## From an answerer's BYE to the next INVITE, beside app_queue; 4 minutes.
	@$(BIN)/python bench/handoff.py $(if $(QUICK),--quick)

bench-memory: setup-tests  ## What a VIP list of 1,000,000 entries costs a running exchange.
	@$(BIN)/python bench/memory.py

bench-save: setup-tests  ## From saving to in force, on SQLite and on PostgreSQL.
	@$(BIN)/python bench/save.py

bench-portal: setup-tests  ## How long the pages take: 100,000 entries, 1,000,000 calls; 10 minutes.
	@$(BIN)/python bench/portal.py

bench-calls: setup-tests  ## New calls a second, and what a call costs.
	@$(BIN)/python bench/load.py

bench-music: setup-tests  ## CPU of waiting callers with music and messages, beside Queue(); 6 minutes.
	@$(BIN)/python bench/music.py
