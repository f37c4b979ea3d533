"""Several files dropped at once: what goes together is opened, the rest is named with the way to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu

from core import session
from core.labs import explore
from core.state import AppState
from core.text import words_in
from tests.hardening.mishaps import Clumsy, answering

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "lessons" / "sample"


def saved(file: Path, function: str) -> Path:
    session.save(AppState(explore=explore.choose_function(explore.ExploreState(), function)), file)
    return file


def numbers(file: Path, text: str = "1,2\n3,4\n") -> Path:
    file.write_text(text)
    return file


def recent(hands: Clumsy) -> list[str]:
    return [action.text() for action in hands.part("recentMenu", QMenu).actions()]


def told(hands: Clumsy) -> list[str]:
    return hands.window.notices.texts(words_in("ko")) if hands.notice else []


def test_a_session_a_lesson_and_numbers_are_all_opened(hands: Clumsy, tmp_path: Path) -> None:
    hands.drop(numbers(tmp_path / "수.csv"), SAMPLE, saved(tmp_path / "가.actlab", "gelu"))
    state = hands.application.store.state
    assert hands.application.document.path == tmp_path / "가.actlab"
    assert state.explore.tensor.values.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert state.lessons.lesson == "my:sample"
    assert state.lab == "explore", "the numbers are what was opened last"
    assert told(hands)[0] == "열었습니다: '가.actlab', 'sample', '수.csv'."


def test_of_two_sessions_the_first_is_opened_and_the_other_is_one_click_away(hands: Clumsy, tmp_path: Path) -> None:
    first, second = saved(tmp_path / "가.actlab", "gelu"), saved(tmp_path / "나.actlab", "elu")
    hands.drop(first, second, numbers(tmp_path / "하나.csv"), numbers(tmp_path / "둘.csv", "9\n"))
    assert hands.application.document.path == first
    assert hands.own.tensor.values.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    hands.says("'가.actlab', '하나.csv'", "'나.actlab', '둘.csv'")
    assert "최근 파일" in hands.notice
    assert {"나.actlab", "둘.csv"} <= set(recent(hands))
    hands.application.document.save(first)
    next(a for a in hands.part("recentMenu", QMenu).actions() if a.text() == "나.actlab").trigger()
    hands.settle()
    assert hands.own.function == "elu"


def test_a_picture_beside_a_session_does_not_take_its_place(hands: Clumsy, tmp_path: Path) -> None:
    picture = tmp_path / "사진.png"
    picture.write_bytes(b"\x89PNG\r\n")
    hands.drop(picture, saved(tmp_path / "가.actlab", "gelu"))
    assert hands.own.function == "gelu"
    assert "'사진.png'" in hands.notice


def test_what_cannot_be_opened_is_told_beside_what_could(hands: Clumsy, tmp_path: Path) -> None:
    (tmp_path / "망가짐.actlab").write_bytes(b"{")
    hands.drop(tmp_path / "망가짐.actlab", numbers(tmp_path / "수.csv"))
    texts = told(hands)
    assert texts[0] == "열었습니다: '수.csv'."
    assert any("망가짐.actlab" in text for text in texts), "the error waits behind it"
    assert hands.own.function == "tanh"


def test_nothing_is_opened_when_unsaved_work_is_to_stay(
    hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.save_as(monkeypatch, tmp_path / "내 것.actlab")
    hands.pick("ELU")
    work = hands.application.store.state
    asked = answering(monkeypatch)
    hands.drop(saved(tmp_path / "가.actlab", "gelu"), numbers(tmp_path / "수.csv"))
    assert len(asked) == 1
    assert hands.application.store.state == work
