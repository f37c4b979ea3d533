"""What goes into the bundle, with which licences; the version stands in one place."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

import build_bundle  # noqa: E402
import bundle_contents  # noqa: E402
import licences  # noqa: E402
import project  # noqa: E402

PARTS = licences.parts()


def tracked(*patterns: str) -> list[str]:
    """Return the files of the repository; where there is none, those that lie here."""
    done = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0 and done.stdout:
        return done.stdout.splitlines()
    found = (path for folder in patterns for path in (ROOT / folder).rglob("*") if path.is_file())
    return [path.relative_to(ROOT).as_posix() for path in found]


def run_time_packages() -> set[str]:
    """Return what requirements.lock installs to run, without the packages whose modules the bundle leaves out."""
    lines = (ROOT / "requirements.lock").read_text("utf-8").partition("# ---- to develop")[0].splitlines()
    locked = {Requirement(line.partition("#")[0].strip()).name for line in lines if line.partition("#")[0].strip()}
    left_out = {canonicalize_name(name) for name in bundle_contents.LISTS["unused_modules"]}
    return {name for name in locked if canonicalize_name(name) not in left_out}


def test_every_file_that_the_program_finds_by_its_place_goes_along() -> None:
    data = tuple(bundle_contents.LISTS["data"])
    for path in tracked("resources"):
        assert path.startswith(data)
        assert bundle_contents.is_used(path), path
    for name in data:
        assert (ROOT / name).exists()
    # What is looked for beside the modules lies in those folders.
    for path in tracked("core", "gui"):
        if path.endswith(".py"):
            for found in re.findall(r"parents?\[?\w*\]?(?:\.parent)? / \"([\w.]+)\"", (ROOT / path).read_text("utf-8")):
                assert found in data, path


def test_every_module_of_the_program_goes_along() -> None:
    for path in tracked("core", "gui"):
        if path.endswith(".py"):
            assert path.partition("/")[0] in bundle_contents.LISTS["own_packages"]
            module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            assert module not in bundle_contents.LISTS["unused_modules"]


@pytest.mark.parametrize(
    ("place", "used"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        ("PySide6/Qt/plugins/platforminputcontexts/libcomposeplatforminputcontextplugin.so", True),
        ("PySide6/Qt/plugins/iconengines/libqsvgicon.so", True),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", True),
        ("PySide6/Qt/translations/qtbase_ko.qm", True),
        ("PySide6\\translations\\qtbase_ko.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/lib/libQt6Network.so.6", False),
        ("PySide6/Qt6Network.dll", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("torch/bin/torch_shm_manager", True),
        ("torch/bin/protoc", False),
        ("torch/include/ATen/ATen.h", False),
        ("torch/lib/libtorch_cpu.so", True),
        ("ziamath/fonts/STIXTwoMath-Regular.ttf", True),
    ],
)
def test_what_is_left_out_is_what_nothing_reaches(place: str, used: bool) -> None:
    assert bundle_contents.is_used(place) == used


def test_the_systems_own_libraries_stay_with_the_system() -> None:
    assert bundle_contents.is_of_the_system("libX11.so.6", "/usr/lib/x86_64-linux-gnu/libX11.so.6")
    assert bundle_contents.is_of_the_system("libstdc++.so.6", "/lib/x86_64-linux-gnu/libstdc++.so.6")
    assert not bundle_contents.is_of_the_system(
        "libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0"
    )
    assert not bundle_contents.is_of_the_system("libQt6Core.so.6", "/home/x/.venv/PySide6/Qt/lib/libQt6Core.so.6")
    inner = "python3.11/lib-dynload/_bz2.cpython-311-x86_64-linux-gnu.so"
    assert not bundle_contents.is_of_the_system(inner, f"/usr/lib/{inner}")


def test_modules_that_are_left_out_are_not_imported_by_the_program() -> None:
    """The parts of PyTorch and of the standard library that are left out, as an ordinary run has them."""
    program = (
        "import sys; from gui.loading import load_heavy; load_heavy(); import core.state, gui.lab_table as t;"
        "[__import__(lab.module) for lab in t.LABS]; print('\\n'.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split()) - {"ssl", "_ssl", "_hashlib"}  # asyncio, http.client and hashlib do without
    needed = {name for name in bundle_contents.LISTS["unused_modules"] if name in loaded}
    assert not needed


def test_every_package_that_is_carried_is_named_with_its_licence() -> None:
    named = {part.package for part in PARTS}
    assert run_time_packages() <= named
    third_party = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
    for part in PARTS:
        assert part.texts, part.name
        assert part.copyrights, part.name
        assert all(len(text) > 200 for text in part.texts.values()), part.name
        assert re.search(re.escape(part.package or part.name), third_party), part.name


def test_the_licences_are_those_that_the_packages_declare() -> None:
    for part in PARTS:
        if not part.package or part.package == "pyinstaller":
            continue
        about = distribution(part.package).metadata
        declared = f"{about.get('License-Expression')} {about.get('License')} {about.get_all('Classifier')}"
        wanted = {"LGPL-3": "LGPL-3.0", "BSD-3-Clause": "BSD"}.get(part.licence.split()[0], part.licence.split()[0])
        assert wanted in declared, part.name


def test_qt_comes_with_both_texts_of_its_licence() -> None:
    (qt,) = [part for part in PARTS if part.name == "Qt"]
    assert "GNU LESSER GENERAL PUBLIC LICENSE\n                       Version 3" in qt.texts["LGPL-3.0.txt"]
    assert "GNU GENERAL PUBLIC LICENSE\n                       Version 3" in qt.texts["GPL-3.0.txt"]
    assert "Redistributions of source code" in next(part for part in PARTS if part.name == "PyTorch").main_text


def test_the_texts_are_laid_into_the_bundle(tmp_path: Path) -> None:
    licences.write_texts(tmp_path)
    laid = {path.relative_to(tmp_path / "licences").as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert {"LICENSE", "THIRD_PARTY.md", "qt/LGPL-3.0.txt", "qt/GPL-3.0.txt", "pytorch/LICENSE", "icu/ICU.txt"} <= laid
    assert len([name for name in laid if name.startswith("pytorch/third_party/")]) > 50


def test_the_texts_lie_in_what_is_given_away_on_every_system() -> None:
    for platform in ("linux", "win32"):
        assert build_bundle.licence_folders(project.BUNDLE, platform) == [project.BUNDLE]
    recipe = (ROOT / "packaging" / "activation-lab.spec").read_text("utf-8")
    (name,) = re.findall(r'name="(.+\.app)"', recipe)
    app = project.BUNDLE.parent / name / "Contents" / "Resources"
    assert build_bundle.licence_folders(project.BUNDLE, "darwin") == [project.BUNDLE, app]
    assert f"build/bundle/{name}" in (ROOT / "packaging" / "macos" / "build_dmg.sh").read_text("utf-8")


def test_the_version_stands_in_one_place() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    from core import version as versions

    assert versions.VERSION == project.VERSION == version
    for path in tracked("packaging", "core", "gui", "Makefile"):
        file = ROOT / path
        if file.suffix in (".py", ".spec", ".sh", ".xml", ".desktop", ".toml", "") and "licences" not in file.parts:
            assert version not in re.sub(r"\d+\.\d+\.\d+\.\d+", "", file.read_text("utf-8")), path
