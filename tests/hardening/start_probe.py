"""Starts of the whole program with whatever lies in a home: ``python -m tests.hardening.start_probe CASES``.

Imports everything once, then forks one program for each case of the JSON list CASES: its ``home``, the ``arguments``
of the command line, whether it runs as an ordinary ``user``, and a folder that is ``slow``. Prints a line of JSON for
each: what the window said in both languages as soon as the lab was there, and whether it closed without a question.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path


def start(case: dict[str, object]) -> None:
    """Be the program until its lab is there; then print what is to be seen, and close."""
    from PySide6.QtCore import QTimer

    import main
    from core.text import LANGUAGES, words_in
    from gui import app
    from tests.hardening.mishaps import NOBODY

    home = str(case["home"])
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        os.environ[name] = home
    tempfile.tempdir = home
    if case.get("user") and not os.geteuid():
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    if slow := case.get("slow"):
        mkdir = Path.mkdir
        Path.mkdir = lambda path, *a, **k: time.sleep(60) if str(path) == slow else mkdir(path, *a, **k)  # type: ignore[method-assign,assignment]
    begun = time.monotonic()

    class Seen(app.Application):
        def start(self) -> None:
            super().start()
            QTimer.singleShot(200, self.tell)

        def tell(self) -> None:
            window = self.window
            notices = window.notices
            told = {lang: notices.texts(words_in(lang)) for lang in LANGUAGES} if notices.isVisible() else {}
            seen = {
                "notice": {lang: "\n".join(texts) for lang, texts in told.items()},
                "count": max(map(len, told.values()), default=0),
                "shown": notices._text.text() if told else "",
                "next": notices.next_button.text() if notices.next_button.isVisible() else "",
                "seconds": time.monotonic() - begun,
                "function": self.store.state.explore.function,
                "path": str(self.document.path or ""),
                "theme": self.settings.theme,
                "closed": window.close(),
            }
            print(json.dumps(seen), flush=True)

    app.Application = Seen  # type: ignore[misc]
    arguments = case.get("arguments") or []
    assert isinstance(arguments, list)
    os._exit(main.main([str(one) for one in arguments]))


def run(cases: list[dict[str, object]]) -> None:
    """Start them one after the other."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from gui.loading import load_heavy

    load_heavy()
    import gui.labs.explore.lab  # noqa: F401

    for case in cases:
        child = os.fork()
        if child == 0:
            start(case)
        _, status = os.waitpid(child, 0)
        if status:
            sys.exit(f"the program with {case} ended with {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    run(json.loads(sys.argv[1]))
