"""Activation Lab: the command line. Nothing heavy is imported before it is known to be needed."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
import tempfile
from pathlib import Path

from core.text import LANGUAGES, Lang, UserError, words_in
from gui.first_view import FirstView, is_lesson, lesson_called
from gui.lab_table import LAB_KEYS

THEMES = ("light", "dark", "projector", "system")
COMMANDS = ("list", "eval")
VALUED = ("--input", "--param", "--dim")
FLAGS = ("-h", "--help", "--json", "--grad", "--fresh", "--project", "--self-test", "--version")
# What a person types to start this program.
PROGRAM = "activation-lab" if getattr(sys, "frozen", False) else "python main.py"


class Parser(argparse.ArgumentParser):
    """argparse, with its complaints turned into ours."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UserError("command.usage", reason=message, program=PROGRAM)


def window_parser() -> Parser:
    """Return the parser of ``python main.py [options]``."""
    parser = Parser(prog="main.py", exit_on_error=False, allow_abbrev=False, add_help=False)
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("--lang", metavar="ko|en")
    parser.add_argument("--theme", metavar="|".join(THEMES))
    parser.add_argument("--lab", metavar="NAME")
    parser.add_argument("--open", metavar="FILE")
    parser.add_argument("--lesson", metavar="NAME")
    parser.add_argument("--step", metavar="N")
    parser.add_argument("--project", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--screenshot", metavar="PNG")
    parser.add_argument("--size", metavar="1920x1080")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--version", action="store_true")
    parser.add_argument("file", nargs="?", metavar="FILE")
    return parser


def command_parser(command: str) -> Parser:
    """Return the parser of ``python main.py list`` or ``eval``."""
    parser = Parser(prog=f"main.py {command}", exit_on_error=False, allow_abbrev=False, add_help=False)
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("--lang", metavar="ko|en")
    parser.add_argument("--json", action="store_true")
    if command == "eval":
        parser.add_argument("function", nargs="?", metavar="FUNCTION")
        parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE")
        parser.add_argument("--input", metavar="TEXT")
        parser.add_argument("--dim", metavar="N")
        parser.add_argument("--grad", action="store_true")
    return parser


def main(arguments: list[str]) -> int:
    """Run the program and return its exit code: 0, or 2 for a command that cannot be carried out."""
    for stream in (sys.stdout, sys.stderr):
        # A console in LANG=C must not stop Hangul.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # NumPy's own threads take memory, and nothing here gains by them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    lang = _language(arguments)
    try:
        at = _command_at(arguments)
        if at is not None:
            return _run_command(arguments[at], arguments[:at] + arguments[at + 1 :], lang)
        return _run_window(arguments, lang)
    except UserError as error:
        print(_in_one_line(error.said_in(lang)), file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read the output (head, a pager) has seen enough; Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _in_one_line(said: str) -> str:
    """Return a message with blanks for what would begin a line, or command the console, in what was typed."""
    return "".join(sign if sign.isprintable() else " " for sign in said)


def _language(arguments: list[str]) -> Lang:
    """Return the language to complain in: ``--lang`` if it is one, else what the settings say."""
    for at, argument in enumerate(arguments):
        value = argument[7:] if argument.startswith("--lang=") else ""
        if argument == "--lang" and at + 1 < len(arguments):
            value = arguments[at + 1]
        if value in LANGUAGES:
            return "en" if value == "en" else "ko"
    from core.files import Places
    from core.settings import read_language

    return read_language(Places.of_user().settings)


def _command_at(arguments: list[str]) -> int | None:
    """Return where the command stands: the first word that is no option, nor an option's value."""
    skip = False
    for at, argument in enumerate(arguments):
        if skip:
            skip = False
        elif argument in ("--lang", *VALUED):
            skip = True
        elif not argument.startswith("-"):
            return at if argument in COMMANDS else None
        elif argument not in FLAGS and not argument.startswith("--lang="):
            return None
    return None


def _parsed(parser: Parser, arguments: list[str]) -> argparse.Namespace:
    try:
        options, unknown = parser.parse_known_args(_sorted_out(arguments, parser))
    except argparse.ArgumentError as error:
        if any(flag in (error.argument_name or "").split("/") for flag in FLAGS):
            raise UserError("command.flag_value", option=error.argument_name) from None
        raise UserError("command.missing_value", option=error.argument_name, example=_example(error)) from None
    unknown = [word for word in unknown if word != "--"]
    if unknown:
        option = unknown[0].startswith("--") or (unknown[0].startswith("-") and "=" not in unknown[0])
        raise UserError(
            "command.unknown_option" if option else "command.extra_word", option=unknown[0], program=PROGRAM
        )
    _check_choice("--lang", options.lang, LANGUAGES)
    return options


def _sorted_out(arguments: list[str], parser: Parser) -> list[str]:
    """Return options with their values joined, then ``--``, then the words that are no options.

    So a tensor such as ``-1, 2`` after ``--input`` is a value, and the formula ``-x`` is a word.
    """
    known = {option for action in parser._actions for option in action.option_strings}
    options: list[str] = []
    words: list[str] = []
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        if argument in VALUED and argument in known and rest and rest[0] not in known:
            options.append(f"{argument}={rest.pop(0)}")
        elif argument in known and argument not in FLAGS:
            options += [argument, *([] if not rest or rest[0] in known else [rest.pop(0)])]
        elif argument.startswith("--") or argument in FLAGS:
            options.append(argument)
        else:
            words.append(argument)
    return [*options, "--", *words] if words else options


def _example(error: argparse.ArgumentError) -> str:
    examples = {"--lang": "ko", "--theme": "dark", "--lab": "explore", "--open": "lesson.actlab", "--dim": "0"}
    examples |= {
        "--lesson": "relu",
        "--step": "4",
        "--screenshot": "lab.png",
        "--size": "1920x1080",
        "--input": '"[-1, 0, 1]"',
    }
    name = error.argument_name or "--param"
    return f"{name} {examples.get(name, 'negative_slope=0.1')}"


def _check_choice(option: str, value: str | None, choices: tuple[str, ...]) -> None:
    if value is not None and value not in choices:
        raise UserError("command.not_a_choice", option=option, value=value, choices=", ".join(choices))


def _run_command(command: str, arguments: list[str], lang: Lang) -> int:
    options = _parsed(command_parser(command), arguments)
    if options.help:
        print(words_in(lang)("command.help", program=PROGRAM))
        return 0
    from core.pytorch_import import told_if_not_loaded

    with told_if_not_loaded():
        from core import command as commands

    if command == "list":
        print(commands.list_functions(lang, options.json), flush=True)
        return 0
    if not (options.function or "").strip():
        raise UserError("command.no_function", program=PROGRAM)
    request = commands.EvalRequest(
        options.function,
        options.param,
        commands.DEFAULT_INPUT if options.input is None else options.input,
        options.dim,
        options.grad,
        options.json,
    )
    print(commands.evaluate_request(request), flush=True)
    return 0


def _run_window(arguments: list[str], lang: Lang) -> int:
    options = _parsed(window_parser(), arguments)
    if options.help:
        print(words_in(lang)("command.help", program=PROGRAM))
        return 0
    if options.version:
        from core.version import VERSION

        print(f"Activation Lab {VERSION}")
        return 0
    if options.self_test:
        return _test_itself(lang)
    _check_choice("--theme", options.theme, THEMES)
    _check_choice("--lab", options.lab, LAB_KEYS)
    for option, value, example in (
        ("--open", options.open, "lesson.actlab"),
        ("--screenshot", options.screenshot, "lab.png"),
    ):
        if value == "":
            raise UserError("command.missing_value", option=option, example=f"{option} {example}")
    size = _size("1920x1080" if options.size is None else options.size)
    if options.size is not None and not options.screenshot:
        raise UserError("command.size_alone")
    file = options.open or options.file
    to_open = _existing(file) if file else None
    first = _first_view(options, to_open)
    if sys.platform == "win32":
        _load_torch_before_qt()
    if options.screenshot:
        _render(Path(options.screenshot), size, options, lang, to_open, first)
        print(words_in(lang)("command.picture", file=options.screenshot))
        return 0
    if _has_no_display():
        return _show_without_display(options, lang, to_open, first)
    from gui.app import run

    changes = {"language": options.lang, "theme": options.theme}
    return run({k: v for k, v in changes.items() if v}, options.lab or "", to_open, options.fresh, first)


def _first_view(options: argparse.Namespace, to_open: Path | None) -> FirstView:
    """Return the lesson, step and stage asked for. Raises UserError ``command.*``."""
    lesson = "" if options.lesson is None else lesson_called(options.lesson)
    if options.step is not None and not re.fullmatch(r"[1-9]\d{0,3}", options.step):
        raise UserError("command.step_number", value=options.step)
    if options.step is not None and not lesson and (to_open is None or not is_lesson(to_open)):
        raise UserError("command.step_alone")
    return FirstView(lesson, int(options.step or 0), options.project)


def _test_itself(lang: Lang) -> int:
    """Check this installation without a display; print a line for each check; return 1 if one failed."""
    if sys.platform == "win32":
        _load_torch_before_qt()
    _draw_off_screen()
    from core.pytorch_import import told_if_not_loaded

    with told_if_not_loaded():
        from gui.self_test import run

    return run(lang, lambda line: print(line, flush=True))


def _draw_off_screen() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # The off-screen platform finds no fonts of its own on a bare machine; ours are loaded by the app.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")


def _load_torch_before_qt() -> None:
    """Load PyTorch's libraries: on Windows they do not load after Qt's. The window says it when they do not load."""
    with contextlib.suppress(Exception):
        import torch  # noqa: F401


def _existing(text: str) -> Path:
    path = Path(text)
    if not os.path.exists(path):
        # Asked of os: a path that is too long, or a link to itself, is not there either.
        id = "file.link_nowhere" if os.path.islink(path) else "file.not_found"
        raise UserError(id, name=path.name, folder=os.path.abspath(path.parent))
    if os.path.isdir(path) and not os.path.exists(path / "lesson.toml"):
        raise UserError("file.is_folder", name=path.name)
    return path


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,5})\s*[xX×]\s*(\d{1,5})", text.strip())
    width, height = (int(n) for n in match.groups()) if match else (0, 0)
    if not (320 <= width <= 7680 and 240 <= height <= 4320):
        raise UserError("command.size", value=text)
    return width, height


