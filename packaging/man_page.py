"""The manual page ``activation-lab(1)`` in Korean and English: the command line's help, and ``linux/man.toml``.

An option that the help names is on the page; there is no second list of options.
"""

from __future__ import annotations

import gzip
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from project import EPOCH, PACKAGE, ROOT, VERSION

LANGUAGES = ("ko", "en")
HELP = ROOT / "resources" / "i18n" / "command.toml"
WORDS = Path(__file__).resolve().parent / "linux" / "man.toml"
# A line of the help: its options, two blanks or more, what they do. What begins deeper is what the line before does.
_DEEPER = 20


@dataclass(frozen=True)
class Usage:
    """A paragraph of the help: how the program is called, what that does, and (options, what they do)."""

    call: str
    does: str
    options: tuple[tuple[str, str], ...]


def write_pages(share: Path) -> None:
    """Write the compressed pages into ``share``, a folder laid out as ``/usr/share``."""
    for lang in LANGUAGES:
        file = share / "man" / ("" if lang == "en" else lang) / "man1" / f"{PACKAGE}.1.gz"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(page(lang).encode(), 9, mtime=0))


def page(lang: str) -> str:
    """Return the page in ``lang``, "ko" or "en", as roff."""
    words = tomllib.loads(WORDS.read_text("utf-8"))
    window, *commands = usages(lang)
    date = datetime.fromtimestamp(int(EPOCH), UTC).date()
    named = {"ko": "활성화 함수 실험실", "en": "Activation Lab"}[lang]
    lines = [f'.TH {roff(PACKAGE.upper())} 1 "{date}" "Activation Lab {VERSION}" "{named}"']
    # Hangul is broken between words, and no blanks are stretched for an even margin.
    lines += [".nh", ".ad l"]

    def section(key: str, content: Iterable[str]) -> None:
        lines.extend([f'.SH "{words["section"][key][lang]}"', *content])

    section("name", [f"{roff(PACKAGE)} \\- {roff(words['summary'][lang])}"])
    section("synopsis", (line for usage in (window, *commands) for line in (_called(usage.call), ".br")))
    section("description", paragraphs(words["description"][lang]))
    section("options", [roff(window.does), *_listed(window.options)])
    section("commands", (line for usage in commands for line in _command(usage)))
    section("examples", _listed((row["command"], row[lang]) for row in words["example"]))
    section("files", _listed((row["path"], row[lang]) for row in words["file"]))
    section("environment", _listed((row["name"], row[lang]) for row in words["variable"]))
    section("exit_status", _listed((row["code"], row[lang]) for row in words["exit"]))
    section("licence", [roff(words["licence"][lang])])
    return "\n".join(lines) + "\n"


def usages(lang: str) -> list[Usage]:
    """Return the paragraphs of the command line's help in ``lang``. Raises ValueError for a line it cannot place."""
    text = tomllib.loads(HELP.read_text("utf-8"))["help"][lang].replace("{program}", PACKAGE)
    # The first paragraph is the program's name.
    return [_usage(paragraph.splitlines()) for paragraph in text.strip().split("\n\n")[1:]]


def _usage(lines: list[str]) -> Usage:
    call, *rest = lines
    if not call.startswith(PACKAGE):
        raise ValueError(f"the help does not say how to call it: {call!r}")
    found: list[list[str]] = [["", ""]]
    for line in rest:
        if len(line) - len(line.lstrip()) >= _DEEPER:
            found[-1][1] = f"{found[-1][1]} {line.strip()}".strip()
        else:
            option, _, does = line.strip().partition("  ")
            if not option.startswith("-"):
                raise ValueError(f"the help names no option here: {line!r}")
            found.append([option, does.strip()])
    return Usage(call, found[0][1], tuple((option, does) for option, does in found[1:]))


def _called(call: str) -> str:
    """Return a call with the program's name, its command and options in bold."""
    return roff(re.sub(rf"({PACKAGE}(?: list| eval)?|--[a-z-]+)", r"**\1**", call))


def _command(usage: Usage) -> Iterator[str]:
    yield from (f'.SS "{roff(usage.call.split()[1])}"', roff(usage.does), *_listed(usage.options))


def _listed(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, text in rows:
        yield from (".TP", roff(f"**{term}**"), roff(text))


def paragraphs(text: str) -> Iterator[str]:
    """Yield the lines of a text whose paragraphs are parted by a blank line."""
    for paragraph in text.strip().split("\n\n"):
        yield from (".PP", roff(" ".join(paragraph.split("\n"))))


def roff(text: str) -> str:
    """Return ``text`` with what roff would take for its own made plain; ** begins and ends bold letters."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    plain = re.sub(r"\*\*(.+?)\*\*", r"\\fB\1\\fR", plain).replace("~", "\\(ti").replace("^", "\\(ha")
    return f"\\&{plain}" if plain.startswith(".") else plain
