"""The pages of a lesson, ``ko.md`` and ``en.md``: a heading with an id starts a step, fenced blocks hold its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.lessons.model import Problem, StepText

# What may stand behind ":::"; those in _NAMED are followed by an id.
BLOCKS = ("question", "hint", "right", "wrong", "option", "answer", "teacher", "misconception", "ask")
_NAMED = ("wrong", "option")
_HEADING = re.compile(r"(#{1,6})\s")
_ID = re.compile(r"[a-z0-9_]+")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(`+)[^`].*?\1")
_HTML = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?|\w+:[^<>\s]*)>|<!--")
_IMAGE = re.compile(r"!\[.*?\]")
_LINK = re.compile(r"(?<!!)\[[^\[\]]*\]\(\s*(?!term:)[^)\s]*\)?")
MAX_LINE = 8_000
MAX_PART = 20_000


@dataclass(slots=True)
class PageStep:
    """A step as one page tells it.

    ``line`` is that of its heading, ``lines`` that of each block by its name (``"wrong sign"``, ``"hint 1"``), and
    ``starts`` the first line of the text inside it; ``"title"`` and ``"body"`` have one too. All count from 1.
    """

    id: str
    line: int
    text: StepText
    lines: dict[str, int] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Page:
    """What was read of one page: the steps by id, and what is wrong in it; ``title`` is its heading of level 1."""

    title: str = ""
    steps: dict[str, PageStep] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_page(markdown: str, file: str) -> Page:
    """Read the page ``file``. What is wrong in it becomes a problem that names the line; nothing is raised."""
    reader = _Reader(file)
    for number, line in enumerate(markdown.splitlines(), start=1):
        reader.take(number, line)
    return reader.finished()


class _Reader:
    """Takes the lines of a page one by one."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._page = Page()
        self._step: PageStep | None = None
        self._body: list[str] = []
        self._block: tuple[str, str, int] | None = None
        self._block_lines: list[str] = []
        self._parts: dict[str, object] = {}
        self._fence = ""
        # Behind a heading that is no good: what follows it has been complained of already.
        self._lost = False

    def take(self, number: int, line: str) -> None:
        """Take the next line."""
        if len(line) > MAX_LINE:
            self._wrong(number, "", "lesson_file.long_line", limit=f"{MAX_LINE:,}")
            return
        stripped = line.strip()
        if self._in_code(line):
            self._keep(number, line)
        elif stripped.startswith(":::"):
            self._mark(number, stripped[3:].strip())
        elif line.startswith("#") and self._heading(number, line):
            pass
        else:
            self._check_plain(number, line)
            self._keep(number, line)

    def finished(self) -> Page:
        """Return the page once all lines were taken."""
        self._close_step()
        return self._page

    def _in_code(self, line: str) -> bool:
        """Return whether the line is code, or begins or ends a stretch of it."""
        found = _FENCE.match(line)
        if self._fence:
            is_end = found and found.group(1).startswith(self._fence) and not line.strip().strip("`~")
            self._fence = "" if is_end else self._fence
            return True
        if found:
            self._fence = found.group(1)
        return bool(found)

    def _keep(self, number: int, line: str) -> None:
        if self._block:
            self._block_lines.append(line)
        elif self._step:
            self._body.append(line)
        elif line.strip():
            self._without_step(number)

    def _without_step(self, number: int) -> None:
        if not self._lost:
            self._wrong(number, "", "lesson_file.text_without_step")
        self._lost = True

    def _heading(self, number: int, line: str) -> bool:
        """Take a heading; return False if it is one inside a step."""
        found = _HEADING.match(line)
        if not found:
            return False
        level, (title, id) = len(found.group(1)), _title_and_id(line[found.end() :].strip())
        if id is None:
            if level == 1 and not self._step and not self._page.title:
                self._page.title = title
                return True
            if level <= 2:
                self._wrong(number, title[:60], "lesson_file.heading_without_id")
            return False
        self._close_step()
        self._lost = True
        if not _ID.fullmatch(id):
            self._wrong(number, id[:60], "lesson_file.bad_id", name=id[:60])
        elif id in self._page.steps:
            self._wrong(number, id, "lesson_file.twice", name=id)
        else:
            if not title:
                self._wrong(number, id, "lesson_file.no_title")
            self._step, self._lost = PageStep(id, number, StepText(title)), False
        return True

    def _mark(self, number: int, said: str) -> None:
        """Take a line that begins with ``:::``."""
        if not said:
            if not self._block:
                self._wrong(number, "", "lesson_file.block_end_alone")
            self._close_block()
            return
        kind, _, id = (part.strip() for part in said.partition(" "))
        if self._block:
            self._wrong(number, " ".join(self._block[:2]).strip(), "lesson_file.block_open", line=self._block[2])
            self._close_block()
        if kind not in BLOCKS:
            self._wrong(number, kind[:60], "lesson_file.block_unknown", kind=kind[:60], known=", ".join(BLOCKS))
        elif kind in _NAMED and not id:
            self._wrong(number, kind, "lesson_file.block_needs_id", kind=kind)
        elif kind not in _NAMED and id:
            self._wrong(number, kind, "lesson_file.block_has_id", kind=kind, name=id[:60])
        elif not self._step:
            self._without_step(number)
        self._block, self._block_lines = (kind, id, number), []

    def _close_block(self) -> None:
        if not self._block:
            return
        (kind, id, number), text = self._block, "\n".join(self._block_lines).strip()
        first = number + 1 + _blank_lines(self._block_lines)
        self._block, self._block_lines = None, []
        if not self._step or kind not in BLOCKS:
            return
        name = f"{kind} {id}".strip()
        if not text:
            self._wrong(number, name, "lesson_file.block_empty", kind=name)
        if len(text) > MAX_PART:
            self._wrong(number, name, "lesson_file.long_text", limit=f"{MAX_PART:,}")
            text = ""
        if kind == "hint":
            hints = self._parts.setdefault("hints", [])
            hints.append(text)  # type: ignore[attr-defined]
            name = f"hint {len(hints)}"  # type: ignore[arg-type]
        elif name in self._step.lines:
            self._wrong(number, name, "lesson_file.twice", name=name)
        elif kind in _NAMED:
            self._parts.setdefault({"option": "options"}.get(kind, kind), {})[id] = text  # type: ignore[index]
        else:
            self._parts[kind] = text
        self._step.lines[name] = number
        self._step.starts[name] = first

    def _close_step(self) -> None:
        if self._block:
            self._wrong(self._block[2], " ".join(self._block[:2]).strip(), "lesson_file.block_not_closed")
            self._close_block()
        if not self._step:
            return
        parts = {**self._parts, "hints": tuple(self._parts.get("hints", ()))}  # type: ignore[arg-type]
        body = "\n".join(self._body).strip("\n")
        if len(body) > MAX_PART:
            self._wrong(self._step.line, "body", "lesson_file.long_text", limit=f"{MAX_PART:,}")
            body = ""
        self._step.text = StepText(self._step.text.title, body, **parts)  # type: ignore[arg-type]
        self._step.starts["body"] = self._step.line + 1 + _blank_lines(self._body)
        self._page.steps[self._step.id] = self._step
        self._step, self._body, self._parts = None, [], {}

    def _check_plain(self, number: int, line: str) -> None:
        """Note what a text may not hold: HTML, images, links."""
        text = _CODE_SPAN.sub("", line)
        for pattern, id in ((_HTML, "lesson_file.html"), (_IMAGE, "lesson_file.image"), (_LINK, "lesson_file.link")):
            found = pattern.search(text)
            if found:
                self._wrong(number, "", id, text=found.group(0)[:60])

    def _wrong(self, number: int, field: str, id: str, **values: object) -> None:
        step = self._step.id if self._step else ""
        self._page.problems.append(Problem(self._file, number, field, id, values, step))


def _title_and_id(heading: str) -> tuple[str, str | None]:
    """Return what stands in a heading, and the id in ``{#…}`` at its end, None without one."""
    at = heading.rfind("{#") if heading.endswith("}") else -1
    if at < 0:
        return heading.rstrip("#").rstrip(), None
    return heading[:at].rstrip(), heading[at + 2 : -1].strip()


def _blank_lines(lines: list[str]) -> int:
    """Return how many blank lines there are at the start."""
    return next((i for i, line in enumerate(lines) if line.strip()), 0)
