"""Tables of numbers from anywhere: dropped, opened or pasted, they are used or refused; the old numbers stay.

======================================================  ==============================================================
what the table is                                       test
======================================================  ==============================================================
CP949, UTF-8 and UTF-16 with a mark, semicolons, …      test_tables_of_korean_spreadsheets_are_dropped_into_explore
the same for the race                                   test_points_are_dropped_into_the_race
ragged, words, empty, zeros, one enormous line, …       test_a_bad_table_is_refused_and_the_old_numbers_stay
10,000,000 rows, dropped and opened                     test_ten_million_rows_are_refused_at_once_in_little_memory
more than a tensor holds, pasted                        test_a_huge_paste_is_refused_while_the_window_lives
chosen with Open                                        test_open_offers_tables_too
dropped onto a text field                               test_a_file_dropped_on_a_text_field_is_opened_not_written_there
======================================================  ==============================================================
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QToolButton

from core.tensor_files import read_tensor
from core.tensors import MAX_CHARS
from core.training import csv_points
from tests.gui.hands import CTRL, KEY
from tests.hardening.mishaps import Clumsy, refusal

resource = pytest.importorskip("resource", reason="memory is measured with a means of Unix")


TABLE = [[-1.5, 2.0], [3.25, 4.0]]
GOOD = {
    "utf8.csv": b"-1.5,2\n3.25,4\n",
    "mark.csv": "-1.5,2\r\n3.25,4\r\n".encode("utf-8-sig"),
    "utf16.csv": "-1.5,2\r\n3.25,4\r\n".encode("utf-16"),
    "유니코드 텍스트.txt": "-1.5\t2\r\n3.25\t4\r\n".encode("utf-16"),
    "cp949.csv": "-1.5,2 # 가나다\r\n3.25,4 # 라마바\r\n".encode("cp949"),
    "semicolon.csv": b"-1,5;2\n3,25;4\n",
    "tabs.tsv": b"-1,5\t2,0\n3,25\t4,0\n",
    "한글 (1) %20&amp;.csv": "−1.5，2\n3.25，4".encode(),
    "code.txt": b"torch.tensor([[-1.5, 2.], [3.25, 4.]])",
}
BAD = {
    "빈 파일.csv": b"",
    "ragged.csv": b"1,2,3\n4,5\n",
    "words.csv": "키,몸무게\n170,60\n".encode("cp949"),
    "zeros.csv": b"1,2\0,3\n",
    "line.csv": b"1," * 2_000_000,
    "number.csv": b"1,2\n3," + b"x" * 3_000_000,
    "binary.csv": b"PK\x03\x04" + bytes(range(256)) * 20,
    "notes.txt": "내일 준비물: 색연필".encode(),
    "cut.csv": "-1.5,2".encode("utf-16")[:-1],
}
QUOTED = "키 내일"


def test_tables_of_korean_spreadsheets_are_dropped_into_explore(hands: Clumsy, tmp_path: Path) -> None:
    for name, data in GOOD.items():
        (tmp_path / name).write_bytes(data)
        hands.drop(tmp_path / name)
        assert hands.own.tensor.values.tolist() == TABLE, f"{name}: {hands.notice}"
        hands.says(name)
        hands.press(KEY.Key_Z, CTRL)
        assert hands.own.tensor.values.tolist() != TABLE, "Undo takes it back"
    hands.application.visit("softmax")
    hands.drop(tmp_path / "utf8.csv")
    assert hands.application.store.state.lab == "explore", "a lab that takes no tables gives way to one that does"
    assert hands.own.tensor.values.tolist() == TABLE


def test_points_are_dropped_into_the_race(hands: Clumsy, tmp_path: Path) -> None:
    hands.application.visit("race")
    hands.settle()
    rows = "x1;x2;반\r\n0,5;1;가\r\n1,5;2;나\r\n"
    for name, data in {"윈도.csv": rows.encode("cp949"), "mark.csv": rows.encode("utf-8-sig")}.items():
        (tmp_path / name).write_bytes(data)
        hands.drop(tmp_path / name)
        own = hands.application.store.state.race.own
        assert own.classes == ("가", "나"), hands.notice
        assert own.rows is not None
        assert own.rows.values.tolist() == [[0.5, 1.0, 0.0], [1.5, 2.0, 1.0]]
        hands.says(name)
    before = hands.application.store.state
    for name, data in BAD.items():
        (tmp_path / name).write_bytes(data)
        hands.drop(tmp_path / name)
        hands.says(name, quoted=QUOTED)
        assert hands.application.store.state == before, name


def test_a_bad_table_is_refused_and_the_old_numbers_stay(hands: Clumsy, tmp_path: Path) -> None:
    before = hands.application.store.state
    for name, data in BAD.items():
        (tmp_path / name).write_bytes(data)
        (hands.open if name.startswith("w") else hands.drop)(tmp_path / name)
        hands.says(name, quoted=QUOTED)
        assert "이전 텐서는 그대로입니다" in hands.notice, hands.notice
        assert hands.application.store.state is before, name
        hands.close_notice()
    for path in (tmp_path / "없음.csv", tmp_path):
        hands.drop(path)
        assert path.name in hands.notice


def test_ten_million_rows_are_refused_at_once_in_little_memory(hands: Clumsy, tmp_path: Path) -> None:
    file = tmp_path / "천만 행.csv"
    with file.open("wb") as out:
        block = b"0.123456,0.654321,1\n" * 100_000
        for _ in range(100):
            out.write(block)
    for lab, most in (("explore", 4 * MAX_CHARS), ("race", 20 * csv_points.MAX_BYTES)):
        hands.application.visit(lab)
        hands.settle()
        before, state = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, hands.application.store.state
        start = time.process_time()
        hands.drop(file)
        assert time.process_time() - start < 5, "all of it was read"
        assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < most
        assert hands.application.store.state is state
        hands.says(file.name)


def test_a_huge_paste_is_refused_while_the_window_lives(hands: Clumsy) -> None:
    before = hands.application.store.state
    field = hands.part("inputText", QPlainTextEdit)
    written = field.toPlainText()
    rows = "0.123456,0.654321,1\n" * 2_000_000
    by_key, by_button = (
        lambda: hands.press(KEY.Key_V, CTRL),
        lambda: hands.click(hands.part("pasteButton", QToolButton)),
    )
    for text, ways in ((rows, (by_key, by_button)), ("가나다 " * 3_000_000, (by_key,)), ("9" * 10**6 + "x", (by_key,))):
        QGuiApplication.clipboard().setText(text)
        for paste in ways:
            hands.click(field)
            hands.press(KEY.Key_A, CTRL)
            start = time.process_time()
            paste()
            assert time.process_time() - start < 10
            assert hands.part("textMessage", QLabel).text()
            assert hands.application.store.state is before
            assert field.toPlainText() == written, "what is too long to be seen is not written into the field"
    QGuiApplication.clipboard().clear()


def test_open_offers_tables_too(hands: Clumsy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "점수.csv"
    file.write_bytes(GOOD["cp949.csv"])
    offered = []

    def choose(*given: object) -> tuple[str, str]:
        offered.append(given[-1])
        return str(file), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    hands.press(KEY.Key_O, CTRL)
    assert "*.csv" in str(offered[0])
    assert "*.actlab" in str(offered[0])
    assert hands.own.tensor.values.tolist() == TABLE


def test_a_file_dropped_on_a_text_field_is_opened_not_written_there(hands: Clumsy, tmp_path: Path) -> None:
    file = tmp_path / "표.csv"
    file.write_bytes(GOOD["utf8.csv"])
    field = hands.part("inputText", QPlainTextEdit)
    hands.drop(file, at=field)
    assert "file:" not in field.toPlainText()
    assert hands.own.tensor.values.tolist() == TABLE


def test_no_byte_of_a_table_raises_anything_but_a_message(tmp_path: Path) -> None:
    refused = 0
    chance = np.random.default_rng(3)
    file = tmp_path / "x.csv"
    for _ in range(200):
        data = bytearray(GOOD[str(chance.choice(["utf8.csv", "utf16.csv", "cp949.csv", "semicolon.csv"]))])
        for _ in range(int(chance.integers(1, 4))):
            data[int(chance.integers(len(data)))] = int(chance.integers(256))
        file.write_bytes(data)
        for read in (read_tensor, csv_points.read_csv):
            refused += refusal(lambda read=read: read(file), "x.csv")
    assert 50 < refused < 400
