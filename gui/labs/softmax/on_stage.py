"""Softmax on the stage: the three groups of bars, from logits to probabilities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.labs import softmax
from core.labs.softmax import SoftmaxResult
from core.stage import Hidden
from core.state import AppState
from core.text import Words
from gui.labs.softmax import views
from gui.stage.content import LabStage, StageCard, StageContent, StageFormula
from gui.stage.lab_controls import pass_on_settings
from gui.stage.numbers import fixed
from gui.theme import Theme
from gui.widgets.bar_chart import BarChart
from gui.widgets.setting_rows import SettingRows

if TYPE_CHECKING:
    from gui.labs.softmax.lab import SoftmaxLab

_FORMULA = r"\frac{e^{z_i}}{\sum_j e^{z_j}}"
_MOST_NUMBERS = 6
_NAME_LINES = 3
# In base-font widths: a narrower stage leaves the middle chart away.
_THREE_FROM_EM = 24


class _SoftmaxPicture(QWidget):
    """The charts in a row; without ``middle`` where the row is narrower than ``three_from`` pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.middle: QWidget | None = None
        self.three_from = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.middle is not None:
            self.middle.setVisible(self.width() >= self.three_from)


class SoftmaxStage(LabStage):
    """Bars beside each other; those of the logits can be dragged on the stage, too."""

    def __init__(self, words: Words, theme: Theme, lab: SoftmaxLab, changed: Callable[[], None]) -> None:
        self._words, self._theme = words, theme
        self.picture = _SoftmaxPicture()
        self._row = QHBoxLayout(self.picture)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.logits = BarChart(words, theme, "softmax.logits", draggable=True, most_lines=_NAME_LINES)
        self.exp = BarChart(words, theme, "softmax.exp_plain", most_lines=_NAME_LINES)
        self.probabilities = BarChart(words, theme, "softmax.probabilities", most_lines=_NAME_LINES)
        self.logits.setObjectName("stagePlot")
        self._charts = (self.logits, self.exp, self.probabilities)
        self._titles = tuple(self._framed(chart) for chart in self._charts)
        self.picture.middle = self.exp.parentWidget()
        self.controls = SettingRows(softmax.SLIDERS, words, theme)
        for name, row in self.controls.rows.items():
            row.check = partial(softmax.check_slider, name)
        lab.take_requests_of(self.logits)
        pass_on_settings(self.controls, lab.controls, lab.controls.slider_requested)
        self.set_theme(theme)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for chart in self._charts:
            chart.set_words(words)
        self.controls.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._row.setSpacing(theme.px(12))
        for chart in self._charts:
            chart.set_theme(theme)
            chart.setMinimumSize(4 * theme.em, 3 * theme.em)
        self.picture.three_from = _THREE_FROM_EM * theme.em
        self.controls.set_theme(theme)

    def show(self, state: AppState, result: SoftmaxResult, hidden: Hidden) -> StageContent:
        """Paint the bars without what is hidden; return logits and probabilities as numbers."""
        own, words = state.softmax, self._words
        self.controls.show_values({name: getattr(own, name) for name in softmax.SLIDERS}, own.ranges)
        first = 0 if hidden.curve else hidden.first_cell
        logits, exp, probabilities = views.chart_views(own, result, -1, words, self._theme)
        self.logits.show(logits)
        self.exp.show(replace(exp, hidden_from=first))
        self.probabilities.show(replace(probabilities, digits=3, hidden_from=first))
        for label, id in zip(
            self._titles, ("softmax.logits", views.exp_title(own), "softmax.probabilities"), strict=True
        ):
            label.setText(words(id))
        names = views.class_names(own, words)
        z = tuple(fixed(value, result.logit_digits) for value in result.logits.tolist()[:_MOST_NUMBERS])
        p = tuple(fixed(value, 3) for value in result.probabilities.tolist()[:_MOST_NUMBERS])
        return StageContent(
            title=words("softmax.title"),
            formula=StageFormula(_FORMULA, "p_i=", {}),
            cards=(
                StageCard(words("softmax.logits"), (z,), is_list=True, selected=own.selected),
                StageCard(words("softmax.probabilities"), (p,), is_output=True, is_list=True, selected=own.selected),
            ),
            questions=tuple(words("stage.ask_class", name=name) for name in names[: len(p)]),
            subject=f"softmax {len(names)}",
        )

    def _framed(self, chart: BarChart) -> QLabel:
        frame = QFrame(self.picture)
        frame.setProperty("role", "card")
        column = QVBoxLayout(frame)
        label = QLabel(frame)
        label.setProperty("role", "title")
        label.setAlignment(Qt.AlignmentFlag.AlignLeft)
        label.setWordWrap(True)
        column.addWidget(label)
        column.addWidget(chart, 1)
        self._row.addWidget(frame, 1)
        return label
