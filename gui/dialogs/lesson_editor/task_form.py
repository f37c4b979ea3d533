"""The task of a step as a teacher writes it: a few plain lines, or what the live lab shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.activations import ACTIVATIONS
from core.lessons.authoring import choice_of, lines_of, order_of, prediction_of
from core.lessons.capture import goal_from, prediction_from, with_prediction
from core.lessons.draft import TypedStep
from core.lessons.model import Choose, Order, PickCurve, Predict, ReachGoal, Step, Write
from core.lessons.text import filled
from core.state import AppState
from core.text import Lang, UserError, Words

KINDS = ("read", "predict", "choose", "curve", "order", "goal", "write")
_KIND_OF = {Predict: "predict", Choose: "choose", PickCurve: "curve", Order: "order", ReachGoal: "goal", Write: "write"}
_KEY = Qt.ItemDataRole.UserRole
_CURVES = tuple(record for record in ACTIVATIONS if not record.is_vector)


class TaskForm(QWidget):
    """Shows the task of a step, and makes one of what was typed. ``refused`` carries a UserError."""

    refused = Signal(object)
    changed = Signal()

    def __init__(self, words: Words, app: Callable[[], AppState], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._app = words, app
        self._step: Step | None = None
        self.kind = QComboBox(self)
        self.kind.setObjectName("editorKind")
        self.lines = QPlainTextEdit(self)
        self.lines.setObjectName("editorLines")
        self.numbers, self.from_lab, self.captured = QLineEdit(self), QPushButton(self), QLabel(self)
        self.numbers.setObjectName("editorNumbers")
        self.from_lab.setObjectName("editorFromLab")
        self.captured.setObjectName("editorCaptured")
        self.captured.setWordWrap(True)
        self.captured.setTextFormat(Qt.TextFormat.PlainText)
        self.curves, self.right_curve = QListWidget(self), QComboBox(self)
        self.digits, self.length = QSpinBox(self), QSpinBox(self)
        self.digits.setRange(0, 8)
        self.length.setRange(1, 500)
        self._labels = {name: QLabel(self) for name in self._rows()}
        self._lay_out()
        self.kind.activated.connect(lambda _row: self._show_rows())
        self.from_lab.clicked.connect(self.capture)
        self.set_words(words)

    def _rows(self) -> dict[str, tuple[QWidget, tuple[str, ...]]]:
        """Return the fields by name, each with the kinds of task it is for."""
        return {
            "lines": (self.lines, ("choose", "order")),
            "from_lab": (self.from_lab, ("predict", "goal")),
            "captured": (self.captured, ("predict", "goal")),
            "numbers": (self.numbers, ("predict",)),
            "digits": (self.digits, ("predict",)),
            "curves": (self.curves, ("curve",)),
            "right_curve": (self.right_curve, ("curve",)),
            "length": (self.length, ("write",)),
        }

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._kind_label = QLabel(self)
        self._form.addRow(self._kind_label, self.kind)
        for name, (field, _kinds) in self._rows().items():
            self._labels[name].setBuddy(field)
            self._form.addRow(self._labels[name], field)
        column.addLayout(self._form)
        em = self.fontMetrics().height()
        self.lines.setFixedHeight(6 * em)
        self.curves.setFixedHeight(8 * em)

    def show_task(self, step: Step, lang: Lang) -> None:
        """Show the task of ``step``."""
        self._step = step
        task = step.task
        self.kind.setCurrentIndex(KINDS.index(_KIND_OF.get(type(task), "read")))
        self.lines.setPlainText(lines_of(step, lang))
        is_typed = isinstance(task, Predict) and task.answer in step.numbers
        first = step.numbers[task.answer].first if is_typed and isinstance(task, Predict) else None
        self.numbers.setText(", ".join(f"{n:g}" for n in first) if isinstance(first, list) else "")  # type: ignore[str-format]
        self.digits.setValue(task.digits if isinstance(task, Predict) else 4)
        self.length.setValue(task.min_length if isinstance(task, Write) else 10)
        self._show_curves(task if isinstance(task, PickCurve) else PickCurve(["relu", "sigmoid", "tanh"], "relu"))
        self._show_captured()
        self._show_rows()

    def show_typed(self, typed: TypedStep) -> None:
        """Show what stood in the fields when they were kept."""
        if typed.captured is not None:
            self._step = typed.captured
        self.kind.setCurrentIndex(KINDS.index(typed.kind) if typed.kind in KINDS else 0)
        self.lines.setPlainText(typed.texts.get("lines", ""))
        self.numbers.setText(typed.texts.get("numbers", ""))
        self.digits.setValue(typed.digits)
        self.length.setValue(typed.length)
        self._show_curves(PickCurve(typed.curves, typed.right_curve))
        self._show_captured()
        self._show_rows()

    @property
    def captured_step(self) -> Step | None:
        """The step with what was taken from the live lab."""
        return self._step

    def chosen_curves(self) -> tuple[list[str], str]:
        """Return the keys of the curves that are ticked, and of the right one."""
        items = [self.curves.item(row) for row in range(self.curves.count())]
        ticked = [str(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked]
        return ticked, str(self.right_curve.currentData())

    def capture(self) -> None:
        """Take numbers or goal from the live lab as it is now."""
        assert self._step is not None
        try:
            if KINDS[self.kind.currentIndex()] == "goal":
                goal = goal_from(self._app(), self._step.lab)
                self._step = replace(self._step, task=ReachGoal(goal), numbers={}, values={})
            else:
                taken = prediction_from(self._app(), self._step.lab, self.digits.value())
                self._step = with_prediction(self._step, taken)
                self.numbers.clear()
        except UserError as error:
            self.refused.emit(error)
            return
        self._show_captured()
        self.changed.emit()

    def task_of(self, step: Step, lang: Lang) -> Step:
        """Return ``step`` with the task as it was typed and the options' texts in ``lang``. Raises UserError."""
        kind = KINDS[self.kind.currentIndex()]
        shown = self._step or step
        plain = replace(step, numbers={}, values={}, task=None)
        if kind == "read":
            return plain
        if kind in ("choose", "order"):
            task, texts = (choice_of if kind == "choose" else order_of)(self.lines.toPlainText())
            page = replace(step.pages[lang], options=texts)
            return replace(plain, task=task, pages={**step.pages, lang: page})
        if kind == "curve":
            return replace(plain, task=self._curve_task())
        if kind == "write":
            return replace(plain, task=Write(self.length.value()))
        if kind == "goal":
            if not isinstance(shown.task, ReachGoal):
                raise UserError("lessons.capture_first")
            return replace(plain, task=shown.task)
        return self._predicted(step, shown, plain)

    def _predicted(self, step: Step, shown: Step, plain: Step) -> Step:
        if self.numbers.text().strip():
            numbers, task = prediction_of(self.numbers.text(), self.digits.value())
            if isinstance(shown.task, Predict):
                task = msgspec.structs.replace(task, cover=shown.task.cover)
            return replace(plain, numbers=numbers, task=task)
        if not isinstance(shown.task, Predict):
            raise UserError("lessons.capture_first")
        return replace(
            step, patch=shown.patch, numbers=shown.numbers, values=shown.values, task=_with_digits(shown.task, self)
        )

    def _curve_task(self) -> PickCurve:
        chosen, right = self.chosen_curves()
        if right not in chosen:
            chosen.append(right)
        if len(chosen) < 2:
            raise UserError("lessons.few_options")
        before = self._step.task if self._step is not None else None
        if isinstance(before, PickCurve):
            # What the form does not show stays as the file has it.
            return msgspec.structs.replace(before, functions=chosen, right=right)
        return PickCurve(chosen, right)

    def _show_curves(self, task: PickCurve) -> None:
        with QSignalBlocker(self.curves):
            self.curves.clear()
            self.right_curve.clear()
            for record in _CURVES:
                name = self._words.text(record.name)
                item = QListWidgetItem(name)
                item.setData(_KEY, record.key)
                is_in = record.key in task.functions
                item.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)
                self.curves.addItem(item)
                self.right_curve.addItem(name, record.key)
        self.right_curve.setCurrentIndex(max(0, self.right_curve.findData(task.right)))

    def _show_captured(self) -> None:
        step, words = self._step, self._words
        said = ""
        if step is not None and isinstance(step.task, Predict) and step.task.answer not in step.numbers:
            names = (step.task.input or next(iter(step.numbers)), step.task.answer)
            numbers = filled(f"{{{names[0]}}} → {{{names[1]}}}", step, 0, words.lang)
            said = words("lessons.captured", numbers=numbers, first=f"{{{names[0]}}}", second=f"{{{names[1]}}}")
        elif step is not None and isinstance(step.task, ReachGoal):
            goal = step.task.check
            fields = ", ".join(f"{name} = {getattr(goal, name)}" for name in goal.__struct_fields__)
            said = f"{goal.__struct_config__.tag}: {fields}".replace("-", "−")
        self.captured.setText(said or words("lessons.nothing_captured"))

    def _show_rows(self) -> None:
        kind = KINDS[self.kind.currentIndex()]
        for name, (field, kinds) in self._rows().items():
            field.setVisible(kind in kinds)
            self._labels[name].setVisible(kind in kinds)
        if kind in ("choose", "order"):
            self._labels["lines"].setText(self._words(f"lessons.editor_lines_{kind}"))

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        row = max(0, self.kind.currentIndex())
        self.kind.clear()
        self.kind.addItems([words(f"lessons.kind_{kind}") for kind in KINDS])
        self.kind.setCurrentIndex(row)
        self._kind_label.setText(words("lessons.editor_kind"))
        self.kind.setAccessibleName(words("lessons.editor_kind"))
        for name, (field, _kinds) in self._rows().items():
            if name not in ("lines", "from_lab", "captured"):
                self._labels[name].setText(words(f"lessons.editor_{name}"))
                field.setAccessibleName(words(f"lessons.editor_{name}"))
        self.lines.setAccessibleName(words("lessons.editor_lines_choose"))
        self.from_lab.setText(words("lessons.editor_from_lab"))
        self._show_rows()


def _with_digits(task: Predict, form: TaskForm) -> Predict:
    return msgspec.structs.replace(task, digits=form.digits.value())
