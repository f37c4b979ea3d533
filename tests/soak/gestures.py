"""What a hand does with whatever is in view: presses, drags, turns, types. Nothing is known of the labs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSlider,
    QTableView,
    QToolButton,
    QTreeView,
    QWidget,
)

from tests.gui.hands import CTRL, KEY, NONE, Hands

NUMBERS = ("0.5", "-2", "1.25", "3", "abc", "1e9", "0", "-0.1", "2,5", "")
TENSORS = (
    "[[-1, 2], [3, -4]]",
    "linspace(-5, 5, 50)",
    "randn(3, 4, seed=2)",
    "1 2 3\n4 5 6",
    "[1, [2]]",
    "zeros(2, 2, 2)",
)
FORMULAS = ("x * tanh(a*x)", "where(x > 0, x, b*x)", "max(0, x", "1/(1 + e**-x)", "sin(x) + c*x**2", "softplus(x, a)")
# Parts that are drawn by hand and dragged: by what their classes are called.
_DRAWN = ("Plot", "Plane", "Canvas", "Chart", "Surface", "Diagram", "Map", "Points", "Scrub", "Thumbnail")
# Files are asked for by acts of their own.
_NOT_PRESSED = ("raceOpenCsv", "summary_", "quizPdf", "raceExport", "profile", "printButton", "pdf", "undoButton")


class Gestures:
    """Works on the parts in view inside ``root()``."""

    def __init__(self, hands: Hands, draw: random.Random, root: Callable[[], QWidget]) -> None:
        self.hands, self.draw, self.root = hands, draw, root

    def any(self) -> str:
        """Do one thing; return what it was."""
        gesture = self.draw.choice(
            (self.press, self.drag_slider, self.drag_plot, self.drag_plot, self.turn_wheel, self.type_text,
             self.type_text, self.change_list, self.step_number, self.pick_row, self.type_cell, self.hover)
        )  # fmt: skip
        return f"{gesture.__name__} {gesture() or ''}"

    def press(self) -> str:
        """Press a button."""
        buttons = [b for b in self._seen(QAbstractButton) if not b.objectName().startswith(_NOT_PRESSED)]
        buttons = [b for b in buttons if not (isinstance(b, QToolButton) and b.menu() is not None)]
        return self._at(buttons, self.hands.click)

    def drag_slider(self) -> str:
        """Drag the handle of a slider to and fro."""

        def drag(slider: QSlider) -> None:
            start = self.hands.handle(slider)
            way = [start, *(start + QPoint(self.draw.randint(-60, 60), 0) for _ in range(6))]
            self.hands.drag(slider, [_inside(slider, place) for place in way])

        return self._on(self._seen(QSlider), drag)

    def drag_plot(self) -> str:
        """Drag over something drawn: a curve, a point, a bar, a weight, or the view."""
        drawn = [w for w in self._seen(QWidget) if any(name in type(w).__name__ for name in _DRAWN)]

        def drag(widget: QWidget) -> None:
            place = self._place(widget)
            way = [place + QPoint(self.draw.randint(-80, 80), self.draw.randint(-60, 60)) for _ in range(6)]
            self.hands.drag(widget, [_inside(widget, one) for one in (place, *way)])

        return self._on(drawn, drag)

    def turn_wheel(self) -> str:
        """Turn the wheel over something, sometimes with Ctrl held."""

        def turn(widget: QWidget) -> None:
            place = QPointF(self._place(widget))
            turned = QWheelEvent(
                place,
                widget.mapToGlobal(place),
                QPoint(),
                QPoint(0, self.draw.choice((120, -120))),
                Qt.MouseButton.NoButton,
                self.draw.choice((NONE, CTRL)),
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(widget, turned)
            self.hands.settle()

        return self._on(self._seen(QWidget), turn)

    def type_text(self) -> str:
        """Type something, right or wrong, into a field, and press Enter."""
        fields: list[QWidget] = [f for f in self._seen(QLineEdit) if not f.isReadOnly()]
        fields += [f for f in self._seen(QPlainTextEdit) if not f.isReadOnly()]

        def write(field: QWidget) -> None:
            text = self.draw.choice((*NUMBERS, *TENSORS, *FORMULAS) if self.draw.random() < 0.4 else NUMBERS)
            self.hands.click(field, self._place(field))
            self.hands.press(KEY.Key_A, CTRL)
            self.hands.type(text.replace("\n", "; "))
            self.hands.press(KEY.Key_Return, CTRL if isinstance(field, QPlainTextEdit) else NONE)

        return self._on(fields, write)

    def change_list(self) -> str:
        """Choose another entry of a drop-down list with the keys."""

        def change(box: QComboBox) -> None:
            box.setFocus()
            self.hands.press(self.draw.choice((KEY.Key_Down, KEY.Key_Down, KEY.Key_Up, KEY.Key_Home)))

        return self._on(self._seen(QComboBox), change)

    def step_number(self) -> str:
        """Step a number up or down with the keys."""

        def step(box: QAbstractSpinBox) -> None:
            box.setFocus()
            for _ in range(3):
                self.hands.press(self.draw.choice((KEY.Key_Up, KEY.Key_Down)))

        return self._on(self._seen(QAbstractSpinBox), step)

    def pick_row(self) -> str:
        """Click a row of a list or a tree."""

        def pick(view: QAbstractItemView) -> None:
            model, index = view.model(), QModelIndex()
            while model.rowCount(index) and not (index.isValid() and self.draw.random() < 0.2):
                index = model.index(self.draw.randrange(model.rowCount(index)), 0, index)
            view.scrollTo(index)
            place = view.visualRect(index).center()
            if view.viewport().rect().contains(place):
                self.hands.click(view.viewport(), place)

        views = [*self._seen(QListView), *self._seen(QTreeView)]
        return self._on([v for v in views if v.model() is not None], pick)

    def type_cell(self) -> str:
        """Type into a cell of a table."""

        def write(table: QTableView) -> None:
            model = table.model()
            row = self.draw.randrange(max(1, model.rowCount()))
            index = model.index(row, self.draw.randrange(max(1, model.columnCount())))
            table.scrollTo(index)
            place = table.visualRect(index).center()
            if table.viewport().rect().contains(place):
                self.hands.click(table.viewport(), place)
                self.hands.type(self.draw.choice(NUMBERS), KEY.Key_Return)
                self.hands.press(KEY.Key_Escape)

        return self._on([t for t in self._seen(QTableView) if t.model() is not None], write)

    def hover(self) -> str:
        """Move the mouse over something."""
        return self._at(self._seen(QWidget), self.hands.hover)

    # --- finding

    def _seen(self, kind: type) -> list:  # type: ignore[type-arg]
        parts = [part for part in _below(self.root()) if isinstance(part, kind)]
        return [w for w in parts if w.isVisible() and w.isEnabled() and _shown(w)]

    def _on(self, widgets: list, do: Callable[..., None]) -> str:  # type: ignore[type-arg]
        if not widgets:
            return ""
        widget = self.draw.choice(widgets)
        name = f"{type(widget).__name__} {widget.objectName()}"
        do(widget)
        return name

    def _at(self, widgets: list, do: Callable[..., None]) -> str:  # type: ignore[type-arg]
        return self._on(widgets, lambda widget: do(widget, self._place(widget)))

    def _place(self, widget: QWidget) -> QPoint:
        """Return a place of the part that is in view."""
        seen = widget.visibleRegion().boundingRect()
        return QPoint(self._between(seen.left(), seen.right()), self._between(seen.top(), seen.bottom()))

    def _between(self, first: int, last: int) -> int:
        inset = (last - first) // 4
        return self.draw.randint(first + inset, max(first + inset, last - inset))


def _below(root: QWidget) -> Iterator[QWidget]:
    """Yield every part of ``root``. PySide keeps what ``findChildren`` has found after Qt has deleted it."""
    for part in root.children():
        if isinstance(part, QWidget):
            yield part
            yield from _below(part)


def _inside(widget: QWidget, place: QPoint) -> QPoint:
    """Return the place, in the window: the mouse has left it otherwise."""
    window = widget.window()
    at = widget.mapTo(window, place)
    held = QPoint(min(max(at.x(), 0), window.width() - 1), min(max(at.y(), 0), window.height() - 1))
    return widget.mapFrom(window, held)


def _shown(widget: QWidget) -> bool:
    seen = widget.visibleRegion().boundingRect()
    return seen.width() > 3 and seen.height() > 3 and widget.window().windowHandle() is not None
