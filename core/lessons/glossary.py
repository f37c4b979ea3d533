"""Terms of the field in both languages, and linking them where a page uses them first."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import msgspec

from core import search
from core.text import Lang

GLOSSARY_FILE = Path(__file__).resolve().parents[2] / "resources" / "glossary.toml"
SCHEME = "term:"


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its name and explanation by language, and other names (``also``) under which it is found and linked."""

    key: str
    ko: str
    en: str
    ko_text: str = ""
    en_text: str = ""
    also_ko: tuple[str, ...] = ()
    also_en: tuple[str, ...] = ()

    def name(self, lang: Lang) -> str:
        """Return what the term is called in ``lang``."""
        return self.ko if lang == "ko" else self.en

    def text(self, lang: Lang) -> str:
        """Return the explanation in ``lang``, in Markdown."""
        return self.ko_text if lang == "ko" else self.en_text

    def names(self, lang: Lang) -> tuple[str, ...]:
        """Return every name in ``lang``, the first one first."""
        return (self.ko, *self.also_ko) if lang == "ko" else (self.en, *self.also_en)


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ko: str
    en: str
    ko_text: str
    en_text: str
    also_ko: tuple[str, ...] = ()
    also_en: tuple[str, ...] = ()


def read_glossary(toml: str) -> tuple[Term, ...]:
    """Return the terms of a glossary file in its order. Raises ValueError for a file that is not one."""
    entries = msgspec.convert(tomllib.loads(toml), dict[str, _Entry])
    return tuple(Term(key, **msgspec.structs.asdict(entry)) for key, entry in entries.items())


@cache
def glossary() -> tuple[Term, ...]:
    """Return the terms that come with the program; read once."""
    return read_glossary(GLOSSARY_FILE.read_text(encoding="utf-8"))


def term_said(link: str, lang: Lang) -> tuple[str, str]:
    """Return a term's names and its explanation for a link such as ``term:relu``; empty for one that is not there."""
    term = next((term for term in glossary() if term.key == link.removeprefix(SCHEME)), None)
    if term is None:
        return "", ""
    other: Lang = "en" if lang == "ko" else "ko"
    return f"{term.name(lang)} · {term.name(other)}", term.text(lang)


def found(terms: Iterable[Term], text: str) -> tuple[Term, ...]:
    """Return the terms that ``text`` finds by their names in either language, best first, also by initials (ㄴㄹ).

    Then those with it in an explanation. Nothing typed finds all.
    """
    every = tuple(terms)
    by_name = search.found(text, [(term, (*term.names("ko"), *term.names("en"))) for term in every])
    wanted = _plain(text)
    told = [term for term in every if term not in by_name and wanted in _plain(f"{term.ko_text}\n{term.en_text}")]
    return (*by_name, *told)


def terms_in(markdown: str) -> frozenset[str]:
    """Return the keys of the terms that a text links: what the rest of the same page need not link again."""
    return frozenset(_LINK_TARGET.findall(markdown))


def linked(markdown: str, lang: Lang, known: Collection[str] = (), terms: tuple[Term, ...] | None = None) -> str:
    """Return ``markdown`` with the first use of every term as a link ``[word](term:key)``.

    Not linked are the terms in ``known``, and whatever stands in code, links, headings and placeholders. A Korean
    particle stays behind the link; a term inside a longer word is none. For a page of several texts, pass what
    ``terms_in`` finds in those before. ``terms`` are those of the program if not given.
    """
    by_name, pattern = _matcher(glossary() if terms is None else terms, lang)
    if pattern is None:
        return markdown
    kept = set(known)
    result, end = [], 0
    for skipped in _NOT_TEXT.finditer(markdown):
        result.append(_linked_part(markdown, end, skipped.start(), pattern, by_name, kept))
        result.append(skipped.group())
        kept |= terms_in(skipped.group())
        end = skipped.end()
    result.append(_linked_part(markdown, end, len(markdown), pattern, by_name, kept))
    return "".join(result)


def _linked_part(
    text: str, start: int, end: int, pattern: re.Pattern[str], by_name: Mapping[str, str], kept: set[str]
) -> str:
    """Return ``text[start:end]`` with its terms linked; those linked are added to ``kept``."""
    result, done = [], start
    # Matched in the whole text: what stands before and behind the part decides where a word ends.
    for match in pattern.finditer(text, start):
        if match.end() > end:
            break
        key = by_name[_plain(match.group(1))]
        place = None if key in kept else _linkable(text, match.start(), match.end())
        if place is None:
            continue
        kept.add(key)
        result += [text[done : place[0]], f"[{text[place[0] : place[1]]}]({SCHEME}{key})"]
        done = place[1]
    return "".join([*result, text[done:end]])


