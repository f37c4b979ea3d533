"""The command that exports: it asks the lab in view what it offers, and shows the dialog."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.text import Words
from gui.dialogs.opening import open_over_window
from gui.export_job import ExportJob
from gui.exportables import Exportable, Picture
from gui.lab_table import Lab
from gui.looks import Looks
from gui.widgets.copy_actions import name_copies


class ExportCommands(QObject):
    """Shows the dialog for the lab that ``in_view`` returns with its key; remembers the folder."""

    def __init__(self, window: QWidget, looks: Looks, in_view: Callable[[], tuple[str, Lab]]) -> None:
        super().__init__(window)
        self._window, self._looks, self._in_view = window, looks, in_view
        self._job = ExportJob(self)
        name_copies(looks.words)
        looks.words_changed.connect(lambda: name_copies(looks.words))

    def show(self, id: str = "") -> None:
        """Show the dialog; ``id`` is what is chosen first."""
        from gui.dialogs.export import ExportDialog

        key, lab = self._in_view()
        words, theme, settings = self._looks.words, self._looks.theme, self._looks.settings
        items = (*lab.exportables(), whole_lab(key, lab, words))
        dialog = ExportDialog(words, theme, key, items, settings.export_folder, self._job, self._window)
        dialog.folder_used.connect(self._remember)
        if id:
            dialog.choose(id)
        open_over_window(dialog)

    def stop(self) -> None:
        """Give up what is being written, and wait until nothing runs."""
        self._job.cancel()
        self._job.wait()

    def _remember(self, folder: str) -> None:
        self._looks.remember(msgspec.structs.replace(self._looks.settings, export_folder=folder))


def whole_lab(key: str, lab: Lab, words: Words) -> Exportable:
    """Return the picture of everything that a lab shows."""
    assert isinstance(lab, QWidget)
    widget: QWidget = lab
    return Exportable("lab", "export.whole_lab", "picture", lambda: Picture(widget, words(f"{key}.title")))