def _has_no_display() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _show_without_display(options: argparse.Namespace, lang: Lang, to_open: Path | None, first: FirstView) -> int:
    words = words_in(lang)
    print(words("command.no_display"))
    folder = Path.cwd() if os.access(Path.cwd(), os.W_OK) else Path(tempfile.gettempdir())
    file = folder / "activation-lab.png"
    result = _render(file, (1920, 1080), options, lang, to_open, first)
    print(result)
    print(words("command.picture", file=file))
    return 0


def _render(
    file: Path, size: tuple[int, int], options: argparse.Namespace, lang: Lang, to_open: Path | None, first: FirstView
) -> str:
    """Draw the window off-screen into ``file``; return what went in and what came out, as PyTorch prints it."""
    from core.files import check_writable

    check_writable(file)
    if to_open is not None:
        _check_readable(to_open)
    _draw_off_screen()
    from core.settings import Settings
    from gui.picture import picture

    settings = Settings(language=lang, theme=options.theme or "light")
    application = picture(file, size, settings, options.lab or "", to_open, first)
    from core.labs import explore

    own = application.store.state.explore
    return f"{explore.printed_input(own)}\n{explore.details(own).printed_output}"


def _check_readable(path: Path) -> None:
    """Refuse what is neither a session nor a lesson before there is a window. Raises UserError."""
    from core import session
    from core.lessons.library import open_lesson

    if is_lesson(path):
        open_lesson(path)
    else:
        session.load(path)


def _speak_utf8() -> None:
    """Start again in Python's UTF-8 mode where file names are read in another encoding.

    Python does so by itself only where the locale is C; a folder in Hangul is unreadable in the others.
    """
    if sys.platform.startswith("linux") and sys.getfilesystemencoding() != "utf-8" and sys.executable:
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


if __name__ == "__main__":
    _speak_utf8()
    sys.exit(main(sys.argv[1:]))
