"""Reading a lesson's files: from a folder, or from a zip file that may hold anything at all."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from core.files import read_at_most
from core.lessons.load import MAX_TEXT_BYTES, PAGES, TOML, LessonFiles
from core.text import Lang, UserError

SUFFIX = ".actlesson"
MAX_ZIP_BYTES = 5 * 2**20
MAX_TOTAL = 5 * 2**20
MAX_ENTRIES = 64
MAX_RATIO = 200
_CHUNK = 64 * 1024
_FLAG_UTF8 = 0x800
_FLAG_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What systems put beside the files of a person.
_LEFTOVERS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read_folder(folder: Path, key: str) -> LessonFiles:
    """Return the files of the lesson in ``folder``. Raises UserError ``file.*`` or ``lesson_file.*``."""
    if not folder.is_dir():
        raise UserError("file.not_found", name=folder.name, folder=folder.parent)
    toml = _read_file(folder / TOML)
    found = {lang: _read_file(folder / name) for lang, name in PAGES.items()}
    return LessonFiles(key, folder.name, toml, {lang: data for lang, data in found.items() if data is not None})


def read_zip(path: Path, key: str) -> LessonFiles:
    """Return the files of the lesson in the zip file ``path``. Raises UserError ``file.*`` or ``lesson_file.zip_*``."""
    data = _read_file(path, MAX_ZIP_BYTES)
    if data is None:
        raise UserError("file.not_found", name=path.name, folder=path.parent)
    return unzipped(data, path.name, key)


def unzipped(data: bytes, name: str, key: str) -> LessonFiles:
    """Return the files of the lesson in a zip file's bytes. Raises UserError ``lesson_file.zip_*``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = _checked_entries(archive, name)
            return _lesson_files(archive, entries, name, key)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError, RuntimeError):
        raise UserError("lesson_file.zip_damaged", name=name) from None
    except (struct.error, OverflowError, MemoryError, IndexError, UnicodeError):
        raise UserError("lesson_file.zip_damaged", name=name) from None


def _checked_entries(archive: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    """Return the files in the archive by their path; raises UserError for anything that a lesson does not need."""
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise UserError("lesson_file.zip_count", name=name, limit=MAX_ENTRIES)
    entries: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        path = _path(info)
        shown = path[:80]
        _check_path(path, name)
        if info.flag_bits & _FLAG_ENCRYPTED:
            raise UserError("lesson_file.zip_encrypted", name=name, entry=shown)
        mode = info.external_attr >> 16
        if mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_IFMT(mode) == 0):
            raise UserError("lesson_file.zip_link", name=name, entry=shown)
        if info.is_dir() or path.endswith("/"):
            continue
        if info.compress_type not in _METHODS:
            raise UserError("lesson_file.zip_method", name=name, entry=shown)
        if path.casefold() in (known.casefold() for known in entries):
            raise UserError("lesson_file.zip_twice", name=name, entry=shown)
        entries[path] = info
    total = sum(info.file_size for info in entries.values())
    if total > MAX_TOTAL:
        raise UserError("lesson_file.zip_total", name=name, limit=MAX_TOTAL // 2**20)
    for path, info in entries.items():
        if info.file_size > _CHUNK and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise UserError("lesson_file.zip_bomb", name=name, entry=path[:80])
    return {path: info for path, info in entries.items() if not _is_leftover(path)}


def _path(info: zipfile.ZipInfo) -> str:
    """Return an entry's path; what is not marked as UTF-8 may be UTF-8 all the same, or CP949 as Windows wrote it."""
    if info.flag_bits & _FLAG_UTF8 or info.orig_filename.isascii():
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _check_path(path: str, name: str) -> None:
    parts = path.rstrip("/").split("/")
    is_absolute = path.startswith("/") or (len(path) > 1 and path[1] == ":")
    if is_absolute or "\\" in path or "\0" in path or not path.strip("/") or {"", ".", ".."} & set(parts):
        raise UserError("lesson_file.zip_path", name=name, entry=path[:80].replace("\0", "␀"))


def _is_leftover(path: str) -> bool:
    return path.startswith(_LEFTOVERS[0]) or PurePosixPath(path).name in _LEFTOVERS[1:]


def _lesson_files(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], name: str, key: str) -> LessonFiles:
    """Return the one lesson, which lies at the top or in one folder."""
    homes = {str(PurePosixPath(path).parent) for path in entries if PurePosixPath(path).name == TOML}
    if len(homes) > 1:
        raise UserError("lesson_file.zip_several", name=name)
    home = next(iter(homes), ".")
    if home.count("/"):
        raise UserError("lesson_file.zip_deep", name=name, entry=f"{home}/{TOML}"[:80])
    prefix = "" if home == "." else f"{home}/"
    budget = _Budget(MAX_TOTAL, name)

    def read(file: str) -> bytes | None:
        info = entries.get(prefix + file)
        return None if info is None else budget.read(archive, info, prefix + file)

    toml = read(TOML)
    pages: dict[Lang, bytes | None] = {lang: read(file) for lang, file in PAGES.items()}
    return LessonFiles(key, name, toml, {lang: data for lang, data in pages.items() if data is not None})


class _Budget:
    """Reads entries bit by bit and stops at the limit, whatever their headers say."""

    def __init__(self, left: int, name: str) -> None:
        self._left = left
        self._name = name

    def read(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> bytes:
        parts, size = [], 0
        with archive.open(info) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                self._left -= len(chunk)
                if size > MAX_TEXT_BYTES:
                    raise UserError(
                        "lesson_file.zip_entry", name=self._name, entry=path[:80], limit=MAX_TEXT_BYTES // 2**20
                    )
                if self._left < 0:
                    raise UserError("lesson_file.zip_total", name=self._name, limit=MAX_TOTAL // 2**20)
                parts.append(chunk)
        return b"".join(parts)


def _read_file(path: Path, limit: int = MAX_TEXT_BYTES) -> bytes | None:
    """Return a file's bytes, None if there is none; not more than ``limit`` is ever read."""
    try:
        data = read_at_most(path, limit)
    except UserError as error:
        if error.id == "file.not_found":
            return None
        raise
    if len(data) > limit:
        raise UserError("lesson_file.too_large", file=path.name, limit=f"{limit // 1024:,} KB")
    return data
