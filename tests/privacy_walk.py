"""The program as a person starts and uses it, in a process of its own; what it asked of the network is printed as JSON.

``python privacy_walk.py FOLDER``: FOLDER holds a lesson whose text asks for a picture and a page. Python's own audit
hook hears every socket, look-up and program that anything here opens, whatever library it is in.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

FOLDER = Path(sys.argv[1])
os.environ["QT_QPA_PLATFORM"] = "offscreen"
asked: list[str] = []
_LOCAL = {getattr(socket, "AF_UNIX", None), getattr(socket, "AF_PIPE", None)}


def hear(event: str, arguments: tuple[object, ...]) -> None:
    """Note what would reach beyond this computer, or start another program that could."""
    if event == "socket.__new__" and arguments[1] not in _LOCAL:
        asked.append(f"{event} {socket.AddressFamily(arguments[1]).name}")
    elif event in ("socket.connect", "socket.bind", "socket.sendto") and isinstance(arguments[1], tuple):
        asked.append(f"{event} {arguments[1]}")
    elif event == "subprocess.Popen" and arguments[0] == "uname":
        pass  # Python asks the system for its own name, for the window About
    elif event.startswith(("socket.get", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "subprocess.")):
        # Python asks for the name of this computer itself; that is no look-up.
        asked.append(f"{event} {arguments!r}" if event != "socket.gethostname" else "")
    elif event in ("os.system", "os.exec", "os.posix_spawn", "os.startfile"):
        asked.append(f"{event} {arguments!r}")


sys.addaudithook(hear)

from PySide6.QtCore import QPoint, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QFileDialog, QWidget  # noqa: E402

import gui.app  # noqa: E402
from gui.dialogs.export import ExportDialog  # noqa: E402
from gui.first_view import FirstView  # noqa: E402
from gui.lab_table import LAB_KEYS  # noqa: E402
from gui.widgets.markdown_view import MarkdownView  # noqa: E402
from tests.gui.hands import Hands  # noqa: E402

seen: list[str] = []


class Walk:
    """Goes everywhere once, then ends the program."""

    def __init__(self, application: gui.app.Application) -> None:
        self.application, self.hands = application, Hands(application)

    def go(self) -> None:
        """Visit every lab, open lessons, follow links, export, project, save and open."""
        try:
            for key in LAB_KEYS:
                self.application.visit(key)
                self.hands.settle()
                seen.append(key)
            self.lesson()
            self.export()
            self.dialogs()
            self.session()
        finally:
            self.application.window.close()

    def lesson(self) -> None:
        """Open the lesson that asks for a picture and a page, click all over its text, print it."""
        self.application.files.open(FOLDER / "lesson")
        self.hands.settle()
        text = self.hands.part("lessonText", MarkdownView)
        seen.append(text.toPlainText())
        for y in range(4, text.height(), 9):
            for x in range(4, min(text.width(), 500), 40):
                QTest.mouseClick(text.viewport(), gui.app.Qt.MouseButton.LeftButton, pos=QPoint(x, y))
        # The preview of a lesson that is being written takes any text.
        text.show_markdown((FOLDER / "asking.md").read_text(encoding="utf-8"))
        self.hands.settle()
        text.grab()
        for link in ("https://example.org/", "http://example.org/a.png", f"file://{FOLDER}/canary.png"):
            text.link_asked.emit(link)
        seen.append(text.toPlainText())
        QFileDialog.getSaveFileName = lambda *_: (str(FOLDER / "sheet.pdf"), "")  # type: ignore[method-assign]
        self.application.lessons.papers.ask_worksheet()
        self.hands.settle()

    def export(self) -> None:
        """Save every kind of file."""
        self.application.visit("explore")
        self.hands.settle()
        self.application.exports.show()
        dialog = self.hands.dialog(ExportDialog)
        assert isinstance(dialog, ExportDialog)
        for row in range(dialog.list.count()):
            dialog.list.setCurrentRow(row)
            for at in range(dialog.format.count()):
                dialog.format.setCurrentIndex(at)
                self.hands.settle()
                dialog.save_to(FOLDER / f"{dialog.item.id}.{dialog.format.currentData()}")
                dialog._job.wait()
                self.hands.settle()
        dialog.close()

    def dialogs(self) -> None:
        """Open every window."""
        for id in ("preferences", "shortcuts", "about", "command_palette", "history", "data_table", "project"):
            self.application.window.actions_by_id[id].trigger()
            self.hands.settle()
            window = self.hands.dialog(QWidget)
            if window is not None:
                window.close()
            self.hands.settle()

    def session(self) -> None:
        """Save and open the session; a second start hands over its file."""
        self.application.document.save(FOLDER / "a.actlab")
        self.application.files.open(FOLDER / "a.actlab")
        self.hands.settle()


def main() -> int:
    """Start the program as ``main.py`` does, walk, and print what was heard."""
    begin = gui.app.Application.start

    def start(self: gui.app.Application) -> None:
        begin(self)
        QTimer.singleShot(0, Walk(self).go)

    gui.app.Application.start = start  # type: ignore[method-assign]
    code = gui.app.run({"language": "en"}, "", None, True, FirstView())
    print(json.dumps({"code": code, "asked": [one for one in asked if one], "seen": seen}))
    return code


if __name__ == "__main__":
    sys.exit(main())
