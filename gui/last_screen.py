"""The last screen: brought back at the start, or its file put aside, and what is said where nothing can be kept."""

from __future__ import annotations

from collections.abc import Callable

from core import session
from core.files import Places, set_aside, sweep, unwritable
from core.store import Store
from core.text import UserError
from gui.document import Document
from gui.looks import Looks


def bring_back(store: Store, places: Places, tell: Callable[[UserError], None]) -> bool:
    """Show the last screen, if there is one; return whether its file may be written from now on."""
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
