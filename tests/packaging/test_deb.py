"""The Debian package, as far as it can be looked at without being built."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

import build_deb  # noqa: E402
import elf  # noqa: E402
import licences  # noqa: E402
import project  # noqa: E402

SHARE = ROOT / "packaging" / "linux" / "share"
DESKTOP = SHARE / "applications" / "activation-lab.desktop"
MIME = SHARE / "mime" / "packages" / "activation-lab.xml"
(METAINFO,) = (SHARE / "metainfo").glob("*.xml")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MIME_SPACE = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
HANGUL = re.compile("[가-힣]")


def desktop_entry() -> dict[str, str]:
    lines = DESKTOP.read_text("utf-8").splitlines()
    assert lines[0] == "[Desktop Entry]"
    return dict(line.split("=", 1) for line in lines[1:] if line)


def fields_of(paragraph: str) -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in paragraph.splitlines():
        if line[0] in " \t":
            found[name] += "\n" + line[1:]
        else:
            name, _, value = line.partition(":")
            assert name not in found, f"{name} stands twice"
            found[name] = value.strip()
    return found


# --- what the desktop reads ---


def test_the_menu_entry_speaks_both_languages_and_opens_both_kinds_of_file() -> None:
    entry = desktop_entry()
    for key in ("Name", "Comment", "Keywords"):
        assert entry[key]
        assert not HANGUL.search(entry[key])
        assert HANGUL.search(entry[f"{key}[ko]"])
    assert entry["Exec"] == "activation-lab %f"
    assert entry["Icon"] == project.PACKAGE
    assert entry["StartupWMClass"] == project.PACKAGE
    assert set(entry["MimeType"].strip(";").split(";")) == mime_types()
    # Debian 12's validator knows neither.
    assert "Version" not in entry
    assert "SingleMainWindow" not in entry


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-utils is not installed")
def test_the_menu_entry_is_valid() -> None:
    done = subprocess.run(["desktop-file-validate", str(DESKTOP)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def mime_types() -> set[str]:
    root = ElementTree.parse(MIME).getroot()
    return {str(element.get("type")) for element in root.findall("m:mime-type", MIME_SPACE)}


def test_the_file_types_have_words_in_both_languages_and_the_programs_suffixes(tmp_path: Path) -> None:
    from core import session
    from core.lessons import archive
    from core.state import AppState

    patterns = set()
    for kind in ElementTree.parse(MIME).getroot().findall("m:mime-type", MIME_SPACE):
        said = {element.get(LANG, "en"): element.text or "" for element in kind.findall("m:comment", MIME_SPACE)}
        assert said["en"]
        assert HANGUL.search(said["ko"])
        patterns |= {element.get("pattern") for element in kind.findall("m:glob", MIME_SPACE)}
    assert patterns == {f"*{session.SUFFIX}", f"*{archive.SUFFIX}"}
    # The mark by which a session without its suffix is known.
    (match,) = ElementTree.parse(MIME).getroot().iterfind(".//m:match", MIME_SPACE)
    start, _, end = str(match.get("offset")).partition(":")
    at = session.encode(AppState()).index(str(match.get("value")).encode())
    assert int(start) <= at <= int(end)


def test_the_software_centre_is_told_in_both_languages() -> None:
    root = ElementTree.parse(METAINFO).getroot()
    assert root.findtext("id") == METAINFO.name.removesuffix(".metainfo.xml")
    for tag in ("name", "summary"):
        said = {element.get(LANG, "en"): element.text or "" for element in root.findall(tag)}
        assert said["en"]
        assert HANGUL.search(said["ko"])
    paragraphs = [*root.iterfind(".//p"), *root.iterfind(".//li")]
    assert len([one for one in paragraphs if one.get(LANG) == "ko"]) * 2 == len(paragraphs)
    assert root.findtext("launchable") == DESKTOP.name
    assert {element.text for element in root.iterfind(".//mediatype")} == mime_types()
    assert root.findtext("project_license") == "MIT"


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="appstream is not installed")
def test_what_the_software_centre_is_told_is_valid() -> None:
    command = ["appstreamcli", "validate", "--no-net", str(METAINFO)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


# --- control files ---


def test_the_control_file_says_what_the_package_is() -> None:
    text = build_deb.control("libc6 (>= 2.35)", "amd64", 580_000)
    fields = fields_of(text)
    assert fields["Package"] == "activation-lab"
    assert fields["Version"] == project.VERSION
    assert re.fullmatch(r"\d[A-Za-z0-9.+~-]*", fields["Version"])
    assert fields["Architecture"] == "amd64"
    assert fields["Installed-Size"] == "580000"
    assert fields["Depends"] == "libc6 (>= 2.35)"
    assert "ibus-hangul" in fields["Recommends"]
    assert re.fullmatch(r".+ <[^<>@]+@[^<>@]+>", fields["Maintainer"])
    summary, *rest = fields["Description"].split("\n")
    assert len(summary) <= 80
    assert not summary.endswith(".")
    assert all(line for line in rest), "a blank line would end the paragraph"
    assert HANGUL.search(fields["Description"])
    assert all(len(line) <= 80 for line in fields["Description"].splitlines())
    assert text.endswith("\n")


def test_a_package_that_a_start_from_source_needs_may_not_be_missing() -> None:
    every = "libc6 (>= 2.35), " + ", ".join(build_deb.unlisted(""))
    assert build_deb.unlisted(every) == []
    assert build_deb.unlisted(every.replace("libxcb-cursor0, ", "")) == ["libxcb-cursor0"]
    assert len(build_deb.unlisted("")) > 25


@pytest.fixture(scope="module")
def paragraphs() -> list[dict[str, str]]:
    text = licences.copyright_file(build_deb.PROGRAM_PLACE)
    return [fields_of(paragraph) for paragraph in text.strip().split("\n\n")]


def test_the_copyright_file_is_in_debians_form(paragraphs: list[dict[str, str]]) -> None:
    head, *rest = paragraphs
    assert head["Format"] == "https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
    files = [one for one in rest if "Files" in one]
    texts = {one["License"].split("\n")[0]: one["License"] for one in rest if "Files" not in one}
    assert files[0]["Files"] == "*"
    for one in files:
        assert one["Copyright"].strip()
        for short in one["License"].split(" and "):
            assert len(texts[short]) > 300 or "/usr/share/common-licenses/" in texts[short], short
    used = {short for one in files for short in one["License"].split(" and ")}
    assert used == set(texts), "a licence without files, or files without one"
    assert not re.search(r"(?m)^$", "\n".join(text.split("\n", 1)[1] for text in texts.values()).replace("\n.\n", "\n"))


def test_the_copyright_file_names_everything_that_is_carried(paragraphs: list[dict[str, str]]) -> None:
    comments = " ".join(one.get("Comment", "") for one in paragraphs)
    for part in licences.parts():
        assert part.name in comments
    everything = "\n".join(one.get("License", "") for one in paragraphs)
    for words in (
        "/usr/share/common-licenses/LGPL-3",
        "/usr/share/common-licenses/GPL-3",
        "SIL OPEN FONT LICENSE",
        "Bitstream Vera is",
        "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "UNICODE, INC. LICENSE AGREEMENT",
        "Bootloader Exception",
        "Permission is hereby granted, free of charge",
    ):
        assert words in everything, words
    for whole in ("GENERAL PUBLIC LICENSE", "TERMS AND CONDITIONS FOR USE, REPRODUCTION"):
        assert whole not in everything, "Debian has this text in a file of its own"


def test_the_changelog_names_the_version() -> None:
    text = build_deb.changelog()
    assert re.match(
        rf"activation-lab \({re.escape(project.VERSION)}\) \w+; urgency=\w+\n\n  \* .+\n\n -- .+ <.+>  \w", text
    )


def test_a_file_that_names_a_folder_of_this_machine_is_found(tmp_path: Path) -> None:
    (tmp_path / "usr").mkdir()
    (tmp_path / "usr" / "fine.txt").write_text("nothing")
    (tmp_path / "usr" / "binary").write_bytes(str(ROOT).encode() + b"\0")
    assert build_deb.fault_in(tmp_path) == ""
    (tmp_path / "usr" / "note.txt").write_text(f"built in {ROOT}/build")
    assert "usr/note.txt" in build_deb.fault_in(tmp_path)


def test_only_programs_are_marked_as_such(tmp_path: Path) -> None:
    for name, mode, run in (
        ("activation-lab", 0o755, True), ("torch_shm_manager", 0o755, True), ("note.txt", 0o644, False),
        ("libQt6Core.so.6", 0o755, False), ("_json.cpython-311-x86_64-linux-gnu.so", 0o755, False),
    ):  # fmt: skip
        (tmp_path / name).touch(mode)
        (tmp_path / name).chmod(mode)
        assert build_deb.is_run(tmp_path / name) is run, name


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library that looks for others in a folder of the machine that it was made on."""
    if shutil.which("gcc") is None:
        pytest.skip("there is no compiler here")
    source = tmp_path / "source.c"
    source.write_text("#include <math.h>\ndouble other(double x) { return cos(x); }\n")
    made = tmp_path / "usr" / "libmade.so"
    made.parent.mkdir()
    command = ["gcc", "-shared", "-fPIC", "-o", str(made), str(source), "-Wl,--no-as-needed", "-lm"]
    subprocess.run([*command, "-Wl,-rpath,/home/builder/lib:/opt/lib"], check=True)
    return made


