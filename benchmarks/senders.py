"""Many connections in one thread: each sends one request on a connection of its own and reads the answer to its end.

`closed_loop` keeps so many under way, as a queue of people does; `open_loop` begins so many a second whether or not
the earlier ones were answered, as a crowd does.
"""

import errno
import math
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from benchmarks.wire import Requests

MOST_OPEN = 4000  # connections
GIVEN_UP = 30.0  # seconds
STATUS = slice(9, 12)  # of "HTTP/1.1 303 ..."


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request; no status where none came."""

    number: int
    status: int | None
    seconds: float


@dataclass(frozen=True)
class Answers:
    """Of one run, which began no request after `seconds`."""

    all: list[Answer]
    seconds: float

    def of(self, status: int | None) -> list[Answer]:
        """Those with one status."""
        return [one for one in self.all if one.status == status]

    def per_second(self, status: int) -> float:
        """How many of one status a second."""
        return len(self.of(status)) / self.seconds

    def offered(self) -> float:
        """How many requests were begun a second."""
        return len(self.all) / self.seconds

    def others(self, *wanted: int) -> Counter[int | None]:
        """How many answers of each status that is none of these."""
        return Counter(one.status for one in self.all if one.status not in wanted)

    def quantile(self, part: float, status: int) -> float:
        """Seconds within which this part of one status was answered."""
        spent = sorted(one.seconds for one in self.of(status))
        return spent[min(len(spent) - 1, math.ceil(part * len(spent)) - 1)] if spent else math.nan


def closed_loop(url: str, asked: Requests, connections: int, seconds: float, *, first: int = 0) -> Answers:
    """So many at a time."""
    return _Sending(url, asked, first).run(seconds, lambda _spent, open_now, _begun: connections - open_now)


def open_loop(
    url: str, asked: Requests, per_second: float, seconds: float, *, first: int = 0, patience: float = GIVEN_UP
) -> Answers:
    """So many a second."""
    return _Sending(url, asked, first, patience).run(
        seconds, lambda spent, _open, begun: int(spent * per_second) - begun
    )


@dataclass(slots=True)
class _Exchange:
    number: int
    begun: float
    left: bytes
    answer: bytes = b""


class _Sending:
    def __init__(self, url: str, asked: Requests, first: int, patience: float = GIVEN_UP) -> None:
        at = urlsplit(url)
        self._patience = patience
        self._address, self._asked, self._next = (at.hostname, at.port), asked, first
        self._selector = selectors.DefaultSelector()
        self._answers: list[Answer] = []
        self._open: dict[socket.socket, _Exchange] = {}

    def run(self, seconds: float, wanted: Callable[[float, int, int], int]) -> Answers:
        """Begin as many as `wanted(seconds so far, open now, begun so far)` says, then wait for what is under way."""
        start, first = time.monotonic(), self._next
        while (spent := time.monotonic() - start) < seconds or self._open:
            more = wanted(spent, len(self._open), self._next - first) if spent < seconds else 0
            for _ in range(min(more, MOST_OPEN - len(self._open))):
                self._begin()
            for key, events in self._selector.select(0.002 if spent < seconds else 0.1):
                self._go_on(key.fileobj, key.data, events)
            self._give_up()
        self._selector.close()
        return Answers(self._answers, seconds)

    def _begin(self) -> None:
        one = socket.socket()
        one.setblocking(False)
        exchange = _Exchange(self._next, time.monotonic(), self._asked(self._next))
        self._next += 1
        if one.connect_ex(self._address) not in (0, errno.EINPROGRESS):
            one.close()
            self._answers.append(Answer(exchange.number, None, 0.0))
            return
        self._open[one] = exchange
        self._selector.register(one, selectors.EVENT_WRITE, exchange)

    def _go_on(self, one: socket.socket, exchange: _Exchange, events: int) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                exchange.left = exchange.left[one.send(exchange.left) :]
                if not exchange.left:
                    self._selector.modify(one, selectors.EVENT_READ, exchange)
                return
            part = one.recv(65536)
            exchange.answer += part
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if not part:
            self._end(one, exchange)

    def _end(self, one: socket.socket, exchange: _Exchange) -> None:
        status = int(exchange.answer[STATUS]) if len(exchange.answer) >= STATUS.stop else None
        self._answers.append(Answer(exchange.number, status, time.monotonic() - exchange.begun))
        self._selector.unregister(one)
        del self._open[one]
        one.close()

    def _give_up(self) -> None:
        """The oldest come first."""
        for one, exchange in list(self._open.items())[:1]:
            if time.monotonic() - exchange.begun > self._patience:
                self._end(one, exchange)
