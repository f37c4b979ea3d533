"""A person at the window: finds parts by their names, uses mouse and keys, and looks at pixels.

Mouse events go to the window, not to the part: what lies under another part cannot be hit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QListView,
    QMenu,
    QPlainTextEdit,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QTableView,
    QWidget,
)

from gui.app import Application

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Part = TypeVar("Part", bound=QWidget)


class Hands:
    """Works the window of one application."""

    def __init__(self, application: Application) -> None:
        self.application = application

    @property
    def window(self) -> QWidget:
        return self.application.window

    @property
    def own(self):  # type: ignore[no-untyped-def]
        """The lab's state."""
        return self.application.store.state.explore

    def steps(self) -> int:
        """How many steps Undo can take back."""
        return len(self.application.store._past)

    # --- finding

    def part(self, name: str, kind: type[Part] = QWidget) -> Part:  # type: ignore[assignment]
        found = self.window.findChild(kind, name)
        assert found is not None, f"no {kind.__name__} is called {name}"
        return found

    def action(self, name: str) -> QAction:
        found = self.window.findChild(QAction, name)
        assert found is not None, f"no action is called {name}"
        return found

    # --- mouse

    def click(self, widget: QWidget, place: QPoint | QPointF | None = None, button: Qt.MouseButton = LEFT) -> None:
        self._mouse(QTest.mouseClick, widget, place, button)
        self.settle()

    def double_click(self, widget: QWidget, place: QPoint | QPointF | None = None) -> None:
        self._mouse(QTest.mouseClick, widget, place)
        self._mouse(QTest.mouseDClick, widget, place)
        self.settle()

    def drag(self, widget: QWidget, way: Sequence[QPoint | QPointF]) -> None:
        """Press at the first place, move over the others, let go at the last."""
        self._mouse(QTest.mousePress, widget, way[0])
        for place in way[1:]:
            self.hover(widget, place)
        self._mouse(QTest.mouseRelease, widget, way[-1])
        self.settle()

    def hover(self, widget: QWidget, place: QPoint | QPointF) -> None:
        handle, at = self._at(widget, place)
        QTest.mouseMove(handle, at)
        self.settle()

    def _mouse(
        self, act: Callable[..., None], widget: QWidget, place: QPoint | QPointF | None, button: Qt.MouseButton = LEFT
    ) -> None:
        handle, at = self._at(widget, place)
        act(handle, button, NONE, at)

    def _at(self, widget: QWidget, place: QPoint | QPointF | None):  # type: ignore[no-untyped-def]
        assert widget.isVisible(), f"{widget.objectName()} is not to be seen"
        at = widget.rect().center() if place is None else QPointF(place).toPoint()
        top = widget.window()
        return top.windowHandle(), widget.mapTo(top, at)

    # --- keys

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, held)
        self.settle()

    def type(self, text: str, then: Qt.Key | None = None) -> None:
        """Type into what has the focus."""
        for character in text:
            target = QApplication.focusWidget() or self.window
            if character.isascii():
                QTest.keyClick(target, character)
            else:
                # Hangul comes from an input method, not from a key.
                composed = QInputMethodEvent()
                composed.setCommitString(character)
                QApplication.sendEvent(target, composed)
        if then is not None:
            self.press(then)
        self.settle()

    def retype(self, widget: QWidget, text: str, then: Qt.Key | None = KEY.Key_Return) -> None:
        """Click into a field, replace what stands there, and press Enter."""
        self.click(widget)
        self.press(KEY.Key_A, CTRL)
        self.type(text, then)

    def paste(self, widget: QWidget, text: str, then: Qt.Key | None = KEY.Key_Return) -> None:
        """Replace what stands in a field from the clipboard, and press Enter."""
        QGuiApplication.clipboard().setText(text)
        self.click(widget)
        self.press(KEY.Key_A, CTRL)
        self.press(KEY.Key_V, CTRL)
        if then is not None:
            self.press(then)

    # --- the lab's parts

    def pick(self, name: str, rows: QListView | None = None) -> None:
        """Choose a function by clicking its row in the list; ``rows`` is Explore's unless told."""
        rows = rows or self.part("activationPicker", QListView)
        model = rows.model()
        index = next(i for i in map(lambda r: model.index(r, 0), range(model.rowCount())) if i.data() == name)
        rows.scrollTo(index)
        self.settle()
        self.click(rows.viewport(), rows.visualRect(index).center())

    def choose(self, name: str, entry: str) -> None:
        """Open a drop-down list with the mouse and take an entry; a list that took no click is opened again."""
        box = self.part(name, QComboBox)
        for _ in range(3):
            self._take_entry(box, name, entry)
            if box.currentText() == entry:
                return

    def _take_entry(self, box: QComboBox, name: str, entry: str) -> None:
        self.click(box)
        view = box.view()
        index = box.model().index(box.findText(entry), 0)
        assert index.isValid(), f"{name} has no {entry}"
        view.scrollTo(index)
        # The list closes between press and release, and its window with it: the events go to the list itself.
        QTest.mouseMove(view.viewport(), view.visualRect(index).center())
        QTest.mouseClick(view.viewport(), LEFT, NONE, view.visualRect(index).center())
        if view.isVisible():
            # The list takes no click for a moment after it has opened, as a person sees, too.
            QTest.qWait(QApplication.doubleClickInterval())
            QTest.mouseClick(view.viewport(), LEFT, NONE, view.visualRect(index).center())
        self.settle()

    def preset(self, key: str) -> None:
        """Open the examples with the mouse and take the one whose key is ``key``."""
        menu = self.part("presetMenu", QMenu)
        action = next(a for a in menu.actions() if a.data() == key)
        # The menu runs its own event loop inside the click, so the choice is made from within.
        menu.popup(self.part("presetButton").mapToGlobal(QPoint(0, 30)))
        self.settle()
        self.click(menu, menu.actionGeometry(action).center())

    def cell(self, name: str, row: int, column: int) -> QModelIndex:
        return self.part(name, QTableView).model().index(row, column)

    def click_cell(self, name: str, row: int, column: int) -> None:
        table = self.part(name, QTableView)
        self.click(table.viewport(), table.visualRect(table.model().index(row, column)).center())

    def type_cell(self, row: int, column: int, text: str) -> None:
        """Click a cell of the input, type over it, press Enter."""
        self.click_cell("inputTensor", row, column)
        self.type(text, KEY.Key_Return)

    def shown(self, name: str) -> list[list[str]]:
        """What stands in a table."""
        model = self.part(name, QTableView).model()
        return [[str(model.index(r, c).data()) for c in range(model.columnCount())] for r in range(model.rowCount())]

    def has_outline(self, name: str, row: int, column: int, color: QColor) -> bool:
        """Whether a cell is outlined in ``color``: seen in the middle of its left edge."""
        table = self.part(name, QTableView)
        rect = table.visualRect(table.model().index(row, column))
        picture = table.viewport().grab().toImage()
        return any(
            is_like(picture.pixelColor(x, rect.center().y()), color, 90) for x in range(rect.left(), rect.left() + 8)
        )

    def printed(self) -> str:
        # It is printed behind the paint.
        application = self.application
        for _ in range(50):
            if application._labs[application._lab_in_view].is_complete:  # type: ignore[attr-defined]
                break
            QApplication.processEvents()
        return self.part("printedOutput", QPlainTextEdit).toPlainText()

    def lit_text(self, name: str = "printedOutput") -> list[str]:
        """The marked characters of a text."""
        return [mark.cursor.selectedText() for mark in self.part(name, QPlainTextEdit).extraSelections()]

    def handle(self, slider: QSlider) -> QPoint:
        """Where the slider's handle is."""
        option = QStyleOptionSlider()
        slider.initStyleOption(option)
        part = QStyle.SubControl.SC_SliderHandle
        return slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, slider).center()

    # --- looking and waiting

    def settle(self) -> None:
        """Let everything happen that is due."""
        for _ in range(4):
            QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def screen(self) -> QImage:
        """Return the window's pixels as they were last painted, piece by piece; ``picture`` paints anew."""
        self.settle()
        return self.window.screen().grabWindow(self.window.winId()).toImage()

    def screen_anew(self) -> QImage:
        """Return the window's pixels after everything in it has been painted again."""
        for widget in self.window.findChildren(QWidget):
            widget.update()
        return self.screen()

    def picture(self, widget: QWidget) -> QImage:
        self.settle()
        return widget.grab().toImage()

    def dialog(self, kind: type[Part] = QWidget) -> Part | None:  # type: ignore[assignment]
        """The dialog in front, if there is one."""
        for top in QApplication.topLevelWidgets():
            if top is not self.window and top.isVisible() and isinstance(top, kind):
                return top
        return None


def views(widget: QWidget) -> list[QAbstractItemView]:
    return widget.findChildren(QAbstractItemView)


def is_like(seen: QColor, wanted: QColor, tolerance: int = 60) -> bool:
    """Whether two colours look the same, antialiasing allowed for."""
    channels = ((seen.red(), wanted.red()), (seen.green(), wanted.green()), (seen.blue(), wanted.blue()))
    return sum(abs(a - b) for a, b in channels) <= tolerance
