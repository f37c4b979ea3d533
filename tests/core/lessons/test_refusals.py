"""Every mistake in a lesson's files is named: the file, the line, the field, what is wrong and what is allowed."""

from __future__ import annotations

import pytest

from core.lessons.model import Problem
from core.text import LANGUAGES, UserError
from tests.core.lessons.lesson_files import EN, KO, TOML, changed, loaded, problems

# file, what is replaced, by what, and the first problem: its line, its field, its id.
MISTAKES = (
    ("toml", "format = 1", "format = 2", 1, "format", "lesson_file.format"),
    ("toml", "format = 1", "formt = 1", 1, "formt", "lesson_file.unknown_key_close"),
    ("toml", 'section = "6.1"', "section = 6.1", 2, "section", "lesson_file.section"),
    ("toml", "summary =", "sumary =", 4, "sumary", "lesson_file.unknown_key_close"),
    (
        "toml",
        'title = { ko = "음수는 0이 됩니다", en = "Negative becomes 0" }',
        'title = { ko = "음수", de = "x" }',
        3,
        "title.de",
        "lesson_file.unknown_key",
    ),
    ("toml", 'id = "negatives"', 'id = "Negatives"', 11, "step[1].id", "lesson_file.bad_id"),
    ("toml", 'id = "negatives"', 'name = "negatives"', 11, "step[1].name", "lesson_file.unknown_key"),
    ("toml", 'id = "negatives"', 'id = "read"', 11, "step[1].id", "lesson_file.twice"),
    ("toml", "minutes = 4", 'minutes = "4"', 12, "step[1].minutes", "lesson_file.wrong_type"),
    ("toml", "minutes = 4", "minutes = -4", 12, "step[1].minutes", "lesson_file.rule"),
    ("toml", "minutes = 4", "minutes = 2024-01-01", 12, "step[1].minutes", "lesson_file.wrong_type"),
    ("toml", 'lab = "explore"', 'lab = "explorer"', 13, "step[1].lab", "lesson_file.choice"),
    (
        "toml",
        'lab = "explore"\n[step.state]\nfunction = "relu"',
        '[step.state]\nfunction = "relu"',
        13,
        "step[1].state",
        "lesson_file.state_without_lab",
    ),
    (
        "toml",
        'function = "relu"\ntensor',
        'function = "relo"\ntensor',
        15,
        "step[1].state.function",
        "function.unknown",
    ),
    ("toml", 'tensor = "{x}"', 'tensor = "{z}"', 16, "step[1].state.tensor", "lesson_file.no_name"),
    ("toml", 'tensor = "{x}"', 'tensor = "[1, 2"', 16, "step[1].state.tensor", "tensor.bracket_missing"),
    ("toml", 'tensor = "{x}"', 'tensr = "{x}"', 16, "step[1].state.tensr", "lesson_file.unknown_key_close"),
    ("toml", 'tensor = "{x}"', "threshold = 4", 16, "step[1].state.threshold", "explore.threshold_range"),
    ("toml", 'tensor = "{x}"', 'selected = "a"', 17, "", "lesson_file.toml_twice"),
    ("toml", 'tensor = "{x}"', "params = { relu = { a = 1 } }", 16, "step[1].state.params", "parameter.none"),
    ("toml", 'tensor = "{x}"', "x_view = [1]", 16, "step[1].state.x_view", "lesson_file.rule"),
    ("toml", 'tensor = "{x}"', 'x_view = [1, "a"]', 16, "step[1].state.x_view[1]", "lesson_file.wrong_type"),
    ("toml", "first = [-1, 0, 1]", 'first = [-1, "0", 1]', 19, "step[1].numbers.x.first[1]", "lesson_file.wrong_type"),
    ("toml", "first = [-1, 0, 1]", "first = [[-1, 0], [1]]", 19, "step[1].numbers.x", "lesson_file.ragged"),
    ("toml", "first = [-1, 0, 1]", "first = []", 19, "step[1].numbers.x", "lesson_file.no_numbers"),
    ("toml", "low = -5", "low = 6", 19, "step[1].numbers.x", "lesson_file.empty_range"),
    ("toml", "low = -5", "low = 5", 19, "step[1].numbers.x", "lesson_file.short_range"),
    ("toml", "step = 0.5", "step = 0", 19, "step[1].numbers.x", "lesson_file.range_step"),
    ("toml", "step = 0.5", "stp = 0.5", 19, "step[1].numbers.x.stp", "lesson_file.unknown_key_close"),
    ("toml", "step = 0.5", "step = 1e-9", 19, "step[1].numbers.x", "lesson_file.long_range"),
    ("toml", 'call = "output"', 'call = "outpt"', 21, "step[1].values.y.call", "lesson_file.unknown_tag"),
    (
        "toml",
        'call = "output", function = "relu"',
        'call = "output", function = "relux"',
        21,
        "step[1].values.y.function",
        "function.unknown",
    ),
    (
        "toml",
        'call = "output", function = "relu", ',
        'call = "output", ',
        21,
        "step[1].values.y",
        "lesson_file.missing_key",
    ),
    (
        "toml",
        'call = "output", function = "relu", ',
        'call = "output", function = "relu", y = 3, ',
        21,
        "step[1].values.y.y",
        "lesson_file.unknown_key",
    ),
    ("toml", 'function = "relu", x = "x"', 'function = "relu", x = "z"', 21, "step[1].values.y", "lesson_file.no_name"),
    (
        "toml",
        'function = "relu", x = "x"',
        'function = "relu", x = "y"',
        21,
        "step[1].values.y",
        "lesson_file.circular",
    ),
    (
        "toml",
        'function = "relu", x = "x"',
        'function = "relu", x = [1, "a"]',
        21,
        "step[1].values.y.x[1]",
        "lesson_file.wrong_type",
    ),
    (
        "toml",
        'function = "relu", x = "x"',
        'function = "relu", params = { slope = 1 }, x = "x"',
        21,
        "step[1].values.y.params",
        "parameter.none",
    ),
    ("toml", '{ call = "output", function = "relu", x = "x" }', "3", 21, "step[1].values.y", "lesson_file.wrong_type"),
    ("toml", "y = { call", "x = { call", 21, "step[1].values.x", "lesson_file.twice"),
    ("toml", "y = { call", '"y z" = { call', 21, "step[1].values.y z", "lesson_file.bad_name"),
    ("toml", 'kind = "predict"', 'kind = "guess"', 24, "step[1].task.kind", "lesson_file.unknown_tag"),
    ("toml", 'kind = "predict"\n', "", 23, "step[1].task", "lesson_file.missing_tag"),
    ("toml", 'input = "x"', 'input = "w"', 25, "step[1].task.input", "lesson_file.no_name"),
    ("toml", 'answer = "y"', 'answer = "z"', 26, "step[1].task.answer", "lesson_file.no_name"),
    ("toml", 'answer = "y"', 'answer = "y[7]"', 26, "step[1].task.answer", "lesson_file.no_element"),
    ("toml", 'answer = "y"\n', "", 23, "step[1].task", "lesson_file.missing_key"),
    ("toml", "digits = 1", "digits = 1.5", 27, "step[1].task.digits", "lesson_file.wrong_type"),
    ("toml", "digits = 1", "digits = 20", 27, "step[1].task.digits", "lesson_file.limits"),
    ("toml", "digits = 1", "tolerance = -1", 27, "step[1].task.tolerance", "lesson_file.tolerance"),
    ("toml", "digits = 1", 'labels = ["a"]', 27, "step[1].task.labels", "lesson_file.labels"),
    (
        "toml",
        '{ id = "sign", value = "minus" }',
        '{ id = "sign", value = "y" }',
        30,
        "step[1].task.wrong[1].value",
        "lesson_file.wrong_is_right",
    ),
    (
        "toml",
        '{ id = "sign", value = "minus" }',
        '{ id = "kept_negative", value = "minus" }',
        30,
        "step[1].task.wrong[1]",
        "lesson_file.twice",
    ),
    (
        "toml",
        '{ id = "sign", value = "minus" }',
        '{ id = "sign", val = "minus" }',
        30,
        "step[1].task.wrong[1].val",
        "lesson_file.unknown_key_close",
    ),
    (
        "toml",
        '{ id = "sign", value = "minus" }',
        '{ id = "sign", value = "nothing" }',
        30,
        "step[1].task.wrong[1].value",
        "lesson_file.no_name",
    ),
    ("toml", 'right = ["zero"]', 'right = ["two"]', 38, "step[2].task.right[0]", "lesson_file.choice"),
    ("toml", 'right = ["zero"]', "right = []", 38, "step[2].task.right", "lesson_file.right_count"),
    ("toml", 'right = ["zero"]', 'right = ["zero", "one"]', 38, "step[2].task.right", "lesson_file.right_count"),
    ("toml", 'right = ["zero"]', 'right = "zero"', 38, "step[2].task.right", "lesson_file.wrong_type"),
    ("toml", 'options = ["zero", "one"]', 'options = ["zero"]', 37, "step[2].task.options", "lesson_file.count"),
    (
        "toml",
        'options = ["zero", "one"]',
        'options = ["zero", "one", "one"]',
        37,
        "step[2].task.options[2]",
        "lesson_file.twice",
    ),
    (
        "toml",
        'options = ["zero", "one"]',
        'options = ["zero", "one", "three"]',
        38,
        "question",
        "lesson_file.option_untold",
    ),
    (
        "toml",
        'functions = ["relu", "sigmoid"]',
        'functions = ["relu", "softmax"]',
        44,
        "step[3].task.functions[1]",
        "function.no_single_curve",
    ),
    (
        "toml",
        'functions = ["relu", "sigmoid"]',
        'functions = ["tanh", "sigmoid"]',
        45,
        "step[3].task.right",
        "lesson_file.choice",
    ),
    (
        "toml",
        'functions = ["relu", "sigmoid"]',
        'functions = ["relu", "zig"]',
        44,
        "step[3].task.functions[1]",
        "function.unknown",
    ),
    ("toml", 'sorted_by = "slopes"', 'sorted_by = "slope"', 54, "step[4].task.sorted_by", "lesson_file.no_name"),
    ("toml", "x = [3, 1, 0]", "x = [3, 0, 1]", 54, "step[4].task.sorted_by", "lesson_file.not_sorted"),
    ("toml", "x = [3, 1, 0]", "x = [3, 0]", 54, "step[4].task.sorted_by", "lesson_file.labels"),
    ("toml", "equals = -0.3", "equals = -0.03", 65, "step[5].task.check", "lesson_file.goal_reached"),
    (
        "toml",
        'check = "explore_output"',
        'check = "explore_out"',
        65,
        "step[5].task.check.check",
        "lesson_file.unknown_tag",
    ),
    ("toml", "x = -3, equals", "y = -3, equals", 65, "step[5].task.check.y", "lesson_file.unknown_key"),
    (
        "toml",
        '{ check = "explore_output", x = -3, equals = -0.3, function = "leaky_relu" }',
        '{ check = "softmax_dim", dim = 0 }',
        65,
        "step[5].task.check",
        "lesson_file.goal_lab",
    ),
    (
        "toml",
        '{ check = "explore_output", x = -3, equals = -0.3, function = "leaky_relu" }',
        '{ check = "explore_slope", low = 3, high = 0 }',
        65,
        "step[5].task.check",
        "lesson_file.empty_range",
    ),
    ("toml", "min_length = 5", "min_length = 0", 71, "step[6].task.min_length", "lesson_file.limits"),
    ("toml", "min_length = 5", "min_len = 5", 71, "step[6].task.min_len", "lesson_file.unknown_key_close"),
    ("toml", '[[step]]\nid = "write"', '[[step]\nid = "write"', 67, "", "lesson_file.toml_syntax"),
    ("toml", 'id = "write"', "id = write", 68, "", "lesson_file.toml_value"),
    ("toml", 'id = "write"', 'id "write"', 68, "", "lesson_file.toml_equals"),
    ("toml", 'id = "write"', 'id = "write"\nid = "w"', 69, "", "lesson_file.toml_twice"),
    ("toml", 'id = "write"', 'id = "write', 68, "", "lesson_file.toml_character"),
    (
        "toml",
        '[[step]]\nid = "write"\n[step.task]\nkind = "write"\nmin_length = 5',
        "",
        75,
        "write",
        "lesson_file.only_in_page",
    ),
    ("ko", "{#negatives}", "{#negative}", 0, "negatives", "lesson_file.untold_here"),
    ("ko", "{#negatives}", "", 6, "음수는 어떻게 될까?", "lesson_file.heading_without_id"),
    ("ko", "{#negatives}", "{#Neg atives}", 6, "Neg atives", "lesson_file.bad_id"),
    ("ko", "{#negatives}", "{#read}", 6, "read", "lesson_file.twice"),
    ("ko", "::: wrong sign", "::: wrong sin", 24, "wrong sin", "lesson_file.wrong_unknown"),
    ("ko", "::: wrong sign", "::: wrong", 24, "wrong", "lesson_file.block_needs_id"),
    ("ko", "::: wrong sign", "::: wrng sign", 24, "wrng", "lesson_file.block_unknown"),
    ("ko", "::: question\n출력", "::: question a\n출력", 9, "question", "lesson_file.block_has_id"),
    (
        "ko",
        "음수가 그대로 남았습니다.\n:::",
        "음수가 그대로 남았습니다.",
        23,
        "wrong kept_negative",
        "lesson_file.block_open",
    ),
    ("ko", "음수가 그대로 남았습니다.", "[a](http://x.y)", 22, "", "lesson_file.link"),
    ("ko", "음수가 그대로 남았습니다.", "![a](b.png)", 22, "", "lesson_file.image"),
    ("ko", "음수가 그대로 남았습니다.", "![a [b] c](b.png)", 22, "", "lesson_file.image"),
    ("ko", "음수가 그대로 남았습니다.", "<b>a</b>", 22, "", "lesson_file.html"),
    ("ko", "음수가 그대로 남았습니다.", "{nothing}", 22, "wrong kept_negative", "lesson_file.no_name"),
    ("ko", "음수가 그대로 남았습니다.", "\n{y[5]}", 23, "wrong kept_negative", "lesson_file.no_element"),
    ("ko", "음수가 그대로 남았습니다.", "{y:x:z}", 22, "wrong kept_negative", "lesson_file.placeholder"),
    ("ko", "음수가 그대로 남았습니다.", "", 21, "wrong kept_negative", "lesson_file.block_empty"),
    ("ko", "`{x}`{x:을/를}", "`{x}`{x:을/를/의}", 7, "body", "lesson_file.placeholder"),
    ("ko", "::: option one", "::: option two", 38, "question", "lesson_file.option_untold"),
    ("ko", "# 음수는 0이 됩니다\n", "# 음수는 0이 됩니다\n글\n\n글", 2, "", "lesson_file.text_without_step"),
    ("ko", "계산이 간단합니다.\n:::", "계산이 간단합니다.", 79, "answer", "lesson_file.block_not_closed"),
    ("ko", "계산이 간단합니다.\n:::", "계산이 간단합니다.\n:::\n:::", 82, "", "lesson_file.block_end_alone"),
    ("ko", "## 읽기 {#read}", "## {#read}", 3, "read", "lesson_file.no_title"),
    (
        "ko",
        "ReLU는 음수를 0으로 바꿉니다.",
        "ReLU는 음수를 0으로 바꿉니다.\n::: right\na\n:::",
        5,
        "right",
        "lesson_file.no_task",
    ),
    ("ko", "음수가 그대로 남았습니다.", "\n[뉴런](term:neurn)", 23, "wrong kept_negative", "lesson_file.no_term"),
    ("ko", "음수가 그대로 남았습니다.", "{y}" * 201, 22, "wrong kept_negative", "lesson_file.many_placeholders"),
    ("ko", "음수가 그대로 남았습니다.", "가\n" * 12_000, 21, "wrong kept_negative", "lesson_file.long_text"),
    ("ko", "음수인 칸을 찾으십시오.\n:::", "가\n:::\n" + "::: hint\n나\n:::\n" * 9, 43, "hint 11", "lesson_file.count"),
    (
        *("toml", '"output", function = "relu", x = "x" }', '"linspace", start = 0, end = 1, steps = 65 }'),
        *(26, "step[1].task.answer", "lesson_file.too_many_cells"),
    ),
    ("toml", "x = [3, 1, 0]", f"x = {[0.5] * 101}", 54, "step[4].task.sorted_by", "lesson_file.labels"),
)


