"""Programs at which someone works until they are killed: ``python -m tests.gui.power_cut_probe FOLDER KILLS LONGEST``.

Imports everything once, then forks one program per kill (several live at a time). Each does one of the activities, and
writes down what it did when; after a random while, LONGEST seconds at most, it gets SIGKILL, as in a power cut. Prints
one line of JSON per kill: its folder, its activity, when it was killed, and the edits (number, time).

- ``edit``: the tensor is edited some thirty times a second.
- ``save``: besides, the session goes to a named file and preferences change, all the time: kills hit the writing.
- ``train``: the race trains while conclusions are written.
- ``learn``: a learner goes through a lesson; every try is progress to be kept.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.app import Application

AT_ONCE = 2
ACTIVITIES = ("edit", "save", "train", "learn")


def editing(application: Application, chance: random.Random) -> Iterator[int]:
    """Edit a cell; yield the milliseconds until the next time. The number of the edit is the value."""
    from core.labs import explore

    number = 0
    while True:
        number += 1
        state = application.store.state
        own = explore.set_cell(state.explore, number % 6, float(number))
        application.store.commit(replace(state, explore=own), "change.cell")
        yield chance.randrange(5, 60)


def saving(application: Application, chance: random.Random) -> Iterator[int]:
    """Edit, save to a named file, change the preferences: one after the other without a rest."""
    import msgspec

    for number, _ in enumerate(editing(application, chance), 1):
        application.document.save(application.places.last_session.with_name("named.actlab"))
        application.looks.remember(msgspec.structs.replace(application.settings, decimals=number % 7))
        yield chance.randrange(2, 20)


def training(application: Application, chance: random.Random) -> Iterator[int]:
    """Let the race train, and write down meanwhile what is seen; the number of the edit is what is written."""
    from core.labs import race

    application.visit("race")
    runner = application._labs["race"].runner  # type: ignore[attr-defined]
    number = 0
    while True:
        number += 1
        state = application.store.state
        own = race.write_conclusion(race.start(state.race), str(number))
        application.store.commit(replace(state, race=own), "race.change_conclusion")
        if not runner.is_running:
            runner.run()
        yield chance.randrange(10, 60)


def learning(application: Application, chance: random.Random) -> Iterator[int]:
    """Try answers in a lesson under a name; the number of the edit is the count of tries."""
    from core.lessons import progress

    application.visit("lessons")
    learner = application._labs["lessons"].learner  # type: ignore[attr-defined]
    learner.add("민지")
    while True:
        learner.note(progress.tried, "relu", "shape", (f"답 {chance.random()}" * 40,), False)
        yield chance.randrange(5, 50)


_WORK: dict[str, Callable[[Application, random.Random], Iterator[int]]] = {
    "edit": editing,
    "save": saving,
    "train": training,
    "learn": learning,
}


def work_until_killed(folder: Path, activity: str, seed: int) -> None:
    """Be a program at which someone works; never returns."""
    from PySide6.QtCore import QTimer

    from core.files import Places
    from core.settings import Settings
    from gui.app import Application, make_application

    app = make_application(["activation-lab"])
    application = Application(Places.below(folder), Settings(language="ko", theme="light"), fresh=True)
    application.window.resize(900, 600)
    application.window.show()
    application.start()
    log = (folder / "edits").open("w", encoding="ascii", buffering=1)
    edits = enumerate(_WORK[activity](application, random.Random(seed)), 1)

    def edit() -> None:
        number, pause = next(edits)
        log.write(f"{number} {time.monotonic()}\n")
        timer.start(pause)

    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(edit)
    timer.start(0)
    app.exec()


def main(root: Path, kills: int, longest: float) -> None:
    """Kill ``kills`` programs, each with its files in a folder of its own below ``root``."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from core.lessons.library import built_in
    from gui.loading import load_heavy

    load_heavy()
    built_in()
    chance = random.Random(20)
    living: dict[int, tuple[Path, str, float]] = {}
    begun = 0
    while begun < kills or living:
        while begun < kills and len(living) < AT_ONCE:
            folder, activity = root / str(begun), ACTIVITIES[begun % len(ACTIVITIES)]
            folder.mkdir(parents=True)
            child = os.fork()
            if child == 0:
                work_until_killed(folder, activity, begun)
                os._exit(1)
            living[child] = (folder, activity, chance.uniform(0.1, longest))
            begun += 1
        for child, (folder, activity, seconds) in list(living.items()):
            if os.waitpid(child, os.WNOHANG)[0]:
                sys.exit(f"the program in {folder} ended by itself ({activity})")
            edits = folder / "edits"
            lines = edits.read_text("ascii").splitlines() if edits.exists() else []
            if lines and time.monotonic() - float(lines[0].split()[1]) > seconds:
                os.kill(child, signal.SIGKILL)
                killed = time.monotonic()
                os.waitpid(child, 0)
                del living[child]
                lines = edits.read_text("ascii").splitlines(keepends=True)
                whole = [line.split() for line in lines if line.endswith("\n")]
                said = {"folder": str(folder), "activity": activity, "killed": killed}
                print(json.dumps({**said, "edits": [[int(n), float(t)] for n, t in whole]}), flush=True)
        time.sleep(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
