"""The command line: the lessons' numbers through ``eval``, and one clear line for every mistake."""

from __future__ import annotations

import io
import json
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

import main
from core.activations import ACTIVATIONS
from core.text import words_in

ROOT = Path(main.__file__).parent
HANGUL = range(0xAC00, 0xD7A4)


@pytest.fixture(autouse=True)
def _nobodys_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def _printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main.main(list(arguments)) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out.removesuffix("\n")


def _answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(_printed(capsys, "eval", *arguments, "--json"))
    return answer


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ["relu", "--input", "[[-1., 2., -3.], [4., -5., 6.]]"],
            "tensor([[-1.,  2., -3.],\n        [ 4., -5.,  6.]])\ntensor([[0., 2., 0.],\n        [4., 0., 6.]])",
        ),
        (["relu", "--input", "[-1., 0., 1.]"], "tensor([-1.,  0.,  1.])\ntensor([0., 0., 1.])"),
        (["sigmoid", "--input", "[-1., 0., 1.]"], "tensor([-1.,  0.,  1.])\ntensor([0.2689, 0.5000, 0.7311])"),
        (["tanh", "--input", "[-1., 0., 1.]"], "tensor([-1.,  0.,  1.])\ntensor([-0.7616,  0.0000,  0.7616])"),
        (
            ["softmax", "--dim", "0", "--input", "[2.0, 1.0, 0.1]"],
            "tensor([2.0000, 1.0000, 0.1000])\ntensor([0.6590, 0.2424, 0.0986])",
        ),
        (
            ["leaky_relu", "--param", "negative_slope=0.1", "--input", "[[-1,2,-3],[4,-5,6]]"],
            "tensor([[-1.,  2., -3.],\n        [ 4., -5.,  6.]])\n"
            "tensor([[-0.1000,  2.0000, -0.3000],\n        [ 4.0000, -0.5000,  6.0000]])",
        ),
    ],
)
def test_eval_prints_the_lessons_examples(capsys: pytest.CaptureFixture[str], arguments: list[str], text: str) -> None:
    assert _printed(capsys, "eval", *arguments) == text
    assert _printed(capsys, "--lang", "en", "eval", *arguments) == text
    assert _printed(capsys, "eval", *arguments[1:], arguments[0], "--lang=ko") == text


@pytest.mark.parametrize(("key", "module"), [("relu", torch.nn.ReLU()), ("sigmoid", torch.nn.Sigmoid())])
def test_eval_prints_the_curve_example(capsys: pytest.CaptureFixture[str], key: str, module: torch.nn.Module) -> None:
    x = torch.linspace(-10, 10, 1000)
    assert _printed(capsys, "eval", key, "--input", "linspace(-10, 10, 1000)") == f"{x!r}\n{module(x)!r}"


def test_eval_without_input_takes_the_first_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert _printed(capsys, "eval", "relu").endswith("tensor([[0., 2., 0.],\n        [4., 0., 6.]])")


def test_grad_adds_the_slopes(capsys: pytest.CaptureFixture[str]) -> None:
    assert _printed(capsys, "eval", "relu", "--grad", "--input", "-1 0 1").splitlines()[-1] == "tensor([0., 0., 1.])"
    jacobian = _printed(capsys, "eval", "softmax", "--grad", "--input", "[0., 0.]")
    assert jacobian.endswith("tensor([[ 0.2500, -0.2500],\n        [-0.2500,  0.2500]])")


def test_json_has_every_digit_of_pytorch(capsys: pytest.CaptureFixture[str]) -> None:
    x = torch.tensor([[-1.0, 0.1, 2.5]], requires_grad=True)
    y = torch.nn.functional.gelu(x)
    y.sum().backward()
    answer = _answer(capsys, "gelu", "--grad", "--input", "[[-1, 0.1, 2.5]]")
    assert answer == {
        "function": "gelu",
        "params": {"approximate": "none"},
        "input": x.tolist(),
        "output": y.tolist(),
        "grad": x.grad.tolist(),  # type: ignore[union-attr]
        "shape": [1, 3],
        "dtype": "float32",
    }
    assert list(answer) == ["function", "params", "input", "output", "grad", "shape", "dtype"]


