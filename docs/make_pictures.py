"""Draw the pictures of the teacher's guide with the program itself: ``make pictures``, into docs/pictures.

What the command line can show is asked of it (``--screenshot``); a hand does the rest in a window of its own.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
WIDTH, COLORS = 1040, 128
SIZE = "1366x768"
SCREENS = [("laptop", 0, 1366, 768), ("projector", 1366, 1280, 720)]

# Every picture that a command makes: its name, and what follows ``main.py``.
COMMANDS = {
    "explore": ("--lab", "explore"),
    "compare": ("--lab", "compare"),
    "neuron": ("--lesson", "neuron-and-step", "--step", "5"),
    "softmax": ("--lab", "softmax"),
    "gradient": ("--lesson", "sigmoid", "--step", "6"),
    "stage-question": ("--lesson", "relu", "--step", "1", "--project"),
}
LEARNERS = {
    "ko": ("김민지", "이서준", "박하윤"),
    "en": ("Minji Kim", "Seojun Lee", "Hayun Park"),
}


def main() -> None:
    """Draw all pictures in both languages."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        _use_two_screens(Path(folder) / "screens.json")
        for lang in ("ko", "en"):
            for name, arguments in COMMANDS.items():
                _ask_program(name, lang, arguments, Path(folder))
            Hand(lang, Path(folder) / lang).draw()


def _use_two_screens(file: Path) -> None:
    """Have Qt draw off-screen, on a laptop and a projector that are not there."""
    screens = [
        {"name": name, "x": x, "y": 0, "width": width, "height": height}
        | {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for name, x, width, height in SCREENS
    ]
    look = {"synchronousWindowSystemEvents": False, "windowFrameMargins": False, "screens": screens}
    file.write_text(json.dumps(look), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file}"
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")
    from gui.app import make_application

    make_application(["activation-lab"])


def _ask_program(name: str, lang: str, arguments: tuple[str, ...], folder: Path) -> None:
    from main import main as program

    file = folder / f"{name}.png"
    code = program(["--lang", lang, "--theme", "light", "--screenshot", str(file), "--size", SIZE, *arguments])
    if code:
        sys.exit(f"{name}: {code}")
    _keep(file, name, lang)


def _keep(file: Path, name: str, lang: str) -> None:
    """Write a picture small: less wide, and with a palette."""
    from PIL import Image

    picture = Image.open(file).convert("RGB")
    if picture.width > WIDTH:
        height = round(picture.height * WIDTH / picture.width)
        picture = picture.resize((WIDTH, height), Image.Resampling.LANCZOS)
    PICTURES.mkdir(exist_ok=True)
    few = picture.quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.{lang}.png", optimize=True)


class Hand:
    """Works a window of the program in one language, its files in ``home``, and takes pictures on the way."""

    def __init__(self, lang: str, home: Path) -> None:
        from core.files import Places
        from core.settings import Settings
        from gui.app import Application
        from gui.loading import load_heavy

        load_heavy()
        self._lang, self._home = lang, home
        settings = Settings(language=lang, toured=True)  # type: ignore[arg-type]
        self._program = Application(Places.below(home), settings)
        self._program.window.resize(*(int(n) for n in SIZE.split("x")))
        self._program.window.show()
        self._program.start()
        self._wait(10)

    def draw(self) -> None:
        """Take every picture that no command makes."""
        for take in (self._tour, self._palette, self._lesson, self._results, self._presenter, self._race):
            take()
        self._program.window.may_close = lambda: True
        self._program.window.close()

    def _tour(self) -> None:
        self._program.dialogs.show_tour()
        self._shoot("tour")
        self._part("tourSkip").click()

    def _palette(self) -> None:
        from PySide6.QtWidgets import QApplication, QLineEdit

        self._program.dialogs.show_palette()
        palette = next(top for top in QApplication.topLevelWidgets() if top.objectName() == "commandPalette")
        self._wait(5)
        palette.findChild(QLineEdit).setText("ㅅㄱㅁ" if self._lang == "ko" else "soft")
        self._shoot("palette", palette)
        palette.close()

    def _lesson(self) -> None:
        self._begin("relu", "negatives")
        lab = self._program.lessons.lab
        lab.study.answer(("0", "0", "1"), "x")
        lab.check()
        self._program.lessons.toggle_notes()
        self._shoot("lesson")
        self._program.lessons.toggle_notes()

    def _results(self) -> None:
        from core.lessons import progress

        lab = self._program.lessons.lab
        now = datetime(2026, 3, 2, 10, 0)
        lab.learner.add(LEARNERS[self._lang][0])
        for lesson in lab.library.lessons[:3]:
            for number, step in enumerate(lesson.steps[: 8 if lesson.key != "relu" else 5]):
                right = number != 3
                lab.learner.note(progress.tried, lesson.key, step.id, (), right)
            done = progress.finished_quiz(lab.learner.progress, lesson.key, 0, 7, 8, now)
            lab.learner.clear(lambda _kept, done=done: done)
        for name in LEARNERS[self._lang][1:]:
            lab.learner.profiles.add(name)
        lab.study.show_view("summary")
        self._shoot("results")

    def _presenter(self) -> None:
        self._begin("softmax", "scale")
        self._program.projection.begin()
        self._wait(20)
        self._program.projection.window.body.head.formula.warm_up()
        self._shoot("presenter")
        self._shoot("stage-lab", self._program.projection.window)
        self._program.projection.end()

    def _race(self) -> None:
        self._program.visit("race")
        self._wait(10)
        lab, store = self._program._labs["race"], self._program.store
        # As fast as this machine can.
        store.commit(replace(store.state, race=replace(store.state.race, pace=0.0)), "change.reset_all")
        self._wait(5)
        lab.run_card.asked.emit("run")
        self._wait_until(lambda: lab.shown is not None and lab.shown.frame.epoch >= 150)
        lab.run_card.asked.emit("run")
        self._wait(10)
        self._shoot("race")

    def _begin(self, lesson: str, step: str) -> None:
        self._program.visit("lessons")
        self._program.lessons.lab.study.go(lesson, step)
        self._wait(10)

    def _part(self, name: str):  # type: ignore[no-untyped-def]
        from PySide6.QtWidgets import QWidget

        return self._program.window.findChild(QWidget, name)

    def _shoot(self, name: str, window=None) -> None:  # type: ignore[no-untyped-def]
        self._wait(10)
        for lab in list(self._program._labs.values()):
            lab.warm_up()
        self._program.bridge.render_now()
        self._wait(10)
        file = self._home / f"{name}.png"
        self._home.mkdir(parents=True, exist_ok=True)
        (window or self._program.window).grab().save(str(file))
        _keep(file, name, self._lang)

    def _wait(self, turns: int) -> None:
        from PySide6.QtTest import QTest

        for _ in range(turns):
            QTest.qWait(10)

    def _wait_until(self, is_so: Callable[[], bool]) -> None:
        for _ in range(2000):
            if is_so():
                return
            self._wait(2)
        sys.exit("waited too long")


if __name__ == "__main__":
    main()
