"""Requests as bytes, made before they are sent: the sender shall cost as little as it can."""

import re
import urllib.request
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from benchmarks.durability.sent import Sent

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
FIVE_CALLS = 5

Requests = Callable[[int], bytes]


def get(url: str, path: str) -> Requests:
    """The same question again and again."""
    asked = f"GET {path} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\nConnection: close\r\n\r\n".encode()
    return lambda _number: asked


def reports(url: str) -> Requests:
    """A browser that has opened the form and sends one report after the other, each with five calls."""
    with urllib.request.urlopen(f"{url}/report") as page:  # noqa: S310 - the address is our own
        cookie = page.headers["Set-Cookie"].split(";")[0]
        csrf = CSRF.search(page.read().decode()).group(1)
    head = (
        f"POST /report HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\nCookie: {cookie}\r\nConnection: close\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
    )

    def sent(number: int) -> bytes:
        body = urlencode(numbered(number).form(csrf))
        return f"{head}{len(body)}\r\n\r\n{body}".encode()

    return sent


def numbered(number: int) -> Sent:
    """The report of that number among those with five calls."""
    return Sent(number * FIVE_CALLS + FIVE_CALLS - 1)
