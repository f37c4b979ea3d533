"""A lesson on two monitors of a real X server without a window manager; what was seen is printed as JSON.

``DISPLAY=:7 python -m tests.hardening.x11_lesson FOLDER``: the monitors are pieces of the one screen that Xvfb has.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "xcb"

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from core.files import Places
from core.settings import Settings
from gui.app import Application, make_application
from gui.loading import load_heavy
from gui.screen_changes import SECOND_LOOK_MS

LAPTOP, PROJECTOR = (0, 0, 1366, 768), (1366, 0, 1920, 1080)


class _Monitor(ctypes.Structure):
    """XRRMonitorInfo."""

    _fields_ = (
        ("name", ctypes.c_ulong), ("primary", ctypes.c_int), ("automatic", ctypes.c_int), ("noutput", ctypes.c_int),
        ("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int),
        ("mwidth", ctypes.c_int), ("mheight", ctypes.c_int), ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    )  # fmt: skip


class Monitors:
    """Plugs monitors of an X server in and out (RandR 1.5)."""

    def __init__(self) -> None:
        self._x, self._randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = self._x.XInternAtom.restype = ctypes.c_ulong
        self._randr.XRRGetMonitors.restype = ctypes.POINTER(_Monitor)
        self._randr.XRRAllocateMonitor.restype = ctypes.POINTER(_Monitor)
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        count = ctypes.c_int()
        found = self._randr.XRRGetMonitors(self._display, self._root, 1, ctypes.byref(count))
        self._output = found[0].outputs[0]

    def plug(self, name: str, box: tuple[int, int, int, int], is_first: bool = False) -> None:
        """Plug a monitor in. The first one takes the server's own output, so that there is no third monitor."""
        made = self._randr.XRRAllocateMonitor(self._display, 1 if is_first else 0)
        made[0].name, made[0].primary = self._atom(name), is_first
        made[0].x, made[0].y, made[0].width, made[0].height = box
        made[0].mwidth, made[0].mheight = box[2] // 4, box[3] // 4
        if is_first:
            made[0].outputs[0] = self._output
        self._randr.XRRSetMonitor(self._display, self._root, made)
        self._x.XSync(self._display, 0)

    def unplug(self, name: str) -> None:
        """Plug a monitor out."""
        self._randr.XRRDeleteMonitor(self._display, self._root, ctypes.c_ulong(self._atom(name)))
        self._x.XSync(self._display, 0)

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._display, name.encode(), 0))


class Lesson:
    """Plays the lesson and notes down what is where, and who has the keys."""

    def __init__(self, folder: Path) -> None:
        self.monitors = Monitors()
        self.monitors.plug("laptop", LAPTOP, is_first=True)
        self.monitors.plug("projector", PROJECTOR)
        make_application(["activation-lab"])
        load_heavy()
        settings = Settings(language="ko", toured=True, window=(60, 40, 1200, 680))
        self.application = Application(Places.below(folder), settings, fresh=True)
        self.application.show_shell()
        self.application.start()
        self.seen: dict[str, dict[str, object]] = {}

    def note(self, when: str) -> None:
        """Write down what is seen, after the second look."""
        QTest.qWait(SECOND_LOOK_MS + 500)
        windows = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
        active, stage = QApplication.activeWindow(), self.application.projection.window
        self.seen[when] = {
            "screens": [screen.name() for screen in QApplication.screens()],
            "windows": {type(w).__name__: [w.screen().name(), *w.frameGeometry().getRect()] for w in windows},
            "active": type(active).__name__,
            "strip": self.application.projection.strip.isVisible(),
            "strokes": [len(stroke) for stroke in stage.drawing.strokes] if stage is not None else [],
        }

    def play(self) -> None:
        """Draw while the projector's cable comes out, and look something up while it does."""
        actions = self.application.window.actions_by_id
        actions["project"].trigger()
        self.note("projected")
        stage = self.application.projection.window
        assert stage is not None
        actions["pen"].trigger()
        QTest.mousePress(stage.drawing, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
        self.monitors.unplug("projector")
        self.note("unplugged")
        QTest.mouseMove(stage.drawing, QPoint(500, 400))
        QTest.keyClick(stage, Qt.Key.Key_B)
        self.monitors.plug("projector", PROJECTOR)
        self.note("plugged in again")
        self.application.dialogs.show_preferences()
        self.note("preferences")
        self.monitors.unplug("projector")
        self.note("unplugged with preferences")
        for _ in range(3):  # the sheet, the pen, the stage
            QTest.keyClick(stage, Qt.Key.Key_Escape)
        self.note("ended")

    def end(self) -> None:
        for top in QApplication.topLevelWidgets():
            if isinstance(top, QDialog):
                top.close()
        self.application.window.may_close = lambda: True
        self.application.window.close()
        QApplication.processEvents()


if __name__ == "__main__":
    lesson = Lesson(Path(sys.argv[1]))
    lesson.play()
    lesson.end()
    print(json.dumps(lesson.seen))
