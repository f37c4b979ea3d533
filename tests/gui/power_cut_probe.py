"""Programs edited until they are killed: run as a script, ``python -m tests.gui.power_cut_probe FOLDER KILLS``.

Imports everything once, then forks one program per kill (several live at a time). Each edits its tensor every few
milliseconds, saves to a named file and changes its preferences now and then, and writes down when it made which edit;
after a random while it gets SIGKILL, as in a power cut. Prints one line of JSON per kill: its folder, when it was
killed, and the edits (number, time).
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

AT_ONCE = 2


def edit_until_killed(folder: Path, seed: int) -> None:
    """Be a program at which someone works; never returns."""
    import msgspec
    from PySide6.QtCore import QTimer

    from core.files import Places
    from core.labs import explore
    from core.settings import Settings
    from gui.app import Application, make_application

    chance = random.Random(seed)
    app = make_application(["activation-lab"])
    application = Application(Places.below(folder), Settings(language="ko", theme="light"), fresh=True)
    application.window.resize(900, 600)
    application.window.show()
    application.start()
    log = (folder / "edits").open("w", encoding="ascii", buffering=1)
    number = 0

    def edit() -> None:
        nonlocal number
        number += 1
        state = application.store.state
        own = explore.set_cell(state.explore, number % 6, float(number))
        application.store.commit(replace(state, explore=own), "change.cell")
        log.write(f"{number} {time.monotonic()}\n")
        if number % 7 == 0:
            application.document.save(folder / "named.actlab")
        if number % 5 == 0:
            application.looks.remember(msgspec.structs.replace(application.settings, decimals=number % 7))
        timer.start(chance.randrange(1, 30))

    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(edit)
    timer.start(0)
    app.exec()


def main(root: Path, kills: int) -> None:
    """Kill ``kills`` programs, each with its files in a folder of its own below ``root``."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from gui.loading import load_heavy

    load_heavy()
    chance = random.Random(20)
    living: dict[int, tuple[Path, float]] = {}
    begun = 0
    while begun < kills or living:
        while begun < kills and len(living) < AT_ONCE:
            folder = root / str(begun)
            folder.mkdir(parents=True)
            child = os.fork()
            if child == 0:
                edit_until_killed(folder, begun)
                os._exit(1)
            living[child] = (folder, chance.uniform(0.1, 3.5))
            begun += 1
        for child, (folder, seconds) in list(living.items()):
            if os.waitpid(child, os.WNOHANG)[0]:
                sys.exit(f"the program in {folder} ended by itself")
            edits = folder / "edits"
            lines = edits.read_text("ascii").splitlines() if edits.exists() else []
            if lines and time.monotonic() - float(lines[0].split()[1]) > seconds:
                os.kill(child, signal.SIGKILL)
                killed = time.monotonic()
                os.waitpid(child, 0)
                del living[child]
                lines = edits.read_text("ascii").splitlines(keepends=True)
                whole = [line.split() for line in lines if line.endswith("\n")]
                said = {"folder": str(folder), "killed": killed, "edits": [[int(n), float(t)] for n, t in whole]}
                print(json.dumps(said), flush=True)
        time.sleep(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
