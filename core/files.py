"""Reading files that may be anything; writing files so that the old one is whole until the new one is."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
import threading
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import platformdirs

from core.text import UserError, words_in

APP_FOLDER = "activation-lab"
_REASONS = {
    errno.ENOSPC: "file.disk_full",
    errno.EDQUOT: "file.disk_full",
    errno.EFBIG: "file.disk_full",
    errno.EACCES: "file.not_allowed",
    errno.EPERM: "file.not_allowed",
    errno.EROFS: "file.not_allowed",
    errno.ENOENT: "file.no_folder",
    errno.ENOTDIR: "file.no_folder",
    errno.EEXIST: "file.no_folder",
    errno.EISDIR: "file.is_folder",
    errno.ENAMETOOLONG: "file.name_too_long",
}
_NOT_READ = {
    errno.EACCES: "file.not_readable",
    errno.EPERM: "file.not_readable",
    errno.ENOENT: "file.not_found",
    errno.ENOTDIR: "file.not_found",
    errno.EISDIR: "file.is_folder",
    errno.ENAMETOOLONG: "file.name_too_long",
    errno.ELOOP: "file.link_nowhere",
}
# A drive was pulled out, or the network is gone. Not every system has all of these.
_GONE = {
    getattr(errno, name)
    for name in ("EIO", "ENXIO", "ENODEV", "ESTALE", "ETIMEDOUT", "EHOSTDOWN", "EHOSTUNREACH", "ENOTCONN", "EREMOTEIO")
    if hasattr(errno, name)
}
# What a name may be long is used up by some names; what is written beside them has a short one.
_BESIDE = ".activation-lab-"
# Seconds that a start waits for a data folder.
_PATIENCE = 3.0
_SURELY_OVER = 3600.0
# Of what is longer, which no session is, size and time have to do.
_MOST_DIGESTED = 128 * 2**20


@dataclass(frozen=True, slots=True)
class Places:
    """Where this program keeps its own files; ``screen_before`` is work without a name when a file took its place,
    ``lessons`` and ``profiles`` are folders: a teacher's lessons, what learners have done. ``lesson_draft`` is the
    lesson that a teacher has not saved yet.
    """

    settings: Path
    last_session: Path
    crashed_session: Path
    screen_before: Path
    log: Path
    lessons: Path
    profiles: Path
    lesson_draft: Path

    @classmethod
    def of_user(cls) -> Places:
        """Return the usual places of this operating system for the current user."""
        config = platformdirs.user_config_path(APP_FOLDER, appauthor=False)
        data = platformdirs.user_data_path(APP_FOLDER, appauthor=False)
        log = platformdirs.user_log_path(APP_FOLDER, appauthor=False)
        return replace(cls.below(data), settings=config / "settings.json", log=log / "activation-lab.log")

    def with_data(self, folder: str) -> tuple[Places, UserError | None]:
        """Return these places with the person's data in ``folder``, "" for where it is, and what is wrong with it.

        ``~`` and variables of the system, such as ``$USER`` or ``%USERNAME%``, are filled in: one preset for all.
        A network home that is not there today must not keep anybody from working: then the places stay as they are.
        """
        if not folder:
            return self, None
        error = unusable_data(folder)
        if error is not None:
            return self, UserError("file.data_folder", **error.values)
        data = _data_path(folder)
        return replace(self.below(data), settings=self.settings, log=self.log), None

    @classmethod
    def below(cls, folder: Path) -> Places:
        """Return places that all lie in ``folder``."""
        return cls(
            settings=folder / "settings.json",
            last_session=folder / "last.actlab",
            crashed_session=folder / "crashed.actlab",
            screen_before=folder / "before.actlab",
            log=folder / "activation-lab.log",
            lessons=folder / "lessons",
            profiles=folder / "profiles",
            lesson_draft=folder / "lesson.draft",
        )


def unusable_data(folder: str) -> UserError | None:
    """Return why nobody's data can be kept in ``folder``, which is made if it can be; None if it can be used."""
    answers: list[UserError | None] = []
    # A network that does not answer keeps whoever asks it for minutes.
    asking = threading.Thread(target=lambda: answers.append(_data_trouble(folder)), daemon=True)
    asking.start()
    asking.join(_PATIENCE)
    gone = UserError("file.data_refused", folder=_data_path(folder), reason=UserError("file.why_gone"))
    return answers[0] if answers else gone


def _data_path(folder: str) -> Path:
    return Path(os.path.expandvars(os.path.expanduser(folder)))


def _data_trouble(folder: str) -> UserError | None:
    try:
        data = _data_path(folder)
        if not data.is_absolute():
            return UserError("file.data_refused", folder=folder, reason=UserError("file.why_no_folder"))
        data.mkdir(parents=True, exist_ok=True)
        check_writable(data / _BESIDE)
    except (OSError, ValueError, UserError) as error:
        return UserError("file.data_refused", folder=_data_path(folder), reason=_why(error))
    return None


def read_at_most(path: Path, limit: int) -> bytes:
    """Return the first ``limit + 1`` bytes of a file: one more than ``limit`` tells that it is longer.

    Nothing is waited for: a pipe or a device is refused. Raises UserError ``file.not_found``, ``file.is_folder``,
    ``file.not_a_file``, ``file.not_readable``, ``file.link_nowhere``, ``file.gone`` or ``file.not_read``.
    """
    try:
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        # Asked before opening, too: a device may do something when it is opened.
        _check_plain(path, os.stat(path).st_mode)
        with os.fdopen(os.open(path, flags), "rb") as file:
            _check_plain(path, os.fstat(file.fileno()).st_mode)
            return file.read(limit + 1)
    except ValueError:
        # No file can have a name with a zero in it.
        raise UserError("file.not_found", name=_name(path), folder=path.parent) from None
    except OSError as error:
        if error.errno == errno.ENOENT and path.is_symlink():
            raise UserError("file.link_nowhere", name=_name(path), folder=path.parent) from None
        id = "file.gone" if error.errno in _GONE else _NOT_READ.get(error.errno or 0, "file.not_read")
        raise UserError(id, name=_name(path), folder=path.absolute().parent, reason=_why(error)) from None


