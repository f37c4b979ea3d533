"""What a race leaves behind, saved where the person likes: CSV files, script, notebook, pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from core.export.notebook import notebook
from core.export.table import csv_pieces
from core.files import write_atomically
from core.labs.race import exports
from core.text import UserError, Words
from core.training.ranking import ranking
from gui.widgets.menu_button import MenuButton

if TYPE_CHECKING:
    from gui.labs.race.lab import RaceLab

# What can be saved -> the end of its file's name.
KINDS = {
    "curves": ".csv",
    "table": ".csv",
    "script": ".py",
    "notebook": ".ipynb",
    "board_picture": ".png",
    "curves_picture": ".png",
}


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
    start = str(Path.home() / f"race_{kind}{ending}")
    name, _ = QFileDialog.getSaveFileName(lab, words(f"race.export_{kind}"), start, f"*{ending}")
    if not name:
        return ""
    path = Path(name) if Path(name).suffix else Path(name).with_suffix(ending)
    write_atomically(path, content(lab, kind))
    return words("race.exported", name=path.name)


def content(lab: RaceLab, kind: str) -> bytes:
    """Return what the file of ``kind`` holds. Raises UserError ``race.nothing_yet`` before the first frame."""
    own, words, shown = lab.own, lab.words, lab.shown
    if shown is None:
        raise UserError("race.nothing_yet")
    if kind == "curves":
        return b"".join(csv_pieces(exports.curves(own, words, shown.frame)))
    if kind == "table":
        return b"".join(csv_pieces(exports.table(own, words, ranking(shown.plan, shown.frame, shown.costs))))
    if kind == "script":
        return exports.script(own, words, shown.frame).encode()
    if kind == "notebook":
        return notebook(exports.notebook_cells(own, words, shown.frame))
    return _picture(lab.pile if kind == "board_picture" else lab.curves)


def _picture(widget: QWidget) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().toImage().save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
