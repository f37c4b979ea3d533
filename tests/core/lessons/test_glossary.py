"""The glossary: terms found in either language, and linked where a page uses them first."""

from __future__ import annotations

import pytest

from core.lessons.glossary import Term, found, glossary, linked, read_glossary, terms_in

TERMS = (
    Term("neuron", "뉴런", "neuron", "입력을 더합니다.", "Adds its inputs."),
    Term("dead_neuron", "죽은 뉴런", "dead neuron", also_ko=("죽은 유닛",), also_en=("dead unit",)),
    Term("slope", "경사", "slope", also_ko=("기울기",)),
    Term("descent", "경사 하강법", "gradient descent"),
    Term("saturation", "포화", "saturation"),
    Term("relu", "ReLU", "ReLU"),
    Term("leaky", "Leaky ReLU", "Leaky ReLU"),
    Term("bias", "편향", "bias"),
)


def ko(markdown: str, *known: str) -> str:
    return linked(markdown, "ko", known, TERMS)


def en(markdown: str, *known: str) -> str:
    return linked(markdown, "en", known, TERMS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("뉴런은 입력을 더합니다.", "[뉴런](term:neuron)은 입력을 더합니다."),
        ("뉴런에서는 뉴런이", "[뉴런](term:neuron)에서는 뉴런이"),
        ("뉴런들의 수", "[뉴런](term:neuron)들의 수"),
        ("이것은 뉴런입니다.", "이것은 [뉴런](term:neuron)입니다."),
        ("경사하강법을 씁니다.", "[경사하강법](term:descent)을 씁니다."),
        ("경사 하강법을 씁니다.", "[경사 하강법](term:descent)을 씁니다."),
        ("급경사는 아닙니다.", "급경사는 아닙니다."),
        ("경사면과 경사로", "경사면과 [경사](term:slope)로"),
        ("경사각", "경사각"),
        ("죽은 뉴런과 뉴런", "[죽은 뉴런](term:dead_neuron)과 [뉴런](term:neuron)"),
        ("죽은 유닛이", "[죽은 유닛](term:dead_neuron)이"),
        ("기울기가 큽니다.", "[기울기](term:slope)가 큽니다."),
        ("값이 포화합니다.", "값이 [포화](term:saturation)합니다."),
        ("포화되면 느립니다.", "[포화](term:saturation)되면 느립니다."),
        ("ReLU는 ReLU6이 아닙니다.", "[ReLU](term:relu)는 ReLU6이 아닙니다."),
        ("Leaky ReLU와 ReLU", "[Leaky ReLU](term:leaky)와 [ReLU](term:relu)"),
        ("(뉴런)", "([뉴런](term:neuron))"),
        ("편향·뉴런", "[편향](term:bias)·[뉴런](term:neuron)"),
    ],
)
def test_korean_terms_are_linked_without_their_particles(text: str, expected: str) -> None:
    assert ko(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Neurons add up.", "[Neurons](term:neuron) add up."),
        ("A neuron, another neuron.", "A [neuron](term:neuron), another neuron."),
        ("Two biases.", "Two [biases](term:bias)."),
        ("Gradient descent", "[Gradient descent](term:descent)"),
        ("A dead\nunit", "A [dead\nunit](term:dead_neuron)"),
        ("interneuron, neuronal, neuron-like", "interneuron, neuronal, neuron-like"),
    ],
)
def test_english_terms_are_linked_with_their_plural(text: str, expected: str) -> None:
    assert en(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "`뉴런`",
        "``뉴런 ` 뉴런``",
        "```python\n뉴런 = 1\n```",
        "~~~\n뉴런\n\n뉴런\n~~~\n",
        "```\n뉴런 하나",
        "# 뉴런\n",
        "### 뉴런과 편향",
        "뉴런\n====",
        "[뉴런 이야기](https://example.org)",
        "![뉴런](x.png)",
        "<뉴런>",
        "{뉴런}",
        "**경사**각",
        "급**경사**",
        "",
    ],
)
def test_what_is_no_running_text_stays_as_it_is(text: str) -> None:
    assert ko(text) == text


