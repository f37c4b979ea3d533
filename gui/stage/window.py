"""The window that the class sees: the stage, what is drawn over it, sheets that cover it, controls at the edge."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.stage import Hidden, StageState
from core.text import Words
from gui.stage.body import StageBody
from gui.stage.content import LabStage, StageContent
from gui.stage.controls import StageControls
from gui.stage.drawing import DrawingSheet, RegionView
from gui.stage.side import SidePanel
from gui.theme import Theme

# The screen on which the projector theme has its own size; a larger one is filled, a smaller one keeps it.
_FITTING_SIZE = (1500, 860)
# Thin figures are lost on the way to the last row.
_STYLE = """
#stageWindow { background: $ground; }
#stageBody *[mono="true"] { font-family: "Pretendard"; font-weight: bold; }
"""
_EDGE_EM = 1.2
NEXT_KEYS = (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_N)
PREVIOUS_KEYS = (Qt.Key.Key_PageUp, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backspace, Qt.Key.Key_P)
# Nothing can be typed on the stage: here a letter alone is a command, as clickers send them.
LETTERS = {
    Qt.Key.Key_B: "blank",
    Qt.Key.Key_Period: "blank",
    Qt.Key.Key_W: "whiten",
    Qt.Key.Key_Comma: "whiten",
    Qt.Key.Key_A: "reveal_all",
    Qt.Key.Key_E: "erase",
    Qt.Key.Key_F: "freeze",
}

# With Ctrl, or Ctrl and Shift for large steps, these lead the tool in hand: without, they are a clicker's.
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
# The mouse's button for a tool that is led by keys.
PRESS_KEY = Qt.Key.Key_D
# Where digits lie on a keypad: with the region tool in hand, each makes its part of the stage large.
NINTHS = {
    Qt.Key(Qt.Key.Key_1 + column + 3 * row): (column * 0.25, (2 - row) * 0.25, 0.5, 0.5)
    for row in range(3)
    for column in range(3)
}


def stage_theme(base: Theme, width: float, height: float, ratio: float, zoom: float) -> Theme:
    """Return ``base`` for a stage of this size in device-independent pixels: nothing under 25 real ones."""
    fitting = min(width / _FITTING_SIZE[0], height / _FITTING_SIZE[1])
    return base.zoomed(max(1.0 / ratio, fitting) * zoom)


class Sheet(QWidget):
    """A sheet of one colour over the whole stage."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._color = Qt.GlobalColor.black
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hide()

    def cover(self, color: str) -> None:
        """Cover the stage with black or white, or with nothing."""
        self._color = Qt.GlobalColor.white if color == "white" else Qt.GlobalColor.black
        self.setVisible(bool(color))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._color)
        painter.end()


class StageWindow(QWidget):
    """Shows a StageState and a content; what keys and mouse ask for comes out as the id of a command.

    Signals:
        asked(id): a command, or ``"next"``, ``"previous"``, ``"escape"``.
        region_chosen(x, y, width, height): shares of the stage.
        closed(): the window has been closed by the system.
    """

    asked = Signal(str)
    region_chosen = Signal(float, float, float, float)
    closed = Signal()

    def __init__(self, words: Words, base: Theme, controls: StageControls) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("stageWindow")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = StageState()
        self._base = self.theme = base
        self.body = StageBody(words, self.theme, self)
        self.magnified = RegionView(self.body, self)
        self.drawing = DrawingSheet(self.theme, self)
        self.drawing.region_chosen.connect(self.region_chosen)
        self.sheet = Sheet(self)
        self.sheet.setObjectName("stageSheet")
        self.controls = controls
        controls.setParent(self)
        controls.hide()
        self.side = SidePanel(self)
        self.theme_changed = lambda _theme: None
        self._restyle()
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self.setAccessibleName(words("stage.window"))
        self.setWindowTitle(f"{words('stage.window')} — {words('window.title')}")
        self.body.set_words(words)
        self.side.set_words(words)

    def show_state(self, state: StageState) -> None:
        """Show covers, tool, region and size of ``state``."""
        zoomed = state.zoom != self._state.zoom
        self._state = state
        self.sheet.cover(state.cover)
        self.drawing.take(state.tool)
        self.magnified.show_region(state.region)
        if zoomed:
            self._restyle()
        self._stack()

    def show_content(self, shown: LabStage, content: StageContent, hidden: Hidden) -> None:
        """Show a lab's picture and what is read beside it."""
        self.body.show_picture(shown.picture)
        self.side.show_controls(shown.controls)
        self.body.show_content(content, hidden)
        told = [
            self.body.asked(),
            *(f"{card.accessibleName()}: {card.shown_text()}" for card in self.body.shown_cards()),
        ]
        self.setAccessibleDescription("\n".join((self.body.head.accessibleName(), *filter(None, told))))
        self.magnified.refresh()

    def set_base(self, base: Theme) -> None:
        """Paint in another projector theme: with another font, or without motion."""
        self._base = base
        self._restyle()

    def let_go(self) -> None:
        """Let go of whatever is being dragged on the stage: nobody tells it when its button comes up."""
        # Not the window itself: X11 without a window manager would not give it the keys again.
        for part in (self.body, self.drawing, self.side):
            if part.isVisible():
                part.hide()
                part.show()

    def fit(self) -> None:
        """Take on the size that fits the screen: of this window, at its device pixel ratio."""
        self._restyle()
        self.magnified.refresh()

    def _restyle(self) -> None:
        theme = stage_theme(self._base, self.width(), self.height(), self.devicePixelRatioF(), self._state.zoom)
        if theme == self.theme and self.styleSheet():
            return
        self.theme = theme
        self.setPalette(theme.palette())
        self.setStyleSheet(theme.style_sheet() + _STYLE.replace("$ground", theme.tokens.background))
        self.body.set_theme(theme)
        self.drawing.set_theme(theme)
        self.controls.set_theme(theme)
        self.side.set_theme(theme)
        self.theme_changed(theme)

    def _stack(self) -> None:
        for part in (self.magnified, self.drawing, self.sheet, self.side, self.controls):
            part.raise_()

    # --- what Qt tells ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()
        for part in (self.body, self.magnified, self.drawing, self.sheet):
            part.setGeometry(self.rect())
        self.controls.place(self.rect())
        self.side.place(self.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        if self._state.tool and key in ARROWS and held & Qt.KeyboardModifier.ControlModifier:
            self.drawing.move_by(*ARROWS[key], is_large=bool(held & Qt.KeyboardModifier.ShiftModifier))
        elif held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self.asked.emit("escape")
        elif key in NEXT_KEYS:
            self.asked.emit("next")
        elif key in PREVIOUS_KEYS:
            self.asked.emit("previous")
        elif self._state.tool == "region" and key in NINTHS:
            self.region_chosen.emit(*NINTHS[key])
        elif self._state.tool and key == PRESS_KEY:
            self.drawing.press()
        elif key in LETTERS:
            self.asked.emit(LETTERS[key])
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.meet_mouse(event.position())
        super().mouseMoveEvent(event)

    def meet_mouse(self, place: QPointF) -> None:
        """Let the tools slide in when the mouse comes to the lower edge, the lab's controls at the right one."""
        near = _EDGE_EM * self.theme.em
        if place.x() >= self.width() - near:
            self.side.slide(True)
        elif place.y() >= self.height() - near:
            self.controls.slide(True)
        elif place.y() < self.height() - self.controls.height() - self.theme.em:
            self.controls.slide(False)
