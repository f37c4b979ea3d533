"""A person who uses everything the program has, with mouse and keys, in an order drawn by lot."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QMessageBox,
    QPushButton,
    QWidget,
)

from core.labs.explore.state import move_probe
from core.store import MAX_STEPS
from gui.dialogs.export import ExportDialog
from gui.lab_table import LAB_KEYS
from gui.theme import load_themes
from tests.gui.hands import CTRL, KEY, SHIFT, Hands
from tests.soak.figures import Faults
from tests.soak.gestures import Gestures

# A window that asks and was not expected is answered with Esc after so long.
_PATIENCE_MS = 400
_DIALOGS = ("preferences", "shortcuts", "about", "command_palette", "history", "data_table")
GESTURES_EACH = 12  # in every lab, in one round
_MOST_STEPS = 60
_WARM_ROUNDS = 2
_ENDINGS = (".png", ".svg", ".pdf", ".csv", ".py", ".ipynb")


class User:
    """Works one application; ``folder`` is where files are saved and opened."""

    def __init__(self, hands: Hands, seed: int, folder: Path, faults: Faults) -> None:
        self.hands, self.folder, self.faults = hands, folder, faults
        self.draw = random.Random(seed)
        self.actions = 0
        self.gestures = Gestures(hands, self.draw, lambda: hands.part("labs"))
        self._questions: dict[QWidget, int] = {}
        self._timer = QTimer()
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._answer_what_asks)
        self._timer.start()
        # A file dialog of the system cannot be clicked by a test: it is answered at once.
        QFileDialog.getSaveFileName = lambda _parent, _title, start, *_rest: (self._file(Path(start)), "")  # type: ignore[method-assign]
        QFileDialog.getOpenFileName = lambda *_: (self._some_session(), "")  # type: ignore[method-assign]
        QFileDialog.getExistingDirectory = lambda *_: str(self.folder)  # type: ignore[method-assign]

    def stop(self) -> None:
        """Answer no more."""
        self._timer.stop()

    def round(self, gestures: int) -> Iterator[str]:
        """Yield while everything is done once, in another order each time, with ``gestures`` in every lab."""
        acts: list[Callable[[], None]] = [
            *(lambda key=key: self.work_in(key, gestures) for key in LAB_KEYS),  # type: ignore[misc]
            *(lambda id=id: self.open_dialog(id) for id in _DIALOGS),  # type: ignore[misc]
            *(self.take_steps, self.race, self.save_and_open, self.export, self.change_looks, self.change_preferences),
            *(self.project, self.undo_and_redo, self.undo_and_redo, self.quiz_and_glossary, self.tour, self.worksheet),
        ]
        self.draw.shuffle(acts)
        for act in acts:
            name = getattr(act, "__name__", "")
            self.faults.doing = name
            act()
            self._leave_all()
            yield self.faults.doing

    def warm_up(self) -> Iterator[str]:
        """Yield while everything is used that is made or read when it is first wanted, and the history filled."""
        for key in LAB_KEYS:
            self._visit(key)
            self._do(f"projecting {key}", lambda: self._command(KEY.Key_F5))
            self._end_projection()
            self.export(key)
            self._leave_all()
            yield f"first use of {key}"
        looks = self.hands.application.looks
        for theme, zoom in (*((name, 1.0) for name in load_themes()), ("light", 1.25)):
            looks.change(msgspec.structs.replace(looks.settings, theme=theme, zoom=zoom))
            for key in LAB_KEYS:
                self._visit(key)
            yield f"first use of {theme} at {zoom}"
        self._visit("lessons")
        for _ in range(_MOST_STEPS):
            self._do("the next step", lambda: self._press("lessonNext"))
        yield "first use of the lessons"
        for _ in range(_WARM_ROUNDS):
            yield from self.round(GESTURES_EACH)

    # --- acts

    def work_in(self, key: str, gestures: int) -> None:
        """Go to a lab with the mouse and do this and that there."""
        self._do(f"going to {key}", lambda: self._visit(key))
        for _ in range(gestures):
            self.faults.doing = f"working in {key}"
            what = self.gestures.any()
            self.faults.doing = f"working in {key}: {what}"
            self.actions += 1
            self._leave_popups()

    def take_steps(self) -> None:
        """Go through some steps of the lessons: answer, check, ask for help, look at the answer, try again."""
        self._visit("lessons")
        for _ in range(4):
            for name in ("lessonCheck", "lessonHint", "lessonAnswer", "lessonAgain"):
                self._answer()
                self._do(f"pressing {name}", lambda name=name: self._press(name))  # type: ignore[misc]
            self._do("the next step", lambda: self._press("lessonNext"))

    def _answer(self) -> None:
        task = self.hands.window.findChild(QWidget, "lessonTask")
        if task is None or not task.isVisible():
            return
        here = Gestures(self.hands, self.draw, lambda: task)
        for _ in range(2):
            self._do("answering", here.draw.choice((here.press, here.type_text, here.drag_plot)))

    def quiz_and_glossary(self) -> None:
        """Look at the other pages of the lessons and back."""
        self._visit("lessons")
        contents = self.hands.window.findChild(QWidget, "lessonContents")
        for name in ("lessonContentsButton", "quizContentsButton", "glossaryBack"):
            self._do(f"pressing {name}", lambda name=name: self._press(name))  # type: ignore[misc]
        if contents is not None and contents.isVisible():
            here = Gestures(self.hands, self.draw, lambda: contents)
            for _ in range(4):
                self._do("choosing a page", here.pick_row)

    def race(self) -> None:
        """Train for a moment, pause, go on, and begin anew."""
        self._visit("race")
        self._do("starting a race", lambda: self._press("raceRun"))
        QTest.qWait(250)
        self._do("pausing it", lambda: self._press("raceRun"))
        self._do("beginning anew", lambda: self._press("raceReset"))
        QTest.qWait(50)

    def save_and_open(self) -> None:
        """Save the session, change something, open another one."""
        self._do("saving", lambda: self._command(KEY.Key_S, CTRL | SHIFT))
        self._do("opening", lambda: self._command(KEY.Key_O, CTRL))
        self.hands.application.document.path = None

    def export(self, key: str = "") -> None:
        """Save one thing that a lab offers, and wait until it is written."""
        self._visit(key or self.draw.choice(LAB_KEYS))
        self._do("opening the export", lambda: self._command(KEY.Key_E, CTRL))
        dialog = self.hands.dialog(ExportDialog)
        if dialog is None:
            return
        self.faults.doing = "exporting"
        self.hands.press(KEY.Key_Down)
        for box in dialog.findChildren(QComboBox):
            if box.isVisible() and box.isEnabled() and self.draw.random() < 0.5:
                box.setFocus()
                self.hands.press(KEY.Key_Down)
        button = dialog.findChild(QPushButton, "exportSave")
        if button is not None and button.isEnabled():
            self.hands.click(button)
            self.hands.application.exports._job.wait()
        self.actions += 3

    def open_dialog(self, id: str) -> None:
        """Open a window, do something in it, close it with Esc."""
        self._do(f"opening {id}", lambda: self.hands.application.window.actions_by_id[id].trigger())
        dialog = self.hands.dialog(QDialog)
        if dialog is not None:
            here = Gestures(self.hands, self.draw, lambda: dialog)
            if id == "command_palette":
                self._do("searching", lambda: self.hands.type(self.draw.choice(("relu", "ㅅㄱㅁ", "softmax", "zz"))))
            else:
                self._do(f"looking at {id}", here.hover)
                self._do(f"scrolling {id}", here.turn_wheel)

    def worksheet(self) -> None:
        """Save a worksheet, and begin a lesson of one's own."""
        self._visit("lessons")
        self._do("a worksheet", lambda: self._command(KEY.Key_P, CTRL))
        self._do("notes", lambda: self._command(KEY.Key_N, CTRL | SHIFT))
        self._visit(self.draw.choice(("explore", "compare", "softmax")))
        self._do("making a lesson", self.hands.application.window.actions_by_id["make_lesson"].trigger)
        dialog = self.hands.dialog(QDialog)
        if dialog is not None:
            here = Gestures(self.hands, self.draw, lambda: dialog)
            self._do("writing a lesson", here.type_text)

    def tour(self) -> None:
        """See the notes of the first start and leave them."""
        self._do("the tour", self.hands.application.window.actions_by_id["tour"].trigger)
        self._do("leaving the tour", lambda: self.hands.press(KEY.Key_Escape))

    def change_looks(self) -> None:
        """Switch language and theme with the keys."""
        self._do("switching the language", lambda: self._command(KEY.Key_L, CTRL | SHIFT))
        self._do("switching the theme", lambda: self._command(KEY.Key_T, CTRL | SHIFT))

    def change_preferences(self) -> None:
        """Change zoom, font, theme and language in the preferences, and change them back."""
        for name in ("zoomBox", "fontBox", "themeBox", "languageBox"):
            for key in (KEY.Key_Down, KEY.Key_Up):
                self._do("the preferences", lambda: self._command(KEY.Key_Comma, CTRL))
                box = self._part(name, QComboBox)
                if box is not None:
                    box.setFocus()
                    self._do(f"changing {name}", lambda key=key: self.hands.press(key))  # type: ignore[misc]
                self._leave_all()

    def project(self) -> None:
        """Project the lab in view on the second screen, use the stage's tools, end."""
        self._visit(self.draw.choice(LAB_KEYS))
        self._do("projecting", lambda: self._command(KEY.Key_F5))
        stage = self.hands.application.projection.window
        if stage is None or not stage.isVisible():
            return
        keys = [KEY.Key_B, KEY.Key_B, KEY.Key_W, KEY.Key_W, KEY.Key_PageDown, KEY.Key_PageUp, KEY.Key_A, KEY.Key_F7,
                KEY.Key_F7, KEY.Key_F9, KEY.Key_F6, KEY.Key_F6, KEY.Key_F8, KEY.Key_Escape]  # fmt: skip
        for key in keys:
            self._do(f"pressing {key.name} on the stage", lambda key=key: self._on_stage(stage, key))  # type: ignore[misc]
            if key == KEY.Key_F9:
                middle = stage.rect().center()
                way = [middle + QPoint(10 * n, 5 * n) for n in range(6)]
                self._do("drawing", lambda way=way: self.hands.drag(stage, way))  # type: ignore[misc]
        self._end_projection()

    def _end_projection(self) -> None:
        stage = self.hands.application.projection.window
        for _ in range(4):
            if stage is not None and stage.isVisible():
                self._do("ending the projection", lambda: self._on_stage(stage, KEY.Key_Escape))
        assert stage is None or not stage.isVisible(), "the projection does not end"

    def undo_and_redo(self) -> None:
        """Take back some steps and bring them again."""
        self.hands.window.setFocus()
        for _ in range(self.draw.randint(2, 12)):
            self._do("undo", lambda: self._command(KEY.Key_Z, CTRL))
        for _ in range(self.draw.randint(2, 12)):
            self._do("redo", lambda: self._command(KEY.Key_Z, CTRL | SHIFT))

    def rest(self) -> None:
        """Go back to where every look is taken, so that looks can be compared.

        Every lab shows its first screen, and the history is full: of what was done, as far as that goes.
        """
        self.faults.doing = "going back to the beginning"
        self._leave_all()
        looks = self.hands.application.looks
        self.hands.application.reset_all()
        looks.set_language("ko")
        looks.set_theme("light")
        looks.set_zoom(1.0)
        for key in reversed(LAB_KEYS):
            self._visit(key)
        self._visit("explore")
        self._fill_history()
        QTest.qWait(100)

    def _fill_history(self) -> None:
        store = self.hands.application.store
        for number in range(MAX_STEPS):
            if len(store.history()[0]) > MAX_STEPS:
                break
            own = move_probe(store.state.explore, 0.01 * (number + 1))
            store.commit(replace(store.state, explore=own), "change.probe")
        store.commit(replace(store.start, lab=store.state.lab), "change.reset_all")
        self.hands.settle()

    # --- how

    def _do(self, doing: str, act: Callable[[], object]) -> None:
        self.faults.doing = doing
        act()
        self.hands.settle()
        self.actions += 1

    def _visit(self, key: str) -> None:
        button = self.hands.window.column._buttons[key]  # type: ignore[attr-defined]
        if button.isVisible() and self.draw.random() < 0.7:
            self.hands.click(button)
        else:
            self._command(getattr(KEY, f"Key_{LAB_KEYS.index(key) + 1}"), CTRL)
        if self.hands.application.store.state.lab != key:
            shown = [w.objectName() or type(w).__name__ for w in QApplication.topLevelWidgets() if w.isVisible()]
            raise AssertionError(f"{key} is not reached; open are {', '.join(shown)}")

    def _command(self, key, held=None) -> None:  # type: ignore[no-untyped-def]
        self._come_forward()
        self.hands.window.setFocus()
        QTest.keyClick(self.hands.window, key, held) if held is not None else QTest.keyClick(self.hands.window, key)
        self.hands.settle()

    def _come_forward(self) -> None:
        """Wait until the keys go to the window: the system says so a moment after a dialog has closed."""
        for _ in range(100):
            if QApplication.activeWindow() is self.hands.window:
                return
            self.hands.window.activateWindow()
            QTest.qWait(10)

    def _on_stage(self, stage: QWidget, key) -> None:  # type: ignore[no-untyped-def]
        if stage.isVisible():
            QTest.keyClick(stage, key)
            self.hands.settle()

    def _press(self, name: str) -> bool:
        button = self.hands.window.findChild(QAbstractButton, name)
        if button is None or not button.isVisible() or not button.isEnabled():
            return False
        if button.visibleRegion().isEmpty():
            # Below the fold: a person scrolls, the keys need not.
            button.setFocus()
            self.hands.press(KEY.Key_Space)
        else:
            self.hands.click(button, button.visibleRegion().boundingRect().center())
        return True

    def _part(self, name: str, kind: type) -> QWidget | None:
        dialog = self.hands.dialog(QDialog)
        return dialog.findChild(kind, name) if dialog is not None else None

    def _file(self, start: Path) -> str:
        ending = start.suffix if start.suffix in (*_ENDINGS, ".actlab", ".actlesson") else ".actlab"
        return str(self.folder / f"saved{ending}")

    def _some_session(self) -> str:
        return str(next(iter(sorted(self.folder.glob("*.actlab"))), ""))

    def _leave_popups(self) -> None:
        for _ in range(5):
            popup = QApplication.activePopupWidget()
            if popup is None:
                return
            popup.close()
            self.hands.settle()

    def _leave_all(self) -> None:
        """Close what is open over the window."""
        self._leave_popups()
        for _ in range(8):
            dialog = self.hands.dialog(QDialog)
            if dialog is None:
                return
            QTest.keyClick(dialog, KEY.Key_Escape)
            self.hands.settle()
        left = self.hands.dialog(QDialog)
        assert left is None, f"{left.objectName()} does not close"

    def _answer_what_asks(self) -> None:
        """Answer a window that waits inside a call and keeps the user from going on."""
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                self._questions[box] = self._questions.get(box, 0) + 1
                discard = box.button(QMessageBox.StandardButton.Discard)
                if discard is not None:
                    discard.click()
                else:
                    box.reject()
                self._questions.clear()
