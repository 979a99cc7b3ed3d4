# Every target is one plain command; README shows them for people without make.
PYTHON ?= python3
BIN := .venv/bin
REVEAL := peerkit/course/slides/reveal.zip
SMALL_PLOTLY := peerkit/widgets/web/plotly-basic.min.js peerkit/widgets/web/plotly-cartesian.min.js

# A kernel of nbval looks for free ports, and another process may take one before the kernel does: what failed is run once more.
NBVAL = $(BIN)/python -m pytest -n 2 --dist loadfile -o addopts= --nbval --nbval-cell-timeout=120 --nbval-kernel-startup-timeout=120 \
	--nbval-sanitize-with tests/nbval_sanitize.cfg notebooks case_studies

.PHONY: serve check test lab bench doctor lint wheel clean reveal spark hub

serve: .venv/ready
	$(BIN)/peerkit serve

# For every commit: style, architecture, pages as data, models and figures, a fifth of the draws. No server, no browser.
check: .venv/ready
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/python -m pytest -q -n 2 --dist worksteal --hypothesis-profile=quick peerkit/records peerkit/models peerkit/figures peerkit/content.py tests/test_architecture.py tests/test_content.py tests/test_notebooks.py tests/records tests/models tests/figures

test: .venv/ready
	-@$(MAKE) --no-print-directory reveal
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/python -m pytest -n 2 --dist worksteal
	$(NBVAL) || $(NBVAL) --last-failed

lab: .venv/ready
	$(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks/index.ipynb

bench: .venv/ready
	$(BIN)/python tests/benchmarks/run_all.py

doctor: .venv/ready
	$(BIN)/peerkit doctor

# A wheel contains the small plotly bundles, reveal.js, the notebooks and the cases.
wheel: .venv/ready $(SMALL_PLOTLY) $(REVEAL)
	$(BIN)/python -m pip wheel --no-deps --wheel-dir dist .

# The environment is made once from the lock, whose hashes fix every file; a changed lock makes it again.
.venv/ready: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet "uv>=0.5"
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	-$(MAKE) --no-print-directory small-plotly reveal
	-$(BIN)/python -m peerkit.evidence.kept
	touch $@

# plotly.js with lines and bars only is a quarter of the full bundle, with all cartesian charts a third. Without npm the
# full one inside plotly is served.
.PHONY: small-plotly
small-plotly:
	@command -v npm >/dev/null 2>&1 || { echo "no npm: pages use the full plotly.js of the plotly package"; exit 0; }; \
	$(MAKE) --no-print-directory $(SMALL_PLOTLY)

peerkit/widgets/web/plotly-%.min.js: requirements.lock
	@folder=$$(mktemp -d) && release=$$($(BIN)/python -m peerkit.widgets.plotly_bundle) && \
	npm pack --silent --pack-destination $$folder plotly.js-$*-dist-min@$$release >/dev/null && \
	tar -xzf $$folder/*.tgz -C $$folder && cp $$folder/package/plotly-$*.min.js $@ ; \
	status=$$?; rm -rf $$folder; exit $$status

# Spark is 450 MB and needs Java, so only those who want it pay for it: its tests say in one line when it is missing.
spark: .venv/ready
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements-spark.lock

# JupyterHub and jupyter-server-proxy bring 18 packages that a server of one's own does not need, and a hub needs a proxy of
# npm besides. The tests of both say in one line when they are missing.
CHP := configurable-http-proxy@5.3.0
hub: .venv/ready
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements-hub.lock
	npm install --silent --no-save --no-audit --no-fund --prefix .venv/hub $(CHP)

# Slides need reveal.js: a few files of npm's package, whose hash peerkit/course/slides/reveal.py fixes.
reveal:
	@command -v npm >/dev/null 2>&1 || { echo "no npm: peerkit course slides will say what it needs"; exit 0; }; \
	$(MAKE) --no-print-directory $(REVEAL)

$(REVEAL): peerkit/course/slides/reveal.py
	@folder=$$(mktemp -d) && \
	npm pack --silent --pack-destination $$folder reveal.js@$$($(BIN)/python -m peerkit.course.slides.reveal) >/dev/null && \
	$(BIN)/python -m peerkit.course.slides.reveal $$folder/*.tgz ; status=$$?; rm -rf $$folder; exit $$status

clean:
	rm -rf .venv build dist node_modules $(SMALL_PLOTLY) $(REVEAL)
