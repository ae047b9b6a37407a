"""The senders of the intake's figures: what they say of a server that answers, refuses, hangs up and says nothing."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from benchmarks import intake
from benchmarks.senders import Answer, Answers, closed_loop, open_loop

SAID = {0: b"HTTP/1.1 303 SEE OTHER\r\n\r\n", 1: b"HTTP/1.1 503 SERVICE UNAVAILABLE\r\n\r\n", 2: b""}


@pytest.fixture
def url() -> Iterator[str]:
    """A server that takes, refuses or hangs up as the last digit of a request asks for; 3: it never answers."""
    listener = socket.create_server(("127.0.0.1", 0))
    silent: list[socket.socket] = []

    def serve() -> None:
        with suppress(OSError):
            while True:
                one, _ = listener.accept()
                wanted = int(one.recv(100))
                if wanted not in SAID:
                    silent.append(one)
                    continue
                one.sendall(SAID[wanted])
                one.close()

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    for one in (listener, *silent):
        one.close()


def test_a_crowd_comes_whether_or_not_it_is_answered(url: str) -> None:
    answers = open_loop(url, lambda number: str(number % 4).encode(), 100.0, 0.4, patience=0.5)
    found = {status: len(answers.of(status)) for status in (303, 503, None)}
    assert sum(found.values()) == len(answers.all)
    assert len(answers.all) <= 40
    assert all(found.values())
    assert found[None] > found[303]  # those hung up on and those never answered
    assert answers.others(303, 503) == {None: found[None]}


def test_a_queue_goes_on_as_it_is_answered(url: str) -> None:
    answers = closed_loop(url, lambda _number: b"0", 4, 0.3, first=7)
    assert {one.status for one in answers.all} == {303}
    assert sorted(one.number for one in answers.all) == list(range(7, 7 + len(answers.all)))


def test_a_quantile_is_of_one_status() -> None:
    spent = [Answer(n, 303, n / 100) for n in range(1, 101)] + [Answer(0, 503, 9.0)]
    answers = Answers(spent, 2.0)
    assert (answers.quantile(0.99, 303), answers.quantile(0.5, 303)) == (0.99, 0.5)
    assert (answers.per_second(303), answers.offered()) == (50.0, 50.5)


def test_in_short_on_sqlite_nothing_acknowledged_is_lost() -> None:
    figures = {figure.name.split(": ")[1]: figure for figure in intake.overload("sqlite", 3 / 60, alone_for=1.0)}
    assert figures["acknowledged"].value > 0
    assert [figures[name].value for name in ("acknowledged and lost", "half there", "any other answer")] == [0, 0, 0]
