"""What a race leaves behind, saved where the person likes: CSV files, script, notebook, pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from core.files import write_atomically
from core.text import Words
from gui import export_output
from gui.dialogs.saving import ask_where_to_save
from gui.exportables import Picture
from gui.labs.race.exportables import offered, report
from gui.widgets.menu_button import MenuButton

if TYPE_CHECKING:
    from gui.labs.race.lab import RaceLab

# What can be saved -> the end of its file's name.
KINDS = {
    "report": ".html",
    "curves": ".csv",
    "table": ".csv",
    "script": ".py",
    "notebook": ".ipynb",
    "board_picture": ".png",
    "curves_picture": ".png",
}
_SCALE = 2.0


class ExportButton(MenuButton):
    """Offers everything that can be saved. ``asked`` is called with the kind."""

    def __init__(self, words: Words, asked: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raceExport")
        menu = QMenu(self)
        menu.setObjectName("raceExportMenu")
        for kind in KINDS:
            menu.addAction(kind).setData(kind)
        menu.triggered.connect(lambda action: asked(action.data()))
        self.setMenu(menu)
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Switch the language."""
        self.setText(words("race.export"))
        self.setAccessibleName(words("race.export"))
        for action in self.menu().actions():
            action.setText(words(f"race.export_{action.data()}"))


def ask_and_save(lab: RaceLab, kind: str) -> str:
    """Let the person choose a file, write it, and return what there is to say of it.

    Raises UserError ``file.*`` if it cannot be written, ``training.*`` if there is no race on this setting.
    """
    words, ending = lab.words, KINDS[kind]
    start = Path.home() / f"race_{kind}{ending}"
    path = ask_where_to_save(lab, words, words(f"race.export_{kind}"), start, f"*{ending}", ending)
    if path is None:
        return ""
    write_atomically(path, content(lab, kind))
    return words("race.exported", name=path.name)


def content(lab: RaceLab, kind: str) -> bytes:
    """Return what the file of ``kind`` holds. Raises UserError ``race.nothing_yet`` before the first frame."""
    if kind == "report":
        return report(lab)
    made = next(item for item in offered(lab) if item.id == kind).content()
    if isinstance(made, Picture):
        return export_output.png(export_output.as_image(export_output.Figure(made, lab.theme, True, True), _SCALE))
    return b"".join(export_output.pieces(made)[0]())
