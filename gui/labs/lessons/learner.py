"""Who is learning: the record in use, changed by pure verbs, written at once on a thread, never lost by an error."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QObject, Signal

from core.files import reason_of
from core.jobs import LatestWorker
from core.lessons.profiles import Profiles
from core.lessons.progress import Progress
from core.text import UserError
from gui.trouble import Trouble

_LAST_SECONDS = 5.0


class Learner(QObject):
    """Holds the ``Progress`` of the learner in use, "" at first: a guest, whose record lasts as long as the program.

    Signals: ``changed``: it is another learner or there is news. ``troubled``: a UserError to tell, such as a file
    that was damaged or could not be written; the record in use stays. What could not be written is tried again, and
    ``recovered`` tells that all of it is.

    A network folder may take seconds to write to: only the program's end waits for it, and whoever asks for the files.
    """

    changed = Signal()
    troubled = Signal(object)
    recovered = Signal()

    def __init__(self, profiles: Profiles, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profiles = profiles
        self.progress = Progress()
        self._unsaved: dict[str, Progress] = {}
        self._lock = threading.Lock()
        self._writer = LatestWorker("learner")
        self._trouble = Trouble(self)
        self._trouble.told.connect(self.troubled)
        self._trouble.over.connect(self.recovered)
        self._trouble.again.connect(self._save)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.flush)

    @property
    def profiles(self) -> Profiles:
        """The learners' files, with everything in them that was done so far."""
        self.flush()
        return self._profiles

    def names(self) -> tuple[str, ...]:
        """Return the names of all learners."""
        return self._profiles.names()

    def flush(self) -> None:
        """Wait until everything is written, five seconds at most."""
        self._writer.wait(_LAST_SECONDS)

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
        self.flush()
        with self._lock:
            kept = self._unsaved.get(name)
        progress, problem = kept or Progress(), None
        if name and kept is None:
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
            with self._lock:
                self._unsaved[progress.name] = progress
            self._save()
        self.changed.emit()

    def _save(self) -> None:
        self._writer.start(self._write)

    def _write(self) -> None:
        """Write what is not written yet, on the worker's thread."""
        with self._lock:
            unsaved = list(self._unsaved.items())
        for name, progress in unsaved:
            try:
                self._profiles.save(progress)
            except UserError as error:
                folder = self._profiles.folder
                told = UserError("file.progress_not_saved", name=name, folder=folder, reason=reason_of(error))
                self._trouble.report(told)
                return
            with self._lock:
                # There may be news of the same learner meanwhile.
                if self._unsaved.get(name) is progress:
                    del self._unsaved[name]
        self._trouble.report(None)