def test_marks_of_bold_stay_whole() -> None:
    assert ko("**뉴런**은 *편향*을") == "[**뉴런**](term:neuron)은 [*편향*](term:bias)을"
    assert ko("**죽은 뉴런**이 있습니다.") == "[**죽은 뉴런**](term:dead_neuron)이 있습니다."


def test_a_link_never_keeps_bold_from_ending_before_a_particle() -> None:
    assert ko("**첫째 뉴런**은 켜지고, 뉴런 둘은") == "**첫째 뉴런**은 켜지고, [뉴런](term:neuron) 둘은"
    assert ko("**첫째 뉴런** 하나") == "**첫째 [뉴런](term:neuron)** 하나"
    assert ko("**뉴런 하나**만") == "**[뉴런](term:neuron) 하나**만"


def test_text_around_code_is_linked() -> None:
    text = "`뉴런` 옆의 뉴런\n\n```\n편향\n```\n편향은"
    assert ko(text) == "`뉴런` 옆의 [뉴런](term:neuron)\n\n```\n편향\n```\n[편향](term:bias)은"


def test_a_term_is_linked_once_in_a_page_of_several_texts() -> None:
    first = ko("뉴런은 뉴런입니다.")
    assert first.count("term:neuron") == 1
    assert ko("뉴런과 편향", *terms_in(first)) == "뉴런과 [편향](term:bias)"
    explicit = ko("[뉴런](term:neuron)과 뉴런")
    assert explicit == "[뉴런](term:neuron)과 뉴런"


def test_a_term_within_a_known_longer_one_is_not_linked() -> None:
    assert ko("죽은 뉴런", "dead_neuron") == "죽은 뉴런"


def test_linking_twice_changes_nothing() -> None:
    once = ko("뉴런은 **편향**과 경사하강법을 씁니다. 죽은 뉴런")
    assert ko(once) == once


def test_tables_and_lists_are_linked() -> None:
    table = "| 뉴런 | 값 |\n|---|---|\n| 편향 | `1` |\n- 포화\n"
    expected = "| [뉴런](term:neuron) | 값 |\n|---|---|\n| [편향](term:bias) | `1` |\n- [포화](term:saturation)\n"
    assert ko(table) == expected


def test_long_text_without_end_marks_is_fast() -> None:
    for text in ("`" * 20_000, "[" * 20_000, "{" * 20_000, "뉴" * 20_000, "**" * 10_000, "<" * 20_000):
        assert ko(text) == text


def test_terms_are_found_in_either_language() -> None:
    assert [term.key for term in found(TERMS, "뉴런")] == ["neuron", "dead_neuron"]
    assert [term.key for term in found(TERMS, "DEAD u")] == ["dead_neuron"]
    assert [term.key for term in found(TERMS, "inputs")] == ["neuron"]
    assert [term.key for term in found(TERMS, "ㅍㅎ")] == ["saturation", "bias"]
    assert found(TERMS, " ") == TERMS
    assert found(TERMS, "없는 말") == ()


def test_a_glossary_file_is_read_and_held_to_its_form() -> None:
    text = '[a]\nko = "가"\nen = "a"\nko_text = "말"\nen_text = "words"\nalso_en = ["b"]\n'
    assert read_glossary(text) == (Term("a", "가", "a", "말", "words", (), ("b",)),)
    for wrong in ('[a]\nko = "가"', text + "more = 1", "[a", '[a]\nko = 1\nen = "a"\nko_text = ""\nen_text = ""'):
        with pytest.raises(ValueError):  # noqa: PT011
            read_glossary(wrong)


def test_the_glossary_of_the_program_is_whole() -> None:
    terms = glossary()
    assert len(terms) > 20
    for lang in ("ko", "en"):
        names = [name.casefold() for term in terms for name in term.names(lang)]
        assert len(names) == len(set(names)), sorted(n for n in names if names.count(n) > 1)
        assert all(term.name(lang).strip() and term.text(lang).strip() for term in terms)