@pytest.mark.parametrize(("file", "old", "new", "line", "field", "id"), MISTAKES, ids=lambda v: str(v)[:40])
def test_a_mistake_is_named(file: str, old: str, new: str, line: int, field: str, id: str) -> None:
    found = problems(**{file: changed({"toml": TOML, "ko": KO}[file], old, new)})
    assert (found[0].line, found[0].field, found[0].id) == (line, field, id)
    for lang in LANGUAGES:
        for problem in found:
            _check_said(problem, problem.said_in(lang))


def _check_said(problem: Problem, said: str) -> None:
    assert said.startswith(problem.file)
    assert len(said) > len(problem.file) + 15
    assert not problem.line or str(problem.line) in said
    assert "{field}" not in said
    assert "{{" not in said.replace("{{ }}", "")


def test_only_the_broken_step_is_left_out() -> None:
    lesson = loaded(toml=changed(TOML, 'answer = "y"', 'answer = "z"'))
    assert [step.id for step in lesson.steps] == ["read", "choose", "curve", "order", "goal", "write"]
    (problem,) = lesson.problems
    assert problem.step == "negatives"
    assert problem.said_in("en") == (
        "lesson.toml, line 26, step[1].task.answer: No numbers are called 'z'. Names of this step: x, y, minus"
    )