def test_a_library_that_looks_into_a_folder_of_this_machine_is_found_and_mended(library: Path) -> None:
    root = library.parents[1]
    assert elf.search_path(library) == "/home/builder/lib:/opt/lib"
    assert "libmade.so looks for libraries in /home/builder/lib:/opt/lib" in build_deb.fault_in(root)
    before = ctypes.CDLL(str(library))._name
    elf.drop_search_path(library)
    assert elf.search_path(library) == ""
    assert build_deb.fault_in(root) == ""
    # It still is a library: the entries behind the one taken out are where the loader finds them.
    program = f"import ctypes; o = ctypes.CDLL({before!r}).other; o.restype = ctypes.c_double; o.argtypes = [o.restype]"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; print(o(0.0))"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "1.0\n"
    shown = subprocess.run(["readelf", "-d", str(library)], capture_output=True, text=True, check=True).stdout
    assert "PATH" not in shown
    assert "[libm.so.6]" in shown
    assert "(NULL)" in shown


def test_what_is_no_library_looks_nowhere(tmp_path: Path) -> None:
    for name, data in (("empty", b""), ("text", "활성화".encode()), ("short", b"\x7fELF\x01\x01")):
        (tmp_path / name).write_bytes(data)
        assert elf.search_path(tmp_path / name) == ""


