"""The program as a process of its own, as ``python main.py`` starts it, with a hand that works its window.

Run as a script: ``python started_program.py MAIN ANSWER SAVE WHAT [OPTION …]``. ``MAIN`` is the program's main.py;
what the hand saw goes to ANSWER as JSON, because standard output may be closed. WHAT it does when the lab is there:

- ``work``: chooses Leaky ReLU, types a slope, saves to SAVE, quits.
- ``quit:SECONDS``: quits so long after the shell is shown, whatever is loaded by then.
- ``notice``: waits for the line or the report that says what is wrong, and quits.
- ``train``, ``export``: quits in the middle of a training, of an export to SAVE.
- ``hang``: quits while the training, the export or the autosave hangs.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def work(application, save: Path) -> dict[str, object]:  # type: ignore[no-untyped-def]
    """Do by hand what a person does first; return what was seen."""
    from PySide6.QtWidgets import QDoubleSpinBox, QLabel

    from gui.tour import Tour
    from tests.gui.hands import Hands

    application.window.resize(1366, 768)
    hands = Hands(application)
    for tour in application.window.findChildren(Tour):
        tour.close()
    hands.pick("Leaky ReLU")
    hands.retype(hands.part("param_negative_slope"), "0.25")
    notice = hands.part("noticeText", QLabel)
    seen = {
        "printed": hands.printed(),
        "shown": hands.shown("outputTensor"),
        "slope": hands.part("param_negative_slope", QDoubleSpinBox).text(),
        "message": hands.part("param_negative_slope_error", QLabel).text(),
        "title": hands.window.windowTitle(),
        "notice": notice.text() if notice.isVisible() else "",
    }
    application.document.save(save)
    return seen


def train(application, save: Path) -> dict[str, object]:  # type: ignore[no-untyped-def]
    application.visit("race")
    runner = application._labs["race"].runner
    runner.wait(20)
    application._labs["race"]._requests._command("run")
    return {"running": runner.is_running}


def export(application, save: Path) -> dict[str, object]:  # type: ignore[no-untyped-def]
    def pieces():  # type: ignore[no-untyped-def]
        for _ in range(10_000):
            time.sleep(0.01)
            yield b"x" * 1000

    application.exports._job.write(save, pieces, 10_000)
    return {}


def hang(application, save: Path) -> dict[str, object]:  # type: ignore[no-untyped-def]
    from core.training.trainer import Trainer

    forever = threading.Event()
    Trainer.run = lambda *_: forever.wait()  # type: ignore[method-assign]
    seen = train(application, save)
    application.exports._job.write(save, lambda: iter(forever.wait, None), 1)
    application.document._worker.start(forever.wait)  # type: ignore[arg-type]
    return seen


def drive(application, what: str, save: Path, answer: Path) -> None:  # type: ignore[no-untyped-def]
    """Have the hand work when it is time, and then close the window."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QLabel

    from gui.dialogs.report import ReportDialog

    name, _, seconds = what.partition(":")

    def leave() -> None:
        asked = time.monotonic()
        application.window.close()
        took = {"closed": not application.window.isVisible(), "seconds": time.monotonic() - asked}
        answer.write_text(json.dumps({**seen, **took}), "utf-8")

    def act() -> None:
        try:
            seen.update({"work": work, "train": train, "export": export, "hang": hang}[name](application, save))
        except BaseException as error:
            seen["raised"] = repr(error)
        QTimer.singleShot(300 if name in ("train", "export", "hang") else 0, leave)

    def look() -> None:
        notice = application.window.findChild(QLabel, "noticeText")
        report = application.window.findChild(ReportDialog)
        if notice.isVisible() or report is not None:
            seen["notice"] = notice.text() if report is None else report.body.text()
            leave()
        else:
            QTimer.singleShot(100, look)

    seen: dict[str, object] = {}
    if name == "notice":
        look()
    elif name == "quit":
        QTimer.singleShot(round(float(seconds) * 1000), leave)
    else:
        application.ready.connect(lambda: QTimer.singleShot(50, act))


def main() -> int:
    program, answer, save, what, *options = sys.argv[1:]
    root = Path(program).parent
    sys.path.insert(0, str(root))
    with contextlib.suppress(ValueError):
        sys.path.remove(str(Path(__file__).parent))
    spec = importlib.util.spec_from_file_location("main", program)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    module._speak_utf8()
    from gui import app as app_module

    show = app_module.Application.show_shell

    def shown(self) -> None:  # type: ignore[no-untyped-def]
        show(self)
        drive(self, what, Path(save), Path(answer))

    app_module.Application.show_shell = shown  # type: ignore[method-assign]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.argv = [program, *options]
    return module.main(options)


if __name__ == "__main__":
    sys.exit(main())
