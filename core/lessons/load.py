"""A lesson's files into a lesson. What is broken is left out and noted; a lesson without a whole step is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from core.lessons.checks import page_misfits, step_misfits
from core.lessons.document import FORMAT, MAX_STEPS, LessonDocument, Said, StepDocument, check_document
from core.lessons.misfit import MisfitError, Path, listed, written_path
from core.lessons.model import Lesson, Problem, Step, StepText
from core.lessons.pages import Page, read_page
from core.lessons.toml_lines import Lines
from core.lessons.toml_text import SyntaxMisfitError, parsed
from core.lessons.typed import check_keys, typed
from core.text import LANGUAGES, Lang, Text, UserError
from core.text_files import text_of

TOML = "lesson.toml"
PAGES: Mapping[Lang, str] = {"ko": "ko.md", "en": "en.md"}
MAX_TEXT_BYTES = 1024 * 1024
MAX_TITLE = 120
MAX_SUMMARY = 600
MAX_PROBLEMS = 50
MAX_TOML_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class LessonFiles:
    """The files of a lesson as they were read.

    Attributes:
        key: of the lesson.  name: what messages call it.
        toml: ``lesson.toml``, None if there is none.  pages: ``ko.md`` and ``en.md`` by language; at least one.
    """

    key: str
    name: str
    toml: bytes | None
    pages: Mapping[Lang, bytes] = field(default_factory=dict)


class LessonError(UserError):
    """A lesson that cannot be opened at all; ``problems`` says why, place by place."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__("lesson_file.refused", name=name, reason=Text(first.said_in("ko"), first.said_in("en")))
        self.problems = problems


def load_lesson(files: LessonFiles) -> Lesson:
    """Return the lesson in ``files``. Broken steps are left out and noted in its ``problems``.

    Raises LessonError, a UserError that names file, line and field, when no whole step is left.
    """
    return _Loading(files).lesson()


def decoded(data: bytes, file: str) -> str:
    """Return the text of a file: UTF-8 with or without BOM, or CP949.

    Raises MisfitError ``lesson_file.encoding``, ``lesson_file.too_large``.
    """
    limit = MAX_TOML_BYTES if file == TOML else MAX_TEXT_BYTES
    if len(data) > limit:
        raise MisfitError((), "lesson_file.too_large", file=file, limit=f"{limit // 1024:,} KB")
    text = text_of(data)
    if text is not None and "\0" not in text:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise MisfitError((), "lesson_file.encoding", file=file)


