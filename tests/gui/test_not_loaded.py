"""PyTorch that does not load: the window says what to do, in both languages, and stays usable."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QPlainTextEdit

from core.files import Places
from core.pytorch_import import told_if_not_loaded
from core.settings import Settings
from core.text import UserError, words_in
from gui.app import Application

ROOT = Path(__file__).resolve().parents[2]
MISSING = "libtorch_cpu.so: cannot open shared object file: No such file or directory"
SAID = {"ko": "프로그램을 다시 설치하십시오", "en": "Install the program again"}


def broken() -> None:
    with told_if_not_loaded():
        raise OSError(f"{MISSING}\nmore that nobody reads")


@pytest.fixture
def application(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    monkeypatch.setattr("gui.loading.load_heavy", broken)
    application = Application(Places.below(tmp_path), Settings(language="ko"))
    application.window.resize(1024, 700)
    application.show_shell()
    application.load_behind()
    for _ in range(200):
        QTest.qWait(10)
        if QApplication.activeModalWidget() is not None:
            break
    yield application
    for dialog in application.window.findChildren(QDialog):
        dialog.close()
    application.window.close()
    application.window.deleteLater()
    application.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")


def shown_label(application: Application) -> str:
    labels = [w for w in application.window.findChildren(QLabel) if w.property("role") == "loading"]
    assert [w.isVisible() for w in labels] == [True]
    return labels[0].text()


def dialog_of(application: Application) -> QDialog:
    dialog = application.window.findChild(QDialog)
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def test_the_window_says_what_to_do_with_the_report_and_where_the_log_is(application: Application) -> None:
    dialog = dialog_of(application)
    assert dialog.windowTitle() == words_in("ko")("window.not_loaded_title")
    text = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert SAID["ko"] in text
    assert f"OSError: {MISSING}" in text
    assert str(application.places.log) in text
    report = dialog.findChild(QPlainTextEdit, "crashReport").toPlainText()
    assert report.startswith("Activation Lab ")
    assert 'in broken\n    raise OSError(f"{MISSING}' in report
    copy = next(b for b in dialog.findChildren(QAbstractButton) if b.text() == words_in("ko")("crash.copy"))
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == report


def test_the_report_is_in_the_log(application: Application, caplog: pytest.LogCaptureFixture) -> None:
    dialog_of(application)
    assert any(MISSING in record.getMessage() for record in caplog.get_records("setup"))


def test_the_window_stays_usable(application: Application) -> None:
    QTest.keyClick(dialog_of(application), Qt.Key.Key_Escape)
    QTest.qWait(20)
    assert SAID["ko"] in shown_label(application)
    application.set_language("en")
    assert SAID["en"] in shown_label(application)
    application.set_theme("dark")
    faults: list[object] = []
    triggered: list[str] = []
    before, sys.excepthook = sys.excepthook, lambda *fault: faults.append(fault)
    try:
        for name in [action.objectName() for action in application.window.actions()]:
            action = application.window.findChild(QAction, name)
            if action is not None and action.isEnabled() and name != "quitAction":
                triggered.append(name)
                action.trigger()
                QTest.qWait(1)
                for dialog in application.window.findChildren(QDialog):
                    dialog.close()
    finally:
        sys.excepthook = before
    assert faults == []
    assert {"preferencesAction", "shortcutsAction", "aboutAction", "exploreLabAction"} <= set(triggered)
    assert application.window.isVisible()
    assert application.window.close()
    assert not application.places.last_session.exists()


@pytest.fixture
def broken_torch(tmp_path: Path) -> dict[str, str]:
    """An environment in which ``import torch`` fails as with a library that is gone."""
    package = tmp_path / "first" / "torch"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f"raise OSError({MISSING!r})\n")
    home = str(tmp_path / "home")
    return {**os.environ, "PYTHONPATH": str(package.parent), "HOME": home, "PYTHONUTF8": "1"}


@pytest.mark.parametrize(
    ("lang", "arguments"),
    [("ko", ["eval", "relu"]), ("en", ["list"]), ("en", ["--screenshot", "a.png", "--size", "800x600"])],
)
def test_a_command_says_it_in_one_line(
    broken_torch: dict[str, str], tmp_path: Path, lang: str, arguments: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", "--lang", lang, *arguments],
        env=broken_torch,
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert SAID[lang] in done.stderr
    assert f"OSError: {MISSING}" in done.stderr


def test_on_windows_the_runtime_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(UserError) as caught:
        broken()
    assert "Visual C++" in caught.value.said_in("ko")
    assert "Visual C++ Redistributable (x64)" in caught.value.said_in("en")
    assert isinstance(caught.value.__cause__, OSError)


def test_a_fault_that_kills_the_process_is_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log" / "activation-lab.log"
    code = "import os, signal, sys, pathlib, gui.crash as c\np = pathlib.Path(sys.argv[1])\n"
    code += "c.start_log(p)\nc.log_what_kills(p)\nc.LOG.info('start')\n"
    code += "def lesson():\n    os.kill(os.getpid(), signal.SIGSEGV)\nlesson()"
    done = subprocess.run([sys.executable, "-c", code, log], cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGSEGV
    text = log.read_text(encoding="utf-8")
    assert text.index("INFO start") < text.index("Fatal Python error: Segmentation fault")
    assert "in lesson" in text
