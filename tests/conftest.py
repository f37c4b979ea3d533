"""What every test starts from: Qt off-screen with the bundled fonts, and the whole application on demand."""

from __future__ import annotations

import gc
import os

# Before anything imports Qt: tests never open a window on a developer's screen.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gui.app import Application

# The same examples every time, however busy the machine: what fails here fails for everybody.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")

Launch = Callable[..., "Application"]
SIZE = (1920, 1080)
# Less than one window, so that a closed one goes at once, and far more than a test of numbers leaves.
MANY_NEW_OBJECTS = 2_000


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The one QApplication, made as the program makes it: Fusion style and the bundled fonts, loaded once."""
    from gui.app import make_application

    return make_application(["activation-lab"])


@pytest.fixture
def launch(qapp: QApplication, tmp_path: Path) -> Iterator[Launch]:
    """Start the program as ``launch(language=…, theme=…, size=…, fresh=…)``; all of its files lie in ``tmp_path``.

    At the end every program started is closed, and must have left no window and no thread behind.
    """
    from PySide6.QtGui import QCursor, QFont, QPalette

    from core.files import Places
    from core.settings import Settings, load_settings
    from gui.app import Application, load_heavy

    load_heavy()
    started: list[Application] = []
    windows, palette, font = set(qapp.topLevelWidgets()), QPalette(qapp.palette()), QFont(qapp.font())
    threads = set(threading.enumerate())

    def start(size: tuple[int, int] = SIZE, fresh: bool = False, **settings: object) -> Application:
        places = Places.below(tmp_path)
        chosen = Settings(**settings) if settings else load_settings(places.settings)[0]
        application = Application(places, chosen, fresh=fresh)
        started.append(application)
        QCursor.setPos(0, 0)  # where an earlier test left the pointer, something may answer to it
        application.window.resize(*size)
        application.window.show()
        application.window.activateWindow()
        application.start()
        _settle(qapp)
        return application

    yield start

    for application in started:
        _end(qapp, application)
    started.clear()
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)
    if not windows.issuperset(qapp.topLevelWidgets()):
        gc.collect()  # a window of which only a cycle is left goes when the program collects
    left = set(qapp.topLevelWidgets()) - windows
    assert not left, f"windows left behind: {left}"
    assert not [t for t in set(threading.enumerate()) - threads if not t.daemon], "a thread is left behind"


@pytest.fixture
def application(launch: Launch) -> Application:
    """The program in Korean and the light theme, its window shown at 1920×1080."""
    return launch(language="ko", theme="light")


def _settle(app: QApplication) -> None:
    for _ in range(5):
        app.processEvents()


def _end(app: QApplication, application: Application) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    for dialog in app.topLevelWidgets():
        if dialog is not application.window and dialog.isVisible():
            dialog.close()
    application.window.may_close = lambda: True
    application.document.save_now()
    application.looks.flush()
    application.window.close()
    app.removeTranslator(application.looks.translator)
    application.window.deleteLater()
    application.deleteLater()
    _settle(app)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pytest_runtest_logfinish() -> None:
    """Collect here and now, as the program does it on its own thread only.

    Not before a test's own arguments are gone: they hold its application, which would outlive it.
    """
    if gc.get_count()[0] > MANY_NEW_OBJECTS:
        gc.collect()
