"""What a person types or pastes becomes the tensor they mean, or an error that names the cell."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core.tensors import (
    DTYPES,
    MAX_CHARS,
    TensorValue,
    arange,
    linspace,
    parse,
    parse_number,
    parse_shape,
    random_normal,
    random_uniform,
    to_code,
    to_list_text,
)
from core.text import UserError, load_entries

nan, inf = math.nan, math.inf
arrays = hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=4, max_side=4))


def read_or_said(text: str) -> bool:
    """Whether ``text`` gives numbers, or an error that can be said in both languages."""
    try:
        return parse(text).size >= 1
    except UserError as error:
        return all(error.said_in(lang) for lang in ("ko", "en"))


def refused(text: str) -> UserError:
    with pytest.raises(UserError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[-1, 2, -3], [4, -5, 6]]", [[-1, 2, -3], [4, -5, 6]]),
        ("((1, 2), (3, 4),)", [[1, 2], [3, 4]]),
        ("[1, 2,\n 3,]", [1, 2, 3]),
        ("[[1, 2], [3, 4]]  # two rows", [[1, 2], [3, 4]]),
        ("x = torch.tensor([[1., 2.], [3, 4]], dtype=torch.float64, requires_grad=True)", [[1, 2], [3, 4]]),
        ("tensor([0.2689, 0.5000, 0.7311], grad_fn=<SigmoidBackward0>)", [0.2689, 0.5, 0.7311]),
        ("tensor([[ 1.,  2.],\n        [ 3.,  4.]], device='cuda:0')", [[1, 2], [3, 4]]),
        ("tensor([[[1., 2.]],\n\n        [[3., 4.]]])", [[[1, 2]], [[3, 4]]]),
        ("Parameter containing:\ntensor([0.2500], requires_grad=True)", [0.25]),
        ("tensor(5.)", 5),
        ('torch.tensor(float("nan"))', nan),
        ("torch.tensor([torch.nan, np.inf])", [nan, inf]),
        ("np.array([1, 2], dtype=np.float32)", [1, 2]),
        ("array([[1., 2.],\n       [3., 4.]])", [[1, 2], [3, 4]]),
        ("[[1. 2.]\n [3. 4.]]", [[1, 2], [3, 4]]),
        ("[ 1.00e+00 -2.50e-01]", [1, -0.25]),
        ("1 2 3", [1, 2, 3]),
        ("1 2\n3 4\n", [[1, 2], [3, 4]]),
        ("1\n2\n3", [[1], [2], [3]]),
        ("1 2\n\n3 4", [[1, 2], [3, 4]]),
        ("1\t2\r\n3\t4\r\n", [[1, 2], [3, 4]]),
        ("1,2,3\n4,5,6", [[1, 2, 3], [4, 5, 6]]),
        ("1, 2,\n3, 4,", [[1, 2], [3, 4]]),
        ("1 2; 3 4", [[1, 2], [3, 4]]),
        ("[1 2; 3 4]", [[1, 2], [3, 4]]),
        ("[1, 2]\n[3, 4]", [[1, 2], [3, 4]]),
        ("[1, 2], [3, 4]", [[1, 2], [3, 4]]),
        ("7", 7),
        ("7,", [7]),
        ("[7]", [7]),
        ("[1, +1, .5, 1., 1e-3, -2E+2]", [1, 1, 0.5, 1, 0.001, -200]),
        ("inf -inf nan Infinity", [inf, -inf, nan, inf]),
        ("[−1, –2]", [-1, -2]),
        ("［１．５，－２］", [1.5, -2]),
        ("[−2.5×10⁸, 1.5*10^-3, 10⁻²]", [-2.5e8, 1.5e-3, 0.01]),
        ("[3x10^2, 10**3, 2 · 10^( -1 )]", [300, 1000, 0.2]),
        ("[1,\u00a02,\u30003]", [1, 2, 3]),
        ("zeros(2, 3)", [[0, 0, 0], [0, 0, 0]]),
        ("np.ones((2, 1))", [[1], [1]]),
        ("linspace(-1, 1, 5)", [-1, -0.5, 0, 0.5, 1]),
        ("np.linspace(start=0, stop=1, num=3)", [0, 0.5, 1]),
        ("torch.arange(3)", [0, 1, 2]),
        ("arange(1, 0, -.25)", [1, 0.75, 0.5, 0.25]),
        ("torch.linspace(0, 3, 4).reshape(2, 2)", [[0, 1], [2, 3]]),
    ],
)
def test_every_way_of_writing_a_tensor_is_read(text: str, expected: object) -> None:
    assert parse(text) == TensorValue.of(expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,5", [1, 5]),  # CSV: a comma separates
        ("1,5;2,5", [[1, 5], [2, 5]]),
        ("[1,5]", [1, 5]),
        ("1,5\t2,5", [1.5, 2.5]),  # between tabs every cell is one number: a decimal comma
        ("0,125\t-3\n1,234.5\t1,234,567", [[0.125, -3], [1234.5, 1234567]]),
    ],
)
def test_a_comma_separates_in_lists_and_is_decimal_between_tabs(text: str, expected: object) -> None:
    assert parse(text) == TensorValue.of(expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "id", "said"),
    [
        ("", "empty", ["[[1, 2], [3, 4]]"]),
        (" \n\t", "empty", []),
        ("[]", "empty", []),
        ("tensor([])", "empty", []),
        ("hello", "cell_not_a_number", ["hello"]),
        ("[[1, 2, 3], [4, 5, abc]]", "cell_not_a_number", ["2", "3", "'abc'", "1e-3"]),
        ("1\t2\n3\t가나", "cell_not_a_number", ["2", "'가나'"]),
        ("1 2\n3 4\n5 1.2.3", "cell_not_a_number", ["3", "2", "'1.2.3'"]),
        ("[[[1, 2]], [[3, x]]]", "cell_not_a_number", ["2", "'x'"]),
        ("1,5 2,5", "mixed_separators", ["1", "3", "'5'", "'2'", "1.5"]),
        ("[1 2, 3]", "mixed_separators", ["1", "2"]),
        ("5\t1,234", "ambiguous_cell", ["1", "2", "1.234", "1234"]),
        ("1\t\t3", "empty_cell", ["1", "2"]),
        ("\t1\n2\t3", "empty_cell", ["1", "1"]),
        ("1,2\n3,,4", "empty_cell", ["2", "2"]),
        ("[[1], []]", "empty_cell", ["2", "1"]),
        ("[[1, 2], [3]]", "ragged", ["2", "1", "2"]),
        ("1 2 3\n4 5 6\n7 8", "ragged", ["3", "2", "3"]),
        ("[[[1, 2]], [[3, 4], [5, 6]]]", "ragged_block", ["2", "2", "1"]),
        ("[1, [2, 3]]", "mixed_depth", ["1", "'1'"]),
        ("[[1, 2], 3]", "mixed_depth", ["'3'"]),
        ("[[1, 2], [3, 4]", "bracket_missing", ["1"]),
        ("tensor([1, 2]", "bracket_missing", []),
        ("[1, 2]]", "bracket_extra", ["1"]),
        ("[1, 2)", "bracket_kind", ["1", "2"]),
        ("[[[[[1]]]]]", "too_many_dims", ["5", "4"]),
        ("tensor([1., 2., ..., 9.])", "summarised", ["threshold"]),
        ("[1, 2, …]", "summarised", []),
        ("sin(3)", "unknown_function", ["sin", "linspace"]),
        ("linspace(0, 1)", "call", ["linspace(-10, 10, 1000)"]),
        ("linspace(0, 1, 2.5)", "call", []),
        ("linspace(0, one, 3)", "not_a_number", ["'one'"]),
        ("linspace(0, inf, 3)", "not_finite", ["inf"]),
        ("linspace(0, 1, 0)", "bad_count", ["0"]),
        ("linspace(0, 1, 10**9)", "too_large", ["1,000,000,000", "1,000,000"]),
        ("linspace(0, 1, 1e300)", "too_large", []),
        ("arange(0, 1, 1e-300)", "too_large", []),
        ("arange(0, 1, -1)", "bad_step", ["-1"]),
        ("arange(0, 1, 0)", "bad_step", []),
        ("zeros(2, 0)", "empty_dimension", ["2×0"]),
        ("zeros(99999, 99999)", "too_large", ["9,999,800,001"]),
        ("randn(2, 3, seed=-1)", "bad_seed", ["-1"]),
        ("randn(1, 1, 1, 1, 1)", "too_many_dims", ["5"]),
        ("randn(2, sed=3)", "call", ["randn(2, 3, seed=0)"]),
        ("zeros(a)", "bad_shape", ["'a'"]),
        ("ones(6).reshape(4, 2)", "shape_mismatch", ["6", "4×2", "8"]),
    ],
)
def test_an_error_says_what_is_wrong_and_where_in_both_languages(text: str, id: str, said: list[str]) -> None:
    error = refused(text)
    assert error.id == f"tensor.{id}"
    for lang in ("ko", "en"):
        assert all(piece in error.said_in(lang) for piece in said)


def test_the_message_for_a_word_reads_as_a_person_would_say_it() -> None:
    error = refused("[[1, 2, 3], [4, 5, abc]]")
    assert error.said_in("ko") == "2행 3열의 'abc'는 숫자가 아닙니다. 예: 1.5, -2, 1e-3"
    assert error.said_in("en") == "'abc' in row 2, column 3 is not a number. Examples: 1.5, -2, 1e-3"


def test_a_long_wrong_piece_is_shortened_in_the_message() -> None:
    assert len(refused("z" * 5000).said_in("en")) < 120


@pytest.mark.parametrize(
    "text",
    ["1 " * 1_000_001, "1\n" * 1_000_001, "1," * 1_000_001, "[" * 3_000_000, "," * 8_000_000, "\t" * 8_000_000 + "1"],
    ids=["blanks", "lines", "commas", "brackets", "empty_cells", "tabs"],
)
def test_too_much_text_is_refused(text: str) -> None:
    assert refused(text).id in ("tensor.too_large", "tensor.empty")


def test_text_beyond_the_limit_is_refused_before_it_is_read() -> None:
    assert refused(" " * (MAX_CHARS + 1)).id == "tensor.too_long"


@pytest.mark.parametrize("form", ["tabs", "list", "printed"])
def test_a_million_numbers_are_read_exactly(form: str) -> None:
    rows = np.random.default_rng(0).normal(size=(1000, 1000)).tolist()
    gap, row_gap, ends = {"tabs": ("\t", "\n", ""), "list": (", ", "], [", "[]"), "printed": (" ", "]\n [", "[]")}[form]
    text = row_gap.join(gap.join(map(repr, row)) for row in rows)
    text = f"[[{text}]]" if ends else text
    value = parse(text)
    assert value.values.tolist() == rows


def test_an_error_in_the_millionth_number_is_found() -> None:
    error = refused("\n".join(["1 2 3 4"] * 200_000 + ["1 2 3 x"]))
    assert (error.values["row"], error.values["column"]) == (200_001, 4)


# --- random and even numbers ---


@pytest.mark.parametrize("text", ["randn(2, 3, seed=7)", "torch.randn((2, 3), 7)", "np.random.randn(2, 3, seed=7)"])
def test_randn_gives_what_pytorch_gives_for_this_seed(text: str) -> None:
    expected = torch.randn(2, 3, generator=torch.Generator().manual_seed(7))
    assert torch.equal(parse(text).to_torch("float32"), expected)


def test_random_numbers_leave_the_global_generator_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    parse("randn(50)")
    random_uniform((4, 4), 1)
    assert torch.equal(torch.rand(3), expected)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "value",
    [
        linspace(-10.0, 10.0, 1000),
        linspace(0.0, 1.0, 11),
        linspace(-1e-20, 1e30, 7),
        linspace(0.0, 1e300, 3),
        arange(0.0, 1.0, 0.1),
        random_normal((10, 20), 3),
        random_uniform((2, 2), 0),
        parse("zeros(2, 3)"),
        parse("linspace(0, 1, 6).reshape(2, 3)"),
        TensorValue.of([[-1.0, 2.5, nan], [inf, -inf, 1e-300]]),
        TensorValue.of(np.arange(48.0).reshape(2, 2, 3, 4) / 7),
        TensorValue.of(0.1),
    ],
    ids=lambda v: v.origin or str(v.shape),
)
def test_the_code_makes_bit_for_bit_the_tensor_on_screen(value: TensorValue, dtype: str) -> None:
    made = eval(to_code(value, dtype), {"torch": torch, "float": float})
    assert made.dtype == getattr(torch, dtype)
    assert made.shape == value.shape
    assert torch.equal(made.nan_to_num(nan=-7.0), value.to_torch(dtype).nan_to_num(nan=-7.0))


def test_linspace_is_that_of_the_lesson_and_reads_nicely() -> None:
    value = parse("linspace(-10, 10, 1000)")
    assert to_code(value) == "torch.linspace(-10.0, 10.0, 1000)"
    assert torch.equal(value.to_torch("float32"), torch.linspace(-10, 10, 1000))
    assert to_list_text(linspace(0.0, 1.0, 6)) == "[0, 0.2, 0.4, 0.6, 0.8, 1]"
    assert np.allclose(value.values, np.linspace(-10, 10, 1000), rtol=0, atol=1e-6)


def test_code_of_typed_numbers_stands_in_aligned_rows() -> None:
    expected = 'torch.tensor([[-1.0, 2.0, -3.0],\n              [4.0, float("nan"), 6.0]])'
    assert to_code(TensorValue.of([[-1, 2, -3], [4, nan, 6]])) == expected


def test_long_code_is_cut_off_only_when_asked() -> None:
    value = TensorValue.of(np.arange(5000.0))
    assert parse(to_code(value)) == value
    assert to_code(value, limit=3) == "torch.tensor([0.0, 1.0, 2.0, ...])"


# --- what a tensor can do ---


def test_a_tensor_value_never_changes() -> None:
    source = np.array([1.0, 2.0])
    value = TensorValue.of(source)
    source[0] = 9.0
    with pytest.raises(ValueError, match="read-only"):
        value.values[0] = 9.0
    value.to_torch("float64")[0] = 9.0
    assert value.values.tolist() == [1.0, 2.0]


def test_a_read_only_window_on_changing_numbers_is_copied() -> None:
    source = np.array([1.0, 2.0])
    window = source[:]
    window.flags.writeable = False
    value = TensorValue(window)
    source[0] = 9.0
    assert value.values.tolist() == [1.0, 2.0]


def test_equality_is_bitwise_and_every_nan_is_the_same() -> None:
    assert TensorValue.of([nan, 1]) == TensorValue.of([-nan, 1])
    assert hash(TensorValue.of([nan, 1])) == hash(TensorValue.of([-nan, 1]))
    assert TensorValue.of([0.0]) != TensorValue.of([-0.0])
    assert TensorValue.of([1.0, 2.0]) != TensorValue.of([[1.0, 2.0]])
    assert linspace(0, 1, 3) == TensorValue.of([0, 0.5, 1])


def test_one_cell_can_be_replaced() -> None:
    value = parse("zeros(2, 2)").replaced(3, 5.0)
    assert value == TensorValue.of([[0, 0], [0, 5]])
    assert value.origin == ""


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((2, 2), [[1, 2], [4, 5]]),
        ((3, 4), [[1, 2, 3, 0], [4, 5, 6, 0], [0, 0, 0, 0]]),
        ((2,), [1, 2]),
        ((2, 1, 2), [[[1, 2]], [[0, 0]]]),
        ((), 1),
    ],
)
def test_resizing_keeps_what_fits_and_fills_with_0(shape: tuple[int, ...], expected: object) -> None:
    assert parse("[[1, 2, 3], [4, 5, 6]]").resized(shape) == TensorValue.of(expected)  # type: ignore[arg-type]


def test_reshaping_keeps_every_number_in_order() -> None:
    assert parse("1 2 3 4").reshaped((2, 2)) == TensorValue.of([[1, 2], [3, 4]])
    assert to_code(linspace(0, 1, 4).reshaped((2, 2)).reshaped((4, 1))) == "torch.linspace(0.0, 1.0, 4).reshape(4, 1)"
    with pytest.raises(UserError, match=r"tensor\.shape_mismatch"):
        parse("1 2 3 4").reshaped((3,))


def test_an_unknown_dtype_is_named() -> None:
    with pytest.raises(UserError) as caught:
        parse("1 2").to_torch("int8")
    assert "int8" in caught.value.said_in("ko")
    assert "bfloat16" in caught.value.said_in("en")


# --- one number, one shape ---


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (" 1.5 ", 1.5),
        ("−2", -2),
        ("１e-3", 0.001),
        ("1,5", 1.5),
        ("1×10⁻⁷", 1e-7),
        ("1,234.5", 1234.5),
        ("-inf", -inf),
        ("∞", inf),
    ],
)
def test_one_cell_is_read(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "id"),
    [("", "no_number"), ("abc", "not_a_number"), ("1 2", "not_a_number"), ("1,234", "ambiguous_number"),
     ("1,2,3", "not_a_number"), ("9" * 500, "not_a_number")],
)  # fmt: skip
def test_a_wrong_cell_is_refused(text: str, id: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_number(text)
    assert caught.value.id == f"tensor.{id}"


@pytest.mark.parametrize(
    "text", ["2x3", "2, 3", "(2,3)", "2 3", "[2, 3]", "2×3", "2 X 3", "torch.Size([2, 3])", "２ｘ３"]
)
def test_a_shape_is_read(text: str) -> None:
    assert parse_shape(text) == (2, 3)


def test_the_shape_of_a_single_number_and_of_a_row() -> None:
    assert parse_shape("()") == ()
    assert parse_shape("(3,)") == (3,)


@pytest.mark.parametrize(
    ("text", "id"),
    [("", "bad_shape"), ("axb", "bad_shape"), ("2.5", "bad_shape"), ("-1, 2", "bad_shape"),
     ("0x3", "empty_dimension"), ("1x1x1x1x1", "too_many_dims"), ("1001x1000", "too_large"), ("(2", "bad_shape"),
     ("9" * 400, "bad_shape")],
)  # fmt: skip
def test_a_wrong_shape_is_refused(text: str, id: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_shape(text)
    assert caught.value.id == f"tensor.{id}"


# --- there and back ---


@settings(deadline=None, max_examples=150)
@given(arrays)
def test_text_and_code_read_back_bit_for_bit(array: np.ndarray) -> None:
    value = TensorValue.of(array)
    assert parse(to_list_text(value)) == value
    assert parse(to_code(value)) == value
    assert hash(parse(to_list_text(value))) == hash(value)


@settings(deadline=None, max_examples=100)
@given(
    hnp.arrays(np.float32, hnp.array_shapes(min_dims=1, max_dims=4, max_side=4), elements=st.floats(-9, 9, width=32))
)
def test_what_pytorch_and_numpy_print_reads_back(array: np.ndarray) -> None:
    with_all_digits = torch.from_numpy(array).double()
    printed = parse(repr(with_all_digits))
    assert printed.shape == array.shape
    assert np.allclose(printed.values, array, rtol=1e-3, atol=1e-4)
    assert parse(repr(array.astype(np.float64))).values.tolist() == pytest.approx(
        np.asarray(eval(repr(array.astype(np.float64)), {"array": np.array, "nan": nan}))
    )
    assert parse(str(array.tolist())) == TensorValue.of(array.astype(np.float64))


def test_a_shortened_text_is_not_read_as_the_whole() -> None:
    text = to_list_text(parse("arange(24).reshape(4, 6)"), 8)
    assert text == "[[0, 1, 2, 3, 4, 5], [6, 7, …], …]"
    assert refused(text).id == "tensor.summarised"


def test_spoilt_text_gives_a_tensor_or_a_clear_refusal() -> None:
    seeds = ["[[1, 2], [3, 4]]", "torch.tensor([1.5, -2])", "1\t2,5\n3\t4", "randn(2, 3, seed=0)", "linspace(0, 1, 5)",
             "[[1. 2.]\n [3. 4.]]", "array([nan, -inf])", "zeros(2).reshape(1, 2)"]  # fmt: skip
    dice = random.Random(0)
    signs = "[](),;.=-+#\t\n eE0129x*…−１가\x00\\'\"nan{}"
    for _ in range(1500):
        text = list(dice.choice(seeds))
        for _ in range(dice.randint(1, 5)):
            at = dice.randrange(len(text) + 1)
            text[at : at + dice.randint(0, 2)] = dice.choice(signs) * dice.randint(0, 2)
        assert read_or_said("".join(text))


def test_every_message_has_the_same_placeholders_in_both_languages() -> None:
    import string

    for id, text in load_entries().items():
        if id.startswith(("tensor.", "expression.")):
            ko, en = (
                {field for _, field, _, _ in string.Formatter().parse(said) if field} for said in (text.ko, text.en)
            )
            assert ko == en, id
