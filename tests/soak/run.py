"""`make soak MINUTES=…`: one program is used for long by mouse and keys; exit code 1 if it grew or complained."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.app import Application
    from tests.soak.figures import Faults, Look
    from tests.soak.user import User

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

MOST_GROWTH = 0.05
# Python's own and Qt's caches make the count of references to None waver.
MOST_NONE_LOST = 2_000
LOOK_EVERY = 8  # acts
# One look wavers by some MB: C libraries keep what they have freed.
TYPICAL_OF = 3  # looks


def main() -> int:
    """Run the soak and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak") as home:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
            os.environ[name] = home
        from tests.gui.stage.virtual_screens import LAPTOP, PROJECTOR, platform

        os.environ["QT_QPA_PLATFORM"] = platform(Path(home) / "screens.json", LAPTOP, PROJECTOR)
        return _soak(Path(home), options.minutes, options.seed)


def _started(folder: Path) -> Application:
    from core.files import Places
    from core.settings import Settings
    from gui.app import Application, make_application
    from gui.loading import load_heavy

    make_application(["activation-lab"])
    load_heavy()
    application = Application(Places.below(folder / "data"), Settings(toured=True), fresh=True)
    application.window.resize(1280, 720)
    application.window.show()
    application.start()
    return application


def _soak(folder: Path, minutes: float, seed: int) -> int:
    from tests.gui.hands import Hands
    from tests.soak.figures import Faults
    from tests.soak.user import User

    faults = Faults(lambda fault: print(f"FAULT {fault}", file=sys.stderr, flush=True))
    faults.listen()
    hands = Hands(_started(folder))
    hands.settle()
    user = User(hands, seed, folder, faults)
    looks: list[Look] = []
    try:
        _use(user, 60 * minutes, looks)
    except Exception as error:
        faults.note(f"{error}\n{traceback.format_exc(limit=-6)}")
    code = _report(looks, faults)
    hands.application.window.actions_by_id["quit"].trigger()
    hands.settle()
    faults.stop()
    if hands.window.isVisible():
        print("FAILED: the window does not close", file=sys.stderr)
        return 1
    return code


def _use(user: User, seconds: float, looks: list[Look]) -> None:
    """Use the program until it is warm, then for so long, and add what is seen meanwhile to ``looks``."""
    from tests.soak.figures import Sample

    began = time.monotonic()
    for what in user.warm_up():
        print(f"{time.monotonic() - began:7.0f} s  {user.actions:>7,} actions  {what}", flush=True)
    began, user.actions = time.monotonic(), 0
    for _ in _acts(user, seconds):
        user.rest()
        looks.append((time.monotonic() - began, Sample.now()))
        at, seen = looks[-1]
        line = f"{at:7.0f} s  {user.actions:>7,} actions  {seen.megabytes:7.1f} MB  {seen.objects:>9,} objects"
        print(f"{line}  {seen.widgets:>5,} widgets  {len(user.faults.found)} faults", flush=True)
    print(f"\nactions per minute   {60 * user.actions / max(looks[-1][0], 1):10,.0f}")


def _acts(user: User, seconds: float) -> Iterator[None]:
    """Yield at the beginning and after every few acts, until the time is over."""
    from tests.soak.user import GESTURES_EACH

    began = time.monotonic()
    yield
    while True:
        for number, _ in enumerate(user.round(GESTURES_EACH), 1):
            if number % LOOK_EVERY == 0:
                yield
                if time.monotonic() - began > seconds:
                    return


def _report(looks: list[Look], faults: Faults) -> int:
    """Print the figures; return 1 if one is missed. The first look is taken when the program is warm."""
    from tests.soak.figures import slope, typical

    if not looks:
        return 1
    total, warm, end = looks[-1][0], looks[0][1], looks[-1][1]
    halves = [[look for look in looks if (look[0] > total / 2) == is_second] for is_second in (False, True)]
    several = TYPICAL_OF if len(looks) >= 2 * TYPICAL_OF else 1
    first, last = typical(looks[:several]), typical(looks[-several:])
    growth = last / first - 1
    lost = warm.none_references - end.none_references
    missed = []
    print(f"memory warm, at end  {first:7.1f} MB, {last:.1f} MB: {growth:+.1%}")
    print(f"of it from files     {warm.from_files:7.1f} MB, {end.from_files:.1f} MB: code and fonts")
    rates = [slope(half) for half in halves]
    print(f"growing by           {rates[0]:+7.1f} MB an hour in the first half, {rates[1]:+.1f} in the second")
    print(f"objects              {warm.objects:10,} → {end.objects:,}: {_more(warm.kinds, end.kinds)}")
    print(f"widgets              {warm.widgets:10,} → {end.widgets:,}")
    print(f"threads              {', '.join(end.threads)}")
    print(f"references to None   {-lost:+10,}")
    print(f"faults               {len(faults.found):10,}")
    if growth > MOST_GROWTH:
        missed.append(f"memory grew by {growth:.1%}")
    if end.threads != warm.threads:
        missed.append(f"threads: {', '.join(warm.threads)} → {', '.join(end.threads)}")
    if lost > MOST_NONE_LOST:
        missed.append(f"{lost:,} references to None were lost")
    missed += sorted(set(faults.found))[:20]
    for line in missed:
        print(f"FAILED: {line}", file=sys.stderr)
    return 1 if missed else 0


def _more(before: Counter[str], after: Counter[str]) -> str:
    more = sorted(((after[kind] - before[kind], kind) for kind in after), reverse=True)[:6]
    return ", ".join(f"{count:+,} {kind}" for count, kind in more if count > 20) or "none more"


if __name__ == "__main__":
    sys.exit(main())