def test_a_mistake_in_a_page_leaves_out_its_step_only() -> None:
    lesson = loaded(en=changed(EN, "::: wrong sign", "::: wrong sin"))
    assert "negatives" not in [step.id for step in lesson.steps]
    assert len(lesson.steps) == 6
    assert [(p.file, p.line, p.step) for p in lesson.problems] == [("en.md", 24, "negatives")]


def test_a_step_that_one_page_lacks_is_shown_in_the_other_language() -> None:
    lesson = loaded(en=changed(EN, "## Read {#read}\nReLU turns negative numbers into 0.\n", ""))
    assert [(p.file, p.id) for p in lesson.problems] == [("en.md", "lesson_file.untold_here")]
    assert lesson.step("read").page("en").body == "ReLU는 음수를 0으로 바꿉니다."


def test_a_lesson_in_one_language_is_whole() -> None:
    lesson = loaded(en=None)
    assert lesson.problems == ()
    assert lesson.title("ko") == "음수는 0이 됩니다"
    assert lesson.step("negatives").page("en").title == "음수는 어떻게 될까?"


@pytest.mark.parametrize(
    ("texts", "id"),
    [
        ({"toml": None}, "lesson_file.missing_file"),
        ({"ko": None, "en": None}, "lesson_file.no_pages"),
        ({"toml": b""}, "lesson_file.no_format"),
        ({"toml": b"format = 1"}, "lesson_file.no_step"),
        ({"toml": b"format = 1\nstep = 3"}, "lesson_file.no_step"),
        ({"toml": b"format = 1\n[[step]]\nid = 'a'\n"}, "lesson_file.step_untold"),
        ({"toml": b"\xff\xff\x00\x01" * 9}, "lesson_file.encoding"),
        ({"toml": b"#" * 2_000_000}, "lesson_file.too_large"),
        ({"toml": b"a" * 9_000}, "lesson_file.long_line"),
        ({"toml": b"\n" * 30_000}, "lesson_file.many_lines"),
        ({"toml": b"a = " + b"9" * 7_000}, "lesson_file.toml_number"),
        ({"toml": b"a = " + b"[" * 5_000}, "lesson_file.too_deep"),
        ({"toml": b"a." * 3_000 + b"a = 1"}, "lesson_file.too_deep"),
        ({"toml": b"format = 1\n" + b"[[step]]\n" * 101}, "lesson_file.too_many_steps"),
    ],
)
def test_a_lesson_that_cannot_be_opened_says_why(texts: dict[str, bytes | None], id: str) -> None:
    found = problems(**texts)
    assert id in [problem.id for problem in found]
    with pytest.raises(UserError) as caught:
        loaded(**texts)
    assert caught.value.id == "lesson_file.refused"
    for lang in LANGUAGES:
        assert found[0].said_in(lang) in caught.value.said_in(lang)


