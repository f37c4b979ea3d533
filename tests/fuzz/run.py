"""`make fuzz CASES=… SEED=…`: every reader is given thousands of cases; a table, the failures, exit code 1 if any."""

from __future__ import annotations

import argparse
import faulthandler
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# One case that never ends must not keep anybody waiting: where it hangs is printed, and the run ends.
_LONGEST_RUN = 3600


def main() -> int:
    """Run the targets chosen and return the exit code."""
    # Nothing of the person's is read or written.
    with tempfile.TemporaryDirectory() as home:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
            os.environ[name] = home
        os.environ["APPDATA"] = os.environ["LOCALAPPDATA"] = home
        return _run(_options())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="for each reader")
    parser.add_argument("--seed", type=int, default=None, help="the time, unless told; the same seed, the same cases")
    parser.add_argument("--only", default="", help="readers whose name holds this")
    return parser.parse_args()


def _run(options: argparse.Namespace) -> int:
    from tests.fuzz.runner import HEADING, run
    from tests.fuzz.targets import all_targets

    seed = int(time.time()) if options.seed is None else options.seed
    warnings.simplefilter("error")
    faulthandler.dump_traceback_later(_LONGEST_RUN, exit=True)
    print(f"SEED={seed}\n{HEADING}")
    failed = []
    for target in all_targets():
        if options.only in target.name:
            outcome = run(target, options.cases, seed)
            print(outcome, flush=True)
            failed += [(target.name, failure) for failure in outcome.failures]
    for name, failure in failed:
        print(f"\n{name}, SEED={seed}\n{failure}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
