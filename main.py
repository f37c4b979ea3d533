"""Activation Lab: the command line. Nothing heavy is imported before it is known to be needed."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

from core.text import LANGUAGES, Lang, UserError, words_in

THEMES = ("light", "dark", "projector", "system")
LABS = ("explore",)
COMMANDS = ("list", "eval")
USAGE = __doc__ or ""


class Parser(argparse.ArgumentParser):
    """argparse, with its complaints turned into ours."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UserError("command.usage", reason=message)


def window_parser() -> Parser:
    """Return the parser of ``python main.py [options]``."""
    parser = Parser(prog="main.py", exit_on_error=False, allow_abbrev=False, add_help=True)
    parser.add_argument("--lang", metavar="ko|en")
    parser.add_argument("--theme", metavar="|".join(THEMES))
    parser.add_argument("--lab", metavar="NAME")
    parser.add_argument("--open", metavar="FILE")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--screenshot", metavar="PNG")
    parser.add_argument("--size", metavar="1920x1080")
    parser.epilog = "also: main.py list [--json] · main.py eval FUNCTION [--param NAME=VALUE …] [--input TEXT] …"
    return parser


def command_parser(command: str) -> Parser:
    """Return the parser of ``python main.py list`` or ``eval``."""
    parser = Parser(prog=f"main.py {command}", exit_on_error=False, allow_abbrev=False)
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
    lang = _language(arguments)
    try:
        command = next((a for a in arguments if a in COMMANDS), None) if _leads_with_command(arguments) else None
        if command:
            return _run_command(command, [a for a in arguments if a is not command], lang)
        return _run_window(arguments, lang)
    except UserError as error:
        print(error.said_in(lang), file=sys.stderr)
        return 2


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


def _leads_with_command(arguments: list[str]) -> bool:
    """Return whether the first word that is no option, nor an option's value, is a command."""
    rest = iter(arguments)
    for argument in rest:
        if argument == "--lang":
            next(rest, None)
        elif not argument.startswith("-"):
            return argument in COMMANDS
        elif argument not in ("--json", "--grad") and not argument.startswith("--lang="):
            return False
    return False


def _parsed(parser: Parser, arguments: list[str]) -> argparse.Namespace:
    try:
        # A tensor such as "-1, 2" or "[-1" after --input is a value, not an option.
        joined = _with_values_joined(arguments)
        options, unknown = parser.parse_known_args(joined)
    except argparse.ArgumentError as error:
        raise UserError("command.missing_value", option=error.argument_name, example=_example(error)) from None
    if unknown:
        raise UserError("command.unknown_option", option=unknown[0])
    _check_choice("--lang", options.lang, LANGUAGES)
    return options


def _with_values_joined(arguments: list[str]) -> list[str]:
    joined: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument in ("--input", "--param", "--dim"):
            value = next(rest, None)
            joined.append(argument if value is None else f"{argument}={value}")
        else:
            joined.append(argument)
    return joined


def _example(error: argparse.ArgumentError) -> str:
    examples = {"--lang": "ko", "--theme": "dark", "--lab": "explore", "--open": "lesson.actlab", "--dim": "0"}
    examples |= {"--screenshot": "lab.png", "--size": "1920x1080", "--input": '"[-1, 0, 1]"'}
    name = error.argument_name or ""
    return f"{name} {examples.get(name, 'negative_slope=0.1')}"


def _check_choice(option: str, value: str | None, choices: tuple[str, ...]) -> None:
    if value is not None and value not in choices:
        raise UserError("command.not_a_choice", option=option, value=value, choices=", ".join(choices))


def _run_command(command: str, arguments: list[str], lang: Lang) -> int:
    options = _parsed(command_parser(command), arguments)
    from core import command as commands

    if command == "list":
        print(commands.list_functions(lang, options.json))
        return 0
    if not options.function:
        raise UserError("command.no_function")
    request = commands.EvalRequest(
        options.function,
        options.param,
        commands.DEFAULT_INPUT if options.input is None else options.input,
        options.dim,
        options.grad,
        options.json,
    )
    print(commands.evaluate_request(request))
    return 0


def _run_window(arguments: list[str], lang: Lang) -> int:
    options = _parsed(window_parser(), arguments)
    _check_choice("--theme", options.theme, THEMES)
    _check_choice("--lab", options.lab, LABS)
    if options.size and not options.screenshot:
        raise UserError("command.size_alone")
    to_open = _existing(options.open) if options.open else None
    if sys.platform == "win32":
        import torch  # noqa: F401  # before Qt: its libraries do not load after Qt's on Windows
    if options.screenshot:
        _render(Path(options.screenshot), _size(options.size or "1920x1080"), options, lang, to_open)
        print(words_in(lang)("command.picture", file=options.screenshot))
        return 0
    if _has_no_display():
        return _show_without_display(options, lang, to_open)
    from gui.app import run

    changes = {"language": options.lang, "theme": options.theme}
    return run({k: v for k, v in changes.items() if v}, options.lab or "explore", to_open, options.fresh)


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.exists():
        raise UserError("file.not_found", name=path.name, folder=path.resolve().parent)
    if path.is_dir():
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


def _show_without_display(options: argparse.Namespace, lang: Lang, to_open: Path | None) -> int:
    words = words_in(lang)
    print(words("command.no_display"))
    folder = Path.cwd() if os.access(Path.cwd(), os.W_OK) else Path(tempfile.gettempdir())
    file = folder / "activation-lab.png"
    result = _render(file, (1920, 1080), options, lang, to_open)
    print(result)
    print(words("command.picture", file=file))
    return 0


def _render(file: Path, size: tuple[int, int], options: argparse.Namespace, lang: Lang, to_open: Path | None) -> str:
    """Draw the window off-screen into ``file``; return what went in and what came out, as PyTorch prints it."""
    from core.files import check_writable

    check_writable(file)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # The off-screen platform finds no fonts of its own on a bare machine; ours are loaded by the app.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")
    from core.settings import Settings
    from gui.app import picture

    settings = Settings(language=lang, theme=options.theme or "light")
    application = picture(file, size, settings, options.lab or "explore", to_open)
    from core.labs import explore

    result = explore.compute(application.store.state.explore)
    return f"{result.printed_input}\n{result.printed_output}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
