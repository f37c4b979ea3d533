"""``main.py --self-test``: every check passes here, and fails where something is broken."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

import main
from core import activations, evaluate, session
from core.lessons import library
from core.record import Activation, Params
from core.self_test import CHECKS, Check, WrongResultError, checks, outcome_of, reference, summary
from core.self_test.report import all_same, same
from core.text import UserError
from core.training.trainer import Trainer
from gui import self_test
from gui.self_test import _must_show
from gui.theme import RESOURCES

ROOT = Path(main.__file__).parent
BY_ID = {check.id: check for check in CHECKS}


def passes(id: str) -> bool:
    return outcome_of(BY_ID[id], "en").passed


def test_it_passes_in_a_terminal_without_a_display_and_says_so_in_both_languages(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "PATH": "", "LANG": "C", "XDG_RUNTIME_DIR": str(tmp_path)}
    command = [sys.executable, str(ROOT / "main.py"), "--self-test", "--lang", "en"]
    done = subprocess.run(command, env=home, capture_output=True, timeout=180, check=False)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert done.stderr == b""
    assert [line.partition("  ")[0] for line in lines[:-1]] == ["passed"] * 12
    assert lines[-1].startswith("All 12 checks passed")
    assert [*tmp_path.rglob("*.json")] == [*tmp_path.rglob("*.actlab")] == [], "something of the person's was written"


@pytest.mark.parametrize(
    ("lang", "said"), [("ko", "프로그램을 다시 설치하십시오"), ("en", "Install the program again")]
)
def test_a_pytorch_that_does_not_load_is_told_without_a_traceback(tmp_path: Path, lang: str, said: str) -> None:
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text("raise ImportError('libtorch_cpu.so: file too short')")
    command = [sys.executable, str(ROOT / "main.py"), "--self-test", "--lang", lang]
    environ = {"HOME": str(tmp_path), "PATH": "", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, env=environ, capture_output=True, timeout=60, check=False)
    told = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b""), told
    assert said in told
    assert "libtorch_cpu.so: file too short" in told
    assert "Traceback" not in told


def test_the_summary_is_in_both_languages() -> None:
    assert "모두 통과" in summary([outcome_of(Check("formula", lambda: {"numbers": 1}), "ko")], 1.0, "ko")
    failed = outcome_of(Check("formula", lambda: 1 / 0), "ko")  # type: ignore[arg-type,return-value]
    assert failed.line == "실패  직접 쓴 수식: ZeroDivisionError: division by zero"
    assert "1개가 실패" in summary([failed], 1.0, "ko")
    assert "1 of 1 checks failed" in summary([failed], 1.0, "en")


def test_numbers_that_are_no_numbers_are_not_the_same() -> None:
    same("x", 0.1 + 0.2, 0.3)
    for found in (math.nan, math.inf, 0.31):
        with pytest.raises(WrongResultError):
            same("x", found, 0.3)
    with pytest.raises(ValueError, match="zip"):
        all_same("x", [1.0, 2.0], [1.0])


@pytest.mark.parametrize("key", list(activations.RECORDS))
def test_a_function_that_computes_something_else_is_found(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = evaluate.values, evaluate.value_and_slope

    def wrong_values(record: Activation, params: Params, x: torch.Tensor) -> torch.Tensor:
        return real[0](record, params, x) + (1e-5 if record.key == key else 0)

    def wrong_pair(record: Activation, params: Params, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        y, slope = real[1](record, params, x)
        return y, slope + (1e-5 if record.key == key else 0)

    monkeypatch.setattr(evaluate, "values", wrong_values)
    monkeypatch.setattr(evaluate, "value_and_slope", wrong_pair)
    outcome = outcome_of(BY_ID["functions"], "en")
    assert not outcome.passed
    record = activations.RECORDS[key]
    assert record.module in outcome.line or key in outcome.line


def test_a_function_without_numbers_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    first = activations.ACTIVATIONS[0]
    new = first.__class__(**{**{n: getattr(first, n) for n in first.__slots__}, "key": "brand_new", "module": ""})
    monkeypatch.setattr(reference, "ACTIVATIONS", (*activations.ACTIVATIONS, new))
    assert "brand_new" in outcome_of(BY_ID["functions"], "en").line


WRONG: dict[str, Callable[[Any], Any]] = {
    "explore": lambda result: replace(result, slopes=result.slopes * 1.001),
    "compare": lambda result: replace(
        result, lines=tuple(replace(one, curve=replace(one.curve, y=one.curve.y + 1e-4)) for one in result.lines)
    ),
    "neuron": lambda result: replace(result, unit=replace(result.unit, y=0.5)),
    "softmax": lambda result: replace(result, probabilities=result.probabilities[::-1]),
    "gradient": lambda result: replace(
        result, layers=replace(result.layers, lines=tuple(replace(x, verdict="holds") for x in result.layers.lines))
    ),
}


@pytest.mark.parametrize("lab", list(WRONG))
def test_a_wrong_lab_is_found(lab: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert passes("labs")
    module = getattr(checks, lab)
    real = module.compute
    monkeypatch.setattr(module, "compute", lambda state: WRONG[lab](real(state)))
    outcome = outcome_of(BY_ID["labs"], "en")
    assert not outcome.passed
    assert lab in outcome.line


def test_a_training_that_does_not_learn_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert passes("training")
    monkeypatch.setattr(Trainer, "update", lambda self: None)
    assert not passes("training")


def test_a_session_that_comes_back_changed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert passes("session")
    real = session.load
    monkeypatch.setattr(session, "load", lambda path: replace(real(path), lab="explore"))
    assert not passes("session")


def test_a_missing_or_damaged_lesson_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert passes("lessons")
    shutil.copytree(library.LESSONS_FOLDER, tmp_path / "lessons")
    (tmp_path / "lessons" / "03-relu" / "ko.md").unlink()
    monkeypatch.setattr(library, "LESSONS_FOLDER", tmp_path / "lessons")
    library.built_in.cache_clear()
    try:
        assert not passes("lessons")
        shutil.rmtree(tmp_path / "lessons")
        library.built_in.cache_clear()
        assert not passes("lessons")
    finally:
        library.built_in.cache_clear()


@pytest.mark.usefixtures("qapp")
def test_fonts_without_hangul_and_fonts_that_are_not_there_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert self_test.check_fonts() == {"glyphs": 20}
    monkeypatch.setattr(self_test, "SYLLABLES", "함\U000f1234")
    with pytest.raises(UserError, match=r"self_test\.box"):
        self_test.check_fonts()
    monkeypatch.setattr(self_test, "RESOURCES", tmp_path)
    with pytest.raises(UserError, match=r"self_test\.no_font"):
        self_test.check_fonts()


@pytest.mark.usefixtures("qapp")
def test_pictures_that_stay_empty_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert self_test.check_pictures()["icons"] == len([*(RESOURCES / "icons").glob("*.svg")]) - 1
    (tmp_path / "icons").mkdir()
    (tmp_path / "icons" / "open.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    monkeypatch.setattr(self_test, "RESOURCES", tmp_path)
    with pytest.raises(UserError, match=r"self_test\.blank"):
        self_test.check_pictures()


def test_the_program_ends_with_1_when_a_check_fails(
    qapp: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken: Callable[[], dict[str, object]] = lambda: 1 / 0  # type: ignore[assignment,return-value]  # noqa: E731
    monkeypatch.setattr(self_test, "CHECKS", (Check("formula", broken),))
    monkeypatch.setattr(self_test._Room, "checks", lambda self: ())
    monkeypatch.setattr(self_test, "make_application", lambda arguments: qapp)
    assert main.main(["--self-test", "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("FAILED  A typed formula: ZeroDivisionError")
    assert "1 of 1 checks failed" in said


def test_a_second_start_that_nobody_hears_is_found(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    room = self_test._Room(qapp, tmp_path, "en")
    check = {one.id: one for one in room.checks()}["second_start"]
    assert outcome_of(check, "en").passed
    monkeypatch.setattr(self_test, "hand_over", lambda home, file: False)
    assert "does not answer" in outcome_of(check, "en").line
    monkeypatch.setattr(self_test, "hand_over", lambda home, file: True)
    monkeypatch.setattr(self_test, "HEARD_SECONDS", 0.0)
    assert not outcome_of(check, "en").passed


def test_a_lab_or_a_file_that_stays_empty_is_found(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = self_test._Room(qapp, tmp_path, "en")
    check = {one.id: one for one in room.checks()}
    try:
        monkeypatch.setattr(self_test, "LAB_KEYS", ("softmax",))
        assert outcome_of(check["window"], "en").line == "passed  Window: all 1 labs are drawn"
        assert outcome_of(check["saved_pictures"], "en").passed
        monkeypatch.setattr(self_test, "_must_show", blank)
        assert outcome_of(check["window"], "en").line == "FAILED  The window and its labs: Softmax is not drawn"
        assert not outcome_of(check["saved_pictures"], "en").passed
        monkeypatch.setattr(self_test, "picture_pieces", lambda *_: lambda: (b"",))
        assert "PNG: should be" in outcome_of(check["saved_pictures"], "en").line
    finally:
        room.clear()


def blank(image: QImage, what: str) -> None:
    empty = QImage(image.size(), QImage.Format.Format_RGB32)
    empty.fill(0xFFFFFF)
    _must_show(empty, what)
