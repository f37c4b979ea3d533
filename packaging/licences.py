"""The licences of everything that an installed program carries: their texts, and Debian's copyright file.

``licences/parts.toml`` lists the parts. A licence text comes from the installed package itself wherever it has one.
"""

from __future__ import annotations

import re
import sysconfig
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from project import ROOT

FOLDER = Path(__file__).resolve().parent / "licences"
# Below the program's folder, in every kind of installation.
PLACE = "licences"
_IS_LICENCE = re.compile(r"(^|/)(licen[cs]es?/|[^/]*(licen[cs]e|copying|notice)[^/]*$)", re.IGNORECASE)
_COPYRIGHT = re.compile(r"^\W*(copyright\s+(?:\(c\)|©|\d{4}).*)$", re.IGNORECASE | re.MULTILINE)
_MOST_COPYRIGHTS = 12
_GPL_END = r"END OF TERMS AND CONDITIONS(\s+How to Apply These Terms.*?why-not-lgpl\.html>\.)?"
# Debian's copyright files name these instead of repeating them (Policy, 12.5).
_COMMON = {
    "LGPL-3": r"GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3, .*?choose that\s+version for the\s+Library\.",
    "GPL-3": rf"GNU GENERAL PUBLIC LICENSE\s+Version 3, .*?{_GPL_END}",
    "GPL-2": rf"GNU GENERAL PUBLIC LICENSE\s+Version 2, .*?{_GPL_END}",
    "Apache-2.0": r"Apache License\s+Version 2\.0, .*?END OF TERMS AND CONDITIONS",
}


@dataclass(frozen=True)
class Part:
    """Something that the program carries and somebody else made.

    ``files`` are patterns below the program's folder. ``texts`` are its licence texts by their names.
    """

    name: str
    package: str
    licence: str
    files: tuple[str, ...]
    copyrights: tuple[str, ...]
    texts: Mapping[str, str]

    @property
    def folder(self) -> str:
        """The name of the folder that its texts lie in."""
        return re.sub(r"[^A-Za-z0-9.+-]+", "-", self.name).strip("-").lower()

    @property
    def main_text(self) -> str:
        """The licence itself, where a package has those of its own parts besides."""
        return "\n\n".join(text.strip() for name, text in self.texts.items() if "/" not in name) + "\n"


def parts() -> tuple[Part, ...]:
    """Return everything that the program carries. The packages have to be installed."""
    rows = tomllib.loads((FOLDER / "parts.toml").read_text("utf-8"))["part"]
    return tuple(_part(row) for row in rows)


def write_texts(bundle: Path) -> None:
    """Lay every licence text into ``bundle``, below ``PLACE``, and this program's own."""
    for part in parts():
        for name, text in part.texts.items():
            file = bundle / PLACE / part.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    for name in ("LICENSE", "THIRD_PARTY.md"):
        (bundle / PLACE / name).write_text((ROOT / name).read_text("utf-8"), encoding="utf-8")


def copyright_file(place: str) -> str:
    """Return Debian's copyright file (DEP 5) for a program whose folder is ``place``, such as "usr/lib/x"."""
    own = (ROOT / "LICENSE").read_text("utf-8")
    head = _paragraph(
        Format="https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        Upstream_Name="Activation Lab",
        Comment=f"The texts of all licences, those of parts of parts too, lie in /{place}/{PLACE}.",
    )
    written = [head, _files(["*"], _copyrights([own]), "Expat", "")]
    texts = {"Expat": own}
    # One file may hold several parts: the program itself holds the modules of many packages.
    together: dict[tuple[str, ...], list[tuple[Part, str]]] = {}
    for part in parts():
        short = part.licence.split()[0]
        if texts.setdefault(short, part.main_text) != part.main_text:
            short = f"{short}-{part.folder}"
            texts[short] = part.main_text
        together.setdefault(part.files, []).append((part, short))
    for files, held in together.items():
        copyrights = [line for part, _ in held for line in part.copyrights]
        short = " and ".join(dict.fromkeys(short for _, short in held))
        names = ", ".join(part.name for part, _ in held)
        written.append(_files([f"{place}/{pattern}" for pattern in files], copyrights, short, names))
    written += [_paragraph(License=f"{short}\n{_referring(text)}") for short, text in texts.items()]
    return "\n".join(written)


def _referring(text: str) -> str:
    """Return a licence text with the name of Debian's file for every licence that Debian has one of."""
    for name, whole in _COMMON.items():
        place = f"The text of this licence is in /usr/share/common-licenses/{name} on every Debian system."
        text = re.sub(rf"[ \t]*{whole}", place, text, flags=re.DOTALL)
    return text


def _part(row: Mapping[str, object]) -> Part:
    package = str(row.get("package", ""))
    texts = dict(_package_texts(distribution(package))) if package else {}
    for name in row.get("texts", ()):  # type: ignore[attr-defined]
        file = (FOLDER / name).resolve()
        texts[file.name] = file.read_text("utf-8")
    if row["name"] == "Python":
        texts["LICENSE.txt"] = (Path(sysconfig.get_path("stdlib")) / "LICENSE.txt").read_text("utf-8")
    copyrights = tuple(row.get("copyright", ())) or _copyrights(texts.values())  # type: ignore[arg-type]
    return Part(str(row["name"]), package, str(row["licence"]), tuple(row["files"]), copyrights, texts)  # type: ignore[arg-type]


def _package_texts(package: Distribution) -> Iterator[tuple[str, str]]:
    for file in package.files or ():
        path = file.as_posix()
        inside = path.partition(".dist-info/")[2]
        if inside and _IS_LICENCE.search(inside):
            yield inside.removeprefix("licenses/"), package.locate_file(file).read_text("utf-8", errors="replace")  # type: ignore[attr-defined]


def _copyrights(texts: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(" ".join(line.split()) for text in texts for line in _COPYRIGHT.findall(text))
    lines = [re.sub(r"^copyright\s+(\(c\)|©)?\s*", "", line, flags=re.IGNORECASE) for line in found]
    return tuple(line for line in lines if line and "[" not in line and "{" not in line)[:_MOST_COPYRIGHTS]


def _files(files: Iterable[str], copyrights: Iterable[str], licence: str, comment: str) -> str:
    fields = {"Files": "\n ".join(files), "Copyright": "\n ".join(copyrights), "License": licence}
    return _paragraph(**fields, **({"Comment": comment} if comment else {}))


def _paragraph(**fields: str) -> str:
    return "".join(f"{name.replace('_', '-')}: {_folded(value)}\n" for name, value in fields.items())


def _folded(value: str) -> str:
    first, *rest = value.rstrip().splitlines()
    return "\n".join([first, *(f" {line.strip()}" if line.strip() else " ." for line in rest)])
