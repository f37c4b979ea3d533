"""Items to put in order: dragged with the mouse, or moved with buttons and Alt+Up and Alt+Down."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.text import Words
from gui.icons import icon
from gui.labs.lessons.task_view import TaskShown, TaskView
from gui.theme import Theme
from gui.widgets.markdown import plain
from gui.widgets.markdown_view import MarkdownView


class OrderRow(QFrame):
    """One item with its place, and buttons that move it."""

    moved = Signal(int)  # by so many places
    dragged = Signal(QPoint)  # where the mouse is, in the task's own pixels
    let_go = Signal()
    focus_asked = Signal(int)

    def __init__(self, words: Words, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setProperty("role", "order")
        self._pressed = False
        self.place = QLabel(self)
        self.text = MarkdownView(theme, "", self, compact=True)
        # The row itself is dragged and focused: its words only show.
        self.text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.mark = QLabel(self)
        self.up, self.down = QToolButton(self), QToolButton(self)
        self._line = QHBoxLayout(self)
        for part, stretch in ((self.place, 0), (self.text, 1), (self.mark, 0), (self.up, 0), (self.down, 0)):
            self._line.addWidget(part, stretch, Qt.AlignmentFlag.AlignVCenter)
        for button, by in ((self.up, -1), (self.down, 1)):
            button.clicked.connect(lambda _checked=False, by=by: self.moved.emit(by))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if not by:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(by)
        else:
            self.focus_asked.emit(by)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed:
            self.dragged.emit(self.mapToParent(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drop()

    def hideEvent(self, event: QHideEvent) -> None:
        self._drop()
        super().hideEvent(event)

    def _drop(self) -> None:
        if self._pressed:
            self._pressed = False
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.let_go.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus()

    def _show_focus(self) -> None:
        self.setProperty("focused", self.hasFocus())
        self.style().unpolish(self)
        self.style().polish(self)

    def show_item(self, words: Words, theme: Theme, number: int, count: int, markdown: str, mark: bool | None) -> None:
        """Show an item in its place."""
        self.place.setText(f"{number + 1}.")
        self.text.set_theme(theme)
        self.text.show_markdown(markdown)
        said = "" if mark is None else words("lessons.right" if mark else "lessons.wrong")
        self.setAccessibleName(" ".join(filter(None, (self.place.text(), plain(markdown), said))))
        self.mark.setVisible(mark is not None)
        if mark is not None:
            picture = icon("check" if mark else "close", theme, "right" if mark else "error")
            self.mark.setPixmap(picture.pixmap(QSize(theme.em, theme.em)))
            self.mark.setAccessibleName(said)
        self.setProperty("state", "" if mark is None else "right" if mark else "wrong")
        self.style().unpolish(self)
        self.style().polish(self)
        for button, name, tip, shown in (
            (self.up, "chevron_up", "lessons.move_up", number > 0),
            (self.down, "chevron_down", "lessons.move_down", number < count - 1),
        ):
            button.setIcon(icon(name, theme))
            button.setIconSize(QSize(theme.em, theme.em))
            button.setToolTip(words(tip))
            button.setAccessibleName(f"{plain(markdown)}: {words(tip)}")
            button.setEnabled(shown)
        side = theme.px(8)
        self._line.setContentsMargins(side, theme.px(4), side, theme.px(4))
        self._line.setSpacing(theme.px(6))


class OrderTask(TaskView):
    """A list of rows; the answer is the ids from the first row to the last."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self._rows: list[OrderRow] = []
        self._dragged_id = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_task(self, task: TaskShown) -> None:
        self._shown = task
        if task.kind != "order":
            return
        while len(self._rows) > len(task.answer):
            row = self._rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(task.answer):
            self._add_row()
        self._column.setSpacing(self._theme.px(6))
        texts = dict(task.options)
        for number, (row, id) in enumerate(zip(self._rows, task.answer, strict=True)):
            mark = task.marks[number] if number < len(task.marks) else None
            row.show_item(self._words, self._theme, number, len(self._rows), texts.get(id, id), mark)

    def first_field(self) -> QWidget | None:
        return self._rows[0] if self._rows else None

    def parts(self) -> Sequence[QWidget]:
        return self._rows

    def _add_row(self) -> None:
        row = OrderRow(self._words, self._theme, self)
        row.setObjectName(f"lessonItem_{len(self._rows)}")
        row.moved.connect(lambda by, row=row: self._move(self._rows.index(row), by, "order"))
        row.dragged.connect(lambda at, row=row: self._drag(row, at))
        row.let_go.connect(self._end_drag)
        row.focus_asked.connect(lambda by, row=row: self._focus(self._rows.index(row) + by))
        self._rows.append(row)
        self._column.addWidget(row)

    def _move(self, at: int, by: int, what: str) -> None:
        to = at + by
        order = list(self._shown.answer)
        if not 0 <= to < len(order):
            return
        order.insert(to, order.pop(at))
        self._focus(to)
        self.answered.emit(tuple(order), what)

    def _focus(self, at: int) -> None:
        if 0 <= at < len(self._rows):
            self._rows[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def _drag(self, row: OrderRow, at: QPoint) -> None:
        """Bring the item that the mouse holds to the place under the mouse."""
        self._dragged_id = self._dragged_id or self._shown.answer[self._rows.index(row)]
        now = self._shown.answer.index(self._dragged_id)
        to = next((n for n, other in enumerate(self._rows) if at.y() < other.geometry().bottom()), len(self._rows) - 1)
        if to != now:
            self._move(now, to - now, "order:drag")

    def _end_drag(self) -> None:
        self._dragged_id = ""
