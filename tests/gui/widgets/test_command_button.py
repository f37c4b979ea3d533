"""The button of a command follows its action, and is as quick at the thousandth change as at the first."""

from __future__ import annotations

from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QAction, QColor, QIcon, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.app import Application
from gui.widgets.command_button import CommandButton
from tests.gui.hands import LEFT


def test_it_looks_as_its_action_does_and_triggers_it(qapp: QApplication) -> None:
    action, pressed = QAction("Open"), []
    action.triggered.connect(lambda is_pressed: pressed.append(is_pressed))
    button = CommandButton(action)
    assert button.text() == "Open"
    picture = QPixmap(8, 8)
    picture.fill(QColor("red"))
    action.setText("Save")
    action.setToolTip("Ctrl+S")
    action.setIcon(QIcon(picture))
    action.setCheckable(True)
    assert (button.text(), button.toolTip(), button.isCheckable()) == ("Save", "Ctrl+S", True)
    assert button.icon().pixmap(8, 8).toImage().pixelColor(4, 4) == QColor("red")
    QTest.mouseClick(button, LEFT)
    assert (pressed, button.isChecked()) == ([True], True)
    action.setEnabled(False)
    QTest.mouseClick(button, LEFT)
    assert (pressed, button.isEnabled()) == ([True], False)


def test_changes_of_a_command_add_no_connections(application: Application) -> None:
    commands = application.window.actions_by_id.of("undo", "blank", "save")

    def connections() -> list[int]:
        return [one.receivers(SIGNAL("changed()")) for one in commands]

    before = connections()
    for number in range(20):
        application.set_language("ko" if number % 2 else "en")
    assert connections() == before