def test_a_lesson_without_a_title_is_named_after_its_page_or_its_file() -> None:
    untitled = TOML.replace('title = { ko = "음수는 0이 됩니다", en = "Negative becomes 0" }\n', "")
    assert loaded(toml=untitled).titles == {"ko": "음수는 0이 됩니다", "en": "Negative becomes 0"}
    nameless = loaded(toml=untitled, ko=changed(KO, "# 음수는 0이 됩니다\n", ""), en=None)
    assert nameless.title("ko") == "sample"
    assert [p.id for p in nameless.problems] == ["lesson_file.no_lesson_title"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_text_files_may_be_in_the_encodings_of_korean_editors(encoding: str) -> None:
    ko = KO.replace("−", "-")
    lesson = loaded(toml=TOML.encode(encoding), ko=ko.replace("\n", "\r\n").encode(encoding), en=None)
    assert lesson.problems == ()
    assert lesson.step("read").page("ko").body == "ReLU는 음수를 0으로 바꿉니다."


def test_code_may_hold_what_text_may_not() -> None:
    code = "```python\n# <b> ![a](b) [c](http://d)\n::: x\n## y {{#z}}\n```\n그리고 `<b>`."
    lesson = loaded(ko=changed(KO, "ReLU는 음수를 0으로 바꿉니다.", code), en=None)
    assert lesson.problems == ()
    assert lesson.step("read").page("ko").body == code
