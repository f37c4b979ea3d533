"""The board: one small multiple per entrant, all of the same data."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.text import Words
from core.training.datasets import Dataset
from core.training.frames import BoardView
from core.training.plan import MAX_CONTESTANTS
from gui.labs.race.pictures import board_frame, data_layer, paint_data
from gui.labs.race.tile import BoardTile, TileView
from gui.theme import Theme
from gui.widgets.copy_actions import offer_picture

# How long, in milliseconds, the pointer rests on a tile before there is a preview: none on the way elsewhere.
REST_MS = 500
# A tile's width to its height that looks best, and how far from it a grid may go before another is taken.
_BEST_RATIO = 1.5
# In base-font widths: a longer name is cut before the pictures get flat for it.
_WIDEST_HEAD_EM = 14


class RaceBoard(QWidget):
    """Lays its tiles in a grid for the room there is.

    ``enlarged`` carries the place of the tile to show large, ``previewed`` that of the one on which the pointer rests,
    −1 when it does so no more; ``arranged``: the tiles lie elsewhere now.
    """

    enlarged = Signal(int)
    previewed = Signal(int)
    arranged = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_picture(self)
        self.setObjectName("raceBoard")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self._count = 0
        self._views: tuple[TileView, ...] = ()
        self._names: tuple[str, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(lambda: self._show_tiles(0, len(self._views) // 2))
        self._data: Dataset | None = None
        self._view = BoardView()
        self._layer: QPixmap | None = None
        self._layer_for: tuple[object, ...] = ()
        self.keeps_names_whole = False  # whatever becomes of the pictures' shape
        self._previewed = self._pointed = -1
        self._pointer = QTimer(self, singleShot=True, interval=REST_MS)
        self._pointer.timeout.connect(lambda: self._preview(self._pointed))
        self.tiles = [BoardTile(theme, place, self) for place in range(MAX_CONTESTANTS)]
        for place, tile in enumerate(self.tiles):
            tile.clicked.connect(lambda _checked=False, place=place: self.enlarged.emit(place))
            tile.pointed.connect(lambda is_here, place=place: self._point(place, is_here))
            tile.paint_points = self._paint_points
            tile.hide()
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self.setAccessibleName(words("race.board"))

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._theme = theme
        for tile in self.tiles:
            tile.set_theme(theme)
        self._place()

    def show_foot(self, shown: bool) -> None:
        """Have a line below every picture, or leave its room to the pictures."""
        if shown != self.tiles[0].has_foot:
            for tile in self.tiles:
                tile.has_foot = shown
            self._place()
            self.update()

    def show_views(self, views: tuple[TileView, ...], data: Dataset, view: BoardView, patient: bool = False) -> None:
        """Show one tile for each of ``views``, with the points of ``data`` on top; ``patient``: in two turns."""
        self._rest.stop()
        self._data, self._view = data, view
        if len(views) != self._count:
            self._count = len(views)
            for place, tile in enumerate(self.tiles):
                tile.setVisible(place < self._count)
        names = tuple(view.name for view in views)
        self._views = views
        if names != self._names:
            self._names = names
            self._place()
        half = len(views) // 2 if patient else 0
        self._show_tiles(half, len(views))
        if half:
            # The other half in another turn: one frame of all of them would be a long one.
            self._rest.start(0)

    def _show_tiles(self, first: int, last: int) -> None:
        layer = self._data_layer()
        for tile, shown in list(zip(self.tiles, self._views, strict=False))[first:last]:
            tile.show_view(shown, layer)

    def end_preview(self) -> None:
        """Have none until the pointer moves again."""
        self._pointer.stop()
        self._preview(-1)

    def _point(self, place: int, is_here: bool) -> None:
        if not is_here:
            self.end_preview()
        elif self._previewed != place:
            self._pointed = place
            self._pointer.start()

    def _preview(self, place: int) -> None:
        if place != self._previewed:
            self._previewed = place
            self.previewed.emit(place)

    def say(self) -> None:
        """Let every tile tell what it shows now."""
        for tile in self.tiles[: self._count]:
            tile.say()

    def sizeHint(self) -> QSize:
        return QSize(40 * self._theme.em, 20 * self._theme.em)

    def minimumSizeHint(self) -> QSize:
        columns = min(3, max(1, self._count))
        least = self.tiles[0].minimumSizeHint()
        return QSize(columns * least.width(), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        self.arranged.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = next((i for i, tile in enumerate(self.tiles) if tile.hasFocus()), -1)
        columns = self._columns()
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        there = here + moves.get(Qt.Key(event.key()), 0)
        if here < 0 or there == here or not 0 <= there < self._count:
            super().keyPressEvent(event)
        else:
            self.tiles[there].setFocus(Qt.FocusReason.TabFocusReason)

    def _gap(self) -> int:
        return self._theme.px(12 if self._theme.name != "projector" else 8)

    def _columns(self) -> int:
        """Return how many columns give tiles of the best shape."""
        count, gap = max(1, self._count), self._gap()
        whole = self.keeps_names_whole
        # Where every name is to be read, no score has a spread.
        score = "100 %" if whole else "100 ± 0 %"
        heads = [self.tiles[0].head_width(name, score) for name in self._names]
        widest = min(max(heads, default=0), _WIDEST_HEAD_EM * self._theme.em)
        around = (3 if self.tiles[0].has_foot else 2) * self._theme.em

        def distance(columns: int) -> float:
            rows = math.ceil(count / columns)
            width = (self.width() - (columns - 1) * gap) / columns
            # What head and foot take is not part of the picture.
            height = (self.height() - (rows - 1) * gap) / rows - around
            if width < 6 * self._theme.em or height < 2 * self._theme.em:
                return 1e6 - height
            if whole and width < max(heads, default=0):
                return 1e5 - width
            empty = (columns * rows - count) / count
            return abs(math.log(width / height / _BEST_RATIO)) + empty + (0.7 if width < widest else 0.0)

        return min(range(1, count + 1), key=distance)

    def _place(self) -> None:
        count, gap, columns = max(1, self._count), self._gap(), self._columns()
        rows = math.ceil(count / columns)
        for place, tile in enumerate(self.tiles[: self._count]):
            row, column = divmod(place, columns)
            x0, x1 = (round((self.width() + gap) * c / columns) for c in (column, column + 1))
            y0, y1 = (round((self.height() + gap) * r / rows) for r in (row, row + 1))
            tile.setGeometry(x0, y0, max(1, x1 - x0 - gap), max(1, y1 - y0 - gap))
        if self._data is not None:
            layer = self._data_layer()
            for tile in self.tiles[: self._count]:
                tile.show_view(tile.view, layer)

    def _paint_points(self, painter: QPainter, size: QSize) -> None:
        if self._data is not None:
            frame = board_frame(self._view, size.width(), size.height())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_data(painter, self._data, frame, self._theme)

    def _data_layer(self) -> QPixmap | None:
        """Return the points as one picture that every tile shares; drawn anew only when something about it changes."""
        if self._data is None or not self._count:
            return None
        size = self.tiles[0].picture_box().size()
        ratio = self.devicePixelRatioF()
        wanted = (self._data, self._view.x_range, self._view.y_range, size.toTuple(), self._theme, ratio)
        if self._layer is None or any(a is not b and a != b for a, b in zip(wanted, self._layer_for, strict=False)):
            size_pair = (size.width(), size.height())
            self._layer = data_layer(self._data, self._view, size_pair, self._theme, ratio)
            self._layer_for = wanted
        return self._layer
