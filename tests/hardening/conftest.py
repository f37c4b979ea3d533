"""One program for all tests of a module that leave it as they found it: starting it takes longer than most of them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog

from core.files import Places
from core.last_screen import LastScreen
from core.settings import Settings
from gui.app import Application
from tests.hardening.desk import LAPTOP, ORDINARY, PROJECTOR, Desk
from tests.hardening.mishaps import Clumsy


@pytest.fixture(scope="module")
def running(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The program, running since the first test of the module that wanted it."""
    from gui.loading import load_heavy

    load_heavy()
    home = tmp_path_factory.mktemp("home")
    application = Application(Places.below(home), Settings(language="ko", theme="light", toured=True))
    application.window.resize(1600, 1000)
    application.window.show()
    application.start()
    yield application
    application.window.may_close = lambda: True
    application.document.stop_autosaving()
    application.document._worker.wait(5.0)
    application.window.close()
    qapp.removeTranslator(application.looks.translator)
    application.window.deleteLater()
    application.deleteLater()
    for _ in range(5):
        qapp.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")


@pytest.fixture
def hands(running: Application, tmp_path: Path) -> Iterator[Clumsy]:
    """A person at the program, as if it had just been started in Korean: nothing open, its own files in ``tmp_path``.

    Something was done that must not be lost, and was saved by itself.
    """
    places = Places.below(tmp_path)
    running.places = running.document._places = running.looks._places = places
    running.document._screen = LastScreen(places)
    running.looks.remembers = running.document._autosaves = True
    running.looks.flush()
    running.looks._unsaved = set(Settings.__struct_fields__)
    running.looks.change(Settings(language="ko", theme="light", toured=True))
    running.looks.flush()
    running.store.replace(running.store.start)
    running.document.path, running.document._saved = None, running.store.state
    for trouble in (running.document.trouble, running.looks.trouble):
        trouble.report(None)
    running.visit("explore")
    running.window.show()
    running.window.activateWindow()
    running.window.notices.close_all()
    clumsy = Clumsy(running)
    own = replace(running.store.state.explore, function="tanh")
    running.store.commit(replace(running.store.state, explore=own), "change.function")
    clumsy.settle()
    clumsy.autosave()
    yield clumsy
    for top in QApplication.topLevelWidgets():
        if isinstance(top, QDialog) and top.isVisible():
            top.close()
    running.document._worker.wait(5.0)
    clumsy.settle()


@pytest.fixture(scope="module")
def _screens(running: Application) -> Iterator[Desk]:
    """The screens of the module; put back before the program ends, so that its windows are never without one."""
    desk = Desk(running)
    # The collections after each test need not walk through all that is there already.
    gc.collect()
    gc.freeze()
    yield desk
    desk.keeps_stage = False
    desk.clear()
    desk.have(ORDINARY)


@pytest.fixture
def desk(_screens: Desk, hands: Clumsy) -> Iterator[Desk]:
    """The program on a laptop with a projector beside it."""
    desk = _screens
    desk.have(LAPTOP, PROJECTOR)
    window = hands.window
    window.showNormal()
    window.setScreen(desk.screen("laptop"))
    window.setGeometry(60, 40, 1200, 680)
    window.activateWindow()
    yield desk
    desk.clear()
