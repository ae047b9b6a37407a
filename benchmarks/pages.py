"""Pages under gunicorn as `make run` serves them, beside a bare Flask hello on the same server and settings."""

import http.client
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.figure import Figure
from tests.servers.portal import serving

PATHS = ("/", "/report", "/office/sign-in")
REQUESTS = 150
ROUNDS = 3


def measure() -> Iterator[Figure]:
    """Milliseconds a page at one request after the other (the best of the rounds), and the memory of the server."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with serving(f"sqlite:///{home}/hello.db", home / "hello", application="benchmarks.hello:app") as peer:
            hello = _milliseconds(peer.url, "/")
        yield Figure("Flask's hello", hello, "ms")
        with serving(f"sqlite:///{home}/portal.db", home / "portal") as portal:
            for path in PATHS:
                page = _milliseconds(portal.url, path)
                yield Figure(path, page, "ms", f"{page / hello:.1f} x hello")
            yield Figure("memory of the web server's processes", portal.resident_bytes() / 1e6, "MB", "limit 200")


def _milliseconds(url: str, path: str) -> float:
    return min(_round(url, path) for _ in range(ROUNDS)) * 1000


def _round(url: str, path: str) -> float:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    begun = time.perf_counter()
    for _ in range(REQUESTS):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path} answers {answer.status}")
    spent = time.perf_counter() - begun
    connection.close()
    return spent / REQUESTS