def set_aside(path: Path) -> Path | None:
    """Rename a damaged file so that it is kept: ``.broken`` behind its name, and a number if there is one already.

    Return where it is now, None if it had to stay or is not there.
    """
    for number in range(1, 100):
        kept = path.with_name(f"{path.name}.broken{number if number > 1 else ''}")
        if not os.path.lexists(kept):
            try:
                path.rename(kept)
            except OSError:
                return None
            return kept
    return None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a file was like: a clock that is set back does not matter, times are only compared for being the same."""

    size: int
    mtime_ns: int
    digest: bytes

    @classmethod
    def of(cls, path: Path) -> Fingerprint | None:
        """Return the fingerprint of a file as it is now, None if there is none that can be read."""
        try:
            found = os.stat(path)
            data = read_at_most(path, _MOST_DIGESTED) if found.st_size <= _MOST_DIGESTED else b""
        except (OSError, ValueError, UserError):
            return None
        return cls(found.st_size, found.st_mtime_ns, hashlib.sha256(data).digest())

    def is_changed(self, path: Path) -> bool:
        """Return whether the file at ``path`` is another one now; one that is gone is not."""
        try:
            found = os.stat(path)
        except (OSError, ValueError):
            return False
        if (found.st_size, found.st_mtime_ns) == (self.size, self.mtime_ns):
            return False
        # Disks and networks round times: what was only touched, or copied back, is the same.
        now = Fingerprint.of(path)
        return now is None or (now.size, now.digest) != (self.size, self.digest)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``, making its folder if needed; on any failure the old file stays as it was.

    Raises UserError ``file.disk_full``, ``file.not_allowed``, ``file.no_folder``, ``file.is_folder``,
    ``file.not_a_file``, ``file.name_too_long``, ``file.gone`` or ``file.not_written``.
    """
    temporary = ""
    try:
        # A link keeps pointing where it did; a file that its owner made read-only stays.
        path = Path(os.path.realpath(path)) if path.is_symlink() else path
        if path.exists():
            _check_plain(path, path.stat().st_mode)
        if path.is_file() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_BESIDE)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            os.chmod(temporary, path.stat().st_mode & 0o777)
        else:
            os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError):
            if temporary:
                os.unlink(temporary)
        raise user_error(error, path) from error


def check_writable(path: Path) -> None:
    """Raise UserError ``file.*`` if ``path`` cannot be written; an existing file is not changed."""
    try:
        folder = path.absolute().parent
        if path.exists():
            _check_plain(path, path.stat().st_mode)
        elif not folder.is_dir():
            raise UserError("file.no_folder", name=path.name, folder=folder)
        if not os.access(path if path.exists() else folder, os.W_OK):
            raise UserError("file.not_allowed", name=path.name, folder=folder)
    except (OSError, ValueError) as error:
        raise user_error(error, path) from error


def sweep(folder: Path) -> None:
    """Remove what a program that was killed has left half-written in ``folder``.

    What is younger than an hour may be that of a program at work, on another computer of the same home.
    """
    now = datetime.now().timestamp()
    with contextlib.suppress(OSError):
        for path in folder.glob(f"{_BESIDE}*"):
            with contextlib.suppress(OSError):
                if abs(now - path.lstat().st_mtime) > _SURELY_OVER:
                    path.unlink()


def unwritable(folder: Path) -> UserError | None:
    """Return why nothing can be kept in ``folder``, which is made if it can be; None if files can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        check_writable(folder / _BESIDE)
    except (OSError, ValueError, UserError) as error:
        return UserError("file.nothing_kept", folder=folder, reason=_why(error))
    return None


def user_error(error: OSError | ValueError, path: Path) -> UserError:
    """Return the message for what went wrong when ``path`` was written."""
    number = error.errno or 0 if isinstance(error, OSError) else 0
    id = "file.gone" if number in _GONE else _REASONS.get(number, "file.not_written")
    return UserError(id, name=_name(path), folder=path.absolute().parent, reason=_why(error))


def _check_plain(path: Path, mode: int) -> None:
    """Raise UserError ``file.is_folder`` or ``file.not_a_file`` for what is no file."""
    if stat.S_ISDIR(mode):
        raise UserError("file.is_folder", name=_name(path))
    if not stat.S_ISREG(mode):
        raise UserError("file.not_a_file", name=_name(path))


def _name(path: Path) -> str:
    return path.name or str(path)


def reason_of(error: UserError) -> object:
    """Return why a file was not written, as it stands in brackets within another message."""
    id = error.id.replace("file.", "file.why_", 1)
    return UserError(id) if id in words_in("en") else error.values.get("reason", error.id)


def _why(error: Exception) -> object:
    """Return the reason as it stands in brackets: in words where there are some, else as the system says it."""
    if isinstance(error, UserError):
        return reason_of(error)
    number = error.errno or 0 if isinstance(error, OSError) else 0
    if number in _GONE:
        return UserError("file.why_gone")
    if number in _REASONS:
        return UserError(f"file.why_{_REASONS[number].removeprefix('file.')}")
    return (error.strerror if isinstance(error, OSError) else "") or type(error).__name__


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
