"""The formula strip: f(x) typeset, with the parameters' live values inside it."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.text import Words
from gui.accessibility import Role
from gui.theme import Theme
from gui.widgets.opaque import Opaque
from gui.widgets.plain_painting import is_for_file
from gui.widgets.typesetting import UNIT, NumberShape, Typeset, fill_markers, readable, shape_and_digits, typeset

FONT_EM = 1.55
HEIGHT_EM = 3.5
NARROWEST_EM = 8.0
AIR = 4  # pixels kept free, so that no soft edge of a glyph is cut


class FormulaView(Opaque):
    """Shows one formula; its live values are in the probe colour. Shrinks a formula to fit, never cuts it off.

    Until it is warmed up, and for LaTeX that cannot be typeset, the formula is written as plain text.
    """

    accessible_role = Role.Equation

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = QTimer(self)
        self._look.setInterval(50)
        self._look.timeout.connect(self._look_for_end)
        self.setObjectName("formulaView")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._source = ""
        self._values: dict[str, str] = {}
        self._digits: dict[str, str] = {}
        self._shapes: tuple[tuple[str, NumberShape], ...] = ()
        self._typeset: Typeset | None = None
        self._warm = False
        self._still: QPixmap | None = None  # what does not change while a slider moves
        self._still_key: tuple[object, ...] = ()
        self._widest = 0.0

    def show_formula(self, latex: str, prefix: str, values: Mapping[str, str]) -> None:
        r"""Show ``prefix`` (such as ``f(x)=``) and ``latex``; ``<name>`` in them stands for ``values[name]``.

        ``values`` are texts as they shall be read, such as ``"0.10"``, ``"−0.25"``, ``"1e-05"`` or ``"tanh"``.
        """
        source = prefix + latex
        if source == self._source and values == self._values:
            return
        if source != self._source:
            self._widest = 0.0
        self._source, self._values = source, dict(values)
        self._shapes, self._digits = _shapes_and_digits(self._values)
        self.setAccessibleName(fill_markers(readable(source), values))
        self._set_typeset()
        self.update()

    def spoken_value(self) -> str:
        """Return the formula with its numbers; the same as its name."""
        return self.accessibleName()

    def prepare(self, latex: str, prefix: str, values: Mapping[str, str]) -> None:
        """Typeset a formula for the shape of ``values`` without showing it, so that a later move does not wait."""
        if self._warm:
            typeset(prefix + latex, _shapes_and_digits(values)[0])

    def warm_up_behind(self) -> None:
        """Import the typesetter on a thread (0.3 s), then typeset what is shown."""
        # The thread knows nothing of this widget, which may be gone before it ends: the widget looks for its end.
        self._loader = threading.Thread(target=typeset, args=("0",), name="typesetter", daemon=True)
        self._loader.start()
        self._look.start()

    def _look_for_end(self) -> None:
        if not self._loader.is_alive():
            self._look.stop()
            self.warm_up()

    def warm_up(self) -> None:
        """Import the typesetter at once if need be, and typeset what is shown."""
        self._warm = True
        self._widest = 0.0
        self._set_typeset()
        self.updateGeometry()
        self.update()

    def set_words(self, words: Words) -> None:
        """A formula reads the same in every language."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours and size of ``theme``."""
        self._theme = theme
        self._widest = 0.0
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        # A formula keeps the room of its longest value: what stands beside it does not dance while a slider moves.
        self._widest = max(self._widest, self._natural_width())
        return QSize(round(self._widest) + AIR + 1, round(HEIGHT_EM * self._theme.em))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(NARROWEST_EM * self._theme.em), round(HEIGHT_EM * self._theme.em))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._typeset is None:
            self._paint_plain(painter)
            return
        box, scale = self._typeset.box, self._scale(self._typeset.box)
        top = (self.height() - box.height() * scale) / 2
        if not is_for_file():
            painter.drawPixmap(QPointF(0.0, top), self._still_picture(self._typeset, scale))
        painter.translate(0.0, top)
        painter.scale(scale, scale)
        painter.translate(-box.left(), -box.top())
        if is_for_file():
            self._paint_still(painter, self._typeset)
        painter.fillPath(self._typeset.digits(self._digits), self._theme.color("probe_ink"))

    def _set_typeset(self) -> None:
        result = typeset(self._source, self._shapes) if self._warm and self._source else None
        if result is not self._typeset or result is None:
            self._typeset = result
            if self._natural_width() > self._widest:
                self.updateGeometry()

    def _font_size(self) -> float:
        return FONT_EM * self._theme.em

    def _scale(self, box: QRectF) -> float:
        fitting = min((self.width() - AIR) / box.width(), (self.height() - AIR) / box.height())
        return max(0.01, min(self._font_size() / UNIT, fitting))

    def _natural_width(self) -> float:
        if self._typeset is not None:
            return self._typeset.box.width() * self._font_size() / UNIT
        return QFontMetricsF(self._plain_font(1.0)).horizontalAdvance(self.accessibleName())

    def _still_picture(self, formula: Typeset, scale: float) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (formula, scale, ratio, self._theme)
        if self._still is None or key != self._still_key:
            size = formula.box.size() * (scale * ratio)
            picture = QPixmap(round(size.width()) + 2, round(size.height()) + 2)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(scale, scale)
            painter.translate(-formula.box.left(), -formula.box.top())
            self._paint_still(painter, formula)
            painter.end()
            self._still, self._still_key = picture, key
        return self._still

    def _paint_still(self, painter: QPainter, formula: Typeset) -> None:
        painter.fillPath(formula.ink, self._theme.color("ink"))
        painter.fillPath(formula.live, self._theme.color("probe_ink"))

    def _plain_font(self, share: float) -> QFont:
        font = self._theme.font()
        font.setPixelSize(max(1, int(self._font_size() * share)))
        return font

    def _paint_plain(self, painter: QPainter) -> None:
        text = self.accessibleName()
        share = min(1.0, (self.width() - AIR) / max(1.0, self._natural_width()))
        painter.setFont(self._plain_font(share))
        painter.setPen(self._theme.color("ink"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _shapes_and_digits(values: Mapping[str, str]) -> tuple[tuple[tuple[str, NumberShape], ...], dict[str, str]]:
    both = {name: shape_and_digits(text) for name, text in sorted(values.items())}
    return tuple((name, shape) for name, (shape, _) in both.items()), {n: digits for n, (_, digits) in both.items()}
