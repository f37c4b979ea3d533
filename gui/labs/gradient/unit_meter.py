"""The dead-unit meter: every hidden unit, how often it is active, the size of its gradient, and which are dead."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from core.labs.gradient import WorkshopResult
from core.text import Words
from gui.accessibility import Role, value_changed
from gui.labs.gradient.focusable import FocusableWidget
from gui.labs.gradient.numbers import short, sized
from gui.theme import Theme

# In base-font widths: a cell that has room for the unit's gradient. A row shorter than this is not split.
_CELL_EM, _SHORTEST_ROW = 3.6, 4


class UnitMeter(FocusableWidget):
    """One cell per unit under the line that counts the dead. Asks for a unit by click or arrow key."""

    accessible_role = Role.Chart
    unit_requested = Signal(int)

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__(theme, "deadUnitMeter")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.result: WorkshopResult | None = None
        self.unit = -1
        self.headline = ""
        self._words = words
        self._compact = False
        self.set_theme(theme)

    def show_result(self, result: WorkshopResult, unit: int, headline: str) -> None:
        """Show the units; ``headline`` counts the dead in words."""
        self.result, self.unit = result, unit
        self._keep_height()
        if headline != self.headline:
            self.headline = headline
        value_changed(self)
        self.update()

    def spoken_value(self) -> str:
        """Return how many are dead, and of the selected unit how often it is active and how large its gradient is."""
        result, unit = self.result, self.unit
        if result is None or not 0 <= unit < len(result.dead):
            return self.headline
        state = "dead" if result.dead[unit] else "asleep" if result.asleep[unit] else "active"
        said = self._words(
            f"gradient.meter_{state}_spoken",
            unit=str(unit + 1),
            share=f"{100 * float(result.active[unit]):.0f}",
            size=sized(float(result.gradient[unit])),
        )
        return f"{said}. {self.headline}"

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        self.setAccessibleName(words("gradient.meter_name"))
        self.setToolTip(words("gradient.meter_tip"))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        self._small = theme.font("small_font")
        self._head_font = theme.font("readout_font", bold=True)
        small, head = QFontMetricsF(self._small).height(), QFontMetricsF(self._head_font).height()
        self._head, self._disc = head + 0.3 * theme.em, 1.8 * theme.em
        self._line = small
        self._keep_height()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Stand in one row without the gradients' numbers: for a low card."""
        if compact != self._compact:
            self._compact = compact
            self._keep_height()
            self.update()

    def _cell_height(self) -> float:
        return self._disc + (1 if self._compact else 2) * self._line + 0.7 * self._theme.em

    def cell(self, unit: int) -> QRectF:
        """Return where a unit stands."""
        _rows, per_row = self._rows()
        wide = min((self.width() - 4) / per_row, 7.0 * self._theme.em)
        high = self._cell_height()
        return QRectF(2 + unit % per_row * wide, self._head + unit // per_row * high, wide, high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def _rows(self) -> tuple[int, int]:
        """Return in how many rows the units stand, and how many in each: one row while their numbers have room."""
        count = len(self.result.dead) if self.result is not None else 1
        narrow = self.width() < _CELL_EM * self._theme.em * count
        rows = 2 if narrow and count > _SHORTEST_ROW and not self._compact else 1
        return rows, -(-count // rows)

    def _keep_height(self) -> None:
        height = round(self._head + self._rows()[0] * self._cell_height() + 4)
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def disc(self, unit: int) -> QRectF:
        """Return the unit's disc."""
        cell = self.cell(unit)
        side = min(self._disc, cell.width() * 0.8)
        return QRectF(cell.center().x() - side / 2, cell.top() + 0.25 * self._theme.em, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, result = self._theme, QPainter(self), self.result
        painter.fillRect(self.rect(), theme.color("card"))
        if result is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._head_font)
            painter.setPen(theme.color("error" if result.dead_count else "ink"))
            head = QRectF(2, 0, self.width() - 4, self._head)
            shown = painter.fontMetrics().elidedText(self.headline, Qt.TextElideMode.ElideRight, int(head.width()))
            painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, shown)
            sizes = self._written_sizes(result)
            for unit in range(len(result.dead)):
                self._paint_unit(painter, result, unit)
                self._paint_numbers(painter, unit, bool(result.dead[unit]), sizes[unit])
        self.paint_focus(painter)
        painter.end()

    def _paint_unit(self, painter: QPainter, result: WorkshopResult, unit: int) -> None:
        theme, cell, disc = self._theme, self.cell(unit), self.disc(unit)
        if unit == self.unit:
            painter.setPen(QPen(theme.color("probe"), theme.px(2)))
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))
        dead, asleep = bool(result.dead[unit]), bool(result.asleep[unit])
        token = "error" if dead else "slope"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("card"))
        painter.drawEllipse(disc)
        painter.setBrush(theme.color("slope", 0.25 if asleep else 1.0))
        if not dead:
            # Filled from below as far as the unit is active: asleep is a pale disc, never an empty one.
            share = 1.0 if asleep else float(result.active[unit])
            painter.save()
            painter.setClipRect(QRectF(disc.left(), disc.bottom() - share * disc.height(), disc.width(), disc.height()))
            painter.drawEllipse(disc)
            painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(theme.color(token), theme.px(2), Qt.PenStyle.DashLine if asleep else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.drawEllipse(disc)
        if dead:
            painter.setPen(QPen(theme.color("error"), theme.px(3)))
            reach = disc.width() * 0.22
            middle = disc.center()
            for sign in (-1, 1):
                painter.drawLine(middle + QPointF(-reach, -sign * reach), middle + QPointF(reach, sign * reach))

    def _written_sizes(self, result: WorkshopResult) -> list[str]:
        """Return the gradients in the longest way that has room for every unit; empty where none has."""
        sizes, room = result.gradient.tolist(), self.cell(0).width() - 2
        metrics = QFontMetricsF(self._small)
        named = [self._words("gradient.meter_gradient", size=sized(size)) for size in sizes]
        for texts in (named, [sized(size) for size in sizes], [short(size, 2) for size in sizes]):
            if not self._compact and max(map(metrics.horizontalAdvance, texts)) <= room:
                return texts
        return [""] * len(sizes)

    def _paint_numbers(self, painter: QPainter, unit: int, dead: bool, size: str) -> None:
        theme, cell = self._theme, self.cell(unit)
        high = QFontMetricsF(self._small).height()
        painter.setFont(self._small)
        painter.setPen(theme.color("ink"))
        below = QRectF(cell.left(), self.disc(unit).bottom() + 0.1 * theme.em, cell.width(), high)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(unit + 1))
        painter.setPen(theme.color("error" if dead else "muted"))
        painter.drawText(below.translated(0, high), Qt.AlignmentFlag.AlignCenter, size)

    # --- mouse and keys ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.result is None:
            return
        hit = [u for u in range(len(self.result.dead)) if self.cell(u).contains(event.position())]
        self.unit_requested.emit(hit[0] if hit and hit[0] != self.unit else -1)

    def key_moves(self) -> dict[Qt.Key, int]:
        keys, count = Qt.Key, len(self.result.dead) if self.result is not None else 0
        return {
            keys.Key_Left: max(0, self.unit - 1),
            keys.Key_Right: min(count - 1, self.unit + 1),
            keys.Key_Home: 0,
            keys.Key_End: count - 1,
            keys.Key_Escape: -1,
        }

    def ask_for(self, wanted: int) -> None:
        self.unit_requested.emit(wanted)
