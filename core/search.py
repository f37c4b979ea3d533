"""Finding things by a few typed letters, in Korean and English: "ㅅㄱㅁ", "sig" and "시그" find 시그모이드, Sigmoid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

_FIRST_SYLLABLE, _SYLLABLES, _PER_INITIAL = 0xAC00, 11_172, 588
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
Thing = TypeVar("Thing")


def initials(text: str) -> str:
    """Return ``text`` with only the first consonants of its Hangul syllables: ``"시그모이드"`` → ``"ㅅㄱㅁㅇㄷ"``."""
    return "".join(
        _INITIALS[(ord(c) - _FIRST_SYLLABLE) // _PER_INITIAL] if 0 <= ord(c) - _FIRST_SYLLABLE < _SYLLABLES else c
        for c in text
    )


def match_rank(query: str, names: Iterable[str]) -> int | None:
    """Return how well ``query`` fits the best of ``names``, 0 the best, or None if it fits none.

    0: a name begins with it; 1: a word of a name does; 2: it stands within a name; 3: as the initials of Hangul
    syllables; 4: its words all occur, in any order.
    """
    wanted = " ".join(query.lower().split())
    if not wanted:
        return 0
    ranks = (_rank(wanted, " ".join(name.lower().split())) for name in names)
    return min((rank for rank in ranks if rank is not None), default=None)


def found(query: str, things: Sequence[tuple[Thing, Sequence[str]]]) -> list[Thing]:
    """Return the things whose names fit ``query``, best first, else in their own order."""
    ranked = [(rank, thing) for thing, names in things if (rank := match_rank(query, names)) is not None]
    return [thing for _, thing in sorted(ranked, key=lambda pair: pair[0])]


def _rank(wanted: str, name: str) -> int | None:
    if name.startswith(wanted):
        return 0
    if f" {wanted}" in name:
        return 1
    if wanted in name:
        return 2
    if wanted.replace(" ", "") in initials(name).replace(" ", ""):
        return 3
    return 4 if all(word in name for word in wanted.split()) else None
