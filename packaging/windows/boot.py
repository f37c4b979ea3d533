"""Starts the program on Windows, where a program with a window has nowhere to say why it does not start.

The entry of both programs in the bundle: whatever ends them before, or without, a window of their own is told in a box,
or on the console of ``activation-lab-console.exe``. What goes wrong while the window is there, the window tells.

The words stand here, both languages at once: nothing of the program can be relied on where they are needed. What a
processor of 2008 lacks ends a program with an illegal instruction, which nobody can catch, so it is asked for first.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import sys
import traceback
from collections.abc import Callable, Sequence

TITLE = "활성화 함수 실험실 · Activation Lab"
TOO_OLD = (
    "이 컴퓨터의 프로세서에서는 실행할 수 없습니다. "
    "SSE4.2 명령이 있는 프로세서(Intel은 2008년, AMD는 2011년 이후)가 필요합니다.\n\n"
    "The processor of this computer is too old. One with SSE4.2 (Intel since 2008, AMD since 2011) is needed."
)
BROKEN = (
    "프로그램을 시작하지 못했습니다. Microsoft Visual C++ 재배포 가능 패키지(x64)를 설치하고 다시 시작하십시오. "
    "그래도 안 되면 프로그램을 다시 설치하십시오.\n\n"
    "The program could not be started. Install the Microsoft Visual C++ Redistributable (x64) and start again. "
    "If that does not help, install the program again."
)
# Windows answers for SSE4.2 since its version 2004; before, it says no for every processor.
ANSWERS_SINCE = 19041
SSE4_2 = 38
ICON_ERROR = 0x10
LONGEST_REPORT = 3000


def start(
    arguments: Sequence[str],
    tell: Callable[[str], None],
    is_old: Callable[[], bool],
    load: Callable[[], Callable[[list[str]], int]],
) -> int:
    """Run the program and return its exit code; ``tell`` gets what a person has to know of an end without a window.

    ``load`` returns the program's ``main``: importing it may already fail.
    """
    if is_old():
        tell(TOO_OLD)
        return 1
    # Without a console these are None, and what is written to them is lost.
    heard = io.StringIO() if sys.stderr is None else None
    if heard is not None:
        sys.stderr = heard
    try:
        code = load()(list(arguments))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        tell(f"{BROKEN}\n\n{traceback.format_exc()[-LONGEST_REPORT:]}")
        return 1
    finally:
        if heard is not None:
            sys.stderr = None
    if code and heard is not None and heard.getvalue().strip():
        # The program has said in its person's language what it could not do.
        tell(heard.getvalue().strip()[-LONGEST_REPORT:])
    return code


def is_old_processor() -> bool:
    """Return whether this processor is known to lack SSE4.2."""
    if sys.platform != "win32" or sys.getwindowsversion().build < ANSWERS_SINCE:
        return False
    return not ctypes.windll.kernel32.IsProcessorFeaturePresent(SSE4_2)


def show(text: str) -> None:
    """Tell ``text`` on the console, or in a box where there is none."""
    if sys.stderr is not None:
        print(text, file=sys.stderr)
    elif sys.platform == "win32":
        ctypes.windll.user32.MessageBoxW(None, text, TITLE, ICON_ERROR)


def load_main() -> Callable[[list[str]], int]:
    """Import the program."""
    main: Callable[[list[str]], int] = importlib.import_module("main").main
    return main


if __name__ == "__main__":
    sys.exit(start(sys.argv[1:], show, is_old_processor, load_main))
