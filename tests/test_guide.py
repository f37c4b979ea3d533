"""The teacher's guide says what the program says: its pictures, sections, words, keys and numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PIL import Image

from core.activations import ACTIVATIONS
from core.labs.race import RaceState
from core.lessons.library import LESSONS_FOLDER, built_in
from core.lessons.profiles import MAX_NAME, MAX_PROFILES
from core.lessons.quiz import LESSON_ITEMS, MIXED_ITEMS
from core.settings import ZOOM_STEPS
from core.text import LANGUAGES, Lang, load_entries
from gui.actions import COMMANDS
from gui.dialogs.export import SCALES
from gui.lab_actions import lab_keys_text
from gui.lab_table import LAB_KEYS
from gui.tour import STOPS

DOCS = Path(__file__).resolve().parent.parent / "docs"
GUIDE: dict[Lang, str] = {lang: (DOCS / f"teachers-guide.{lang}.md").read_text(encoding="utf-8") for lang in LANGUAGES}
PICTURE = re.compile(r"!\[[^\]]+\]\(pictures/([\w-]+)\.(ko|en)\.png\)")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.S)
KEY = re.compile(r"<kbd>(.+?)</kbd>")
MAX_PICTURE = 120 * 1024
# Keys of the stage, of dialogs and of texts, which are no commands; the stage's are tested in tests/gui/stage.
OTHER_KEYS = {"Enter", "Esc", "Space", "PgDn", "PgUp", "A", "B", ".", "W", "E", "F", "D", "1", "9", "Ctrl", "Ctrl+C"}


def _words(lang: Lang) -> set[str]:
    """Everything that can be read on screen, and the functions' and lessons' names."""
    said = {entry.said_in(lang).rstrip("…").strip() for entry in load_entries().values()}
    # A section of the preferences or a row may be called by its first half, as in "High contrast: …".
    said |= {text.partition(":")[0] for text in said}
    return said | {record.name.said_in(lang) for record in ACTIVATIONS} | {one.title(lang) for one in built_in()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_is_there_and_small_and_used(lang: Lang) -> None:
    used = PICTURE.findall(GUIDE[lang])
    assert {shown_in for _, shown_in in used} == {lang}
    there = sorted(path.name for path in (DOCS / "pictures").glob(f"*.{lang}.png"))
    assert sorted(f"{name}.{lang}.png" for name, _ in used) == there
    for name in there:
        file = DOCS / "pictures" / name
        assert file.stat().st_size <= MAX_PICTURE, name
        with Image.open(file) as picture:
            assert picture.mode == "P"
            assert len(picture.convert("RGB").getcolors(1 << 20)) > 8, f"{name} is empty"


def test_both_languages_have_the_same_parts_pictures_and_keys_in_the_same_order() -> None:
    ko, en = GUIDE["ko"], GUIDE["en"]
    assert [head for head, _ in _headings(ko)] == [head for head, _ in _headings(en)]
    assert [name for name, _ in PICTURE.findall(ko)] == [name for name, _ in PICTURE.findall(en)]
    assert KEY.findall(ko) == KEY.findall(en)
    for part_ko, part_en in zip(re.split(r"^## ", ko, flags=re.M), re.split(r"^## ", en, flags=re.M), strict=True):
        assert part_ko.count("\n|") == part_en.count("\n|"), part_en[:40]


def _headings(text: str) -> list[tuple[str, str]]:
    return re.findall(r"^(#+) (.+)$", text, re.M)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_in_bold_is_one_of_the_program(lang: Lang) -> None:
    known = _words(lang)
    bold = [" ".join(text.split()) for text in BOLD.findall(GUIDE[lang])]
    assert len(bold) > 60
    example, *named = bold
    assert example in ("굵은 글씨", "Bold words")
    assert [text for text in named if text.rstrip("…").strip() not in known] == []


@pytest.mark.parametrize("file", sorted(DOCS.glob("*.md")), ids=lambda file: file.name)
def test_no_asterisks_are_left_standing(file: Path) -> None:
    # Markdown ends no bold word between a full stop or bracket and a letter, such as a Korean particle.
    text = re.sub(r"```.*?```|`[^`]*`", "", file.read_text(encoding="utf-8"), flags=re.S)
    assert re.findall(r"\S*[^\w\s*]\*\*\w+", text) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_is_one_of_the_program(lang: Lang) -> None:
    known = {keys for command in COMMANDS for keys in command.shortcuts} | OTHER_KEYS
    known |= {lab_keys_text(number) for number in range(len(LAB_KEYS))}
    assert sorted(set(KEY.findall(GUIDE[lang])) - known) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_of_the_sheet_does_what_it_says(lang: Lang) -> None:
    entries = load_entries()
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| <kbd>(.+?)</kbd> \|$", GUIDE[lang], re.M)
    assert len(rows) == 20
    by_name = {entries[f"action.{command.id}"].said_in(lang): command.shortcuts for command in COMMANDS}
    assert [(name, key) for name, key in rows if by_name.get(name, ("",))[0] != key] == []


def _slope(function: object, x: float) -> float:
    at = torch.tensor(float(x), requires_grad=True)
    function(at).backward()  # type: ignore[operator]
    return float(at.grad)  # type: ignore[arg-type]


def _lesson_minutes() -> Iterator[list[int]]:
    for folder in sorted(LESSONS_FOLDER.glob("0*")):
        steps = tomllib.loads((folder / "lesson.toml").read_text(encoding="utf-8"))["step"]
        yield [step["minutes"] for step in steps]


def test_the_numbers_are_those_of_pytorch_and_of_the_program() -> None:
    logits, loss = torch.tensor([[2.0, 1.0, 0.1]]), torch.nn.CrossEntropyLoss()
    target = torch.tensor([0])
    power = f"{0.25**20:.1e}".replace("e-", "e−")
    neuron = torch.nn.Linear(2, 1)
    with torch.no_grad():
        neuron.weight.copy_(torch.tensor([[0.5, -0.3]]))
        neuron.bias.copy_(torch.tensor([0.1]))
        z = f"{neuron(torch.tensor([1.0, 2.0])).item():.4e}".replace("-", "−")
    minutes = [sum(steps) for steps in _lesson_minutes()]
    smallest, largest = (f"{round(zoom * 100)} %" for zoom in (min(ZOOM_STEPS), max(ZOOM_STEPS)))
    race = RaceState()
    entrants, seeds = len(race.entrants), race.design.seeds
    glossary = tomllib.loads((LESSONS_FOLDER.parent / "glossary.toml").read_text(encoding="utf-8"))
    assert torch.sigmoid(torch.tensor(17.0)) == 1
    said: list[tuple[str, str]] = [
        (f"Tanh는 {_slope(torch.tanh, 3):.4f}", f"Tanh {_slope(torch.tanh, 3):.4f}"),
        (f"Sigmoid는 {_slope(torch.sigmoid, 3):.4f}", f"Sigmoid {_slope(torch.sigmoid, 3):.4f}"),
        (f"로짓을 넣은 손실은 {loss(logits, target):.4f}", f"given logits is {loss(logits, target):.4f}"),
        (
            f"확률을 넣은 손실은 {loss(torch.softmax(logits, 1), target):.4f}",
            f"given probabilities {loss(torch.softmax(logits, 1), target):.4f}",
        ),
        (f"커도 {_slope(torch.sigmoid, 0):.2f}입니다", f"at most {_slope(torch.sigmoid, 0):.2f}"),
        (f"약 {power}", f"about {power}"),
        (z, z),
        ({5: "다섯 장짜리"}[len(STOPS)], "five notes"),
        (f"수업은 {len(minutes)}개", f"There are {len(minutes)} of them"),
        (f"{min(minutes)}분에서 {max(minutes)}분", f"{min(minutes)} to {max(minutes)} minutes"),
        (f"{smallest}에서 {largest}", f"{smallest} to {largest}"),
        (f"함수 {entrants}개에 씨앗 {seeds}개씩", f"{entrants} functions with {seeds} seeds each"),
        (f"{entrants * seeds}개를 함께", f"{entrants * seeds} networks"),
        (f"이름은 {MAX_NAME}자", f"{MAX_NAME} characters"),
        (f"{MAX_PROFILES}명까지", f"{MAX_PROFILES} names"),
        (f"**는 {LESSON_ITEMS}문제", f"has {LESSON_ITEMS} questions"),
        (f"**는 {MIXED_ITEMS}문제", f"has {MIXED_ITEMS}"),
        (f"화면보다 {max(SCALES)}배까지", f"up to {max(SCALES)} times"),
        (f"용어 {len(glossary)}개", f"{len(glossary)} terms"),
    ]  # fmt: skip
    flat = {lang: " ".join(text.split()) for lang, text in GUIDE.items()}
    missing = [pair for pair in said if pair[0] not in flat["ko"] or pair[1] not in flat["en"]]
    assert missing == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_minutes_of_the_lesson_are_those_of_its_notes(lang: Lang) -> None:
    relu = built_in()[2]
    steps = list(_lesson_minutes())[2]
    rows = re.findall(r"^\| (\d+)–(\d+) \| (?:(\d)\. (.+?[.?]) )?", GUIDE[lang], re.M)
    assert (rows[0][:2], rows[-1][1]) == (("0", "2"), "50")
    at = 2
    for number, (row, minutes) in enumerate(zip(rows[1:-1], steps, strict=True)):
        assert row[:3] == (str(at), str(at + minutes), str(number + 1))
        assert row[3].rstrip(".") == relu.steps[number].page(lang).title
        at += minutes
    assert int(rows[-1][0]) == at


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_leads_somewhere(lang: Lang) -> None:
    for target in re.findall(r"\]\(((?!http)[^)]+)\)", GUIDE[lang]):
        file, _, place = target.partition("#")
        assert (DOCS / file).exists(), target
        if place:
            heads = {_anchor(head) for _, head in _headings((DOCS / file).read_text(encoding="utf-8"))}
            assert place in heads, target


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
