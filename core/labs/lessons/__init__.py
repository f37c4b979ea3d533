"""The Lessons lab's slice. What it shows is computed in ``core.labs.lessons.result``, which needs the whole state."""

from core.labs.lessons.state import Draft, LessonsState, checked

__all__ = ["Draft", "LessonsState", "checked"]
