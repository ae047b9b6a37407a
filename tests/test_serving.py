"""The line before the portal, under the real server with one thread: short, and polite to whom it turns away."""

import socket
from collections.abc import Iterator
from select import select
from urllib.parse import urlsplit

import pytest

from portal.serving import LONGEST
from portal.web.errors import RETRY_AFTER
from tests.servers.portal import LivePortal, serving

TOO_MANY = 6
PATIENCE = 60  # seconds
ASKED = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
HALF_SENT = (
    b"POST /report HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 4\r\nConnection: close\r\n\r\na="
)


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    """A portal that serves one request at a time."""
    home = tmp_path_factory.mktemp("narrow")
    with serving(f"sqlite:///{home}/n.db", home / "instance", GUNICORN_CMD_ARGS="--threads 1") as portal:
        yield portal


@pytest.fixture
def knocking(narrow: LivePortal) -> Iterator["Knocking"]:
    at_the_door = Knocking(narrow)
    yield at_the_door
    at_the_door.leave()


class Knocking:
    """Connections to the portal that stay open."""

    def __init__(self, portal: LivePortal) -> None:
        address = urlsplit(portal.url)
        self._address = (address.hostname, address.port)
        self._open: list[socket.socket] = []

    def say(self, words: bytes) -> socket.socket:
        one = socket.create_connection(self._address, PATIENCE)
        self._open.append(one)
        one.sendall(words)
        return one

    def leave(self) -> None:
        for one in self._open:
            one.close()


def answer(one: socket.socket) -> str:
    parts = []
    while part := one.recv(65536):
        parts.append(part)
    return b"".join(parts).decode()


def answered_first(waiting: list[socket.socket], how_many: int) -> list[socket.socket]:
    """The first so many that get an answer, in whatever order."""
    found: list[socket.socket] = []
    while len(found) < how_many:
        ready, _, _ = select([one for one in waiting if one not in found], [], [], PATIENCE)
        assert ready, f"{len(found)} of {how_many} answered"
        found += ready
    return found


def test_the_line_is_short_and_whoever_finds_it_full_is_told(knocking: Knocking, narrow: LivePortal) -> None:
    slow = knocking.say(HALF_SENT)  # holds the only thread
    waiting = [knocking.say(ASKED) for _ in range(LONGEST + TOO_MANY)]

    away = answered_first(waiting, TOO_MANY)
    for one in away:
        said = answer(one)
        assert said.startswith("HTTP/1.1 503 ")
        assert f"Retry-After: {RETRY_AFTER}\r\n" in said
        assert "Content-Security-Policy: default-src 'none'" in said
        assert "现在来的人太多了" in said
        assert "Set-Cookie" not in said
    assert '"event":"line.full"' in narrow.log.read_text()

    slow.sendall(b"b\n")
    assert answer(slow).startswith("HTTP/1.1 400 ")
    for one in waiting:
        if one not in away:
            assert answer(one).startswith("HTTP/1.1 200 ")


def test_who_says_nothing_holds_no_thread(knocking: Knocking) -> None:
    for _ in range(LONGEST):
        knocking.say(b"")
    assert answer(knocking.say(ASKED)).startswith("HTTP/1.1 200 ")


def test_nobody_can_ask_to_be_turned_away(knocking: Knocking) -> None:
    asked = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nJingyue.full: 1\r\nConnection: close\r\n\r\n"
    assert answer(knocking.say(asked)).startswith("HTTP/1.1 200 ")
