"""Where the keyboard is, in pixels: on every kind of control and in every theme the mark is three to one or more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QTabBar,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.text import words_in
from gui.theme import Theme, load_themes
from gui.widgets.bar_chart import BarChart
from gui.widgets.code_view import CodeView
from gui.widgets.curve_plot import CurvePlot, CurveView

LOOKS = [(theme, strong) for theme in ("light", "dark", "projector") for strong in (False, True)]
LOOK_NAMES = [f"{theme}{' in high contrast' if strong else ''}" for theme, strong in LOOKS]
LEAST = 3.0
# Class, role, state; buttons are looked at chosen and not chosen.
BUTTONS = [(QPushButton, role) for role in ("", "choice", "flat", "primary")]
BUTTONS += [(QToolButton, role) for role in ("", "choice", "section", "lab")]


def controls(theme: Theme) -> Iterator[tuple[str, QWidget]]:
    """Yield one of every kind of control that takes the keyboard."""
    for kind, role in BUTTONS:
        for chosen in (False, True):
            button: QAbstractButton = kind()
            button.setText("ReLU")
            button.setCheckable(True)
            button.setChecked(chosen)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setProperty("role", role)
            yield f"{kind.__name__} {role}{' chosen' if chosen else ''}", button
    for state in ("", "error", "right", "wrong"):
        field = QLineEdit("1.0")
        field.setProperty("state", state)
        yield f"QLineEdit {state}", field
    tabs = QTabBar()
    tabs.addTab("Code")
    yield "QTabBar", tabs
    for kind in (QComboBox, QDoubleSpinBox, QPlainTextEdit, QCheckBox, QSlider, QTableView):
        yield kind.__name__, kind()
    words = words_in("en")
    plot = CurvePlot(words, theme)
    plot.show(CurveView(series=(), x_range=(-1.0, 1.0), y_range=(-1.0, 1.0)))
    yield "CurvePlot", plot
    yield "BarChart", BarChart(words, theme, "softmax.logits")
    yield "CodeView", CodeView(words, theme, "code", "export.preview", highlighted=False)


@pytest.mark.parametrize(("name", "strong"), LOOKS, ids=LOOK_NAMES)
def test_the_mark_of_the_keyboard_is_strong_on_every_kind_of_control(
    qapp: QApplication, name: str, strong: bool
) -> None:
    theme = load_themes()[name].high_contrast() if strong else load_themes()[name]
    page = QWidget()
    page.setPalette(theme.palette())
    page.setStyleSheet(theme.style_sheet() + f"\n#page {{ background: {theme.tokens.card}; }}")
    page.setObjectName("page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(page)
    elsewhere = QPushButton("elsewhere")
    column.addWidget(elsewhere)
    parts = list(controls(theme))
    for _, part in parts:
        column.addWidget(part)
    page.show()
    page.activateWindow()
    qapp.processEvents()
    faint = [f"{said}: {found} of {wanted}" for said, part in parts for found, wanted in [mark(page, part, elsewhere)]
             if found < wanted]  # fmt: skip
    page.close()
    page.deleteLater()
    assert not faint, "\n".join(faint)


def mark(page: QWidget, part: QWidget, elsewhere: QWidget) -> tuple[int, int]:
    """Return how many pixels of a part stand out three to one when the keyboard comes, and how many its sides have."""
    box = part.geometry()
    if isinstance(part, QTabBar):
        box = part.tabRect(0).translated(box.topLeft())
    elsewhere.setFocus()
    QApplication.processEvents()
    without = picture(page, box)
    part.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert part.hasFocus()
    # As many as a line along two sides has.
    return strong_pixels(picture(page, box), without), 2 * min(box.width(), box.height())


def picture(page: QWidget, box: object) -> QImage:
    return page.grab(box).toImage().convertToFormat(QImage.Format.Format_RGB32)  # type: ignore[call-overload]


def channels(image: QImage) -> np.ndarray:  # type: ignore[type-arg]
    """Return red, green and blue of every pixel, shape (height, width, 3)."""
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return pixels[:, : image.width(), 2::-1]


def luminance(colors: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """Return WCAG's relative luminance of colours of shape (n, 3)."""
    shares = colors / 255.0
    linear = np.where(shares <= 0.03928, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def strong_pixels(one: QImage, other: QImage) -> int:
    """Return how many pixels differ by three to one or more."""
    first, second = channels(one), channels(other)
    differing = (first != second).any(axis=2)
    lights = [luminance(colors[differing]) + 0.05 for colors in (first, second)]
    return int((np.maximum(*lights) / np.minimum(*lights) >= LEAST).sum())
