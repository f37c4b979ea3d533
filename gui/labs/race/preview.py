"""What a pointer that rests on a small multiple sees beside it: the large view in small, until the pointer leaves."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QWidget

from core.text import Words
from core.training.datasets import Dataset
from core.training.frames import BoardView, NetworkView
from gui.labs.race.look import series_icon
from gui.labs.race.network_diagram import NetworkDiagram
from gui.labs.race.network_plane import NetworkPlane
from gui.labs.race.pictures import answer_picture
from gui.labs.race.tile import TileView
from gui.theme import Theme
from gui.widgets.card import Card
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.live_label import LiveLabel

# In base-font widths: as large as it is where there is room, and the least that is worth showing.
_WANTED_EM, _LEAST_EM = (48, 27), (9, 12)
_NO_UNIT = (-1, -1)


class TilePreview(Card):
    """Floats over the lab. The pointer does not meet it: whatever lies below stays what it was."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget) -> None:
        super().__init__(words, theme, parent=parent)
        self.setObjectName("racePreview")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark, self._seed = QLabel(self), QLabel(self)
        self._seed.setProperty("role", "muted")
        self._name = ElidedLabel(self)
        self.plane = NetworkPlane(theme, self)
        self.plane.setObjectName("racePreviewPlane")
        self.diagram = NetworkDiagram(words, theme, self)
        self.diagram.setObjectName("racePreviewNetwork")
        self.foot = LiveLabel("muted", self)
        self._lay_out()
        self.set_words(words)
        self.set_theme(theme)
        self.hide()

    def _lay_out(self) -> None:
        head = QWidget(self)
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._mark)
        line.addWidget(self._name, 1)
        line.addWidget(self._seed)
        body = QWidget(self)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(self.plane, 1)
        self._body.addWidget(self.diagram, 1)
        self.add(head)
        self.add(body, 1)
        self.add(self.foot)

    def show_network(self, view: TileView, network: NetworkView, data: Dataset, board: BoardView) -> None:
        """Show ``network``, one of the entrant of ``view``."""
        self._name.setText(view.name)
        self._mark.setPixmap(series_icon(view.series, self._theme).pixmap(self._theme.em))
        self._seed.setText(self._words("race.seed_number", number=str(network.seed + 1)))
        told = [view.left, view.right, view.notice or view.warning, self._words("race.preview_pin")]
        self.foot.tell(" · ".join(part for part in told if part))
        picture = answer_picture(network.values, data, self._theme)
        self.plane.show_network(network, picture, data, board, view.series, _NO_UNIT)
        self.diagram.show_network(network, _NO_UNIT)

    def float_beside(self, tile: QRect, room: QRect) -> None:
        """Show it at the side of ``tile`` (in the parent's pixels) where most of ``room`` is."""
        em, gap = self._theme.em, self._theme.px(8)
        inside = room.adjusted(gap, gap, -gap, -gap)
        wanted, least = (QSize(sides[0] * em, sides[1] * em) for sides in (_WANTED_EM, _LEAST_EM))
        place = beside(tile, inside, wanted, least, gap)
        if place is None:
            self.hide()
            return
        directions = QBoxLayout.Direction
        is_wide = place.width() > 1.2 * place.height()
        self._body.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        self.setGeometry(place)
        self.show()
        self.raise_()

    def set_words(self, words: Words) -> None:
        super().set_words(words)
        self._words = words
        self.plane.setAccessibleName(words("race.plane"))
        self.diagram.set_words(words)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._theme = theme
        self._name.setFont(theme.font(bold=True))
        self._body.setSpacing(theme.px(12))
        self.plane.set_theme(theme)
        self.diagram.set_theme(theme)


def beside(tile: QRect, room: QRect, wanted: QSize, least: QSize, gap: int) -> QRect | None:
    """Return a place of at most ``wanted`` in ``room`` that leaves ``tile`` free, at the side where most fits.

    It is level with the tile, as far as the room allows. None where not even ``least`` fits.
    """
    sides = (
        QRect(tile.right() + 1 + gap, room.top(), room.right() - tile.right() - gap, room.height()),
        QRect(room.left(), room.top(), tile.left() - gap - room.left(), room.height()),
        QRect(room.left(), tile.bottom() + 1 + gap, room.width(), room.bottom() - tile.bottom() - gap),
        QRect(room.left(), room.top(), room.width(), tile.top() - gap - room.top()),
    )

    sizes = [side.size().boundedTo(wanted) for side in sides]
    fitting = [n for n, size in enumerate(sizes) if size.boundedTo(least) == least]
    if not fitting:
        return None
    best = max(fitting, key=lambda n: sizes[n].width() * sizes[n].height())
    side, place = sides[best], QRect(QPoint(0, 0), sizes[best])
    place.moveCenter(tile.center())
    place.moveLeft(min(max(place.left(), side.left()), side.right() + 1 - place.width()))
    place.moveTop(min(max(place.top(), side.top()), side.bottom() + 1 - place.height()))
    return place
