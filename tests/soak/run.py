"""`make soak MINUTES=…`: one program is used for long by mouse and keys; exit code 1 if it grew or complained."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

MOST_GROWTH = 0.05
# Python's own and Qt's caches make the count of references to None waver.
MOST_NONE_LOST = 2_000
# The history is full, every module imported, every cache at its size.
WARM_SHARE = 0.35
GESTURES = 12


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


def _soak(folder: Path, minutes: float, seed: int) -> int:
    from core.files import Places
    from core.settings import Settings
    from gui.app import Application, make_application
    from gui.loading import load_heavy
    from tests.gui.hands import Hands
    from tests.soak.figures import Faults, Sample
    from tests.soak.user import User

    faults = Faults()
    faults.listen()
    make_application(["activation-lab"])
    load_heavy()
    application = Application(Places.below(folder / "data"), Settings(toured=True), fresh=True)
    application.window.resize(1280, 720)
    application.window.show()
    application.start()
    hands = Hands(application)
    hands.settle()
    user = User(hands, seed, folder, faults)
    samples: list[tuple[float, Sample]] = []
    began = time.monotonic()
    while not samples or time.monotonic() - began < 60 * minutes:
        try:
            for _ in user.round(GESTURES):
                if samples and time.monotonic() - began > 60 * minutes:
                    break
            user.rest()
        except Exception as error:
            faults.note(f"{error}\n{traceback.format_exc(limit=-6)}")
            break
        samples.append((time.monotonic() - began, Sample.now()))
        last = samples[-1][1]
        line = f"{samples[-1][0]:7.0f} s  {user.actions:>7,} actions  {last.megabytes:7.1f} MB"
        print(f"{line}  {last.objects:>9,} objects  {last.widgets:>5,} widgets  {len(faults.found)} faults", flush=True)
    code = _report(samples, user.actions, faults)
    application.window.actions_by_id["quit"].trigger()
    hands.settle()
    faults.stop()
    if application.window.isVisible():
        print("FAILED: the window does not close", file=sys.stderr)
        return 1
    return code


def _report(samples: list, actions: int, faults) -> int:  # type: ignore[no-untyped-def,type-arg]
    """Print the figures; return 1 if one is missed."""
    if not samples:
        print("\n".join(faults.found), file=sys.stderr)
        return 1
    total = samples[-1][0]
    warm = next((s for at, s in samples if at >= WARM_SHARE * total), samples[0][1])
    end = samples[-1][1]
    growth = end.megabytes / warm.megabytes - 1
    lost = warm.none_references - end.none_references
    missed = []
    print(f"\nactions per minute   {60 * actions / total:10,.0f}")
    print(f"memory warm, at end  {warm.megabytes:7.1f} MB, {end.megabytes:.1f} MB: {growth:+.1%}")
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
