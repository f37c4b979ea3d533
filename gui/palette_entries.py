"""What the command palette finds: labs, lessons, commands, and every function of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.activations import ACTIVATIONS
from core.labs import explore
from core.store import Store
from core.text import LANGUAGES, Words, words_in
from gui.actions import COMMANDS
from gui.dialogs.command_palette import PaletteEntry
from gui.lab_actions import lab_keys_text
from gui.lab_table import LAB_KEYS
from gui.lesson_commands import LessonCommands
from gui.main_window import MainWindow


def palette_entries(
    words: Words, window: MainWindow, store: Store, visit: Callable[[str], None], lessons: LessonCommands
) -> list[PaletteEntry]:
    """Return the entries in the order in which an empty search shows them."""
    return [
        *_labs(words, visit),
        *_functions(words, store, visit),
        *_lessons(words, lessons),
        *_commands(words, window),
    ]


def _lessons(words: Words, lessons: LessonCommands) -> list[PaletteEntry]:
    return [
        PaletteEntry(
            lesson.title(words.lang),
            words("palette.lesson"),
            "",
            tuple(lesson.title(lang) for lang in LANGUAGES),
            lambda key=lesson.key: lessons.show(key),  # type: ignore[misc]
        )
        for lesson in lessons.lab.library.lessons
    ]


def _said(id: str) -> tuple[str, ...]:
    return tuple(words_in(lang)(id) for lang in LANGUAGES)


def _labs(words: Words, visit: Callable[[str], None]) -> list[PaletteEntry]:
    return [
        PaletteEntry(
            words(f"{key}.title"),
            words("palette.lab"),
            lab_keys_text(number),
            (*_said(f"{key}.title"), key),
            lambda key=key: visit(key),  # type: ignore[misc]
        )
        for number, key in enumerate(LAB_KEYS)
    ]


def _commands(words: Words, window: MainWindow) -> list[PaletteEntry]:
    entries = []
    for command in COMMANDS:
        action = window.actions_by_id[command.id]
        if command.id != "command_palette" and action.isEnabled():
            names = (*_said(f"action.{command.id}"), command.id.replace("_", " "))
            keys = command.shortcuts[0] if command.shortcuts else ""
            entries.append(
                PaletteEntry(words(f"action.{command.id}"), words("palette.command"), keys, names, action.trigger)
            )
    return entries


def _functions(words: Words, store: Store, visit: Callable[[str], None]) -> list[PaletteEntry]:
    def show(key: str) -> None:
        visit("explore")
        own = explore.choose_function(store.state.explore, key)
        store.seal()
        store.commit(replace(store.state, explore=own), "change.function")

    return [
        PaletteEntry(
            words.text(record.name),
            words("palette.function"),
            "",
            (record.name.ko, record.name.en, record.key, record.key.replace("_", " "), *record.aliases),
            lambda key=record.key: show(key),  # type: ignore[misc]
        )
        for record in ACTIVATIONS
    ]
