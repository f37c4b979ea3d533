"""Copying from where it is seen: plots as pictures, tables as text and HTML, tensors as Python."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QMenu,
    QTableView,
    QWidget,
)

from core.labs import neuron
from gui.widgets.curve_plot import CurvePlot
from tests.gui.exporting import count, in_lab
from tests.gui.hands import Hands


def test_a_plot_is_copied_with_the_keys_and_from_its_menu(application) -> None:  # type: ignore[no-untyped-def]
    hands, clipboard = Hands(application), QGuiApplication.clipboard()
    plot = hands.part("curvePlot", CurvePlot)
    clipboard.clear()
    plot.setFocus()
    hands.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    image = clipboard.image()
    assert (image.width(), image.height()) == (2 * plot.width(), 2 * plot.height())
    accent = application.theme.color("accent")
    # The frame of the keyboard is not part of the picture.
    assert image.pixelColor(image.width() // 2, 3) != accent
    assert count(image, accent) > 3000
    clipboard.clear()
    hands.click(plot, plot.rect().center(), Qt.MouseButton.RightButton)
    menu = next(menu for menu in plot.findChildren(QMenu) if menu.isVisible())
    assert menu.actions()[0].text() == "그림으로 복사"
    menu.actions()[0].trigger()
    menu.close()
    assert not clipboard.image().isNull()
    assert len(application.store._past) == 0, "nothing has been zoomed"


def test_a_tensor_is_copied_as_python(application) -> None:  # type: ignore[no-untyped-def]
    hands = Hands(application)
    table = hands.part("inputTensor", QTableView)
    table.setFocus()
    hands.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == "torch.tensor([[-1.0, 2.0, -3.0],\n              [4.0, -5.0, 6.0]])"
    hands.choose("dtypeBox", "float64")
    hands.press(Qt.Key.Key_Escape)
    table.actions()[1].trigger()
    assert QGuiApplication.clipboard().text().endswith("dtype=torch.float64)")
    assert [action.text() for action in table.actions()] == ["고른 칸 복사", "텐서를 Python 코드로 복사"]


@pytest.mark.parametrize(("lab", "name"), [("compare", "compareTable"), ("race", "raceRanking")])
def test_tables_are_copied_as_text_and_html(application, lab: str, name: str) -> None:  # type: ignore[no-untyped-def]
    hands = in_lab(application, lab)
    table = hands.part(name, QTableView)
    QGuiApplication.clipboard().clear()
    table.setFocus()
    hands.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert len(lines) == table.model().rowCount() + 1 > 2
    assert data.html().count("<tr>") == len(lines)
    assert lines[1].split("\t")[1] in data.html()
    assert table.actions()[0].text() == "표 복사"


@pytest.mark.parametrize(
    ("lab", "view", "name", "heading"),
    [
        ("neuron", "plane", "pointTable", ["x₁", "x₂", "z", "y", "판정", "정답", "맞음"]),
        (
            "softmax",
            "",
            "overflowTable",
            ["u", "float32 그대로", "float32 최댓값 빼기", "float16 그대로", "float16 최댓값 빼기"],
        ),
    ],
)
def test_painted_tables_are_copied_as_text_and_html(
    application, lab: str, view: str, name: str, heading: list[str]
) -> None:  # type: ignore[no-untyped-def]
    hands = in_lab(application, lab)
    if view:
        state = application.store.state
        application.store.commit(replace(state, neuron=neuron.set_view(state.neuron, "plane")), "change.view")
        hands.settle()
    table = hands.window.findChild(QWidget, name)
    QGuiApplication.clipboard().clear()
    table.actions()[0].trigger()
    data = QGuiApplication.clipboard().mimeData()
    lines = [line.split("\t") for line in data.text().split("\n")]
    assert lines[0] == heading
    assert [len(line) for line in lines] == [len(heading)] * len(lines)
    assert len(lines) >= 5
    assert data.html().count("<tr>") == len(lines)
    assert table.focusPolicy() & Qt.FocusPolicy.TabFocus
