"""A learner's results on paper, to hand in."""

from __future__ import annotations

from datetime import datetime

from core.lessons.quiz.outcome import Outcome
from core.lessons.results import LessonSummary, Summary, task_name
from core.lessons.sheet import Cell
from core.text import Words
from gui.worksheet.paper import Paper, escaped


def results_page(summary: Summary, now: datetime, words: Words) -> Paper:
    """Return the results: a line for each lesson, then every step that was opened, with the last answer."""
    paper = Paper()
    name = summary.name
    paper.title(words("worksheet.results_title", name=name) if name else words("worksheet.results_nobody"))
    paper.small(words("worksheet.results_date", date=f"{now:%Y-%m-%d %H:%M}"))
    paper.small(words("worksheet.teacher"), top=4)
    paper.plain(
        words(
            "progress.totals",
            **{"steps": summary.steps, "done": summary.done, "tasks": summary.tasks},
            **{"right": summary.right, "unaided": summary.unaided},
        )
    )
    head = [Cell(words(f"worksheet.column_{id}")) for id in ("lesson", "done", "right", "unaided", "tries", "quiz")]
    rows = [head, *(_lesson_row(lesson, words) for lesson in summary.lessons)]
    if summary.quizzes:
        best = max(summary.quizzes, key=lambda run: run.right / max(1, run.of))
        mixed = _part(best.right, best.of, words)
        rows.append([Cell(words("progress.mixed_quiz")), *(Cell("") for _ in range(4)), Cell(mixed)])
    paper.table(rows, filled=True, head=True, weights=(2.4, 1, 1, 1, 0.8, 1))
    opened = [lesson for lesson in summary.lessons if any(step.work.seen for step in lesson.steps)]
    if opened:
        paper.heading(words("worksheet.details"))
    for lesson in opened:
        paper.plain(lesson.title, bold=True, top=10)
        paper.table(_step_rows(lesson, words), filled=True, head=True, weights=(2.6, 1.4, 0.9, 0.7, 0.7, 0.9, 2.4))
    return paper


def quiz_page(outcome: Outcome, about: str, name: str, now: datetime, words: Words) -> Paper:
    """Return a quiz: the score, and every question with the answer given, the right one and why."""
    paper = Paper()
    paper.title(words("progress.quiz_of", title=about, number=outcome.seed + 1))
    paper.small(words("worksheet.quiz_line", name=name or "____________________", date=f"{now:%Y-%m-%d %H:%M}"))
    counts = {"part": outcome.right, "whole": len(outcome.items), "percent": outcome.percent}
    paper.plain(words("progress.quiz_score", **counts), bold=True)
    for number, item in enumerate(outcome.items, 1):
        state = "right" if item.right else "wrong" if item.answered else "unanswered"
        paper.heading(words(f"progress.quiz_{state}", number=number, title=item.title))
        paper.markdown(item.question)
        if item.given:
            paper.markdown(escaped(item.given), bold_start=words("progress.quiz_given"))
        paper.markdown(escaped(item.expected), bold_start=words("progress.quiz_expected"))
        paper.markdown(item.why, bold_start=words("worksheet.why"))
    return paper


def _lesson_row(lesson: LessonSummary, words: Words) -> list[Cell]:
    quiz = lesson.best_quiz
    return [
        Cell(lesson.title),
        Cell(_part(lesson.done, len(lesson.steps), words)),
        Cell(_part(lesson.right, lesson.tasks, words)),
        Cell(str(lesson.unaided)),
        Cell(str(lesson.tries)),
        Cell(_part(quiz.right, quiz.of, words) if quiz else "–"),
    ]


def _step_rows(lesson: LessonSummary, words: Words) -> list[list[Cell]]:
    ids = ("title", "task", "done", "tries", "hints", "shown", "answer")
    rows = [[Cell(words(f"progress.column_{id}")) for id in ids]]
    for step in lesson.steps:
        if step.work.seen:
            yes, shown = (words("progress.yes" if true else "progress.no") for true in (step.done, step.work.shown))
            rows.append(
                [
                    *(Cell(text) for text in (f"{step.number}. {step.title}", task_name(step.kind, words), yes)),
                    *(Cell(str(number)) for number in (step.work.tries, step.work.hints)),
                    *(Cell(text) for text in (shown, step.answer)),
                ]
            )
    return rows


def _part(part: int, whole: int, words: Words) -> str:
    return words("progress.part_of", part=part, whole=whole)
