"""The numbers behind the plots as tables: by key, from the plot's menu, read and copied without a mouse."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QMenu, QTableView, QWidget
from shiboken6 import isValid

from gui.lab_table import LAB_KEYS
from tests.gui.hands import CTRL, KEY, NONE, SHIFT, Hands

ROOT = Path(__file__).resolve().parents[2]
TABLES = {"explore": 2, "compare": 3, "neuron": 2, "softmax": 3, "gradient": 4, "race": 6}


def opened(launch, lab: str, lang: str = "ko") -> Hands:  # type: ignore[no-untyped-def]
    hands = Hands(launch(language=lang, theme="light", fresh=True))
    hands.application.visit(lab)
    hands.settle()
    hands.application._labs[lab].warm_up()
    hands.settle()
    return hands


def dialog_of(hands: Hands) -> QDialog:
    found = hands.dialog(QDialog)
    assert found is not None
    assert found.objectName() == "dataTables"
    return found


def rows_of(dialog: QDialog) -> list[list[str]]:
    model = dialog.findChild(QTableView, "dataTable").model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("lab", TABLES)
def test_every_lab_shows_its_plots_as_tables_by_a_key(launch, lab: str, lang: str) -> None:  # type: ignore[no-untyped-def]
    hands = opened(launch, lab, lang)
    hands.press(KEY.Key_D, CTRL | SHIFT)
    dialog = dialog_of(hands)
    which = dialog.findChild(QComboBox, "dataTableChoice")
    assert which.count() >= TABLES[lab]
    for place in range(which.count()):
        which.setCurrentIndex(place)
        hands.settle()
        assert rows_of(dialog), which.currentText()
        heads = dialog.findChild(QTableView, "dataTable").model()
        columns = range(heads.columnCount())
        titles = " ".join([which.currentText(), *(heads.headerData(c, Qt.Orientation.Horizontal) for c in columns)])
        if lang == "en":
            assert not any("가" <= char <= "힣" for char in titles), titles
    hands.press(KEY.Key_Escape)
    assert hands.dialog(QDialog) is None


def test_a_table_is_read_and_copied_by_keys_alone(launch) -> None:  # type: ignore[no-untyped-def]
    hands = opened(launch, "softmax")
    hands.press(KEY.Key_D, CTRL | SHIFT)
    dialog = dialog_of(hands)
    table = dialog.findChild(QTableView, "dataTable")
    assert QApplication.focusWidget() is table
    for _ in range(4):
        hands.press(KEY.Key_Right)
    assert table.currentIndex().data() == rows_of(dialog)[0][4] == "0.659001"
    hands.press(KEY.Key_Down)
    assert table.currentIndex().data() == "0.242433"
    assert table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == "확률 p 0.242433"
    hands.press(KEY.Key_C, CTRL)
    copied = QGuiApplication.clipboard().mimeData()
    first = copied.text().splitlines()[1].split("\t")
    assert float(first[1]) == 2.0
    assert float(first[4]) == pytest.approx(0.6590011388)
    assert "<table>" in copied.html()
    # Tab leaves the table, and comes round.
    seen = []
    for _ in range(4):
        hands.press(KEY.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert len(set(seen)) == 4
    assert seen[-1] is table


@pytest.mark.parametrize(
    ("lab", "name"),
    [("explore", "curvePlot"), ("compare", "compareCurves"), ("softmax", "logitBars"), ("gradient", "gradientLayers"),
     ("neuron", "neuronCurve"), ("race", "raceLoss")],
)  # fmt: skip
def test_a_plots_menu_offers_the_table(launch, lab: str, name: str) -> None:  # type: ignore[no-untyped-def]
    hands = opened(launch, lab)
    plot = hands.part(name)
    plot.setFocus()
    at = plot.rect().center()
    QApplication.sendEvent(plot, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, plot.mapToGlobal(at)))
    hands.settle()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.objectName() for action in menu.actions()] == ["copy_picture", "data_tableAction"]
    QTest.keyClick(menu, KEY.Key_Down)
    QTest.keyClick(menu, KEY.Key_Down)
    QTest.keyClick(menu, KEY.Key_Return)
    hands.settle()
    assert dialog_of(hands).isVisible()


def test_a_right_click_opens_the_menu_and_a_right_drag_zooms(launch) -> None:  # type: ignore[no-untyped-def]
    hands = opened(launch, "explore")
    plot = hands.part("curvePlot")
    hands.click(plot, QPoint(80, 60), Qt.MouseButton.RightButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    hands.settle()
    before = hands.own.x_view
    handle, start = hands._at(plot, QPoint(80, 60))
    QTest.mousePress(handle, Qt.MouseButton.RightButton, NONE, start)
    QTest.mouseMove(handle, start + QPoint(200, 120))
    QTest.mouseRelease(handle, Qt.MouseButton.RightButton, NONE, start + QPoint(200, 120))
    hands.settle()
    assert QApplication.activePopupWidget() is None
    assert hands.own.x_view != before


def test_the_lesson_shows_the_table_of_the_lab_inside_it(launch) -> None:  # type: ignore[no-untyped-def]
    hands = opened(launch, "lessons")
    inside = [part for part in hands.window.findChildren(QWidget) if part.isVisible() and hasattr(part, "data_tables")]
    assert len(inside) >= 1
    hands.press(KEY.Key_D, CTRL | SHIFT)
    assert rows_of(dialog_of(hands))
    assert set(TABLES) == set(LAB_KEYS) - {"lessons"}


def test_a_program_with_a_table_on_the_clipboard_ends_in_peace() -> None:
    """The clipboard lets go of what it holds after Python is gone."""
    said = """
from PySide6.QtWidgets import QApplication
from gui.widgets.table_data import text_and_html
app = QApplication([])
app.clipboard().setMimeData(text_and_html("1", "<b>1</b>"))
print(app.clipboard().mimeData().html())
"""
    ended = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert (ended.returncode, ended.stdout.strip()) == (0, "<b>1</b>"), ended.stderr


def test_what_was_looked_through_for_tables_is_let_go(launch) -> None:  # type: ignore[no-untyped-def]
    hands = opened(launch, "explore")

    def dead() -> int:
        gc.collect()
        return sum(isinstance(one, QWidget) and not isValid(one) for one in gc.get_objects())

    before = dead()
    for width in (1366, 1024, 1366, 1024):
        hands.action("data_tableAction").trigger()
        hands.settle()
        dialog_of(hands).close()
        # Another size is another arrangement: the frames of the last one are gone.
        hands.window.resize(width, 768)
        QTest.qWait(50)
        hands.settle()
    assert dead() == before
