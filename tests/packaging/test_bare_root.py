"""The parts of ``make package-test`` that a wrong answer would come from."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import bare_root
import x_display

TRACE = """\
101 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3
101 connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 9) = -1 ENOENT (No such file or directory)
102 socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP) = 4
102 socketpair(AF_UNIX, SOCK_STREAM, 0, [5, 6]) = 0
"""
SECOND_PARAGRAPH = """\
Types: deb
URIs: http://no.test/security
Suites: bookworm-security


Types: deb
URIs: http://four.test
Suites: bookworm
"""


def test_sockets_are_counted_by_family(tmp_path: Path) -> None:
    (tmp_path / "trace").write_text(TRACE)
    assert bare_root.opened_sockets(tmp_path / "trace") == {"AF_UNIX": 2, "AF_INET6": 1}
    (tmp_path / "trace").write_text("")
    assert bare_root.opened_sockets(tmp_path / "trace") == {}


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        ("deb http://one.test/debian bookworm main\n", ["http://one.test/debian"]),
        ("deb [signed-by=/k arch=amd64] http://two.test/ bookworm main contrib\n", ["http://two.test/"]),
        ("# deb http://no.test/ bookworm main\ndeb-src http://no.test/ bookworm main\n", []),
        ("deb http://no.test/ bookworm-security main\n", []),
        ("Types: deb\nURIs: http://three.test/debian\nSuites: bookworm bookworm-updates\n", ["http://three.test/debian"]),
        ("Types: deb-src\nURIs: http://no.test/debian\nSuites: bookworm\n", []),
        (SECOND_PARAGRAPH, ["http://four.test"]),
    ],
)  # fmt: skip
def test_the_address_of_debian_is_found_in_either_form_of_apts_files(sources: str, found: list[str]) -> None:
    assert bare_root.addresses(sources) == found


def test_every_file_is_seen_but_caches_and_what_belongs_to_people(tmp_path: Path) -> None:
    for name in (
        "usr/bin/x",
        "var/lib/dpkg/info/x.list",
        "home/student/note",
        "var/log/dpkg.log",
        "tmp/y",
        "etc/tmp/z",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    seen = bare_root.BareRoot(tmp_path).files()
    assert {"usr/bin/x", "var/lib/dpkg/info/x.list", "etc/tmp/z"} <= seen
    assert not {"home/student/note", "var/log/dpkg.log", "tmp/y"} & seen


def test_two_screens_differ_by_the_share_of_their_pixels() -> None:
    one = np.zeros((10, 10, 4), np.uint8)
    other = one.copy()
    other[0, :5, 1] = 1
    assert not x_display.differs(one, one)
    assert x_display.differs(one, other, share=0.04)
    assert not x_display.differs(one, other, share=0.05)


def test_an_empty_window_is_not_taken_for_a_lab() -> None:
    window = np.zeros((154, 274, 4), np.uint8)
    window[:128, :205] = 246
    window[60, 20:40] = np.arange(20)[:, None]
    assert not x_display.is_filled(window)
    window[30:80, 30:150, 0] = np.arange(120)
    assert x_display.is_filled(window)
