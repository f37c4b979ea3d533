"""The line above both views: which of them is shown, the ready scenes, and the one sentence to begin with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QToolButton, QWidget

from core.labs.gradient import SCENES, VIEWS, WORKSHOP_SCENES
from core.text import Words
from gui.theme import Theme
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.menu_button import MenuButton


class Head(QWidget):
    """Asks for a view, and for a scene of the view in sight."""

    view_requested = Signal(str)
    scene_requested = Signal(str)

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for view in VIEWS:
            button = QToolButton(self)
            button.setObjectName(f"gradientView_{view}")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, v=view: self.view_requested.emit(v))
            self._group.addButton(button)
            self.buttons[view] = button
            self._line.addWidget(button)
        self.scenes = MenuButton(self)
        self.scenes.setObjectName("gradientScenes")
        self.menu = QMenu(self.scenes)
        self.menu.setObjectName("gradientSceneMenu")
        self.menu.triggered.connect(lambda action: self.scene_requested.emit(action.data()))
        self.scenes.setMenu(self.menu)
        self._line.addWidget(self.scenes)
        self._hint = ElidedLabel(self)
        self._hint.setProperty("role", "muted")
        self._line.addWidget(self._hint, 1)
        self._view = VIEWS[0]
        self._words = words
        self.set_theme(theme)
        self.set_words(words)

    def show_view(self, view: str) -> None:
        """Show which view is in sight, and offer its scenes."""
        self.buttons[view].setChecked(True)
        if view != self._view:
            self._view = view
            self._fill()

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self._words = words
        for view, button in self.buttons.items():
            button.setText(words(f"gradient.view_{view}"))
        self.scenes.setText(words("gradient.scenes"))
        self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme."""
        self._line.setSpacing(theme.px(8))

    def _fill(self) -> None:
        self.menu.clear()
        for key in SCENES if self._view == "layers" else WORKSHOP_SCENES:
            self.menu.addAction(self._words(f"gradient.scene_{key}")).setData(key)
        self._hint.setText(self._words(f"gradient.hint_{self._view}"))
