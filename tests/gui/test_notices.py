"""The line above the lab: what is told waits behind what is told later, and is lost only when it was read."""

from __future__ import annotations

import os

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from core.text import UserError, words_in
from gui.widgets import notice_bar
from gui.widgets.notice_bar import MOST, NEWS_LASTS_SECONDS, NOTICE_SECONDS, NoticeBar
from tests.gui.hands import KEY, Hands
from tests.gui.looking import cut_off

FIRST = UserError("file.not_found", name="첫째.actlab", folder="/수업")
SECOND = UserError("file.is_folder", name="둘째")


@pytest.fixture
def hands(running) -> Hands:  # type: ignore[no-untyped-def]
    running.window.notices.close_all()
    return Hands(running)


@pytest.fixture(scope="module")
def running(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """One window for this module: nothing here changes what it works on."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from core.files import Places
    from core.settings import Settings
    from gui.app import Application
    from gui.loading import load_heavy

    load_heavy()
    settings = Settings(language="ko", theme="light", toured=True)
    application = Application(Places.below(tmp_path_factory.mktemp("home")), settings, remembers=False)
    application.window.resize(1024, 768)
    application.window.show()
    application.start()
    yield application
    application.window.close()
    qapp.removeTranslator(application.looks.translator)
    application.window.deleteLater()
    application.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")


def bar(hands: Hands) -> NoticeBar:
    return hands.part("notice", NoticeBar)


def text(hands: Hands) -> str:
    label = hands.part("noticeText", QLabel)
    return label.text() if label.isVisible() else ""


def test_a_second_error_does_not_replace_the_first(hands: Hands) -> None:
    for error in (FIRST, SECOND):
        hands.window.notify_error(error)
    hands.settle()
    assert "둘째" in text(hands), "the newest first"
    count = hands.part("noticeNext")
    assert count.text() == "1/2"
    assert count.accessibleName() == "다음 알림(2개 가운데 1번째)"
    hands.click(count)
    assert "첫째.actlab" in text(hands)
    assert count.text() == "2/2"
    hands.click(count)
    assert "둘째" in text(hands), "behind the last comes the first"
    hands.click(hands.part("noticeClose"))
    assert "첫째.actlab" in text(hands)
    assert not count.isVisible()
    hands.click(hands.part("noticeClose"))
    assert not bar(hands).isVisible()


def test_what_is_told_again_moves_to_the_front(hands: Hands) -> None:
    for error in (FIRST, SECOND, FIRST):
        hands.window.notify_error(error)
    hands.settle()
    assert "첫째.actlab" in text(hands)
    assert hands.part("noticeNext").text() == "1/2"


def test_good_news_goes_by_itself_and_the_error_behind_it_stays(hands: Hands) -> None:
    hands.window.notify_error(FIRST)
    hands.window.notify(lambda words: words("window.saved", name="a.actlab"))
    hands.settle()
    assert "a.actlab" in text(hands)
    assert bar(hands).property("role") == ""
    assert hands.picture(bar(hands)).pixelColor(2, 2).name() == hands.application.theme.color("accent_soft").name()
    assert bar(hands)._timer.interval() == NOTICE_SECONDS * 1000
    bar(hands)._timer.timeout.emit()
    assert "첫째.actlab" in text(hands)
    assert bar(hands).property("role") == "error"
    assert not bar(hands)._timer.isActive(), "an error stays until it is closed"


def test_news_stays_while_the_keyboard_is_in_the_bar(hands: Hands) -> None:
    hands.window.notify(lambda words: words("window.saved", name="a.actlab"))
    hands.settle()
    hands.part("noticeClose").setFocus()
    bar(hands)._timer.timeout.emit()
    assert "a.actlab" in text(hands)
    hands.window.setFocus()
    bar(hands)._timer.timeout.emit()
    assert text(hands) == ""


def test_old_news_behind_an_error_is_news_no_more(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    now = notice_bar.time.monotonic()
    hands.window.notify(lambda words: words("window.saved", name="a.actlab"))
    hands.window.notify_error(FIRST)
    monkeypatch.setattr(notice_bar.time, "monotonic", lambda: now + NEWS_LASTS_SECONDS + 1)
    bar(hands).close_shown()
    assert text(hands) == ""


def test_the_keyboard_goes_back_to_the_window_when_the_last_is_closed(hands: Hands) -> None:
    hands.window.notify_error(FIRST)
    hands.settle()
    close = hands.part("noticeClose")
    close.setFocus()
    QTest.keyClick(close, KEY.Key_Space)
    assert not bar(hands).isVisible()
    assert QApplication.focusWidget() is hands.window


def test_all_of_them_speak_the_other_language(hands: Hands) -> None:
    for error in (FIRST, SECOND):
        hands.window.notify_error(error)
    hands.application.set_language("en")
    hands.settle()
    assert "'둘째' is a folder" in text(hands)
    assert hands.part("noticeNext").accessibleName() == "Next notice (this is 1 of 2)"
    hands.click(hands.part("noticeNext"))
    assert "There is no file '첫째.actlab'" in text(hands)
    hands.application.set_language("ko")


def test_never_more_than_a_few_and_errors_outlast_news(hands: Hands) -> None:
    hands.window.notify_error(FIRST)
    for number in range(MOST + 5):
        hands.window.notify(lambda words, number=number: words("window.saved", name=f"{number}.actlab"))
    told = bar(hands).texts(words_in("ko"))
    assert len(told) == MOST
    assert f"{MOST + 4}.actlab" in told[0]
    assert "첫째.actlab" in told[-1]


def test_a_screen_reader_is_told_each(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, str]] = []

    class Reader:
        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

        @staticmethod
        def updateAccessibility(event: QAccessibleEvent) -> None:
            heard.append((event.message(), event.politeness().name))  # type: ignore[attr-defined]

    monkeypatch.setattr(notice_bar, "QAccessible", Reader)
    hands.window.notify_error(SECOND)
    hands.window.notify(lambda words: words("window.saved", name="a.actlab"))
    hands.settle()
    hands.click(hands.part("noticeNext"))
    ko = words_in("ko")
    wrong, good = SECOND.said_in("ko"), ko("window.saved", name="a.actlab")
    assert heard == [(wrong, "Assertive"), (good, "Polite"), (wrong, "Assertive")]


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_several_notices_can_be_read_and_hit_on_a_small_screen(hands: Hands, lang: str, theme: str) -> None:
    hands.application.set_language(lang)
    hands.application.set_theme(theme)
    hands.window.notify_error(FIRST)
    hands.window.notify_error(UserError("file.data_folder", folder="/home/학교/수업 자료/" * 3, reason=FIRST))
    hands.settle()
    theme_now = hands.application.theme
    ground = hands.picture(bar(hands)).pixelColor(2, 2)
    assert ground.name() == theme_now.color("error_soft").name()
    ink = hands.part("noticeText").palette().windowText().color()
    assert ink.name() == theme_now.color("error").name()
    parts: list[QWidget] = [hands.part(name) for name in ("noticeNext", "noticeClose")]
    for part in parts:
        assert min(part.width(), part.height()) >= theme_now.px(theme_now.tokens.target)
    assert list(cut_off(bar(hands))) == []
    label = hands.part("noticeText", QLabel)
    assert label.heightForWidth(label.width()) <= label.height()
    assert hands.window.size() == QSize(1024, 768), "a long word never pushes the window wider"
    if folder := os.environ.get("LOOK"):
        hands.window.grab().save(f"{folder}/notice-{lang}-{theme}.png")
    hands.application.set_language("ko")
    hands.application.set_theme("light")
