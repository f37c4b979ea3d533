"""Where to save, and the questions before something would be lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QGridLayout, QMessageBox, QPushButton, QSpacerItem, QWidget

from core.text import Words, shown
from gui.composing import finish_composing

WIDTH_EM = 26


def ask_where_to_save(
    parent: QWidget, words: Words, title: str, start: Path | str, filters: str, ending: str
) -> Path | None:
    """Let the person choose a file; return None if they choose none. It ends in ``ending``, such as ``.csv``.

    The dialog asks before a file is replaced, but not before one whose name is only complete with its ending.
    """
    finish_composing()
    name, _ = QFileDialog.getSaveFileName(parent, title, str(start), filters)
    parent.activateWindow()
    if not name:
        return None
    chosen = Path(name)
    path = chosen if chosen.suffix.lower() == ending else chosen.with_name(chosen.name + ending)
    return path if path == chosen or may_replace(parent, words, path) else None


def may_replace(parent: QWidget, words: Words, path: Path) -> bool:
    """Ask before a file is replaced that no dialog has asked about; return whether to go on."""
    try:
        if not path.exists():
            return True
    except OSError:
        return True  # writing it will say what is wrong
    asked = words("window.ask_replace", name=path.name, folder=path.absolute().parent)
    return ask(parent, words("window.title"), asked, [words("window.overwrite")], words("export.cancel")) == 0


def ask(parent: QWidget, title: str, text: str, answers: Sequence[str], cancel: str) -> int:
    """Ask a question; return which of the ``answers`` was chosen, -1 for none of them, which is the default."""
    box = QMessageBox(QMessageBox.Icon.Question, title, "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(shown(text))
    buttons: list[QPushButton] = [box.addButton(said, QMessageBox.ButtonRole.DestructiveRole) for said in answers]
    leave = box.addButton(cancel, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leave)
    box.setEscapeButton(leave)
    fit(box)
    box.exec()
    chosen = box.clickedButton()
    return next((place for place, button in enumerate(buttons) if button is chosen), -1)


def fit(box: QMessageBox) -> None:
    """Give a question the width that its words need: Qt gives it that of a small screen, and cuts its buttons."""
    box.ensurePolished()
    for button in box.buttons():
        button.ensurePolished()
        button.setMinimumWidth(button.sizeHint().width())
    parent = box.parentWidget()
    room = parent.width() if parent is not None else box.screen().availableSize().width()
    width = min(WIDTH_EM * box.fontMetrics().height(), round(room * 0.9))
    layout = box.layout()
    assert isinstance(layout, QGridLayout)
    # In a kiosk no window manager gives it the keyboard, and then gives it back.
    QTimer.singleShot(0, box, box.activateWindow)
    if parent is not None:
        box.finished.connect(parent.window().activateWindow)
    layout.addItem(QSpacerItem(width, 0), layout.rowCount(), 0, 1, layout.columnCount())
