"""Plain values of a file into typed ones; what does not fit is said in the reader's language, with what is allowed."""

from __future__ import annotations

import difflib
import re
import typing
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Any

import msgspec

from core.lessons.misfit import MisfitError, Path, listed
from core.text import Text

_EXPECTED = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_RULE = re.compile(r"Expected `[^`]+` ((?:<|>|of length|matching).*?)(?: - at .*)?$")
_INSIDE = re.compile(r"at `(?:key in )?\$([^`]*)`")
_INDEX = re.compile(r"\[(\d+)\]|\.(\w+)")

_RULES = (
    (r">= (\S+)", "{} 이상", "{} or more"),
    (r"<= (\S+)", "{} 이하", "{} or less"),
    (r"of length >= (\d+)", "{}개 이상", "{} or more long"),
    (r"of length <= (\d+)", "{}자 이하", "{} or less long"),
    (r"of length (\d+)", "값 {}개의 목록", "a list of {} values"),
)
_KINDS: Mapping[str, Text] = {
    "int": Text("정수", "a whole number"),
    "float": Text("수", "a number"),
    "str": Text('"따옴표" 안의 글', 'text in "quotes"'),
    "bool": Text("true 또는 false", "true or false"),
    "array": Text("[목록]", "a [list]"),
    "object": Text("{ 표 }", "a { table }"),
    "null": Text("없음", "nothing"),
    "datetime": Text("날짜", "a date"),
    "date": Text("날짜", "a date"),
    "time": Text("시각", "a time"),
}


def typed(kind: Any, value: object, path: Path) -> Any:
    """Return ``value`` as ``kind``: a struct, a union of tagged structs, a list of structs, or what msgspec converts.

    Raises MisfitError ``lesson_file.*`` at the place that does not fit.
    """
    structs = _structs(kind)
    if structs and isinstance(value, Mapping):
        return _struct(_chosen(structs, value, path), value, path)
    if structs and not _allows_others(kind):
        raise MisfitError(path, "lesson_file.wrong_type", wanted=_KINDS["object"], got=_kind_of(value))
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is list and _structs(arguments[0]) and isinstance(value, list):
        return [typed(arguments[0], one, (*path, index)) for index, one in enumerate(value)]
    if origin is dict and isinstance(value, Mapping) and _structs(arguments[1]):
        for key in value:
            typed(arguments[0], key, (*path, str(key)[:60]))
        return {key: typed(arguments[1], one, (*path, key)) for key, one in value.items()}
    if origin is typing.Literal and (value not in arguments or isinstance(value, bool)):
        known = listed(str(one) for one in arguments if one != "")
        raise MisfitError(path, "lesson_file.choice", value=str(value)[:60], known=known)
    try:
        return msgspec.convert(value, type=kind)
    except (msgspec.ValidationError, RecursionError, OverflowError) as error:
        raise _said(str(error), value, path) from None


def check_keys(value: Mapping[str, object], known: list[str], path: Path) -> None:
    """Raise MisfitError ``lesson_file.unknown_key*`` for a key that is not known, naming all that are."""
    for key in value:
        if key not in known:
            close = difflib.get_close_matches(str(key)[:60], known, n=1)
            id = "lesson_file.unknown_key_close" if close else "lesson_file.unknown_key"
            raise MisfitError((*path, str(key)[:60]), id, key=str(key)[:60], known=listed(known), close=listed(close))


def _structs(kind: Any) -> list[type[msgspec.Struct]]:
    members = typing.get_args(kind) if typing.get_origin(kind) in (typing.Union, UnionType) else (kind,)
    return [one for one in members if isinstance(one, type) and issubclass(one, msgspec.Struct)]


def _allows_others(kind: Any) -> bool:
    return len(typing.get_args(kind) or (kind,)) > len(_structs(kind))


def _chosen(structs: list[type[msgspec.Struct]], value: Mapping[str, object], path: Path) -> type[msgspec.Struct]:
    """Return the struct that the tag of ``value`` names."""
    field = structs[0].__struct_config__.tag_field
    if field is None:
        return structs[0]
    tags = {str(one.__struct_config__.tag): one for one in structs}
    if field not in value:
        raise MisfitError(path, "lesson_file.missing_tag", key=field, known=listed(tags))
    tag = value[field]
    if not isinstance(tag, str) or tag not in tags:
        raise MisfitError((*path, field), "lesson_file.unknown_tag", key=field, value=str(tag)[:60], known=listed(tags))
    return tags[tag]


def _struct(kind: type[msgspec.Struct], value: Mapping[str, object], path: Path) -> msgspec.Struct:
    fields = _fields(kind)
    tag = kind.__struct_config__.tag_field
    check_keys({key: one for key, one in value.items() if key != tag}, list(fields), path)
    for name, field in fields.items():
        if field.required and name not in value:
            raise MisfitError(path, "lesson_file.missing_key", key=name)
    given = {
        fields[key].name: typed(fields[key].type, one, (*path, key)) for key, one in value.items() if key in fields
    }
    return kind(**given)


@cache
def _fields(kind: type[msgspec.Struct]) -> Mapping[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def _said(message: str, value: object, path: Path) -> MisfitError:
    """Return msgspec's message as one of ours."""
    inside = _INSIDE.search(message)
    place = [int(i) if i else name for i, name in _INDEX.findall(inside.group(1) if inside else "")]
    where = (*path, *place)
    expected, rule = _EXPECTED.search(message), _RULE.search(message)
    if expected:
        wanted = _joined([_KINDS.get(one.strip(), Text(one, one)) for one in expected.group(1).split("|")])
        got = _KINDS.get(expected.group(2), Text(expected.group(2), expected.group(2)))
        return MisfitError(where, "lesson_file.wrong_type", wanted=wanted, got=got)
    if rule and rule.group(1).startswith("matching"):
        id = "lesson_file.bad_name" if "A-Z" in rule.group(1) else "lesson_file.bad_id"
        return MisfitError(where, id, name=str(value)[:60])
    if rule:
        return MisfitError(where, "lesson_file.rule", rule=_rule(rule.group(1)))
    return MisfitError(where, "lesson_file.cannot_be", value=str(value)[:60])


def _rule(said: str) -> Text:
    """Return msgspec's rule, such as ``>= 0.0`` or ``of length 2, got 1``, in words."""
    for pattern, ko, en in _RULES:
        if found := re.match(pattern, said):
            number = found.group(1).removesuffix(".0")
            return Text(ko.format(number), en.format(number))
    return Text(said[:80], said[:80])


def _joined(texts: list[Text]) -> Text:
    return Text(" / ".join(one.ko for one in texts), " or ".join(one.en for one in texts))


def _kind_of(value: object) -> Text:
    names = {bool: "bool", int: "int", float: "float", str: "str", list: "array", dict: "object"}
    return _KINDS[names.get(type(value), "datetime")]