def _linkable(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return what becomes the link for a term: with its marks of bold if they are its own. None where it breaks them.

    In Markdown ``**`` does not end bold between the bracket of a link and a letter, such as a Korean particle.
    """
    before = _MARKS_BEFORE.search(text, max(0, start - 3), start)
    after = _MARKS_BEHIND.match(text, end)
    if before and after and len(before.group()) == len(after.group()):
        return before.start(), after.end()
    begins_behind_letter = before is not None and text[max(0, before.start() - 1) : before.start()].isalnum()
    ends_before_letter = after is not None and text[after.end() : after.end() + 1].isalnum()
    return None if begins_behind_letter or ends_before_letter else (start, end)


_MARKS_BEFORE = re.compile(r"\*+\Z")
_MARKS_BEHIND = re.compile(r"\*+")
_LINK_TARGET = re.compile(rf"\]\({SCHEME}([^()\s]+)\)")
_NOT_TEXT = re.compile(
    r"""
    ^[ ]{0,3}(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^[ ]{0,3}(?P=fence)[`~]*[ \t]*$|\Z)  # a fenced block
    | ^[ ]{0,3}\#{1,6}(?:[ \t][^\n]*)?$                                             # a heading
    | ^[^\n|]+\n[ ]{0,3}(?:=+|-{2,})[ \t]*$                                         # a heading that is underlined
    | (?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)                              # code in a line
    | !?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\([^()]*\)                                     # a link
    | <[^<>\s]+>                                                                    # an address
    | \{[^{}\n]*\}                                                                  # a placeholder
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_WORD = "가-힣ㄱ-ㆎA-Za-z0-9_"
# What may follow a Korean noun and still leave it one: plural, particles, the copula, verbs made with 하다 and 되다.
_PARTICLE = (
    "은|는|이|가|을|를|의|에|에서|에게|에는|에도|으로|로|으로서|로서|으로써|로써|와|과|도|만|까지|부터|보다|처럼|마다|조차|밖에|뿐|"
    "이나|나|이란|란|이라|라|이라는|라는|이라고|라고|이라면|라면|하고|마저|대로|만큼|끼리|씩|째"
)
_SECOND = "은|는|도|만|의|이|가|을|를|과|와|부터|까지|로|으로"
_COPULA = (
    "입니다|이다|이며|며|이고|고|이면|면|이므로|므로|이지만|지만|이어서|여서|이어야|여야|인|인지|일|"
    "이었습니다|였습니다|이라서|라서"
)
_VERB = (
    "(?:하|되)(?:는|고|며|면|지|지만|도록|므로|기|려고|여|어|여서|어서)?|"
    "합니다|됩니다|해|해서|돼|돼서|할|될|한|된|함|됨|했습니다|되었습니다"
)
_TAIL = rf"(?:들)?(?:{_COPULA}|{_VERB}|(?:{_PARTICLE})(?:{_SECOND})?)?"


@lru_cache(maxsize=8)
def _matcher(terms: tuple[Term, ...], lang: Lang) -> tuple[Mapping[str, str], re.Pattern[str] | None]:
    """Return keys by plain name, and what finds a name in a text, the longest first; None without terms."""
    by_name: dict[str, str] = {}
    for term in terms:
        for name in term.names(lang):
            by_name.setdefault(_plain(name), term.key)
    names = sorted({name for term in terms for name in term.names(lang)}, key=len, reverse=True)
    if not names:
        return by_name, None
    gap = r"\s?" if lang == "ko" else r"\s"
    found = "|".join(gap.join(map(re.escape, name.split())) for name in names)
    if lang == "ko":
        # Marks of bold or italics are looked through: 경사 in **경사**하강법 is no word.
        before = rf"(?<![{_WORD}])(?<![{_WORD}]\*)(?<![{_WORD}]\*\*)"
        return by_name, re.compile(rf"{before}({found})(?=\**{_TAIL}(?!\**[{_WORD}]))", re.IGNORECASE)
    return by_name, re.compile(rf"(?<![\w-])({found})(?:s|es)?(?![\w-])", re.IGNORECASE)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
