"""The manual page: every option of the command line is on it, in both languages, and no other."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import main
from tests.packaging.test_deb import HANGUL

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

import man_page  # noqa: E402
import project  # noqa: E402


def options_of(parser: main.Parser) -> set[str]:
    return {option for action in parser._actions for option in action.option_strings}


def named(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text))


def read(page: str) -> str:
    """Return what a reader sees of a page, without the marks of roff."""
    plain = re.sub(r"\\f[BR]", "", page).replace("\\-", "-").replace("\\(aq", "'")
    return plain.replace("\\(ti", "~").replace("\\(ha", "^").replace("\\(ga", "`").replace("\\&", "")


@pytest.mark.parametrize("lang", man_page.LANGUAGES)
def test_every_option_is_on_the_page_and_no_other(lang: str) -> None:
    window, *commands = man_page.usages(lang)
    assert {name for words, _ in window.options for name in named(words)} == options_of(main.window_parser())
    assert [usage.call.split()[1] for usage in commands] == list(main.COMMANDS)
    for usage, command in zip(commands, main.COMMANDS, strict=True):
        own = options_of(main.command_parser(command)) - options_of(main.window_parser())
        assert {name for words, _ in usage.options for name in named(words)} == own
        assert named(usage.call) == own
    seen = read(man_page.page(lang))
    for usage in (window, *commands):
        assert usage.call in seen
        assert usage.does in seen
        for option, does in usage.options:
            assert re.search(rf"(?m)^\.TP\n{re.escape(option)}\n{re.escape(does)}$", seen), option
            assert does


@pytest.mark.parametrize("lang", man_page.LANGUAGES)
def test_an_option_that_the_help_forgets_would_be_missed(
    lang: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shorter = tmp_path / "command.toml"
    shorter.write_text(re.sub(r"(?m)^  --fresh .*\n", "", man_page.HELP.read_text("utf-8")), "utf-8")
    monkeypatch.setattr(man_page, "HELP", shorter)
    with pytest.raises(AssertionError):
        test_every_option_is_on_the_page_and_no_other(lang)


@pytest.mark.parametrize("lang", man_page.LANGUAGES)
def test_what_the_page_tells_besides_is_so(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.files import Places

    monkeypatch.setenv("HOME", "/home/p")
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)

    seen = read(man_page.page(lang))
    assert bool(HANGUL.search(seen)) == (lang == "ko")
    assert f'"Activation Lab {project.VERSION}"' in seen
    places = Places.of_user()
    for file in (places.settings, places.last_session.parent, places.log):
        assert f"\n~/{file.relative_to('/home/p')}\n" in seen, file
    for line in re.findall(r"(?m)^activation-lab --?\S.*$|^activation-lab eval .*$", seen):
        assert named(line) <= options_of(main.window_parser()) | options_of(main.command_parser("eval")), line


@pytest.mark.parametrize("lang", man_page.LANGUAGES)
@pytest.mark.skipif(shutil.which("man") is None, reason="man-db is not installed")
def test_man_shows_the_page_without_a_warning(lang: str, tmp_path: Path) -> None:
    man_page.write_pages(tmp_path)
    file = tmp_path / "man" / ("ko" if lang == "ko" else "") / "man1" / "activation-lab.1.gz"
    assert gzip.decompress(file.read_bytes()).decode() == man_page.page(lang)
    command = ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", str(file)]
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "MANROFFSEQ": "", "MANWIDTH": "80", "MANPAGER": "cat"}
    done = subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    shown = re.sub(r"\x1b\[[\d;]*m|.\x08", "", done.stdout)
    assert '--input "[[-1, 2], [3, 4]]"' in shown
    assert "~/.config/activation-lab/settings.json" in shown
    assert {"ko": "기울기 소실", "en": "vanishing gradients"}[lang] in shown


@pytest.mark.parametrize(
    ("text", "marked"),
    [("-1 'a' `b` ~/x ^2", r"\-1 \(aqa\(aq \(gab\(ga \(ti/x \(ha2"), (".TH", r"\&.TH"), ("a **b** c", r"a \fBb\fR c")],
)
def test_nothing_is_taken_for_a_command_of_roff(text: str, marked: str) -> None:
    assert man_page.roff(text) == marked


def test_a_help_that_is_laid_out_in_another_way_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "command.toml"
    monkeypatch.setattr(man_page, "HELP", other)
    for text in ("X\n\nlist --json", "X\n\n{program} list\n  as JSON"):
        other.write_text(f'[help]\nen = """{text}"""\n', "utf-8")
        with pytest.raises(ValueError, match="the help"):
            man_page.usages("en")
