"""A number in a drawing: typed, stepped, dragged, refused; and the label below it that stands still."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.record import Interval, Parameter
from core.text import Text, UserError
from gui.theme import load_themes
from gui.widgets.scrub_box import ScrubBox, moved
from gui.widgets.steady_label import SteadyLabel

WEIGHT = Parameter("w", "w", Text("가중치", "weight"), 0.5, -3.0, 3.0, 0.1, Interval(-10.0, 10.0))
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def box(qapp, qtbot) -> ScrubBox:  # type: ignore[no-untyped-def]
    holder = QWidget()
    qtbot.addWidget(holder)
    made = ScrubBox(WEIGHT, load_themes()["light"], holder)
    made.setGeometry(60, 60, 80, 36)
    holder.resize(240, 160)
    holder.show()
    made.asked = []  # type: ignore[attr-defined]
    made.requested.connect(made.asked.append)  # type: ignore[attr-defined]
    made.holder = holder  # type: ignore[attr-defined]
    return made


def drag(box: ScrubBox, way: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
    line, middle = box.lineEdit(), box.lineEdit().rect().center()
    QTest.mousePress(line, LEFT, NONE, middle)
    for share in (0.5, 1.0):
        at = middle + QPoint(round(way.x() * share), round(way.y() * share))
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(at), QPointF(line.mapToGlobal(at)), Qt.MouseButton.NoButton, LEFT, held
        )
        QApplication.sendEvent(line, event)
    QTest.mouseRelease(line, LEFT, NONE, middle + way)


def test_up_and_right_is_more(box: ScrubBox) -> None:
    drag(box, QPoint(0, -40))
    assert box.value() == 1.0
    drag(box, QPoint(-24, 0))
    assert box.value() == 0.7
    assert box.asked[-1] == 0.7  # type: ignore[attr-defined]


def test_shift_is_a_tenth_as_far(box: ScrubBox) -> None:
    drag(box, QPoint(0, -40), SHIFT)
    assert box.value() == 0.55


def test_a_drag_is_told_and_stays_in_range(box: ScrubBox) -> None:
    told: list[str] = []
    box.drag_started.connect(lambda: told.append("started"))
    box.drag_finished.connect(lambda: told.append("finished"))
    drag(box, QPoint(0, -2000))
    assert box.value() == 10.0
    assert told == ["started", "finished"]


def test_a_click_chooses_and_does_not_drag(box: ScrubBox) -> None:
    told: list[str] = []
    box.chosen.connect(lambda: told.append("chosen"))
    box.drag_started.connect(lambda: told.append("started"))
    QTest.mouseClick(box.lineEdit(), LEFT, NONE, QPoint(10, 10))
    assert told == ["chosen"]
    assert box.asked == []  # type: ignore[attr-defined]


def test_showing_asks_for_nothing_and_writes_a_true_minus(box: ScrubBox) -> None:
    box.show_value(-1.5)
    assert box.text() == "−1.5"
    box.show_value(-0.0)
    assert box.text() == "0.0"
    assert box.asked == []  # type: ignore[attr-defined]


def test_what_is_refused_is_marked_until_it_is_typed_over(box: ScrubBox) -> None:
    refused: list[UserError] = []
    box.refused.connect(refused.append)
    box.selectAll()
    QTest.keyClicks(box.lineEdit(), "abc")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert refused[0].id == "parameter.not_a_number"
    assert box.value() == 0.5
    box.mark_wrong(True)
    assert box.property("state") == "error"
    box.show_value(0.8)
    assert box.property("state") == ""


def test_moved_is_free_of_binary_noise() -> None:
    assert moved(0.1, 2.2, 0.1, False) == 0.3
    assert moved(0.25, 1, 0.1, False) == 0.35
    assert moved(0.3, -3, 0.1, True) == 0.27


def test_the_steady_label_never_shrinks_until_the_subject_changes(qapp, qtbot) -> None:  # type: ignore[no-untyped-def]
    label = SteadyLabel()
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.tell_about("a", "한 줄")
    one = label.heightForWidth(120)
    label.tell_about("a", "여러 줄로 나뉘는 아주 긴 문장입니다. " * 4)
    assert label.heightForWidth(120) > one
    label.tell_about("a", "한 줄")
    assert label.heightForWidth(120) > one
    label.tell_about("b", "한 줄")
    assert label.heightForWidth(120) == one
