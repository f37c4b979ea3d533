"""A teacher who types in the lesson editor until the power goes: ``python -m tests.gui.lesson_draft_probe FOLDER``.

Types one more word every 40 ms and writes down when, in ``FOLDER/typed``.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def main(folder: Path) -> None:
    """Never return."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QTimer

    from core.files import Places
    from core.settings import Settings
    from gui.app import Application, make_application
    from gui.loading import load_heavy

    app = make_application(["activation-lab"])
    load_heavy()
    application = Application(Places.below(folder), Settings(language="ko", theme="light"), fresh=True)
    application.window.show()
    application.start()
    application.lessons.make_lesson()
    editor = application.lessons._editor
    assert editor is not None
    log = (folder / "typed").open("w", encoding="ascii", buffering=1)
    count = 0

    def type_on() -> None:
        nonlocal count
        count += 1
        # Unfinished on purpose: no title, so that no step can be made of it.
        editor.form.title.setText("")
        editor.form.body.setPlainText(f"{editor.form.body.toPlainText()} w{count}")
        log.write(f"{count} {time.monotonic()}\n")

    timer = QTimer()
    timer.timeout.connect(type_on)
    timer.start(40)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
