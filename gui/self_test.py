"""The rest of ``main.py --self-test``: what needs Qt. Nothing of the person's is read or written."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QFont, QIcon, QImage, QPainter, QPixmap, QRawFont
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from core.activations import RECORDS
from core.files import Places
from core.self_test import CHECKS, Check, Outcome, WrongResultError, outcome_of, summary
from core.settings import Settings
from core.text import Lang, UserError, words_in
from gui.app import Application, make_application
from gui.export_output import Figure, picture_pieces
from gui.exportables import Picture
from gui.lab_table import LAB_KEYS
from gui.loading import load_heavy
from gui.second_start import SecondStarts, hand_over
from gui.theme import FONT_FILES, MONO, RESOURCES, SANS
from gui.widgets.typesetting import typeset

SIZE = (1366, 768)
SYLLABLES = "활성화함수실험탐구비교뉴런기울학습률값을"
CELL = 48
LEAST_COLORS = 40  # a lab's picture has hundreds, an empty one a few
HEARD_SECONDS = 5.0


def run(lang: Lang, say: Callable[[str], None]) -> int:
    """Run every check, ``say`` what became of each and the summary; return 0 if all passed, else 1."""
    began = time.monotonic()
    load_heavy()
    app = make_application(["activation-lab"])
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="activation-lab-") as folder:
        room = _Room(app, Path(folder), lang)
        for check in (*CHECKS, *room.checks()):
            outcomes.append(outcome_of(check, lang))
            say(outcomes[-1].line)
        room.clear()
    say(summary(outcomes, time.monotonic() - began, lang))
    return 0 if all(one.passed for one in outcomes) else 1


class _Room:
    """A program of its own, its files in ``folder``, made when the first check needs it."""

    def __init__(self, app: QApplication, folder: Path, lang: Lang) -> None:
        self._app, self._folder, self._lang = app, folder, lang
        self._made: list[Application] = []

    def checks(self) -> tuple[Check, ...]:
        return (
            Check("fonts", check_fonts),
            Check("pictures", check_pictures),
            Check("window", self._check_window),
            Check("saved_pictures", self._check_saved_pictures),
            Check("second_start", self._check_second_start),
        )

    def clear(self) -> None:
        """End the program as if its window had been closed."""
        for application in self._made:
            application.window.may_close = lambda: True
            application.window.close()
            self._app.removeTranslator(application.looks.translator)
            application.window.deleteLater()
            application.deleteLater()
        self._made.clear()
        self._settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _application(self) -> Application:
        if not self._made:
            settings = Settings(language=self._lang, theme="light")
            application = Application(Places.below(self._folder), settings, remembers=False)
            self._made.append(application)
            application.window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            application.window.resize(*SIZE)
            application.start()
            application.window.show()
        return self._made[0]

    def _settle(self) -> None:
        for _ in range(4):
            self._app.processEvents()

    def _check_window(self) -> Mapping[str, object]:
        """Visit every lab; each has to be painted."""
        application = self._application()
        for key in LAB_KEYS:
            application.visit(key)
            self._settle()
            _, lab = application.lab_shown()
            lab.warm_up()
            application.bridge.render_now()
            self._settle()
            _must_show(application.window.grab().toImage(), words_in(self._lang)(f"{key}.title"))
        return {"labs": len(LAB_KEYS)}

    def _check_saved_pictures(self) -> Mapping[str, object]:
        """Save the first plot of Explore in every format, and look into the files."""
        application = self._application()
        application.visit("explore")
        self._settle()
        item = next(one for one in application.lab_shown()[1].exportables() if one.kind == "picture")
        content = item.content()
        assert isinstance(content, Picture)
        figure = Figure(content, application.theme, with_title=True, with_legend=True)
        total = 0
        for ending, begins in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
            file = self._folder / f"{content.title}.{ending}".replace("/", "-")
            file.write_bytes(b"".join(picture_pieces(figure, content.title, ending, 1.0)()))
            data = file.read_bytes()
            if not data.startswith(begins):
                raise WrongResultError.differs(ending.upper(), data[:8], begins)
            if ending == "png":
                _must_show(QImage(str(file)), file.name)
            if ending == "svg":
                _must_show(_rendered(file), file.name)
            total += len(data)
        return {"bytes": total}

    def _check_second_start(self) -> Mapping[str, object]:
        """Hand a file to a program that listens, as a second start does."""
        asked: list[str] = []
        starts = SecondStarts(self._folder)
        starts.asked.connect(asked.append)
        try:
            file = self._folder / "연습.actlab"
            if not hand_over(self._folder, file):
                raise UserError("self_test.not_heard")
            until = time.monotonic() + HEARD_SECONDS
            while not asked and time.monotonic() < until:
                self._app.processEvents()
            if asked != [str(file.resolve())]:
                raise WrongResultError.differs("open", asked, file)
        finally:
            starts.close()
        return {}


def check_fonts() -> Mapping[str, object]:
    """Draw Hangul in both fonts: a font that lacks it draws the same box every time."""
    for name in FONT_FILES:
        font = QRawFont(str(RESOURCES / "fonts" / name), CELL)
        if not font.isValid():
            raise UserError("self_test.no_font", name=name)
        for syllable in SYLLABLES:
            if not font.supportsCharacter(ord(syllable)):
                raise UserError("self_test.box", font=name, glyph=syllable)
    for family in (SANS, MONO):
        drawn: dict[bytes, str] = {}
        for syllable in (*SYLLABLES, " "):
            pixels = _drawn(syllable, family)
            if pixels in drawn:
                raise UserError("self_test.box", font=family, glyph=syllable)
            drawn[pixels] = syllable
    return {"glyphs": len(SYLLABLES)}


def _drawn(text: str, family: str) -> bytes:
    image = QImage(CELL, CELL, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    font = QFont(family)
    font.setPixelSize(CELL * 2 // 3)
    painter.setFont(font)
    painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return bytes(image.constBits())


def check_pictures() -> Mapping[str, object]:
    """Draw every icon and a formula; look for Qt's Korean words."""
    icons = sorted(path for path in (RESOURCES / "icons").glob("*.svg") if path.stem != "blank")
    for path in icons:
        pixmap = QIcon(str(path)).pixmap(CELL, CELL)
        if not _has_ink(pixmap):
            raise UserError("self_test.blank", what=path.name)
    record = RECORDS["gelu"]
    if typeset(record.formula) is None:
        raise UserError("self_test.blank", what=record.formula)
    _must_translate()
    return {"icons": len(icons)}


def _has_ink(pixmap: QPixmap) -> bool:
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_Alpha8)
    return not image.isNull() and any(bytes(image.constBits()))


def _must_show(image: QImage, what: str) -> None:
    small = image.scaled(160, 90).convertToFormat(QImage.Format.Format_RGB32)
    colors = {small.pixel(x, y) for x in range(small.width()) for y in range(small.height())}
    if len(colors) < LEAST_COLORS:
        raise UserError("self_test.blank", what=what)


def _rendered(file: Path) -> QImage:
    renderer = QSvgRenderer(str(file))
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def _must_translate() -> None:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not QTranslator().load("qtbase_ko", folder):
        raise UserError("self_test.no_translation")
