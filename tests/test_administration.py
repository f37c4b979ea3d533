"""The administrator's pages: places, values and options are those of the program and of its installers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from core import files
from core.files import APP_FOLDER, Places
from core.settings import ZOOM_STEPS, DtypeName, Settings, ThemeName
from core.text import LANGUAGES, Lang, load_entries
from gui.crash import LOG_BYTES
from main import window_parser

ROOT = Path(__file__).resolve().parent.parent
PAGES: dict[Lang, str] = {
    lang: (ROOT / "docs" / f"administration.{lang}.md").read_text(encoding="utf-8") for lang in LANGUAGES
}
# Kept by the system or by a person, not chosen by an administrator.
OWN_FIELDS = {"recent", "export_folder", "window"}


def _rows(page: str, heading: str) -> list[list[str]]:
    part = page.split(f"\n## {heading}\n", 1)[1].split("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line[:1] == "|"]


@pytest.mark.parametrize(("lang", "heading"), [("ko", "파일이 있는 곳"), ("en", "Where the files are")])
def test_the_places_are_those_of_each_system(lang: Lang, heading: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/someone")
    _, _, settings, data, log = _rows(PAGES[lang], heading)
    for column, system in ((1, Unix), (2, MacOS)):
        of = system(APP_FOLDER, appauthor=False)
        told = [row[column].strip("`").replace("~", "/home/someone") for row in (settings, data, log)]
        assert told == [of.user_config_dir, of.user_data_dir, of.user_log_dir]
    assert [row[3].strip("`") for row in (settings, data, log)] == [
        rf"%LOCALAPPDATA%\{APP_FOLDER}", rf"%LOCALAPPDATA%\{APP_FOLDER}", rf"%LOCALAPPDATA%\{APP_FOLDER}\Logs"
    ]  # fmt: skip
    places = Places.below(Path("x"))
    for row, paths in (
        (settings, [places.settings]),
        (
            data,
            [
                places.last_session,
                places.crashed_session,
                places.screen_before,
                Path("screen-….actlab"),
                places.lesson_draft,
                places.lessons,
                places.profiles,
            ],
        ),
        (log, [places.log]),
    ):
        assert re.findall(r"`([^`]+)`", row[0]) == [path.name for path in paths]


@pytest.mark.parametrize(("lang", "heading"), [("ko", "반 전체의 처음 설정"), ("en", "Preferences for a class")])
def test_every_preference_is_told_with_its_values(lang: Lang, heading: str) -> None:
    rows = _rows(PAGES[lang], heading)[2:]
    told = {name: row[1] for row in rows for name in re.findall(r"`(\w+)`", row[0])}
    assert set(told) == set(Settings.__struct_fields__) - OWN_FIELDS
    for name, values in (("theme", get_args(ThemeName)), ("dtype", get_args(DtypeName)), ("language", LANGUAGES)):
        assert re.findall(r'"(\w+)"', told[name]) == list(values)
    assert re.findall(r"\d+\.\d+", told["zoom"]) == [str(step) for step in ZOOM_STEPS]
    assert re.findall(r"\d+", told["decimals"]) == ["0", "6"]


def test_both_pages_say_the_same() -> None:
    ko, en = PAGES["ko"], PAGES["en"]
    assert [len(head) for head in re.findall(r"^#+", ko, re.M)] == [len(head) for head in re.findall(r"^#+", en, re.M)]
    for part_ko, part_en in zip(ko.split("\n## "), en.split("\n## "), strict=True):
        assert part_ko.count("\n|") == part_en.count("\n|"), part_en[:30]
        assert part_ko.count("\n- ") == part_en.count("\n- "), part_en[:30]
    for kind in ("sh", "bat"):
        code_ko, code_en = ("".join(re.findall(rf"```{kind}\n(.*?)```", page, re.S)) for page in (ko, en))
        assert set(re.findall(r"[ /]-{0,2}[A-Za-z]\S+", re.sub(r"#.*", "", code_ko))) - {
            " 수업.actlesson",
            " ko",
        } <= set(re.findall(r"[ /]-{0,2}[A-Za-z]\S+", re.sub(r"#.*", "", code_en)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_pages_quote_from_the_screen_is_there(lang: Lang) -> None:
    said = {entry.said_in(lang) for entry in load_entries().values()}
    quoted = {"ko": ["자료 폴더 고르기…", "이 이름 지우기…"], "en": ["Choose a data folder…", "Delete this name…"]}
    for text in quoted[lang]:
        assert text in PAGES[lang]
        assert text in said
    assert f"{LOG_BYTES // 1024} kB" in PAGES[lang]
    assert {"ko": f"{files._PATIENCE:g}초 안에", "en": f"within {files._PATIENCE:g} seconds"}[lang] in PAGES[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_programs_options_are_options(lang: Lang) -> None:
    known = {option for action in window_parser()._actions for option in action.option_strings}
    commands = [line.partition("#")[0] for line in PAGES[lang].splitlines() if line.startswith("activation-lab -")]
    assert len(commands) == 2
    assert {option for line in commands for option in re.findall(r"--\w+", line)} <= known


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("file", "options"),
    [
        ("packaging/linux/install.sh", ("--yes", "--folder", "--no-menu")),
        ("packaging/linux/uninstall.sh", ("--yes", "--remove-data")),
        ("packaging/windows/activation-lab.nsi", ("/S", "/ALLUSERS", "/D")),
    ],
)
def test_the_installers_know_the_options_that_are_told(lang: Lang, file: str, options: tuple[str, ...]) -> None:
    if not (ROOT / file).exists():
        pytest.skip("this installer is not here yet")
    script = (ROOT / file).read_text(encoding="utf-8")
    for option in options:
        assert option in script
        assert option in PAGES[lang]
