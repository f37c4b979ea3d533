"""The release workflow: pinned, and everything that it runs is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")


def test_every_action_is_pinned_to_a_commit() -> None:
    used = re.findall(r"uses: (\S+)(.*)", WORKFLOW)
    assert len(used) >= 9
    for action, comment in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action
    assert "contents: write" not in WORKFLOW


def test_what_it_runs_is_there() -> None:
    scripts = {name.replace("\\", "/") for name in re.findall(r"packaging[/\\][\w./\\-]+\.(?:py|sh|ps1)", WORKFLOW)}
    assert "packaging/build_windows.py" in scripts
    assert [name for name in scripts if not (ROOT / name).is_file()] == []
    targets = set(re.findall(r"make ([a-z-]+)", WORKFLOW))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [name for name in targets if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []


def test_each_system_tests_the_program_that_it_built() -> None:
    jobs = re.split(r"^  (?=\w+:\n    )", WORKFLOW.partition("\njobs:\n")[2], flags=re.MULTILINE)[1:]
    assert [job.partition(":")[0] for job in jobs] == ["linux", "windows", "macos"]
    for job in jobs:
        assert "--self-test" in job
        assert "if-no-files-found: error" in job


def test_the_scripts_of_macos_are_shell() -> None:
    shellcheck = shutil.which("shellcheck")
    if shellcheck is None:
        pytest.skip("shellcheck is not installed")
    script = ROOT / "packaging" / "macos" / "build_dmg.sh"
    done = subprocess.run([shellcheck, script], capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.stdout, done.returncode) == ("", 0)
