"""Who is learning: the record in use, changed by pure verbs, saved at once, never lost by an error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from core.files import reason_of
from core.lessons.profiles import Profiles
from core.lessons.progress import Progress
from core.text import UserError
from gui.trouble import Trouble


class Learner(QObject):
    """Holds the ``Progress`` of the learner in use, "" at first: a guest, whose record lasts as long as the program.

    Signals: ``changed``: it is another learner or there is news. ``troubled``: a UserError to tell, such as a file
    that was damaged or could not be written; the record in use stays. What could not be written is tried again, and
    ``recovered`` tells that all of it is.
    """

    changed = Signal()
    troubled = Signal(object)
    recovered = Signal()

    def __init__(self, profiles: Profiles, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.profiles = profiles
        self.progress = Progress()
        self._unsaved: dict[str, Progress] = {}
        self._trouble = Trouble(self)
        self._trouble.told.connect(self.troubled)
        self._trouble.over.connect(self.recovered)
        self._trouble.again.connect(self._save_again)

    def resume(self) -> None:
        """Go on with the learner of the last time, if there is one."""
        name = self.profiles.last()
        if name:
            self.choose(name)

    def note(self, verb: Callable[..., Progress], *values: object) -> None:
        """Apply a verb of ``core.lessons.progress`` that takes ``now`` last, as in ``note(visited, "relu", "a")``."""
        self._take(verb(self.progress, *values, now=datetime.now()))

    def clear(self, verb: Callable[[Progress], Progress]) -> None:
        """Apply a verb that needs no time, such as ``reset``, and save."""
        self._take(verb(self.progress))

    def choose(self, name: str) -> None:
        """Go on as another learner, "" as a guest. What cannot be read is told and changes nothing."""
        progress, problem = self._unsaved.get(name, Progress()), None
        if name and name not in self._unsaved:
            try:
                progress, problem = self.profiles.load(name)
            except UserError as error:
                self.troubled.emit(error)
                return
        self._switch(progress)
        if problem:
            self.troubled.emit(problem)

    def add(self, text: str) -> None:
        """Begin as a new learner; what a guest has done goes along. Raises UserError ``progress.*``, ``file.*``."""
        self._switch(self.profiles.add(text, None if self.progress.name else self.progress))

    def rename(self, text: str) -> None:
        """Give the learner in use another name. Raises UserError ``progress.*``, ``file.*``."""
        old = self.progress.name
        self._switch(self.profiles.rename(self.progress, text))
        self._unsaved.pop(old, None)

    def delete(self) -> None:
        """Remove the learner in use and go on as a guest. Raises UserError ``progress.*``, ``file.*``."""
        self.profiles.delete(self.progress.name)
        self._unsaved.pop(self.progress.name, None)
        self._switch(Progress())

    def _switch(self, progress: Progress) -> None:
        self.progress = progress
        self.profiles.remember(progress.name)
        self.changed.emit()

    def _take(self, progress: Progress) -> None:
        if progress == self.progress:
            return
        self.progress = progress
        if progress.name:
            self._unsaved[progress.name] = progress
            self._save_again()
        self.changed.emit()

    def _save_again(self) -> None:
        for name, progress in list(self._unsaved.items()):
            try:
                self.profiles.save(progress)
            except UserError as error:
                folder = self.profiles.folder
                told = UserError("file.progress_not_saved", name=name, folder=folder, reason=reason_of(error))
                self._trouble.report(told)
                return
            del self._unsaved[name]
        self._trouble.report(None)
