"""A lesson on two screens, played through in a process of its own; what was seen is printed as JSON.

``python classroom.py FOLDER``: settings and sessions go to FOLDER.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tests.gui.stage.virtual_screens import LAPTOP, PROJECTOR, platform, plug

FOLDER = Path(sys.argv[1])
os.environ["QT_QPA_PLATFORM"] = platform(FOLDER / "screens.json", LAPTOP, PROJECTOR)

from PySide6.QtCore import QPoint, QPointF, Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from core.files import Places  # noqa: E402
from core.settings import Settings  # noqa: E402
from gui.app import Application, make_application  # noqa: E402
from gui.loading import load_heavy  # noqa: E402

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


class Lesson:
    """Plays the lesson and notes down what is where."""

    def __init__(self) -> None:
        self.app = make_application(["activation-lab"])
        load_heavy()
        self.application = Application(Places.below(FOLDER), Settings(language="ko"), fresh=True)
        self.window = self.application.window
        self.window.resize(1200, 700)
        self.window.move(QPoint(60, 30))
        self.window.show()
        self.application.start()
        self.settle()
        self.seen: dict[str, dict[str, object]] = {}

    def settle(self) -> None:
        for _ in range(12):
            QApplication.processEvents()

    def note(self, when: str) -> None:
        projection = self.application.projection
        stage = projection.window
        assert stage is not None
        picture = stage.grab()
        self.seen[when] = {
            "stage_on": stage.screen().name(),
            "stage_box": list(stage.geometry().getRect()),
            "stage_visible": stage.isVisible(),
            "full_screen": stage.isFullScreen(),
            "ratio": picture.devicePixelRatio(),
            "small_font": stage.theme.px(stage.theme.tokens.small_font) * picture.devicePixelRatio(),
            "picture_wide": picture.width(),
            "teacher_on": self.window.screen().name(),
            "teacher_box": list(self.window.geometry().getRect()),
            "strip": projection.strip.isVisible(),
            "clock": projection.strip.clock.text(),
            "next": projection.strip.next_step.text(),
            "cards": [card.shown_text() for card in stage.body.cards if card.isVisible()],
            "cover": projection.state.cover,
            "frozen": projection.state.frozen,
            "strokes": len(stage.drawing.strokes),
            "tensor": self.application.store.state.explore.tensor.values.reshape(-1).tolist(),
        }

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        assert self.application.projection.window is not None
        QTest.keyClick(self.application.projection.window, key, held)
        self.settle()

    def play(self) -> None:
        projection = self.application.projection
        QTest.keyClick(self.window, KEY.Key_F5)
        self.settle()
        self.note("begun")
        self.key(KEY.Key_H, CTRL)
        self.key(KEY.Key_PageDown)
        assert projection.window is not None
        projection.window.drawing.strokes.append([QPointF(0.2, 0.2), QPointF(0.4, 0.4)])
        self.note("one revealed")
        plug(LAPTOP)
        self.settle()
        self.note("unplugged")
        self.key(KEY.Key_PageDown)
        self.note("went on")
        plug(LAPTOP, PROJECTOR)
        self.settle()
        self.note("plugged in again")
        self.key(KEY.Key_F6)
        self.key(KEY.Key_B)
        self.application.store.undo()
        plug(LAPTOP)
        self.settle()
        self.note("unplugged while covered")
        self.key(KEY.Key_Escape)
        self.key(KEY.Key_Escape)
        self.settle()
        self.seen["ended"] = {"stage_visible": projection.is_on, "teacher_visible": self.window.isVisible()}
        plug(LAPTOP, PROJECTOR)
        self.settle()
        self.seen["plugged in after the end"] = {"stage_visible": projection.is_on}
        self.window.move(QPoint(1500, 100))
        self.window.setScreen(QApplication.screens()[1])
        self.window.move(QPoint(1500, 100))
        self.settle()
        QTest.keyClick(self.window, KEY.Key_F5)
        self.settle()
        self.note("teacher on the other screen")
        self.window.may_close = lambda: True
        self.window.close()
        self.settle()


if __name__ == "__main__":
    lesson = Lesson()
    lesson.play()
    print(json.dumps(lesson.seen))
