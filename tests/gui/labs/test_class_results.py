"""A class of learners, some of whom worked at other computers, as tables for the teacher."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core.lessons.profiles import Profiles
from gui.app import Application
from tests.gui.hands import Hands


def _read(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


@pytest.fixture
def teacher(application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """Somebody with a learner of their own and the record of one from elsewhere, copied into the folder."""
    hands = Hands(application)
    application.visit("lessons")
    hands.settle()
    application.lessons.lab.learner.add("민지")
    application.lessons.show("relu")
    application.lessons.lab.study.answer(("0", "0", "1"), "x")
    application.lessons.lab.study.check()
    elsewhere = Profiles(tmp_path / "다른 컴퓨터")
    elsewhere.add("서준")
    shutil.copy(elsewhere.folder / "서준.json", application.places.profiles)
    application.lessons.lab.study.show_view("summary")
    hands.settle()
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *asked: (str(tmp_path / Path(asked[2]).name), ""))
    )
    return hands


def test_everybody_is_in_one_table_and_every_step_in_the_other(teacher: Hands, tmp_path: Path) -> None:
    teacher.click(teacher.part("summary_export_class"))
    rows = _read(tmp_path / "우리 반 수업 결과.csv")
    assert [row[:4] for row in rows] == [
        ["이름", "마친 단계", "맞힌 과제", "도움 없이"],
        ["민지", "1", "1", "1"],
        ["서준", "0", "0", "0"],
    ]
    assert rows[0][4] == "왜 활성화 함수인가(8단계 중)"
    assert rows[1][rows[0].index("ReLU(8단계 중)")] == "1"
    steps = _read(tmp_path / "우리 반 수업 결과 단계별.csv")
    assert ["음수는 어떻게 될까?", "예"] in [[row[3], row[5]] for row in steps]
    assert "단계별.csv" in teacher.window.notices._text.text()


def test_the_second_table_is_not_replaced_without_a_question(
    teacher: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "우리 반 수업 결과 단계별.csv"
    kept.write_bytes("지난주".encode())
    asked: list[str] = []

    def answer(box: QMessageBox) -> None:
        asked.append(box.text())
        box.escapeButton().click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    teacher.click(teacher.part("summary_export_class"))
    assert kept.name in asked[0]
    assert kept.read_bytes().decode() == "지난주"
    assert not (tmp_path / "우리 반 수업 결과.csv").exists()
