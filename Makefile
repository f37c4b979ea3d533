# README.md tells what each command does. Recipes use relative paths only: the folder may have any name, with blanks
# and Hangul in it.

PYTHON ?=
PIP_ARGS ?=
TEST_ARGS ?=
ARGS ?=
PY := .venv/bin/python

SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
HAS_PIP := import importlib.util as u, sys; sys.exit(not (u.find_spec("ensurepip") or u.find_spec("pip")))
# A copy of the lock lies beside the packages it installed, so the environment counts as new whenever its Python changes.
SITE := import sysconfig; print(sysconfig.get_path("purelib"))
LINT_IMPORTS := import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())

.PHONY: help setup environment run test fuzz soak power-cuts hardening bench pictures
.PHONY: bundle package package-test package-run package-run-test package-windows-test clean

help:
	@echo 'make run     준비하고 앱을 시작합니다      set up and start the app      ARGS="--lang en --lab explore"'
	@echo 'make test    준비하고 모두 검사합니다      set up and run every check    TEST_ARGS="-k softmax"'
	@echo 'make setup   준비만 합니다                 set up only                   PIP_ARGS="..." PYTHON=python3.12'
	@echo 'make fuzz    엉뚱한 입력을 수만 번 넣어 봅니다  feed every reader nonsense    CASES=1000 SEED=1'
	@echo 'make soak    오래 쓰면서 늘어나는 것을 찾습니다  use everything for long        MINUTES=10'
	@echo 'make bench   속도와 메모리를 잽니다        measure speed and memory'
	@echo 'make pictures  안내서의 그림을 다시 그립니다  draw the pictures of the guides'
	@echo 'make bundle  파이썬 없이 도는 폴더를 만듭니다  make a folder that runs without Python (build/bundle)'
	@echo 'make package  데비안 패키지(.deb)를 만듭니다   make the Debian package (dist)'
	@echo 'make package-test  그것을 빈 데비안에서 시험합니다  try it in a bare Debian (as root)'
	@echo 'make package-run  관리자 권한 없이 설치하는 파일을 만듭니다  make an installer that needs no administrator (dist)'
	@echo 'make package-run-test  그것을 이 컴퓨터에서 시험합니다  try it on this computer'
	@echo 'make package-windows-test  Windows 설치 프로그램을 Wine에서 시험합니다  try the installer for Windows under Wine (as root)'
	@echo 'make clean   만든 것을 모두 지웁니다       remove everything made here (.venv, build, caches)'

setup:
	@if test -e .venv/unfinished || ! $(PY) -c '$(SUPPORTED)' 2>/dev/null \
	    || ! cmp -s requirements.lock "$$($(PY) -c '$(SITE)')/requirements.lock"; \
	  then $(MAKE) --no-print-directory environment; fi
	@$(PY) packaging/check_system.py

environment:
	@set -eu; \
	  if test -e .venv/unfinished || ! $(PY) -c '$(SUPPORTED)' 2>/dev/null || ! $(PY) -m pip --version >/dev/null 2>&1; \
	  then \
	    if test -n "$(PYTHON)"; then set -- "$(PYTHON)"; \
	    else set -- python3 python3.14 python3.13 python3.12 python3.11 python; fi; \
	    found=; without_pip=; \
	    for candidate in "$$@"; do \
	      if ! "$$candidate" -c '$(SUPPORTED)' 2>/dev/null; then continue; fi; \
	      if "$$candidate" -c '$(HAS_PIP)'; then found=$$candidate; break; fi; \
	      without_pip=$$candidate; \
	    done; \
	    if test -z "$$found" && test -n "$$without_pip"; then \
	      echo "$$without_pip: venv와 pip가 없습니다. 관리자로 다음을 실행하십시오:" >&2; \
	      echo "$$without_pip has neither venv nor pip. As root, run:" >&2; \
	      echo "    apt-get install -y python3-venv" >&2; exit 1; \
	    elif test -z "$$found"; then \
	      echo "Python 3.11~3.14가 필요합니다. 설치한 뒤 다시 하거나 make setup PYTHON=<경로>로 알려 주십시오." >&2; \
	      echo "Python 3.11 to 3.14 is needed. Install it, or name it: make setup PYTHON=<path>" >&2; \
	      echo "    $$1: $$("$$1" --version 2>&1 | head -n 1)" >&2; exit 1; \
	    fi; \
	    echo "처음 한 번 준비합니다. 몇 분 걸립니다. · Setting up, once; this takes a few minutes."; \
	    rm -rf .venv; mkdir .venv; : > .venv/unfinished; \
	    if "$$found" -c 'import ensurepip' 2>/dev/null; then "$$found" -m venv .venv; \
	    else \
	      "$$found" -m venv --without-pip .venv; \
	      "$$found" -m pip --python $(PY) install --no-input --disable-pip-version-check $(PIP_ARGS) pip; \
	    fi; \
	  fi; \
	  : > .venv/unfinished; \
	  $(PY) -m pip install --no-input --disable-pip-version-check $(PIP_ARGS) -r requirements.lock; \
	  cp requirements.lock "$$($(PY) -c '$(SITE)')/requirements.lock"; \
	  rm .venv/unfinished

run: setup
	@$(PY) main.py $(ARGS)

test: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	@$(PY) -c '$(LINT_IMPORTS)'
	$(PY) -m pytest -n auto --maxprocesses 4 $(TEST_ARGS)

# Kept away from the default run: every reader is given 10,000 cases.
fuzz: setup
	@$(PY) tests/fuzz/run.py $(if $(CASES),--cases $(CASES)) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only "$(ONLY)")

# A person drawn by lot uses everything for MINUTES; what has grown by then, or complained, is told.
soak: setup
	@$(PY) tests/soak/run.py $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED))

bench: setup
	@$(PY) tests/bench/run.py

pictures: setup
	@$(PY) docs/make_pictures.py

bundle: setup
	@$(PY) packaging/build_bundle.py

package: bundle
	@$(PY) packaging/build_deb.py

# Tries the package that is there, or makes it first.
package-test: setup
	@ls dist/*.deb >/dev/null 2>&1 || $(MAKE) --no-print-directory package
	@$(PY) tests/packaging/run_in_bare_root.py
	@$(PY) tests/packaging/run_on_a_desktop.py

package-run: bundle
	@$(PY) packaging/build_run.py

package-run-test: setup
	@PYTHONPATH=packaging $(PY) tests/packaging/run_for_real.py

# The installer alone, with small programs in place of the real ones.
package-windows-test: setup
	@$(PY) tests/packaging/run_in_wine.py

# 120 power cuts while editing, saving, training and learning: some six minutes. make test has 30.
power-cuts: setup
	POWER_CUTS=120 $(PY) -m pytest -n 0 -s tests/gui/test_power_cut.py

# Every oddity of a machine by itself, and quitting at 60 moments of the start; make test has the worst of each.
hardening: setup
	THOROUGH=1 $(PY) -m pytest -n auto --maxprocesses 4 tests/hardening

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
