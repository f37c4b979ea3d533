"""The last screen: brought back at the start, or its file put aside, and what is said where nothing can be kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from core import session
from core.files import Places, set_aside, sweep, unwritable
from core.last_screen import bring_newest_forward, screens_beside
from core.store import Store
from core.text import UserError
from gui.document import Document
from gui.looks import Looks
from gui.main_window import MainWindow


def bring_back(store: Store, places: Places, tell: Callable[[UserError], None]) -> bool:
    """Show the last screen, if there is one; return whether its file may be written from now on."""
    bring_newest_forward(places)
    try:
        store.replace(session.load(places.last_session))
    except UserError as error:
        if error.id == "file.not_found":
            return True
        kept = set_aside(places.last_session)
        if kept is None:
            tell(UserError("file.last_stays", reason=error))
            return False
        tell(UserError("file.last_kept", reason=error, name=kept.name, folder=kept.parent))
    return True


def tell_of_others(window: MainWindow, looks: Looks, places: Places) -> None:
    """List among the recent files the screens of other windows on this home, and say so of those that are new there."""
    paths = [Path(os.path.realpath(path)) for path in screens_beside(places.last_session.parent)]
    new = [path for path in paths if str(path) not in looks.settings.recent]
    if not new:
        return
    settings = looks.settings
    for path in reversed(new):
        settings = settings.with_recent(path)
    looks.remember(settings)
    names = "', '".join(path.name for path in new)
    window.notify(lambda words: words("window.other_screens", names=names))


def look_after_home(document: Document, looks: Looks, places: Places, tell: Callable[[UserError], None]) -> None:
    """Sweep up after programs that were killed, and say once that nothing is kept where that is so.

    Then there is no need to say it of every single file.
    """
    for folder in {places.last_session.parent, places.settings.parent, places.profiles}:
        sweep(folder)
    error = unwritable(places.last_session.parent)
    if error is None:
        return
    tell(error)
    document.trouble.know(error)
    if unwritable(places.settings.parent) is not None:
        looks.trouble.know(error)
