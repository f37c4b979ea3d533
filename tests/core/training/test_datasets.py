"""The generated problems, own points, and CSV files good and bad."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tensor_value import TensorValue
from core.text import UserError
from core.training.csv_points import MAX_BYTES, parse_csv, read_csv
from core.training.datasets import KINDS, MAX_POINTS, DataChoice, OwnPoints, make_dataset


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_alike_every_time_and_otherwise_with_another_seed(kind: str) -> None:
    one, same, other = (make_dataset(DataChoice(kind, count=101, seed=seed)) for seed in (3, 3, 4))
    np.testing.assert_array_equal(one.points, same.points)
    np.testing.assert_array_equal(one.targets, same.targets)
    np.testing.assert_array_equal(one.train, same.train)
    assert not np.array_equal(one.points, other.points)
    assert one.points.shape == (101, one.inputs)
    assert np.isfinite(one.points).all()


@pytest.mark.parametrize("kind", KINDS)
def test_noise_only_moves_points_and_classes_are_balanced(kind: str) -> None:
    clean, noisy = (make_dataset(DataChoice(kind, count=600, noise=noise)) for noise in (0.0, 0.5))
    if clean.task == "regression":
        np.testing.assert_array_equal(clean.points, noisy.points)
        assert 0.1 < np.abs(noisy.targets - clean.targets).mean() < 0.5
        return
    np.testing.assert_array_equal(clean.targets, noisy.targets)
    if kind != "gaussians" and kind != "blobs":
        assert np.abs(clean.points).max() <= 3.0
    assert np.abs(noisy.points - clean.points).mean() > 0.05
    _, counts = np.unique(clean.targets, return_counts=True)
    assert len(counts) == len(clean.classes)
    assert counts.min() > 0.8 * counts.max()


def test_the_problems_are_what_they_say() -> None:
    clean = {kind: make_dataset(DataChoice(kind, count=400, noise=0.0)) for kind in KINDS}
    circle, xor, sine, step, plane = (clean[kind] for kind in ("circle", "xor", "sine", "step", "plane"))
    radius = np.hypot(*circle.points.T)
    assert radius[circle.targets == 1].max() < radius[circle.targets == 0].min()
    np.testing.assert_array_equal(xor.targets, (xor.points[:, 0] > 0) != (xor.points[:, 1] > 0))
    np.testing.assert_allclose(sine.targets, np.sin(2 * sine.points[:, 0]))
    np.testing.assert_array_equal(step.targets, step.points[:, 0] > 0)
    np.testing.assert_allclose(plane.targets, plane.points.sum(1) / 4)
    # No straight line parts the moons: that is what they are for.
    moons = clean["moons"]
    for angle in np.linspace(0, np.pi, 60):
        along = moons.points @ [np.cos(angle), np.sin(angle)]
        one, other = along[moons.targets == 0], along[moons.targets == 1]
        assert one.max() > other.min()
        assert other.max() > one.min()


@given(count=st.integers(10, 300), share=st.floats(0.0, 0.9), seed=st.integers(0, 1000))
def test_every_point_is_for_training_or_for_testing(count: int, share: float, seed: int) -> None:
    data = make_dataset(DataChoice("circle", count, 0.1, share, seed))
    assert sorted([*data.train, *data.test]) == list(range(count))
    assert data.test.size == round(count * share)
    assert sorted(data.batch_order(3).tolist()) == list(range(data.train_count))
    assert data.batch_order(3).tolist() == data.batch_order(3).tolist()


def test_own_points_near_zero_are_taken_as_they_are_and_large_ones_standardised() -> None:
    near = OwnPoints(TensorValue.of([[0.5, 1.0, 0], [2.0, -1.0, 1], [1.0, 1.0, 1]]))
    data = make_dataset(DataChoice("own"), near)
    assert data.task == "binary"
    np.testing.assert_allclose(data.network_inputs().numpy(), data.points, rtol=1e-6)
    far = OwnPoints(TensorValue.of([[170.0, 60.0, 300.0], [150.0, 45.0, 200.0], [190.0, 90.0, 800.0]]), ())
    data = make_dataset(DataChoice("own"), far)
    assert data.task == "regression"
    inputs, targets = data.network_inputs().numpy(), data.network_targets().numpy()
    np.testing.assert_allclose([*inputs.mean(0), targets.mean()], 0, atol=1e-6)
    np.testing.assert_allclose([*inputs.std(0), targets.std()], 1, rtol=1e-5)


@pytest.mark.parametrize(
    ("field", "value"), [("count", 9), ("count", 2001), ("noise", -0.1), ("noise", float("nan")), ("test_share", 1.0),
                         ("kind", "moon"), ("seed", -1), ("count", 10.5)],
)  # fmt: skip
def test_a_choice_that_cannot_be_is_refused(field: str, value: object) -> None:
    with pytest.raises(UserError) as caught:
        make_dataset(DataChoice(**{field: value}))
    assert caught.value.id.startswith("training.")


@pytest.mark.parametrize(
    "own",
    [
        OwnPoints(None),
        OwnPoints(TensorValue.of([[1.0, 2.0, 0.0]])),
        OwnPoints(TensorValue.of([1.0, 2.0, 0.0])),
        OwnPoints(TensorValue.of([[1.0, 2.0, 2.0], [1.0, 2.0, 0.0]])),
        OwnPoints(TensorValue.of([[1.0, 2.0, 0.5], [1.0, 2.0, 0.0]])),
        OwnPoints(TensorValue.of([[1.0, float("nan"), 0], [1.0, 2.0, 0.0]])),
        OwnPoints(TensorValue.of([[1.0, 2.0, 0.0], [1.0, 2.0, 0.0]]), ("only",)),
        OwnPoints(TensorValue.of([[1.0, 0.0], [2.0, 1.0]])),
    ],
)
def test_own_points_that_cannot_be_trained_on_are_refused(own: OwnPoints) -> None:
    with pytest.raises(UserError):
        make_dataset(DataChoice("own"), own)


# --- CSV ---


@pytest.mark.parametrize(
    ("text", "rows", "classes"),
    [
        ("1,2,0\n3,4,1\n", [[1, 2, 0], [3, 4, 1]], ("0", "1")),
        ("x1,x2,class\n1,2,a\n3,4,b\n", [[1, 2, 0], [3, 4, 1]], ("a", "b")),
        ("\ufeffx1;x2;클래스\r\n1,5;2;고양이\r\n3;4;개\r\n", [[1.5, 2, 1], [3, 4, 0]], ("개", "고양이")),
        ("1\t2\t7\n\n3\t4\t3\n", [[1, 2, 1], [3, 4, 0]], ("3", "7")),
        ("x,y\n1,0.5\n2,1.5\n", [[1, 0.5], [2, 1.5]], ()),
        ("1,2,0.5\n3,4,1\n", [[1, 2, 0.5], [3, 4, 1]], ()),
        ("1,2,1\n1,2,2\n1,2,3\n1,2,4\n1,2,5\n1,2,6\n", [[1, 2, n] for n in range(1, 7)], ()),
        (' 1 , −2.5 , "예" \n3,4,아니요', [[1, -2.5, 1], [3, 4, 0]], ("아니요", "예")),
        ("1e3,2,0,\n3,4,1,,\n", [[1000, 2, 0], [3, 4, 1]], ("0", "1")),
    ],
)
def test_a_csv_is_read(text: str, rows: list[list[float]], classes: tuple[str, ...]) -> None:
    own = parse_csv(text, "data.csv")
    assert own.rows is not None
    np.testing.assert_array_equal(own.rows.values, rows)
    assert own.classes == classes
    assert own.source == "data.csv"
    make_dataset(DataChoice("own"), own)


@pytest.mark.parametrize(
    ("text", "id", "row"),
    [
        ("", "csv_empty", None),
        ("\n \n", "csv_empty", None),
        ("안녕하세요\n반갑습니다\n", "csv_one_column", 1),
        ("1\n2\n3\n", "csv_one_column", 1),
        ("x1,x2,class\na,b,c\n", "csv_word", 2),
        ("1,2,0\n3,넷,1\n", "csv_word", 2),
        ("1,2,0\n3,nan,1\n", "csv_not_finite", 2),
        ("1,2,0\n3,1e400,1\n", "csv_not_finite", 2),
        ("1,2,0\n3,4\n", "csv_uneven", 2),
        ("1,2,0\n\n3,4,1,9\n", "csv_uneven", 3),
        ("1,2,3,4\n", "csv_columns", 1),
        ("1,2,0\n3,4,b\n", "csv_mixed_labels", 2),
        ("1,2,b\n3,4,a\n5,6,1\n", "csv_mixed_labels", 3),
        ("1,2,a\n1,2,b\n1,2,c\n1,2,d\n1,2,e\n1,2,f\n", "csv_classes", 6),
        ("1,2,0\n3,4,0\n", "csv_one_class", None),
        ("1,2,a\n3,4,a\n", "csv_one_class", None),
        ("x1,x2,class\n1,2,0\n", "csv_too_few", None),
        ("x,y\n1,a\n2,3\n", "csv_word", 2),
        ("1,2,0\n" * (MAX_POINTS + 1), "csv_too_long", MAX_POINTS + 1),
        ("1,2,0\n3,,1\n", "csv_blank", 2),
        ('1,2,a\n3,4,"b\n5,6,a\n7,8,b\n', "csv_row", 2),
        ('1,2,0\n3,"' + "4" * 200_000 + ",1\n", "csv_row", 2),
    ],
)
def test_a_bad_csv_is_refused_in_words_that_name_the_row(text: str, id: str, row: int | None) -> None:
    with pytest.raises(UserError) as caught:
        parse_csv(text, "나쁜 파일.csv")
    assert caught.value.id == f"training.{id}"
    for lang in ("ko", "en"):
        said = caught.value.said_in(lang)
        assert "나쁜 파일.csv" in said
        assert len(said) < 400
        if row is not None:
            assert f"{row:,}" in said


def test_ten_million_rows_are_refused_without_reading_them(tmp_path: Path) -> None:
    file = tmp_path / "큰 파일.csv"
    with file.open("wb") as out:
        block = b"0.123456,0.654321,1\n" * 100_000
        for _ in range(100):
            out.write(block)
    with pytest.raises(UserError) as caught:
        read_csv(file)
    assert caught.value.id == "training.csv_too_long"
    assert f"{MAX_POINTS + 1:,}" in caught.value.said_in("ko")


@pytest.mark.parametrize(
    ("data", "id"),
    [
        (b"", "training.csv_empty"),
        (b"PK\x03\x04\x00\x00\x00", "training.csv_not_text"),
        (b"\x89PNG\r\n\x1a\n\xff\xff", "training.csv_not_text"),
        (b"1,2," + b"9" * MAX_BYTES, "training.csv_"),
    ],
)
def test_files_of_other_kinds_are_refused(tmp_path: Path, data: bytes, id: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(data)
    with pytest.raises(UserError) as caught:
        read_csv(file)
    assert caught.value.id.startswith(id)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_files_of_korean_spreadsheets_are_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "자료.csv"
    file.write_bytes("키,몸무게,반\r\n170,60,가\r\n160,50,나\r\n".encode(encoding))
    assert read_csv(file).classes == ("가", "나")


def test_files_that_are_not_there_or_are_folders(tmp_path: Path) -> None:
    for path, id in ((tmp_path / "없음.csv", "file.not_found"), (tmp_path, "file.is_folder")):
        with pytest.raises(UserError) as caught:
            read_csv(path)
        assert caught.value.id == id


@given(st.text(max_size=200))
def test_no_text_at_all_raises_anything_but_a_message(text: str) -> None:
    with contextlib.suppress(UserError):
        parse_csv(text, "x.csv")
