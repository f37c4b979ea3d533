"""A picture of the window or of the stage, drawn without a display."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from core.files import Places
from core.settings import Settings
from core.text import UserError
from gui.app import APP_NAME, Application, make_application
from gui.first_view import FirstView
from gui.loading import load_heavy


def picture(
    file: Path, size: tuple[int, int], settings: Settings, lab: str, to_open: Path | None, first_view: FirstView
) -> Application:
    """Render the window, or the stage, off-screen into ``file``; nothing of the person's is read or written.

    Raises UserError.
    """
    app = make_application([APP_NAME])
    load_heavy()
    # Below what is no folder, nothing can be found or made.
    nowhere = Places.below(Path(os.devnull) / "nobody")
    application = Application(nowhere, settings, remembers=False, lab=lab)
    application.window.resize(*size)
    application.start()
    if to_open is not None:
        application.files.open_quietly(to_open)
    application.window.show()
    _settle(app, application)
    application.show_first(first_view)
    _settle(app, application)
    window: QWidget = application.window
    if first_view.projects and application.projection.window is not None:
        window = application.projection.window
        window.showNormal()
        window.resize(*size)
        application.projection.window.body.head.formula.warm_up()
        _settle(app, application)
    if not window.grab().save(str(file)):
        raise UserError("file.not_written", name=file.name, folder=file.parent, reason=file.suffix or "?")
    return application


def _settle(app: QApplication, application: Application) -> None:
    """Let everything be painted, also what may wait behind the first picture."""
    for _ in range(6):
        app.processEvents()
    for lab_widget in application._labs.values():
        lab_widget.warm_up()  # type: ignore[attr-defined]
    application.bridge.render_now()
    for _ in range(6):
        app.processEvents()
