# Every command brings its own tools into the checkout (.tools, .venv); nothing goes into the system.
PYTHON ?= python3
UV := .tools/bin/uv
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never

.PHONY: help demo test check fix lock bench golden docs web web-test web-newcomer clean

help:            ## show the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: .tools/core.stamp  ## read the bundled dispatches, write two briefs, open the desk (no network once installed)
	.tools/core/bin/detente demo

test: .venv/test.stamp   ## run the tests
	$(BIN)/pytest

check: .venv/test.stamp  ## what CI runs: format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

fix: .venv/test.stamp    ## format and repair what can be repaired
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(UV)              ## renew the hash-locked requirement files
	$(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/core.txt
	$(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra serve -o requirements/demo.txt
	$(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml --all-extras --group dev -o requirements/test.txt

bench: .venv/test.stamp  ## run the benchmarks and the gate
	$(BIN)/python benchmarks/gate.py

golden: .venv/test.stamp ## renew the golden briefs and show what changed
	$(BIN)/pytest tests/run/test_golden.py --renew-golden
	git diff --stat -- tests/run/golden

docs: .venv/test.stamp   ## check the docs, renew their pictures
	$(BIN)/python training/write_ontology_page.py
	training/picture.sh
	$(BIN)/pytest tests/test_docs.py

web: web/node_modules/.stamp  ## build the web desk into the package (needs node)
	cd web && npm run --silent build

web-test: web/node_modules/.stamp .venv/test.stamp  ## check the web desk, walk it in chromium, renew its pictures
	cd web && npm run --silent check && npm run --silent test && npm run --silent walk

web-newcomer: web/node_modules/.stamp .venv/test.stamp  ## walk from the demo to a judged event, print the seconds of each step
	@cd web && npm run --silent newcomer

clean:           ## remove what the commands made
	rm -rf .tools .venv detente-demo

web/node_modules/.stamp: web/package-lock.json
	cd web && npm ci --silent --no-progress
	@touch $@

$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.13,<0.14"

.tools/core.stamp: $(UV) requirements/demo.txt pyproject.toml
	$(UV) venv -q --clear .tools/core --python $(PYTHON)
	$(UV) pip install -q --python .tools/core --require-hashes -r requirements/demo.txt
	$(UV) pip install -q --python .tools/core --no-deps .
	@touch $@

.venv/test.stamp: $(UV) requirements/test.txt pyproject.toml
	$(UV) venv -q --clear .venv --python $(PYTHON)
	$(UV) pip install -q --python .venv --require-hashes -r requirements/test.txt
	$(UV) pip install -q --python .venv --no-deps -e .
	@touch $@
