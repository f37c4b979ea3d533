"""requirements.lock: complete, exact, and the same pins as pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]


def parse_lock() -> dict[str, Requirement]:
    lines = (line.partition("#")[0].strip() for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines())
    locked = [Requirement(line) for line in lines if line]
    by_name = {canonicalize_name(requirement.name): requirement for requirement in locked}
    assert len(by_name) == len(locked), "a package stands twice"
    return by_name


def version_of(requirement: Requirement) -> str:
    (pin,) = requirement.specifier
    assert pin.operator == "==", requirement
    assert requirement.url is None
    return pin.version


def test_every_pin_of_pyproject_stands_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = parse_lock()
    groups = project["optional-dependencies"]
    for pin in map(Requirement, project["dependencies"] + groups["dev"] + groups["package"]):
        assert version_of(lock[canonicalize_name(pin.name)]) == version_of(pin), pin


def test_every_entry_is_one_exact_public_version() -> None:
    for requirement in parse_lock().values():
        version = Version(version_of(requirement))
        assert version.local is None, f"{requirement}: an ordinary index has no local versions"


def test_the_lock_is_closed_under_what_its_packages_need() -> None:
    lock = parse_lock()
    for name in installed_here(lock):
        for needed in map(Requirement, requires(name) or []):
            # Elsewhere torch needs more (CUDA), pinned by its own metadata.
            if needed.name.startswith(("nvidia", "cuda", "triton")) or not applies(needed):
                continue
            found = lock.get(canonicalize_name(needed.name))
            assert found is not None, f"{name} needs {needed}"
            assert needed.specifier.contains(version_of(found)), f"{name} needs {needed}"


def installed_here(lock: dict[str, Requirement]) -> dict[str, Requirement]:
    return {name: requirement for name, requirement in lock.items() if applies(requirement)}


def applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def test_these_tests_run_with_the_locked_versions() -> None:
    for name, requirement in installed_here(parse_lock()).items():
        assert Version(distribution(name).version).public == version_of(requirement), f"run make setup: {name}"


def test_third_party_names_every_locked_package() -> None:
    named = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
    for requirement in parse_lock().values():
        assert re.search(rf"\b{re.escape(requirement.name)}\b", named), requirement.name
