"""Words for people: two-language texts, the interface catalogue and Korean particles.

The catalogue is every ``resources/i18n/<section>.toml``; an entry holds both languages side by side::

    [undo]
    ko = "실행 취소"
    en = "Undo"

and its id is ``<section>.<key>``. A placeholder is ``{name}``; ``{name:을/를}`` writes the value followed by the
particle that fits its last sound; right behind the same value in quotes, ``'{name}'{name:을/를}``, only the particle.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any, Literal, cast

Lang = Literal["ko", "en"]
# Of what was typed or opened a message quotes no more: a path of a network home fits.
LONGEST_QUOTE = 300
LANGUAGES: tuple[Lang, ...] = ("ko", "en")
I18N_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "i18n"

# Whether a digit or Latin letter, read aloud in Korean, ends in a consonant (영 일 이 삼 …, 에이 비 씨 … 엘 엠 엔 알).
_DIGITS_WITH_FINAL = set("013678")
_DIGITS_WITH_RIEUL = set("178")
_LETTERS_WITH_FINAL = set("lmnr")
_LETTERS_WITH_RIEUL = set("lr")
# Words of the field whose spelling misleads the letter rule: the sound at the end is what counts.
_SPOKEN_WORDS = {
    **{"softmax": "스", "sigmoid": "드", "mish": "시", "hardswish": "시", "softplus": "스", "softsign": "인"},
    **{"step": "텝", "init": "닛"},
}


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said in Korean and in English."""

    ko: str
    en: str

    def said_in(self, lang: Lang) -> str:
        """Return the text in ``lang``."""
        return self.ko if lang == "ko" else self.en


class UserError(Exception):
    """Something a person typed or opened is wrong. Carries a catalogue id and values, never a sentence.

    Attributes:
        id: catalogue id of the message, such as ``"tensor.not_a_number"``.
        values: what fills its placeholders.
    """

    def __init__(self, id: str, **values: object) -> None:
        super().__init__(id, values)
        self.id = id
        self.values = values

    def said_in(self, lang: Lang) -> str:
        """Return the message in ``lang``; of what is quoted at length, such as a path, both ends."""
        return words_in(lang)(self.id, **{name: _quoted(value) for name, value in self.values.items()})


def _quoted(value: object) -> object:
    if not isinstance(value, str | PurePath) or len(text := str(value)) <= LONGEST_QUOTE:
        return value
    end = LONGEST_QUOTE // 3
    return f"{text[: 2 * end]}…{text[-end:]}"


class Words:
    """The interface catalogue in one language; call it with an id and the placeholders' values."""

    def __init__(self, lang: Lang, entries: Mapping[str, str]) -> None:
        self.lang: Lang = lang
        self._entries = entries
        self._formatter = _ParticleFormatter()

    def __call__(self, id: str, **values: object) -> str:
        """Return the words for ``id``. Raises KeyError for an unknown id: a fault of the program, not of the user."""
        template = self._entries[id]
        if not values:
            return template
        # A message inside a message is said in the language of the one around it.
        said = {k: _said(v, self.lang) for k, v in values.items()}
        return self._formatter.vformat(template, (), said)

    def __contains__(self, id: str) -> bool:
        return id in self._entries

    def text(self, text: Text) -> str:
        """Return a record's own ``Text`` in this language."""
        return text.said_in(self.lang)


def shown(text: str) -> str:
    """Return ``text`` as it can be shown and written down.

    A file's name may be no Unicode at all: what an old Windows has written in CP949 is read so, or else each byte that
    is no letter becomes ``�``.
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        data = text.encode("utf-8", "surrogateescape" if _only_bytes(text) else "replace")
        try:
            return data.decode("cp949")
        except UnicodeDecodeError:
            return data.decode("utf-8", "replace")
    return text


def _only_bytes(text: str) -> bool:
    """Return whether all that is no Unicode in ``text`` stands for the bytes of a file's name."""
    return all(0xDC80 <= ord(c) <= 0xDCFF for c in text if "\ud800" <= c <= "\udfff")


def _said(value: object, lang: Lang) -> object:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Text | UserError):
        return value.said_in(lang)
    return shown(str(value)) if isinstance(value, Path) else value


