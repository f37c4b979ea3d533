"""Who is learning: the record in use, changed by pure verbs, written at once on a thread, never lost by an error."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QObject, Signal

from core.files import reason_of
from core.jobs import LatestWorker
from core.lessons.nameless import NamelessRecord, NamelessRecords, answers_in, new_id
from core.lessons.profiles import Profiles
from core.lessons.progress import Progress
from core.text import UserError
from gui.trouble import Trouble

_LAST_SECONDS = 5.0
# No learner's name can have this sign in it.
_NAMELESS = "/"


class Learner(QObject):
    """Holds the ``Progress`` of the learner in use, at first of one without a name, who has done nothing yet.

    Answers without a name are kept, too: ``waiting`` are those of others, or of another time, who may go on with them.

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
        self._nameless, self._nameless_id = NamelessRecords(profiles.folder), new_id()
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

    def waiting(self) -> tuple[NamelessRecord, ...]:
        """Return what was answered without a name and can be gone on with, the latest first."""
        self.flush()
        return tuple(record for record in self._nameless.all() if record.id != self._nameless_id)

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
        """Go on as another learner, "" as a new one without a name. What cannot be read is told and changes nothing."""
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

    def go_on_with(self, record: NamelessRecord) -> None:
        """Go on with what was done without a name."""
        self._switch(record.progress, record.id)

    def add(self, text: str) -> None:
        """Begin as a new learner; what was done without a name goes along.

        Raises UserError ``progress.*`` or ``file.*``.
        """
        old, id = self.progress, self._nameless_id
        self._switch(self.profiles.add(text, None if old.name else old))
        if not old.name:
            self._forget(id)

    def rename(self, text: str) -> None:
        """Give the learner in use another name. Raises UserError ``progress.*``, ``file.*``."""
        old = self.progress.name
        self._switch(self.profiles.rename(self.progress, text))
        self._unsaved.pop(old, None)

    def delete(self) -> None:
        """Remove the learner in use and go on as a new one without a name.

        Raises UserError ``progress.*`` or ``file.*``.
        """
        if self.progress.name:
            self.profiles.delete(self.progress.name)
            self._unsaved.pop(self.progress.name, None)
        else:
            self.flush()
            self._forget(self._nameless_id)
        self._switch(Progress())

    def _forget(self, id: str) -> None:
        self._unsaved.pop(_NAMELESS + id, None)
        self._nameless.delete(id)

    def _switch(self, progress: Progress, nameless_id: str = "") -> None:
        self.progress, self._nameless_id = progress, nameless_id or new_id()
        self.profiles.remember(progress.name)
        self.changed.emit()

    def _take(self, progress: Progress) -> None:
        if progress == self.progress:
            return
        is_kept = bool(progress.name or answers_in(progress) or answers_in(self.progress))
        self.progress = progress
        if is_kept:
            with self._lock:
                self._unsaved[progress.name or _NAMELESS + self._nameless_id] = progress
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
                if name.startswith(_NAMELESS):
                    self._nameless.save(name.removeprefix(_NAMELESS), progress)
                else:
                    self._profiles.save(progress)
            except UserError as error:
                folder, said = self._profiles.folder, progress.name or UserError("progress.guest")
                told = UserError("file.progress_not_saved", name=said, folder=folder, reason=reason_of(error))
                self._trouble.report(told)
                return
            with self._lock:
                # There may be news of the same learner meanwhile.
                if self._unsaved.get(name) is progress:
                    del self._unsaved[name]
        self._trouble.report(None)
