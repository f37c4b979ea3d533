"""Numbers to predict: cells below the input they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from core.text import Words
from gui.labs.lessons.answer_field import AnswerField
from gui.labs.lessons.task_view import TaskShown, TaskView
from gui.theme import Theme

CELL_EM = 5.6
WIDEST_CELL_EM = 9
NARROWEST_CELL_EM = 3.6


class PredictTask(TaskView):
    """A row of fields under a row of inputs, wrapped where they do not fit; or a field behind each label."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self._fields: list[AnswerField] = []
        self._inputs: list[QLabel] = []
        self._labels: list[QLabel] = []

    def show_task(self, task: TaskShown) -> None:
        self._shown = task
        if task.kind != "predict":
            return
        flat = [text for row in task.inputs for text in row]
        self._provide(len(task.answer), len(flat), len(task.labels))
        for label, text in (*zip(self._inputs, flat, strict=True), *zip(self._labels, task.labels, strict=True)):
            label.setText(text)
        for number, (field, text) in enumerate(zip(self._fields, task.answer, strict=True)):
            mark = task.marks[number] if number < len(task.marks) else None
            field.set_theme(self._theme)
            field.show_answer(text, "" if mark is None else "right" if mark else "wrong")
            field.setAccessibleName(self._name_of(number, flat, mark))
        self._place()
        self.updateGeometry()

    def first_field(self) -> QWidget | None:
        return next((field for field in self._fields if not field.text()), self._fields[0] if self._fields else None)

    def parts(self) -> Sequence[QWidget]:
        return self._fields

    def _name_of(self, number: int, flat: list[str], mark: bool | None) -> str:
        if self._shown.labels:
            name = self._words("lessons.cell_labelled", label=self._shown.labels[number])
        elif len(flat) == len(self._fields):
            name = self._words("lessons.cell_of", number=number + 1, input=flat[number])
        else:
            name = self._words("lessons.cell", number=number + 1)
        return name if mark is None else f"{name}: {self._words('lessons.right' if mark else 'lessons.wrong')}"

    def _provide(self, fields: int, inputs: int, labels: int) -> None:
        while len(self._fields) > fields:
            self._fields.pop().deleteLater()
        while len(self._fields) < fields:
            field = AnswerField(self._theme, f"lessonCell_{len(self._fields)}", self)
            field.textEdited.connect(lambda _text, field=field: self._edited(field))
            field.installEventFilter(self)
            field.show()
            self._fields.append(field)
        for kept, count, role in ((self._inputs, inputs, "given"), (self._labels, labels, "cell_label")):
            while len(kept) > count:
                kept.pop().deleteLater()
            while len(kept) < count:
                label = QLabel(self)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setProperty("role", role)
                label.setProperty("mono", role == "given")
                if role == "given":
                    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
                else:
                    label.setWordWrap(True)
                label.show()
                kept.append(label)

    def _edited(self, field: AnswerField) -> None:
        self.answered.emit(tuple(f.text() for f in self._fields), f"cell:{self._fields.index(field)}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self._fields:
            key = event.key()
            if (
                key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            ):
                self.check_requested.emit()
                return True
            step = {Qt.Key.Key_Down: self._in_line(), Qt.Key.Key_Up: -self._in_line()}.get(Qt.Key(key), 0)
            at = self._fields.index(watched) + step  # type: ignore[arg-type]
            if step and 0 <= at < len(self._fields):
                self._fields[at].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    # --- places

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arranged(width)[1]

    def sizeHint(self) -> QSize:
        width = self.width() or 24 * self._theme.em
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(10 * self._theme.em, self._row_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        places, height = self._arranged(self.width())
        for part, rect in places:
            part.setGeometry(rect)
        if height != self.minimumHeight():
            self.setMinimumHeight(height)

    def _row_height(self) -> int:
        return max(
            self._theme.px(self._theme.tokens.target + 4), round(self._theme.px(self._theme.tokens.number_font) * 2.1)
        )

    def _in_line(self, width: int = 0) -> int:
        """Return how many cells stand in a row."""
        task, theme = self._shown, self._theme
        if self._is_list():
            return 1
        widest = max((len(r) for r in task.inputs), default=0)
        if task.columns:
            return task.columns
        room = max(1, (width or self.width()) // round(self._cell_em() * theme.em))
        return min(max(widest, len(self._fields), 1), room)

    def _cell_em(self) -> float:
        longest = max((len(text) for row in self._shown.inputs for text in row), default=0)
        return max(CELL_EM, longest * 0.62 + 1.2)

    def _is_list(self) -> bool:
        """Whether the labels are too long to stand above their cells."""
        metrics = self.fontMetrics()
        room = CELL_EM * 1.4 * self._theme.em
        return any(metrics.horizontalAdvance(text) > room for text in self._shown.labels)

    def _arranged(self, width: int) -> tuple[list[tuple[QWidget, QRect]], int]:
        if self._is_list():
            return self._listed(width)
        gap, high = self._theme.px(4), self._row_height()
        count = self._in_line(width)
        each = min(round(WIDEST_CELL_EM * self._theme.em), (width - gap * (count - 1)) // max(1, count))
        places: list[tuple[QWidget, QRect]] = []
        y = 0
        above = self._labels or (self._inputs if len(self._inputs) == len(self._fields) else [])
        if self._inputs and above is not self._inputs:
            y = self._rows(self._inputs, self._input_columns(count), each, 0, places) + gap
        for start in range(0, len(self._fields), count):
            line = list(range(start, min(start + count, len(self._fields))))
            if above:
                tall = high
                if above is self._labels:
                    tall = max(self._labels[i].heightForWidth(each) for i in line)
                places += [(above[i], QRect(n * (each + gap), y, each, tall)) for n, i in enumerate(line)]
                y += tall + gap
            places += [(self._fields[i], QRect(n * (each + gap), y, each, high)) for n, i in enumerate(line)]
            y += high + 2 * gap
        return places, max(high, y - gap)

    def _input_columns(self, count: int) -> int:
        widest = max((len(row) for row in self._shown.inputs), default=1)
        return widest if len(self._shown.inputs) > 1 else max(1, min(widest, count))

    def _rows(self, labels: list[QLabel], columns: int, each: int, y: int, places: list[tuple[QWidget, QRect]]) -> int:
        gap, high = self._theme.px(4), self._row_height()
        for number, label in enumerate(labels):
            at = QRect((number % columns) * (each + gap), y + (number // columns) * (high + gap), each, high)
            places.append((label, at))
        return y + -(-len(labels) // columns) * (high + gap)

    def _listed(self, width: int) -> tuple[list[tuple[QWidget, QRect]], int]:
        gap, high = self._theme.px(6), self._row_height()
        cell = min(round(WIDEST_CELL_EM * self._theme.em), width // 2)
        longest = max(label.fontMetrics().horizontalAdvance(label.text()) for label in self._labels)
        words = min(longest + gap, width - cell - 2 * gap)
        places: list[tuple[QWidget, QRect]] = []
        y = 0
        if self._inputs:
            columns = max(1, min(len(self._inputs), width // (cell + gap)))
            y = self._rows(self._inputs, columns, cell, 0, places) + gap
        for label, field in zip(self._labels, self._fields, strict=True):
            tall = max(high, label.heightForWidth(words))
            places.append((label, QRect(0, y, words, tall)))
            places.append((field, QRect(words + 2 * gap, y + (tall - high) // 2, cell, high)))
            y += tall + gap
        return places, max(high, y - gap)
