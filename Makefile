# Every target is complete from a bare clone: it makes the environment first if it is not there or the pins have changed.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
JOBS   ?= 2
# Errors are shown, warnings about indexes are not. The build tool is pinned like everything else, hence no isolation.
INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt

# What `make gate` compares with.
AGAINST ?= main

# Options handed through: make verify ARGUMENTS="--system bal --property P07"
ARGUMENTS ?=

.DEFAULT_GOAL := help
.PHONY: help verify test tutorial quick lint bench fuzz check conform gate site gains history mutation repairs coq evm install clean distclean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

verify: $(READY) ## prove and refute every property, and write reports/published/ (the main job)
	@$(BIN)/tallystick verify --report reports/published $(ARGUMENTS)

test: lint ## lint, types and all tests
	$(BIN)/python -m pytest -n $(JOBS) -m "not long" $(ARGUMENTS)

quick: $(READY) ## only the fast tests
	$(BIN)/python -m pytest -m "not slow and not long" $(ARGUMENTS)

tutorial: $(READY) ## follow the tutorial, and compare what it shows: minutes
	$(BIN)/python -m pytest -m long $(ARGUMENTS)

lint: $(READY) ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/mypy --strict

check: $(READY) ## re-check every certificate with no solver
	@$(BIN)/tallystick check $(ARGUMENTS)

fuzz: $(READY) ## a campaign of random executions under every property
	@$(BIN)/tallystick fuzz $(ARGUMENTS)

conform: $(READY) ## replay the recorded executions kept in tests/vectors/
	@$(BIN)/tallystick conform $(ARGUMENTS) $$(find tests/vectors -name '*.json*' | sort)

gate: $(READY) ## compare the published report with that of a base revision: make gate AGAINST=main
	@$(BIN)/tallystick gate --against $(AGAINST) $(ARGUMENTS)

site: $(READY) ## the published report as pages for a browser, in build/site/
	@$(BIN)/tallystick report build/site $(ARGUMENTS)

# No capture, conservation, a product of reserves that never falls, and bounds on dust; `verify` has to have found them.
THEOREMS ?= P37 P37a P39 P50y P01 P02 Q08 Q09a Q01 Q07a P03a P03b P03c P03d P03e

coq: $(READY) ## check the certificates of the headline statements with Coq: make coq THEOREMS="Q01 Q08"
	@command -v coqc >/dev/null || { echo "there is no 'coqc'; Debian has it as coq" >&2; exit 3; }
	@$(BIN)/tallystick export build/theorems --coq $(addprefix --property ,$(THEOREMS))
	@rm -rf build/coq; cp -r build/theorems/coq build/coq
	@cd build/coq && coqc -q -Q . Tallystick Basis.v
	@cd build/coq && find . -mindepth 2 -name '*.v' | sort | xargs -t -n 1 -P $(JOBS) coqc -q -Q . Tallystick

evm: $(READY) ## the model against the published bytecode of the pair: gets pyrevm and the contracts, then tests
	@$(INSTALL) pyrevm
	@$(BIN)/python -m evm fetch
	$(BIN)/python -m pytest tests/evm $(ARGUMENTS)

repairs: $(READY) ## judge the repairs, and that they keep everything else
	@$(BIN)/python -m detection repairs --jobs $(JOBS) $(ARGUMENTS)

history: $(READY) ## what the suite finds of the defects of the past, and the published table of it
	@$(BIN)/python -m detection history --jobs $(JOBS) $(ARGUMENTS)

mutation: $(READY) ## plant mistakes in the model, and publish who notices
	@$(BIN)/python -m detection mutation --jobs $(JOBS) $(ARGUMENTS)

gains: $(READY) ## who can gain from whom, in tokens: a page, data and plots beside the published report
	@$(BIN)/python -m gains --report reports/published $(ARGUMENTS)

bench: $(READY) ## speed and size, side by side with hand-written code
	@$(BIN)/python -m benchmarks $(ARGUMENTS)

install: $(READY) ## only make the environment

$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "tallystick needs Python 3.11 or newer, and there is no '$(PYTHON)'; name one: make PYTHON=/path/to/python3" >&2; exit 3; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "tallystick needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) --version 2>&1); name a newer one: make PYTHON=python3.11" >&2; exit 3; }
	@echo "installing into $(VENV) (once; about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) setuptools
	@$(INSTALL) --no-build-isolation --config-settings editable_mode=compat --editable '.[dev]'
	@touch $@

clean: ## remove caches and what was built
	rm -rf .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist *.egg-info
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean ## remove the environment as well
	rm -rf $(VENV)