def test_json_spells_out_what_it_has_no_numbers_for(capsys: pytest.CaptureFixture[str]) -> None:
    answer = _answer(capsys, "relu", "--grad", "--input", "[nan, inf, -inf, -0.0]")
    assert answer["input"] == ["nan", "inf", "-inf", 0.0]
    assert math.copysign(1, answer["input"][3]) == -1
    assert answer["output"][:3] == ["nan", "inf", 0.0]
    assert _answer(capsys, "relu", "--input", "3")["output"] == 3.0
    assert _answer(capsys, "relu", "--input", "3")["shape"] == []
    assert _answer(capsys, "relu")["grad"] is None


def test_json_of_a_vector_function_has_the_shape_of_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    answer = _answer(capsys, "glu", "--dim", "-1", "--grad", "--input", "[1, 2, 3, 4]")
    assert answer["shape"] == [2]
    assert torch.tensor(answer["grad"]).shape == (2, 4)
    assert answer["output"] == torch.nn.functional.glu(torch.tensor([1.0, 2.0, 3.0, 4.0])).tolist()


@pytest.mark.parametrize("text", ["-1, 2", "-1 2", "-1\t2", "[-1, 2]", "−1, 2", "-1,2"])
def test_a_tensor_may_begin_with_a_minus(capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert _answer(capsys, "relu", "--input", text)["input"] == [-1.0, 2.0]
    assert _answer(capsys, "relu", f"--input={text}")["input"] == [-1.0, 2.0]


def test_a_formula_may_begin_with_a_minus(capsys: pytest.CaptureFixture[str]) -> None:
    assert _answer(capsys, "-x * 2", "--input", "-1, 2")["output"] == [2.0, -4.0]
    assert _answer(capsys, "--input", "-1, 2", "-x")["output"] == [1.0, -2.0]
    assert _answer(capsys, "where(x > 0, x, a*x)", "--param", "a=-0.5")["output"][0] == [0.5, 2.0, 1.5]


def test_list_names_every_function_with_its_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    lines = _printed(capsys, "list", "--lang", "en").splitlines()
    assert [line.split()[0] for line in lines] == [record.key for record in ACTIVATIONS]
    assert any("negative_slope=0.01" in line for line in lines)
    korean = _printed(capsys, "--lang", "ko", "list")
    assert "계단 함수" in korean
    listed = json.loads(_printed(capsys, "list", "--json"))
    assert [f["key"] for f in listed] == [record.key for record in ACTIVATIONS]
    assert {p["name"]: p["default"] for f in listed for p in f["parameters"] if f["key"] == "hardtanh"} == {
        "min_val": -1.0,
        "max_val": 1.0,
    }


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["eval", "--help"], ["list", "-h"]], ids=" ".join)
def test_help_is_given_in_the_chosen_language(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    for lang in ("ko", "en"):
        said = _printed(capsys, "--lang", lang, *arguments)
        assert said == words_in(lang)("command.help", program="python main.py")
        for parser in (main.window_parser(), *map(main.command_parser, main.COMMANDS)):
            for option in (option for action in parser._actions for option in action.option_strings):
                assert re.search(rf"(?m)^  .*{option}\b", said), option


MISTAKES: list[tuple[list[str], str]] = [
    (["--colour"], "--colour"),
    (["--colour=red"], "--colour"),
    (["-z"], "-z"),
    (["banana"], "banana"),
    (["eval", "relu", "--colour", "red"], "--colour"),
    (["list", "--grad"], "--grad"),
    (["list", "relu"], "relu"),
    (["--lang", "fr"], "fr"),
    (["--lang"], "--lang"),
    (["eval", "relu", "--lang"], "--lang"),
    (["--theme", "pink"], "pink"),
    (["--theme"], "--theme"),
    (["--lab", "kitchen"], "kitchen"),
    (["--open"], "--open"),
    (["--open", ""], "--open"),
    (["--open", "없는 파일.actlab"], "없는 파일.actlab"),
    (["--open", "."], "."),
    (["--screenshot"], "--screenshot"),
    (["--screenshot", ""], "--screenshot"),
    (["--screenshot", "no/such/folder/lab.png"], "lab.png"),
    (["--screenshot", "."], "."),
    (["--screenshot", "a.png", "--size", "big"], "big"),
    (["--screenshot", "a.png", "--size", "0x0"], "0x0"),
    (["--screenshot", "a.png", "--size", "99999x99999"], "99999x99999"),
    (["--screenshot", "a.png", "--size", ""], "--size"),
    (["--screenshot", "a.png", "--size"], "--size"),
    (["--size", "800x600"], "--screenshot"),
    (["--lesson"], "--lesson"),
    (["--lesson", "cooking"], "leaky-relu"),
    (["--lesson", "9"], "9"),
    (["--lesson", "relu", "--step"], "--step"),
    (["--lesson", "relu", "--step", "0"], "0"),
    (["--lesson", "relu", "--step", "four"], "four"),
    (["--step", "4"], "--lesson"),
    (["--project=yes"], "--project"),
    (["--fresh=1"], "--fresh"),
    (["list", "--json=yes"], "--json"),
    (["eval"], "eval relu"),
    (["eval", ""], "eval relu"),
    (["eval", "--json"], "eval relu"),
    (["eval", "banana"], "banana"),
    (["eval", "eval"], "eval"),
    (["eval", "list"], "list"),
    (["eval", "sigmiod"], "sigmoid"),
    (["eval", "relu", "tanh"], "tanh"),
    (["eval", "leaky_relu", "negative_slope=0.1"], "negative_slope=0.1"),
    (["eval", "__import__('os')"], "__import__"),
    (["eval", "x +"], "x"),
    (["eval", "9**9**9*x"], "64"),
    (["eval", "x\n+ @"], "@"),
    (["eval", "x.y"], "x"),
    (["eval", "relu", "--input", "[1, two]"], "two"),
    (["eval", "relu", "--input", "[[1, 2], [3]]"], "2"),
    (["eval", "relu", "--input", "[1, 2"], "]"),
    (["eval", "relu", "--input", "[[1, 2],\n[3, four]]"], "four"),
    (["eval", "relu", "--input", ""], "1 2 3"),
    (["eval", "relu", "--input", "zeros(1000, 1001)"], "1,001,000"),
    (["eval", "relu", "--input"], "--input"),
    (["eval", "relu", "--input", "--json"], "--input"),
    (["eval", "leaky_relu", "--param"], "--param"),
    (["eval", "leaky_relu", "--param", "--json"], "--param"),
    (["eval", "leaky_relu", "--param", "0.1"], "0.1"),
    (["eval", "leaky_relu", "--param", "negative_slope=steep"], "steep"),
    (["eval", "leaky_relu", "--param", "negative_slope="], "negative_slope"),
    (["eval", "leaky_relu", "--param", "negative_slope=nan"], "nan"),
    (["eval", "leaky_relu", "--param", "negative_slope=1e9"], "1e9"),
    (["eval", "leaky_relu", "--param", "slope=1"], "negative_slope"),
    (["eval", "leaky_relu", "--param", "=1"], "negative_slope"),
    (["eval", "relu", "--param", "alpha=1"], "alpha"),
    (["eval", "gelu", "--param", "approximate=roughly"], "roughly"),
    (["eval", "hardtanh", "--param", "min_val=3"], "min_val"),
    (["eval", "softmax", "--dim"], "--dim"),
    (["eval", "softmax", "--dim", "--grad"], "--dim"),
    (["eval", "softmax", "--dim", "2"], "dim=2"),
    (["eval", "softmax", "--dim", "9"], "9"),
    (["eval", "softmax", "--dim", "0.5"], "0.5"),
    (["eval", "softmax", "--dim", "first"], "first"),
    (["eval", "relu", "--dim", "0"], "dim"),
    (["eval", "glu", "--input", "[1, 2, 3]"], "3"),
    (["eval", "softmax2d", "--input", "[1, 2]"], "(2,)"),
    (["eval", "softmax", "--grad", "--input", "zeros(257)"], "256"),
]


@pytest.mark.parametrize(("arguments", "names"), MISTAKES, ids=lambda v: " ".join(v) if isinstance(v, list) else "")
def test_a_mistake_gets_one_line_in_either_language(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    names: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    said = {}
    for lang in ("ko", "en"):
        # In front, so that it is not taken for the value that is missing at the end.
        assert main.main(["--lang", lang, *arguments]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        assert err.endswith("\n")
        assert names in err
        assert "Traceback" not in err
        said[lang] = err
    if "--lang" not in arguments:
        assert any(ord(char) in HANGUL for char in said["ko"])
        assert said["ko"] != said["en"]
    assert list(tmp_path.iterdir()) in ([], [tmp_path / "home"])


def test_without_lang_the_settings_decide(capsys: pytest.CaptureFixture[str]) -> None:
    from core.files import Places
    from core.settings import Settings, save_settings

    assert main.main(["eval", "banana"]) == 2
    korean = capsys.readouterr().err
    save_settings(Settings(language="en"), Places.of_user().settings)
    assert main.main(["eval", "banana"]) == 2
    english = capsys.readouterr().err
    assert any(ord(char) in HANGUL for char in korean)
    assert english.startswith("There is no function 'banana'")


@pytest.mark.parametrize("data", [b"", b"not a session", b'{"format": "other"}', b"\x89PNG\r\n"])
def test_a_picture_of_what_is_no_session_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, data: bytes
) -> None:
    file, picture = tmp_path / "수업.actlab", tmp_path / "lab.png"
    file.write_bytes(data)
    for lang in ("ko", "en"):
        assert main.main(["--lang", lang, "--open", str(file), "--screenshot", str(picture)]) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert "수업.actlab" in err
    assert not picture.exists()


def test_a_picture_that_may_not_be_written_is_refused_before_anything_is_loaded(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core import files

    monkeypatch.setattr(files.os, "access", lambda path, mode: False)
    assert main.main(["--screenshot", str(tmp_path / "lab.png"), "--lang", "en"]) == 2
    assert "you may not write" in capsys.readouterr().err


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    program = (
        "import sys\n"
        "import main\n"
        "code = main.main(['--lang', 'ko', '--theme', 'pink'])\n"
        "code += main.main(['--help'])\n"
        "code += main.main(['eval', 'relu', '--colour'])\n"
        "code += main.main(['--open', 'missing.actlab'])\n"
        "print(code, [m for m in ('torch', 'numpy', 'PySide6', 'pyqtgraph') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, timeout=60, check=True)
    assert done.stdout.decode().splitlines()[-1] == "6 []"


def test_eval_needs_no_window_and_hangul_survives_a_plain_terminal() -> None:
    program = (
        "import sys, main\n"
        "main.main(['eval', '\\ubc14\\ub098\\ub098'])\n"
        "main.main(['list'])\n"
        "print('PySide6' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        env={"LC_ALL": "C", "PATH": "", "PYTHONUTF8": "0", "HOME": "/nonexistent"},
        check=True,
    )
    assert "바나나" in done.stderr.decode("utf-8")
    assert done.stdout.decode("utf-8").splitlines()[-1] == "False"


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    program = f"{sys.executable} main.py list --json | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", program], cwd=ROOT, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


def test_streams_that_cannot_be_reconfigured_still_get_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    assert main.main(["--lang", "en", "--theme", "pink"]) == 2
    assert "pink" in stream.getvalue()


def test_what_was_typed_cannot_begin_a_line_or_command_the_console(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--lang", "en", "a\x1e\x1b[31m\nb\x85c\u2028d.actlab"]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "\x1b" not in said
    assert "d.actlab" in said


@pytest.mark.parametrize("arguments", [["a" * 5_000], ["--open", "a" * 5_000], ["eval", "a" * 5_000]])
def test_a_name_too_long_for_any_file_is_answered_by_one_short_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main.main(["--lang", "en", *arguments]) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert len(said) < 1_500


def test_a_parameter_too_small_to_divide_by_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--lang", "en", "eval", "celu", "--param", "alpha=2e-201"]) == 2
    assert "[0.001, 10000]" in capsys.readouterr().err
