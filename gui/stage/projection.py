"""Projection: what the commands do with the stage, which screen it is on, and what of the lab it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from core import stage
from core.stage import StageState
from gui.lab_table import lab_entry
from gui.looks import Looks
from gui.main_window import MainWindow
from gui.screen_changes import move_to
from gui.stage.presenter import PresenterStrip
from gui.theme import Theme

if TYPE_CHECKING:  # PyTorch comes after the first window.
    from core.state import AppState
    from core.store import Store
    from gui.bridge import Bridge
    from gui.stage.content import LabStage, StageContent
    from gui.stage.window import StageWindow

# In the order of the bar that slides in.
CONTROLS = (
    "previous_step", "next_step", "reveal_all", "predict", "blank", "whiten", "laser", "spotlight", "pen", "erase",
    "region", "freeze", "zoom_out", "zoom_in", "project",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """What the stage is painted from: a lab, a state and the result that the lab has computed for it."""

    key: str
    lab: QWidget
    state: AppState
    result: Any


class Projection(QObject):
    """Owns the stage's window from the first F5 on, and its state."""

    def __init__(self, looks: Looks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self.state = StageState()
        self.window: StageWindow | None = None
        self.content: StageContent | None = None
        self._main: MainWindow | None = None
        self._store: Store | None = None
        self._bridge: Bridge | None = None
        self._lab: tuple[str, QWidget] | None = None
        self._result: Any = None
        self._of: AppState | None = None
        self._stages: dict[str, LabStage] = {}
        self._subject = ""
        self._kept: _Source | None = None  # while frozen
        self._of_class = ""  # the screen that the class sees, by its name

    # --- what the application tells ---

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Return what the commands of the stage do, by id."""
        simple = {
            "blank": lambda: stage.toggle_cover(self.state, "black"),
            "whiten": lambda: stage.toggle_cover(self.state, "white"),
            "laser": lambda: stage.toggle_tool(self.state, "laser"),
            "spotlight": lambda: stage.toggle_tool(self.state, "spotlight"),
            "pen": lambda: stage.toggle_tool(self.state, "pen"),
            "region": lambda: stage.toggle_tool(self.state, "region"),
            "freeze": lambda: stage.toggle_frozen(self.state),
            "predict": lambda: stage.next_predict(self.state),
        }
        handlers: dict[str, Callable[[], None]] = {
            id: lambda change=change: self._change(change())  # type: ignore[misc]
            for id, change in simple.items()
        }
        return handlers | {
            "project": self.toggle,
            "next_step": self.next,
            "previous_step": self.previous,
            "reveal_all": self.reveal_all,
            "erase": self.erase,
            "zoom_in": lambda: self.zoom_by(1),
            "zoom_out": lambda: self.zoom_by(-1),
            "zoom_reset": self.reset_zoom,
        }

    def attach(self, main: MainWindow) -> None:
        """Belong to the teacher's window."""
        self._main = main
        self._allow()
        self.strip = PresenterStrip(
            self._looks.words, self._looks.theme, {id: main.actions_by_id[id] for id in CONTROLS}, main
        )
        main.add_strip(self.strip)
        self._looks.words_changed.connect(self._show_words)
        self._looks.theme_changed.connect(self._take_looks)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        # No lambdas: the application would hold them, and with them this projection, for ever.
        app.focusChanged.connect(self._keep_keyboard)
        main.closed.connect(self._close)

    def follow(self, store: Store, bridge: Bridge) -> None:
        """Show what the bridge renders from now on."""
        self._store, self._bridge = store, bridge
        bridge.rendered.connect(self._take)
        self._allow()

    def show_lab(self, key: str, lab: QWidget) -> None:
        """Another lab is in view."""
        self._lab, self._result = (key, lab), None

    # --- begin and end ---

    @property
    def is_on(self) -> bool:
        """Whether the stage is in view."""
        return self.window is not None and self.window.isVisible()

    def toggle(self) -> None:
        """Project, or stop projecting."""
        if self.is_on:
            self.end()
        else:
            self.begin()

    def begin(self) -> None:
        """Fill the projector's screen with the stage."""
        if self._store is None or self._main is None:
            return
        window = self._made_window()
        self.state, self._kept = StageState(zoom=self.state.zoom, predict=self.state.predict), None
        self._fill()
        window.show_state(self.state)
        self._render()
        window.setFocus()
        self._show_state()

    def end(self) -> None:
        """Take the stage away; the lab is as it was left."""
        if self.window is not None and self.window.isVisible():
            self.window.hide()
            self.strip.end()
            if self._main is not None:
                # A window that waits for an answer takes no key.
                (QApplication.activeModalWidget() or self._main).activateWindow()
        self.state, self._kept = StageState(zoom=self.state.zoom, predict=self.state.predict), None
        self._show_state()

    def _close(self) -> None:
        """Let go of everything on the stage: the teacher's window is closed, and with it the program."""
        self.end()
        window, self.window = self.window, None
        self._stages.clear()
        if window is not None:
            window.controls.setParent(None)
            window.controls.deleteLater()
            window.deleteLater()

    def _keep_keyboard(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Leave the keys with the stage whatever is clicked on it: a clicker sends arrows, which turn no slider."""
        window = self.window
        if window is None or now is None or now is window or not window.isAncestorOf(now):
            return
        # But for a number that is being typed among the lab's controls.
        if not (window.side.is_in and window.side.isAncestorOf(now)):
            window.setFocus()

    def _made_window(self) -> StageWindow:
        if self.window is None:
            from gui.stage.controls import StageControls
            from gui.stage.window import StageWindow

            assert self._main is not None
            actions = self._main.actions_by_id
            controls = StageControls({id: actions[id] for id in CONTROLS})
            controls.set_words(self._looks.words)
            self.window = StageWindow(self._looks.words, self._looks.preferred("projector"), controls)
            self.window.theme_changed = self._show_theme
            self.window.asked.connect(self._obey)
            self.window.region_chosen.connect(lambda *region: self._change(stage.show_region(self.state, region)))
            self.window.closed.connect(self.end)
            for action in actions.of(*CONTROLS, "zoom_reset", "undo", "redo"):
                self.window.addAction(action)
            self.window.addActions(self._main.lab_actions.menu.actions())
        return self.window

    def _fill(self) -> None:
        from gui.stage.screens import come_forward, fill, fills, place_for_teacher, stage_screen

        window, main = self.window, self._main
        assert window is not None
        assert main is not None
        own = place_for_teacher(main, window, self._of_class)
        if own is not None:
            move_to(main, own)
        screen = stage_screen(main, window.screen() if window.isVisible() else None)
        if not fills(window, screen):
            # Where the mouse is now has nothing to do with what was being dragged.
            window.let_go()
            fill(window, screen)
            come_forward(window)
        window.fit()
        if screen != main.screen():
            self._of_class = screen.name()
            self.strip.begin()
        else:
            self.strip.pause()

    def return_to_a_screen(self) -> None:
        """Fill the screen that is for the stage now: another one was plugged in, or its own one out, or it changed."""
        if self.is_on:
            self._fill()
            self._show_state()

    # --- what the commands do ---

    def _obey(self, id: str) -> None:
        if id == "escape":
            left = stage.escaped(self.state)
            if left is None:
                self.end()
            else:
                self._change(left)
        else:
            {"next": self.next, "previous": self.previous, **self.handlers()}[id]()

    def next(self) -> None:
        """Go one step on: reveal what is hidden next; with nothing hidden, the next step of the lesson."""
        if self.content is None:
            return
        count = (self.content.output_cells, self.content.has_curve)
        hides = self.state.predict and stage.hidden(self.state, *count).anything(count[0])
        if hides or not self._walk(1):
            self._change(stage.reveal_next(self.state, self.content.output_cells, self.content.has_curve))

    def previous(self) -> None:
        """Go one step back: in the lesson, else hide what was revealed last."""
        if self.content is not None and not self._walk(-1):
            self._change(stage.hide_last(self.state, self.content.output_cells, self.content.has_curve))

    def _walk(self, distance: int) -> bool:
        """Take a step of a lesson; return whether what is shown has steps. A frozen stage stays where it is."""
        source = self._current()
        if source is None or self.state.frozen:
            return False
        return self._stage_of(source.key, source.lab).walk(distance)

    def reveal_all(self) -> None:
        """Reveal everything that is hidden."""
        if self.content is not None and self.content.question and not self.content.answer:
            self._walk(1)
        if self.content is not None:
            self._change(stage.reveal_all(self.state, self.content.output_cells, self.content.has_curve))

    def erase(self) -> None:
        """Take the pen's strokes away."""
        if self.window is not None:
            self.window.drawing.erase()

    def zoom_by(self, steps: int) -> None:
        """Scale everything at once: the stage where it has the keyboard, the teacher's window elsewhere."""
        if self._has_keyboard():
            self._change(stage.zoom_by(self.state, steps))
        else:
            self._looks.zoom_by(steps)

    def reset_zoom(self) -> None:
        """Go back to the size without scaling."""
        if self._has_keyboard():
            self._change(stage.reset_zoom(self.state))
        else:
            self._looks.set_zoom(1.0)

    def _has_keyboard(self) -> bool:
        return self.is_on and self.window is not None and (self.window.isActiveWindow() or self.window.controls.is_in)

    def _change(self, state: StageState) -> None:
        if not self.is_on:
            return
        before, self.state = self.state, state
        assert self.window is not None
        self.window.show_state(state)
        if before.frozen != state.frozen:
            self._kept = self._current() if state.frozen else None
        seen = (before.frozen, before.predict, before.revealed)
        if seen != (state.frozen, state.predict, state.revealed):
            self._render()
        self._show_state()

    # --- what is shown ---

    def _take(self, result: object) -> None:
        # With the state that it is of: another may have come by the time that the stage is painted anew.
        self._result, self._of = result, self._store.state if self._store is not None else None
        self._live()

    def _live(self) -> None:
        """Follow the lab, unless the class keeps the picture."""
        if self.is_on and not self.state.frozen:
            self._render()

    def _current(self) -> _Source | None:
        """Return what the teacher's window shows now."""
        if self._of is None or self._lab is None or self._result is None:
            return None
        return _Source(*self._lab, self._of, self._result)

    def _render(self) -> None:
        """Show the lab in view, or what was in view when the stage was frozen."""
        source = self._kept or self._current()
        if self.window is None or source is None:
            return
        shown = self._stage_of(source.key, source.lab)
        content = self._shown(shown, source)
        if content.subject != self._subject:
            self._subject = content.subject
            # What was drawn over one thing says nothing about the next.
            self.window.drawing.erase()
            if self.state.revealed:
                self.state = stage.set_predict(self.state, self.state.predict)
                content = self._shown(shown, source)
        self.content = content
        hidden = content.hidden or stage.hidden(self.state, content.output_cells, content.has_curve)
        self.window.show_content(shown, content, hidden)
        self.strip.show_content(content, self.window.body.asked())

    def _shown(self, shown: LabStage, source: _Source) -> StageContent:
        """Let a lab paint; how many cells it has is known only afterwards, so what is hidden may need a second turn."""
        count = (self.content.output_cells, self.content.has_curve) if self.content is not None else (0, True)
        content = shown.show(source.state, source.result, stage.hidden(self.state, *count))
        if (content.output_cells, content.has_curve) != count and self.state.predict:
            hidden = stage.hidden(self.state, content.output_cells, content.has_curve)
            content = shown.show(source.state, source.result, hidden)
        return content

    def _stage_of(self, key: str, lab: QWidget) -> LabStage:
        if key not in self._stages:
            assert self.window is not None
            made = lab_entry(key).build_stage(self._looks.words, self.window.theme, lab, self._live, self._stage_of)
            made.picture.setParent(self.window.body)
            if made.controls is not None:
                self.window.side.keep(made.controls)
            made.set_theme(self.window.theme)
            self._stages[key] = made
        return self._stages[key]

    def _show_words(self) -> None:
        self.strip.set_words(self._looks.words)
        for shown in self._stages.values():
            shown.set_words(self._looks.words)
        if self.window is not None:
            self.window.set_words(self._looks.words)
            self.window.controls.set_words(self._looks.words)
            self._show_state()
            self._render()

    def _take_looks(self) -> None:
        self.strip.set_theme(self._looks.theme)
        if self.window is not None:
            self.window.set_base(self._looks.preferred("projector"))

    def _show_theme(self, theme: Theme) -> None:
        for shown in self._stages.values():
            shown.set_theme(theme)
        if self.is_on:
            self._render()

    def _show_state(self) -> None:
        self._allow()
        self.strip.show_state(self.state)
        if self.window is not None:
            self.window.controls.show_state(self.state)
            self.window.body.footer.tell(self._notice())

    def _notice(self) -> str:
        words, state = self._looks.words, self.state
        said = [words("stage.frozen")] if state.frozen else []
        said += [words(f"stage.predict_{state.predict}")] if state.predict else []
        return " · ".join(said)

    def _allow(self) -> None:
        """Offer only the commands that do something now."""
        if self._main is None:
            return
        actions = self._main.actions_by_id
        actions["project"].setEnabled(self._store is not None)
        for id in CONTROLS:
            if id not in ("project", "zoom_in", "zoom_out"):
                actions[id].setEnabled(self.is_on)
