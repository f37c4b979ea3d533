"""Which of a few curves is it? Pictures without numbers, one of which is chosen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from core.activations import ACTIVATIONS
from core.text import Words
from core.thumbnail import drawing
from gui.icons import icon
from gui.labs.lessons.task_view import TaskShown, TaskView
from gui.theme import Theme
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.option_button import MARKS

PICTURE_EM = (11.5, 8.0)
RECORDS = {record.key: record for record in ACTIVATIONS}


class CurveButton(QAbstractButton):
    """The picture of a curve with its letter; once its name may be seen, with its name."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._theme, self._key, self._slope, self._mark, self._caption = theme, "", False, "", ""

    def show_curve(self, theme: Theme, key: str, slope: bool, caption: str, mark: str) -> None:
        """Show the function ``key``; ``mark`` is "right", "wrong" or ""."""
        self._theme, self._key, self._slope, self._caption, self._mark = theme, key, slope, caption, mark
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        em = self._theme.em
        return QSize(round(PICTURE_EM[0] * em), round((PICTURE_EM[1] + 1.9) * em))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        frame = {"right": "right", "wrong": "error"}.get(self._mark, "accent" if chosen else "control_border")
        ground = {"right": "right_soft", "wrong": "error_soft"}.get(self._mark, "accent_soft" if chosen else "card")
        width = theme.px(3 if chosen else 2 if self._mark else 1)
        painter.setPen(QPen(theme.color(frame), width))
        painter.setBrush(theme.color(ground))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, theme.px(9), theme.px(9))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), theme.px(7), theme.px(7))
        self._paint_curve(painter, QRectF(0, 0, self.width(), PICTURE_EM[1] * theme.em))
        self._paint_caption(painter)

    def _paint_curve(self, painter: QPainter, room: QRectF) -> None:
        theme = self._theme
        box = room.adjusted(theme.em * 0.7, theme.em * 0.7, -theme.em * 0.7, -theme.em * 0.2)
        record = RECORDS.get(self._key)
        if record is None or record.is_vector:
            return
        curve = drawing(record, self._slope)

        def at(x: float, y: float) -> QPointF:
            return QPointF(
                box.left() + (x + 5) / 10 * box.width(),
                box.bottom() - (y - curve.low) / (curve.high - curve.low) * box.height(),
            )

        painter.setPen(QPen(theme.color("axis"), max(1, theme.px(1))))
        painter.drawLine(at(-5, 0), at(5, 0))
        painter.drawLine(at(0, curve.low), at(0, curve.high))
        painter.setPen(QPen(theme.color("slope" if self._slope else "accent"), theme.px(theme.tokens.curve_width)))
        finite = np.flatnonzero(np.isfinite(curve.y))
        for run in np.split(finite, np.flatnonzero(np.diff(finite) > 1) + 1):
            painter.drawPolyline(QPolygonF([at(float(curve.x[i]), float(curve.y[i])) for i in run]))

    def _paint_caption(self, painter: QPainter) -> None:
        theme = self._theme
        line = QRectF(0, PICTURE_EM[1] * theme.em, self.width(), self.height() - PICTURE_EM[1] * theme.em)
        painter.setFont(theme.font("base_font", bold=self.isChecked()))
        painter.setPen(theme.color("ink"))
        side = theme.em * 1.4 if self._mark else theme.px(6)
        words = line.adjusted(side, 0, -side, -theme.px(3))
        said = painter.fontMetrics().elidedText(self._caption, Qt.TextElideMode.ElideRight, round(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, said)
        if self._mark:
            picture = icon(MARKS[self._mark], theme, "right" if self._mark == "right" else "error")
            picture.paint(painter, round(theme.px(6)), round(line.top()), theme.em, theme.em)


class CurveTask(TaskView):
    """Pictures side by side; the answer is the key of one function."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self._buttons: list[CurveButton] = []
        self._flow = FlowLayout(self, theme.px(8))

    def show_task(self, task: TaskShown) -> None:
        self._shown = task
        if task.kind != "curve":
            return
        while len(self._buttons) > len(task.functions):
            button = self._buttons.pop()
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        while len(self._buttons) < len(task.functions):
            button = CurveButton(self._theme, self)
            button.setObjectName(f"lessonCurve_{len(self._buttons)}")
            button.clicked.connect(lambda _checked, button=button: self._chosen(button))
            self._flow.addWidget(button)
            self._buttons.append(button)
        self._flow.setSpacing(self._theme.px(8))
        for number, (button, key) in enumerate(zip(self._buttons, task.functions, strict=True)):
            mark = task.marks[number] if number < len(task.marks) else None
            button.setAutoExclusive(False)
            button.setChecked(key in task.answer)
            button.setAutoExclusive(True)
            name = self._words("lessons.curve", letter=chr(ord("A") + number))
            if task.names_shown:
                name = f"{chr(ord('A') + number)}. {self._words.text(RECORDS[key].name)}"
            said = "" if mark is None else f" ({self._words('lessons.right' if mark else 'lessons.wrong')})"
            button.setAccessibleName(name + said)
            button.show_curve(self._theme, key, task.slope, name, "" if mark is None else "right" if mark else "wrong")

    def first_field(self) -> QWidget | None:
        return next((b for b in self._buttons if b.isChecked()), self._buttons[0] if self._buttons else None)

    def parts(self) -> Sequence[QWidget]:
        return self._buttons

    def _chosen(self, button: CurveButton) -> None:
        self.answered.emit((self._shown.functions[self._buttons.index(button)],), "curve")