def test_every_fault_that_lintian_may_find_has_its_reason_beside_it() -> None:
    paragraph = ""
    for line in build_deb.OVERRIDES.read_text("utf-8").splitlines():
        if line.startswith("#"):
            paragraph = line
            continue
        assert re.fullmatch(rf"{project.PACKAGE}: [a-z0-9-]+ (\* )?\[usr/lib/{project.PACKAGE}/\S+\]", line), line
        assert len(paragraph) > 20, line


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg is not installed")
def test_the_files_of_a_small_package_are_where_they_belong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = tmp_path / "bundle"
    (bundle / "_internal").mkdir(parents=True)
    (bundle / "activation-lab").write_text("#!/bin/sh\n")
    (bundle / "activation-lab").chmod(0o775)
    (bundle / "_internal" / "자료.txt").write_text("가")
    monkeypatch.setattr(build_deb, "BUNDLE", bundle)
    for size in build_deb_icon_sizes():
        icon = tmp_path / "build" / "icons" / f"activation-lab-{size}.png"
        icon.parent.mkdir(parents=True, exist_ok=True)
        icon.write_bytes(b"\x89PNG")
    monkeypatch.setattr("desktop_files.ROOT", tmp_path)
    root = tmp_path / "root"
    build_deb.lay_out(root)
    build_deb.write_control(root, "libc6", "amd64")
    build_deb.pack(root, tmp_path / "small.deb")
    listed = subprocess.run(["dpkg-deb", "-c", str(tmp_path / "small.deb")], capture_output=True, text=True, check=True)
    entries = {line.split(None, 5)[5]: line.split(None, 5)[:2] for line in listed.stdout.splitlines()}
    assert entries["./usr/bin/activation-lab"] == ["-rwxr-xr-x", "root/root"]
    assert entries["./usr/lib/activation-lab/activation-lab"] == ["-rwxr-xr-x", "root/root"]
    for place in (
        "share/applications/activation-lab.desktop",
        "share/mime/packages/activation-lab.xml",
        f"share/metainfo/{METAINFO.name}",
        "share/icons/hicolor/scalable/apps/activation-lab.svg",
        "share/icons/hicolor/48x48/apps/activation-lab.png",
        "share/icons/hicolor/128x128/apps/activation-lab.png",
        "share/icons/hicolor/256x256/apps/activation-lab.png",
        "share/man/man1/activation-lab.1.gz",
        "share/man/ko/man1/activation-lab.1.gz",
        "share/lintian/overrides/activation-lab",
        "share/doc/activation-lab/copyright",
        "share/doc/activation-lab/changelog.gz",
    ):
        assert entries[f"./usr/{place}"] == ["-rw-r--r--", "root/root"]
    control = subprocess.run(["dpkg-deb", "-f", str(tmp_path / "small.deb"), "Version"], capture_output=True, text=True)
    assert control.stdout.strip() == project.VERSION
    again = tmp_path / "again.deb"
    build_deb.pack(root, again)
    assert again.read_bytes() == (tmp_path / "small.deb").read_bytes(), "the same files, another package"


def build_deb_icon_sizes() -> tuple[int, ...]:
    import desktop_files

    return tuple(desktop_files.SIZES)
