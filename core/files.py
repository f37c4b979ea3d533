"""Writing files so that the old one is whole until the new one is."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from core.text import UserError

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
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where this program keeps its own files; ``lessons`` and ``profiles`` are folders: a teacher's lessons, what
    learners have done.
    """

    settings: Path
    last_session: Path
    crashed_session: Path
    log: Path
    lessons: Path
    profiles: Path

    @classmethod
    def of_user(cls) -> Places:
        """Return the usual places of this operating system for the current user."""
        config = platformdirs.user_config_path(APP_FOLDER, appauthor=False)
        data = platformdirs.user_data_path(APP_FOLDER, appauthor=False)
        log = platformdirs.user_log_path(APP_FOLDER, appauthor=False)
        return replace(cls.below(data), settings=config / "settings.json", log=log / "activation-lab.log")

    def with_data(self, folder: str) -> tuple[Places, UserError | None]:
        """Return these places with the person's data in ``folder``, "" for where it is, and what is wrong with it.

        ``~`` and variables of the system, such as ``$USER`` or ``%USERNAME%``, are filled in: one preset serves a class.
        A network home that is not there today must not keep anybody from working: then the places stay as they are.
        """
        if not folder:
            return self, None
        try:
            data = Path(os.path.expandvars(os.path.expanduser(folder)))
            if not data.is_absolute():
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
            data.mkdir(parents=True, exist_ok=True)
            check_writable(data / self.last_session.name)
        except OSError as error:
            return self, UserError("file.data_folder", folder=folder, reason=error.strerror or type(error).__name__)
        except UserError:
            return self, UserError("file.data_folder", folder=folder, reason=os.strerror(errno.EACCES))
        return replace(self.below(data), settings=self.settings, log=self.log), None

    @classmethod
    def below(cls, folder: Path) -> Places:
        """Return places that all lie in ``folder``."""
        return cls(
            settings=folder / "settings.json",
            last_session=folder / "last.actlab",
            crashed_session=folder / "crashed.actlab",
            log=folder / "activation-lab.log",
            lessons=folder / "lessons",
            profiles=folder / "profiles",
        )


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``, making its folder if needed; on any failure the old file stays as it was.

    Raises UserError ``file.disk_full``, ``file.not_allowed``, ``file.no_folder``, ``file.is_folder`` or
    ``file.not_written``.
    """
    temporary = ""
    try:
        # A link keeps pointing where it did; a file that its owner made read-only stays.
        path = path.resolve() if path.is_symlink() else path
        if path.is_file() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            os.chmod(temporary, path.stat().st_mode & 0o777)
        else:
            os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            if temporary:
                os.unlink(temporary)
        raise user_error(error, path) from error


def check_writable(path: Path) -> None:
    """Raise UserError ``file.*`` if ``path`` cannot be written; an existing file is not changed."""
    if path.is_dir():
        raise UserError("file.is_folder", name=path)
    if not path.absolute().parent.is_dir():
        raise UserError("file.no_folder", name=path.name, folder=path.absolute().parent)
    if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
        raise UserError("file.not_allowed", name=path.name, folder=path.absolute().parent)


def user_error(error: OSError, path: Path) -> UserError:
    """Return the message for what went wrong with ``path``."""
    id = _REASONS.get(error.errno or 0, "file.not_written")
    return UserError(id, name=path.name or path, folder=path.parent, reason=error.strerror or type(error).__name__)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