_PARTICLE_BEHIND_QUOTE = re.compile(r"(\{(\w+)\}['\"’”»)\]]+)\{\2:(?=[^{}/]+/[^{}/]+\})")
_IN_BRACKETS = re.compile(r"(?<=[가-힣])\([^()]*\)$")
_ALONE = "~"


class _ParticleFormatter(string.Formatter):
    def vformat(self, format_string: str, args: Any, kwargs: Any) -> str:
        parts = _parsed(format_string)
        if parts is None:
            return super().vformat(_told_apart(format_string), args, kwargs)
        return "".join(
            literal if name is None else literal + self.format_field(kwargs[name], spec)
            for literal, name, spec in parts
        )

    def format_field(self, value: Any, format_spec: str) -> str:
        if not format_spec:
            return format(value)
        if format_spec.startswith(_ALONE):
            return particle(str(value), format_spec.removeprefix(_ALONE))
        if "/" in format_spec:
            return str(value) + particle(str(value), format_spec)
        return cast(str, super().format_field(value, format_spec))


def _told_apart(template: str) -> str:
    return _PARTICLE_BEHIND_QUOTE.sub(rf"\1{{\2:{_ALONE}", template)


@cache
def _parsed(template: str) -> tuple[tuple[str, str | None, str], ...] | None:
    """Return the (literal, name, format) of a template with plain names only, taken apart once; None for others."""
    parts = tuple(string.Formatter().parse(_told_apart(template)))
    plain = all(
        name is None or (name.isidentifier() and not conversion and "{" not in (spec or ""))
        for _, name, spec, conversion in parts
    )
    return tuple((literal, name, spec or "") for literal, name, spec, _ in parts) if plain else None


def particle(word: str, pair: str) -> str:
    """Return the particle of ``pair`` that follows ``word``: ``particle("값", "을/를") == "을"``.

    ``pair`` names the form after a consonant first (``은/는``, ``이/가``, ``을/를``, ``과/와``, ``으로/로``).
    """
    after_consonant, after_vowel = pair.split("/")
    # What stands in brackets behind a word does not change its particle: 수(반복)를.
    spoken = _IN_BRACKETS.sub("", word.rstrip(" '\"’”]}»`.…")) or word
    spoken = spoken.rstrip(" '\"’”)]}»`.…")
    last_word = spoken.lower().rsplit(" ", 1)[-1]
    last = _SPOKEN_WORDS.get(last_word) or _spoken_end(spoken)
    final, rieul = _final_consonant(last)
    if after_consonant == "으로" and rieul:
        final = False
    return after_consonant if final else after_vowel


def _spoken_end(spoken: str) -> str:
    """Return the last character, or the syllable that the end of an English word is read as (training 닝, upper 어)."""
    ending = spoken[-2:].lower()
    if ending == "ng":
        return "닝"
    if ending.endswith("r") and ending[:1].isascii() and ending[:1].isalpha() and len(ending) == 2:
        return "어"
    return spoken[-1:].lower()


def _final_consonant(char: str) -> tuple[bool, bool]:
    """Return (ends in a consonant, that consonant is ㄹ) for one character."""
    if not char:
        return False, False
    code = ord(char) - 0xAC00
    if 0 <= code < 11172:
        return code % 28 != 0, code % 28 == 8
    if char.isdigit():
        return char in _DIGITS_WITH_FINAL, char in _DIGITS_WITH_RIEUL
    return char in _LETTERS_WITH_FINAL, char in _LETTERS_WITH_RIEUL


@cache
def load_entries() -> Mapping[str, Text]:
    """Return every entry of the catalogue by id, from ``resources/i18n/*.toml``; read once (some 40 ms)."""
    entries: dict[str, Text] = {}
    for path in sorted(I18N_FOLDER.glob("*.toml")):
        for key, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
            entries[f"{path.stem}.{key}"] = Text(said["ko"], said["en"])
    return MappingProxyType(entries)


@cache
def words_in(lang: Lang) -> Words:
    """Return the interface catalogue in ``lang``."""
    return Words(lang, {id: text.said_in(lang) for id, text in load_entries().items()})
