"""A lesson back into its files, and a step out of what is on screen."""

from __future__ import annotations

import io
import json
import math
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from core.files import user_error, write_atomically
from core.lessons.archive import SUFFIX
from core.lessons.document import FORMAT
from core.lessons.load import PAGES, TOML, LessonFiles, load_lesson
from core.lessons.model import Lesson, Step, StepText
from core.lessons.patch import patch_of
from core.state import SLICES, AppState
from core.text import LANGUAGES, Lang

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH = 110
_LONG = 1_000  # characters: a reader refuses lines of thousands
_PER_LINE = 10
_BREAK = re.compile(r"[^ ]{1,200}(?: [^ ]{1,200}){10,20} (?=[^ ])")
# Files in a zip file bear this date, so that the same lesson is the same file.
_DATE = (1980, 1, 1, 0, 0, 0)


def lesson_files(lesson: Lesson) -> dict[str, bytes]:
    """Return the files of a lesson by name: ``lesson.toml`` and a page for each language that it is told in."""
    texts = {TOML: _toml(lesson)}
    for lang in LANGUAGES:
        if any(lang in step.pages for step in lesson.steps):
            texts[PAGES[lang]] = _page(lesson, lang)
    return {name: text.encode() for name, text in texts.items()}


def save_lesson(lesson: Lesson, path: Path) -> None:
    """Write a lesson: into a zip file where ``path`` ends in ``.actlesson``, else into a folder.

    Raises UserError ``file.*`` where that fails: each old file is then as it was. Raises LessonError for a lesson that
    could not be opened again, before anything is written.
    """
    files = lesson_files(lesson)
    pages = {lang: files[name] for lang, name in PAGES.items() if name in files}
    load_lesson(LessonFiles(lesson.key, path.name, files[TOML], pages))
    if path.suffix == SUFFIX:
        write_atomically(path, _zipped(files))
        return
    for name, data in files.items():
        write_atomically(path / name, data)
    for name in PAGES.values():
        if name not in files:
            try:
                (path / name).unlink(missing_ok=True)
            except OSError as error:
                raise user_error(error, path / name) from None


def step_from(app: AppState, id: str, pages: Mapping[Lang, StepText], lab: str = "") -> Step:
    """Return a step that sets up a lab as it is now: the one in view, or ``lab``; none if that is no lab."""
    key = lab or app.lab
    has_lab = key in SLICES and key != "lessons"
    patch = patch_of(app, key) if has_lab else None
    return Step(id, 0, key if has_lab else "", patch, {}, {}, None, pages)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


# --- lesson.toml ---


def _toml(lesson: Lesson) -> str:
    lines = [f"format = {FORMAT}", f"section = {_value(lesson.section)}", f"title = {_value(dict(lesson.titles))}"]
    if lesson.summaries:
        lines.append(f"summary = {_value(dict(lesson.summaries))}")
    for step in lesson.steps:
        lines += ["", *_step(step)]
    return "\n".join(lines) + "\n"


def _step(step: Step) -> Iterator[str]:
    yield "[[step]]"
    yield f"id = {_value(step.id)}"
    if step.minutes:
        yield f"minutes = {_value(step.minutes)}"
    if step.lab:
        yield f"lab = {_value(step.lab)}"
    parts: list[tuple[str, Any]] = [("state", step.patch), ("numbers", step.numbers), ("values", step.values)]
    for name, part in (*parts, ("task", step.task)):
        if part or (name == "state" and part is not None):
            yield f"[step.{name}]"
            document = _document(part)
            yield from (f"{_key(key)} = {_entry(value)}" for key, value in document.items())


def _document(value: Any) -> Any:
    """Return plain values without those that a struct has anyway."""
    if isinstance(value, msgspec.Struct):
        kind = type(value)
        tag = {str(kind.__struct_config__.tag_field): kind.__struct_config__.tag} if kind.__struct_config__.tag else {}
        fields = ((field, getattr(value, field.name)) for field in msgspec.structs.fields(kind))
        return tag | {field.name: _document(own) for field, own in fields if field.required or own != _default(field)}
    if isinstance(value, Mapping):
        return {str(key): _document(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_document(one) for one in value]
    return value


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default


def _entry(value: Any) -> str:
    """Return a value, a long list of tables one below the other."""
    text = _value(value)
    if len(text) <= _WIDTH or not (isinstance(value, list) and all(isinstance(one, dict) for one in value)):
        return text
    return "[\n" + "".join(f"  {_value(one)},\n" for one in value) + "]"


def _value(value: Any) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        return text if len(text) <= _LONG else f'"""{_broken(text[1:-1])}"""'
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(str(key))} = {_value(one)}" for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        parts = [_value(one) for one in value]
        is_long = sum(map(len, parts)) > _LONG
        rows = [", ".join(parts[i : i + _PER_LINE]) for i in range(0, len(parts), _PER_LINE)]
        return "[" + (",\n".join(rows) if is_long else ", ".join(parts)) + "]"
    return str(value)


def _broken(text: str) -> str:
    """Return a long text in lines: TOML passes over a backslash, the end of the line and blanks behind it."""
    return _BREAK.sub(lambda found: found.group(0) + "\\\n", text)


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    text = repr(value)
    return text.removesuffix(".0") if abs(value) < 1e15 and not math.copysign(1, value) < 0 == value else text


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


# --- pages ---


def _page(lesson: Lesson, lang: Lang) -> str:
    parts = [f"# {lesson.titles[lang]}"] if lang in lesson.titles else []
    parts += ["\n\n".join(_told(step.id, step.pages[lang])) for step in lesson.steps if lang in step.pages]
    return "\n\n".join(parts) + "\n"


def _told(id: str, text: StepText) -> Iterator[str]:
    yield f"## {text.title} {{#{id}}}"
    if text.body:
        yield text.body
    yield from _block("question", text.question)
    for option, said in text.options.items():
        yield from _block(f"option {option}", said)
    for hint in text.hints:
        yield from _block("hint", hint)
    yield from _block("right", text.right)
    for wrong, said in text.wrong.items():
        yield from _block(f"wrong {wrong}", said)
    for kind in ("answer", "teacher", "misconception", "ask"):
        yield from _block(kind, getattr(text, kind))


def _block(kind: str, text: str) -> Iterator[str]:
    if text:
        yield f"::: {kind}\n{text}\n:::"
