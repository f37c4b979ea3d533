"""The background worker: one job at a time, the latest wins, a failing job stops nobody else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from core.jobs import FrameWorker, LatestWorker

SOON = 5.0


def test_a_job_runs_on_another_thread_and_then_all_is_idle() -> None:
    worker, ran = LatestWorker("test"), []
    assert worker.wait(0)
    worker.start(lambda: ran.append(threading.current_thread()))
    assert worker.wait(SOON)
    assert ran[0] is not threading.current_thread()
    assert (ran[0].name, ran[0].daemon) == ("test", True)


def test_of_the_jobs_that_wait_only_the_latest_runs() -> None:
    worker, ran = LatestWorker("test"), []
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        assert go_on.wait(SOON)
        ran.append("first")

    worker.start(slow)
    assert begun.wait(SOON)
    for name in ("second", "third", "fourth"):
        worker.start(lambda name=name: ran.append(name))
    assert not worker.wait(0.01)
    go_on.set()
    assert worker.wait(SOON)
    assert ran == ["first", "fourth"]


def test_never_two_at_once_and_the_last_one_asked_for_always_runs() -> None:
    worker = LatestWorker("test")
    running, most, ran = 0, 0, []

    def job(number: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        ran.append(number)
        running -= 1

    for number in range(300):
        worker.start(lambda number=number: job(number))
    assert worker.wait(SOON)
    assert most == 1
    assert ran == sorted(ran)
    assert ran[-1] == 299


def test_a_failing_job_is_reported_and_the_one_that_waits_still_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[type[BaseException] | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda what: reported.append(what.exc_type))
    worker, ran = LatestWorker("test"), []
    begun, go_on = threading.Event(), threading.Event()

    def failing() -> None:
        begun.set()
        assert go_on.wait(SOON)
        raise ZeroDivisionError

    worker.start(failing)
    assert begun.wait(SOON)
    worker.start(lambda: ran.append("second"))
    go_on.set()
    assert worker.wait(SOON)
    assert ran == ["second"]
    worker.start(lambda: ran.append("third"))
    assert worker.wait(SOON)
    assert ran == ["second", "third"]
    for thread in threading.enumerate():
        if thread.name == "test":
            thread.join(SOON)
    assert reported == [ZeroDivisionError]


def test_a_job_may_ask_for_the_next() -> None:
    worker, ran = LatestWorker("test"), []
    worker.start(lambda: (ran.append(1), worker.start(lambda: ran.append(2))))
    assert worker.wait(SOON)
    assert ran == [1, 2]


# --- streams of frames ---


def test_frames_arrive_on_the_workers_thread_with_their_ticket() -> None:
    seen: list[tuple[int, int, threading.Thread]] = []
    worker: FrameWorker[int] = FrameWorker(
        "frames", lambda t, frame: seen.append((t, frame, threading.current_thread()))
    )
    ticket = worker.start(lambda cancelled: iter(range(3)))
    assert worker.wait(SOON)
    assert [(t, frame) for t, frame, _ in seen] == [(ticket, 0), (ticket, 1), (ticket, 2)]
    assert seen[0][2] is not threading.current_thread()
    assert worker.is_current(ticket)


def test_a_cancelled_stream_ends_within_100_ms_and_its_late_frames_are_not_current() -> None:
    seen: list[int] = []
    begun = threading.Event()

    def endless(cancelled: Callable[[], bool]) -> Iterator[int]:
        count = 0
        while not cancelled():
            begun.set()
            time.sleep(0.001)
            count += 1
            yield count

    worker: FrameWorker[int] = FrameWorker("frames", lambda t, frame: seen.append(frame))
    ticket = worker.start(endless)
    assert begun.wait(SOON)
    start = time.perf_counter()
    worker.cancel()
    assert not worker.is_current(ticket)
    assert worker.wait(SOON)
    assert time.perf_counter() - start < 0.1
    count = len(seen)
    time.sleep(0.02)
    assert len(seen) == count


def test_another_stream_takes_the_place_of_the_running_one() -> None:
    seen: list[str] = []
    begun = threading.Event()

    def first(cancelled: Callable[[], bool]) -> Iterator[str]:
        begun.set()
        while not cancelled():
            time.sleep(0.001)
        yield "late"

    worker: FrameWorker[str] = FrameWorker("frames", lambda t, frame: seen.append(frame))
    worker.start(first)
    assert begun.wait(SOON)
    worker.start(lambda cancelled: ["skipped"])
    worker.start(lambda cancelled: ["second"])
    assert worker.wait(SOON)
    assert seen == ["second"]