class _Loading:
    """Reads one lesson and gathers what is wrong with it."""

    def __init__(self, files: LessonFiles) -> None:
        self._files = files
        self._problems: list[Problem] = []
        self._lines = Lines("")
        self._pages: dict[Lang, Page] = {}

    def lesson(self) -> Lesson:
        """Return the lesson. Raises LessonError if no step of it is whole."""
        document = self._document()
        self._read_pages()
        titles = self._words(document, "title", MAX_TITLE)
        summaries = self._words(document, "summary", MAX_SUMMARY)
        section = self._section(document)
        steps = tuple(self._steps(document))
        self._note_untold(document)
        if not steps:
            self._note(MisfitError(("step",), "lesson_file.no_step"))
            raise LessonError(self._files.name, tuple(self._problems[:MAX_PROBLEMS]))
        return Lesson(self._files.key, section, titles, summaries, steps, tuple(self._problems[:MAX_PROBLEMS]))

    # --- the whole file ---

    def _document(self) -> dict[str, object]:
        """Return what ``lesson.toml`` says. Raises LessonError where nothing can be made of it."""
        try:
            if self._files.toml is None:
                raise MisfitError((), "lesson_file.missing_file", file=TOML)
            text = decoded(self._files.toml, TOML)
            self._lines = Lines(text)
            document = parsed(text)
        except SyntaxMisfitError as error:
            problem = Problem(TOML, error.line, "", error.id, error.values)
            raise LessonError(self._files.name, (problem,)) from None
        except MisfitError as error:
            self._refuse(error)
        try:
            check_keys(document, list(LessonDocument.__struct_fields__), ())
        except MisfitError as error:
            # A misspelt name of the whole lesson harms no step.
            self._note(error)
        try:
            self._check_whole(document)
        except MisfitError as error:
            self._refuse(error)
        return document

    def _check_whole(self, document: Mapping[str, object]) -> None:
        """Raise MisfitError unless the file is of the format that is known, and there are steps."""
        if document.get("format") != FORMAT:
            id = "lesson_file.format" if "format" in document else "lesson_file.no_format"
            raise MisfitError(("format",), id, value=str(document.get("format"))[:20], known=FORMAT)
        steps = document.get("step")
        if not isinstance(steps, list) or not steps:
            raise MisfitError(("step",), "lesson_file.no_step")
        if len(steps) > MAX_STEPS:
            raise MisfitError(("step",), "lesson_file.too_many_steps", limit=MAX_STEPS)

    def _read_pages(self) -> None:
        for lang in LANGUAGES:
            data = self._files.pages.get(lang)
            if data is None:
                continue
            try:
                self._pages[lang] = read_page(decoded(data, PAGES[lang]), PAGES[lang])
            except MisfitError as error:
                self._problems.append(Problem(PAGES[lang], 0, "", error.id, error.values))
            else:
                self._problems += self._pages[lang].problems
        if not self._pages:
            if not self._problems:
                self._problems.append(Problem(TOML, 0, "", "lesson_file.no_pages"))
            raise LessonError(self._files.name, tuple(self._problems))

    def _words(self, document: Mapping[str, object], key: str, limit: int) -> dict[Lang, str]:
        """Return the title or the summary by language, from the file or, if it says none, from the page's heading."""
        said: Said | str = ""
        try:
            said = typed(Said | str, document.get(key, ""), (key,))
        except MisfitError as error:
            self._note(error)
        both_ways = {"ko": said, "en": said} if isinstance(said, str) else {"ko": said.ko, "en": said.en}
        found: dict[Lang, str] = {}
        for lang in LANGUAGES:
            text = " ".join(both_ways[lang].split())
            if not text and key == "title" and lang in self._pages:
                text = self._pages[lang].title
            if len(text) > limit:
                self._note(MisfitError((key,), "lesson_file.long_text", limit=limit))
            if text:
                found[lang] = text[:limit]
        if not found and key == "title":
            self._note(MisfitError(("title",), "lesson_file.no_lesson_title"))
            found = dict.fromkeys(LANGUAGES, self._files.name)
        return found

    def _section(self, document: Mapping[str, object]) -> str:
        section = document.get("section", "")
        if isinstance(section, str) and len(section) <= 20:
            return section
        self._note(MisfitError(("section",), "lesson_file.section"))
        return ""

    # --- its steps ---

    def _steps(self, document: Mapping[str, object]) -> Iterator[Step]:
        steps = document["step"]
        assert isinstance(steps, list)
        seen: set[str] = set()
        for index, given in enumerate(steps):
            path: Path = ("step", index)
            id = given.get("id") if isinstance(given, dict) else None
            id = id if isinstance(id, str) else ""
            try:
                told = typed(StepDocument, given, path)
                check_document(told, path)
                if told.id in seen:
                    raise MisfitError((*path, "id"), "lesson_file.twice", name=told.id)
                seen.add(told.id)
                step = self._step(told, path)
            except MisfitError as error:
                self._note(error, id)
                continue
            if step:
                yield step

    def _step(self, told: StepDocument, path: Path) -> Step | None:
        """Return a step with its pages; None if something in it is broken, which is then noted."""
        pages = {lang: page.steps[told.id] for lang, page in self._pages.items() if told.id in page.steps}
        if not pages:
            raise MisfitError((*path, "id"), "lesson_file.step_untold", name=told.id, files=listed(self._told_files()))
        texts: dict[Lang, StepText] = {lang: page.text for lang, page in pages.items()}
        step = Step(told.id, told.minutes, told.lab, told.state, told.numbers, told.values, told.task, texts)
        is_whole = not any(problem.step == told.id for problem in self._problems)
        for error in step_misfits(step):
            self._note(MisfitError.of(error, path), told.id)
            is_whole = False
        if is_whole:
            for lang, page in pages.items():
                for line, part, error in page_misfits(step, page):
                    self._problems.append(Problem(PAGES[lang], line, part, error.id, error.values, told.id))
                    is_whole = False
        for lang in (lang for lang in self._pages if lang not in pages):
            # The step is shown in the other language then.
            values = {"name": told.id, "file": PAGES[lang]}
            self._problems.append(Problem(PAGES[lang], 0, told.id, "lesson_file.untold_here", values))
        return step if is_whole else None

    def _note_untold(self, document: Mapping[str, object]) -> None:
        """Note steps that stand in a page but not in ``lesson.toml``."""
        steps = document["step"]
        assert isinstance(steps, list)
        known = {one.get("id") for one in steps if isinstance(one, dict) and isinstance(one.get("id"), str)}
        for lang, page in self._pages.items():
            for step in page.steps.values():
                if step.id not in known:
                    self._problems.append(
                        Problem(PAGES[lang], step.line, step.id, "lesson_file.only_in_page", {"name": step.id})
                    )

    def _told_files(self) -> list[str]:
        return [PAGES[lang] for lang in self._pages]

    # --- noting ---

    def _note(self, error: MisfitError, step: str = "") -> None:
        line = self._lines.of(error.path)
        self._problems.append(Problem(TOML, line, written_path(error.path), error.id, error.values, step))

    def _refuse(self, error: MisfitError) -> NoReturn:
        line = self._lines.of(error.path) if error.path else 0
        problem = Problem(TOML, line, written_path(error.path), error.id, error.values)
        raise LessonError(self._files.name, (*self._problems, problem)) from None
