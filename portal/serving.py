"""The line before the portal is short: whoever is let in is answered soon, whoever is not hears so at once.

Without it gunicorn takes in a thousand connections and lets each wait for all before it: at ten times of what the
machine can do nobody is answered in time, and the browsers of those who gave up are served all the same.
"""

import logging
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker
from werkzeug.test import EnvironBuilder, run_wsgi_app

from portal.web.errors import FULL
from portal.web.log_line import EVENT, TOLD

LONGEST = 64  # requests that wait: at a hundred a second the last one is answered within a second
MOST_READ = 1024 * 1024  # bytes
LINGER = 2.0  # seconds
TOLD_EVERY = 60.0  # seconds
log = logging.getLogger("portal")


class LineWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, in which nobody holds up the others by saying nothing.

    A connection waits for its request without a thread, and for its other end to hang up without the main thread.
    """

    def load_wsgi(self) -> None:
        """Besides loading the application: ask it once for the words of refusal, which cost nothing then."""
        super().load_wsgi()
        self._refusal = _as_sent(*run_wsgi_app(self.wsgi, EnvironBuilder("/healthz").get_environ() | {FULL: True}))
        self._inside = 0  # requests that are served or wait; counted in the main thread only
        self._refused, self._told_at = 0, -TOLD_EVERY
        self._parting: deque[TConn] = deque()

    def enqueue_req(self, conn: TConn) -> None:
        """Let it in, have it wait for its request, or turn it away."""
        if not (conn.initialized or conn.data_ready):
            conn.close = partial(self._part, conn)
            self._watch(conn, self.pending_conns, self.cfg.timeout, self.on_pending_socket_readable)
        elif self._inside < self.cfg.threads + LONGEST:
            self._inside += 1
            super().enqueue_req(conn)
        else:
            self._turn_away(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """One is done, the next can come in."""
        self._inside -= 1
        super().finish_request(conn, fs)

    def murder_pending(self) -> None:
        """Besides those whose request does not come: hang up on those who do not."""
        super().murder_pending()
        while self._parting and self._parting[0].timeout < time.monotonic():
            self._hang_up(self._parting[0])

    def _turn_away(self, conn: TConn) -> None:
        self.nr_conns -= 1
        with suppress(OSError):
            conn.sock.send(self._refusal)
        conn.close()
        self._refused += 1
        if time.monotonic() - self._told_at >= TOLD_EVERY:
            log.warning("line.full", extra={EVENT: "line.full", TOLD: {"refused": self._refused}})
            self._refused, self._told_at = 0, time.monotonic()

    def _part(self, conn: TConn, graceful: bool = True) -> None:
        """Say that no more comes, and wait: closing over what was not read would take the answer back."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            util.close(conn.sock)
        else:
            self._watch(conn, self._parting, LINGER, self._read_off)

    def _read_off(self, conn: TConn, _socket: socket.socket) -> None:
        with suppress(OSError):
            if conn.sock.recv(MOST_READ):
                return
        self._hang_up(conn)

    def _hang_up(self, conn: TConn) -> None:
        self._parting.remove(conn)
        self.poller.unregister(conn.sock)
        util.close(conn.sock)

    def _watch(self, conn: TConn, among: deque[TConn], seconds: float, then: Callable[..., None]) -> None:
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + seconds
        among.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(then, conn))


def _as_sent(body: Iterable[bytes], status: str, headers: Iterable[tuple[str, str]]) -> bytes:
    sent = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers), "Connection: close"]
    return "\r\n".join(sent).encode("latin-1") + b"\r\n\r\n" + b"".join(body)
