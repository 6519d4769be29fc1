# make demo   set up, then detect landslides on the generated sample scene through QGIS; results in demo/
# make test   set up, then all checks and tests
# make run    set up, then open QGIS with the plugin on and the sample project loaded
# make zip    the plugin as a zip for QGIS's plugin manager, in dist/
# make pictures   the pictures of the docs anew: demo and desktop tests
# make translations   bring i18n/*.ts up to date with the code

PYTHON ?= python3
SYSTEM_PYTHON ?= /usr/bin/python3
ENGINE := .venv/engine/bin/python
QGIS := .venv/qgis/bin/python
PIP_OPTIONS := --quiet --disable-pip-version-check

.PHONY: translations pictures demo test lint run zip env system clean test-engine test-worker test-plugin test-desktop

system:
	@tools/install_system_packages.sh

.venv/engine/ready: requirements/engine.txt requirements/constraints.txt requirements/development.txt
	$(PYTHON) -m venv --clear .venv/engine
	$(ENGINE) -m pip install $(PIP_OPTIONS) -c requirements/constraints.txt -r requirements/engine.txt -r requirements/development.txt
	@touch $@

.venv/qgis/ready: requirements/qgis.txt requirements/qgis-without-dependencies.txt
	$(SYSTEM_PYTHON) -m venv --clear --system-site-packages .venv/qgis
	$(QGIS) -m pip install $(PIP_OPTIONS) -r requirements/qgis.txt
	$(QGIS) -m pip install $(PIP_OPTIONS) --no-deps -r requirements/qgis-without-dependencies.txt
	@touch $@

env: system
	@$(MAKE) --no-print-directory .venv/engine/ready .venv/qgis/ready

zip: env
	$(PYTHON) build_plugin.py

demo: zip
	tools/demo.sh

run: env
	tools/run_qgis.sh

pictures: demo
	LANDSLIDE_MAPPER_PICTURES=$(CURDIR)/docs/images $(MAKE) test-desktop
	cp demo/preview.png docs/images/
	$(ENGINE) tools/tidy_pictures.py docs/images

translations: env
	tools/update_translations.sh

lint: env
	.venv/engine/bin/ruff check .
	.venv/engine/bin/ruff format --check .
	.venv/engine/bin/bandit --quiet --recursive --configfile pyproject.toml landslide_plugin models build_plugin.py __init__.py

test-engine: env
	$(ENGINE) -m pytest tests/engine

test-worker: env
	$(ENGINE) -m pytest tests/worker

test-plugin: env
	QT_QPA_PLATFORM=offscreen $(QGIS) -m pytest tests/plugin

test-desktop: zip
	QT_QPA_PLATFORM=offscreen $(QGIS) -m pytest tests/desktop

# Two suites at once, a processor core for each, the longest first: together they take half the time.
test: lint
	OMP_NUM_THREADS=1 $(MAKE) --no-print-directory --jobs 2 --output-sync=target test-engine test-plugin test-worker test-desktop

clean:
	rm -rf build dist demo .venv
