"""The log holds the fields of a closed list: whatever breaks, nothing that somebody wrote, and from nowhere."""

import json
import logging
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from portal.web.log_line import FIELDS, OTHER, JsonLines
from tests.servers.portal import LivePortal

SECRET = "13977712345"
ALWAYS = {"time", "level", "event"}


def lines(portal: LivePortal) -> list[dict[str, object]]:
    return [json.loads(line) for line in portal.log.read_text().splitlines() if line.startswith("{")]


def answered(url: str, **options: object) -> int:
    asked = urllib.request.Request(url, **options)  # noqa: S310 - the address is our own
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 - the same
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_real_server_logs_views_and_nothing_of_what_was_sent(live_portal: LivePortal) -> None:
    urls = (f"/?q={SECRET}", f"/{SECRET}", f"/office/complaints/{SECRET}", "/receipt")
    for url in urls:
        answered(live_portal.url + url, headers={"User-Agent": SECRET, "X-Forwarded-For": SECRET, "Referer": SECRET})
    answered(f"{live_portal.url}/receipt", data=f"code={SECRET}".encode(), method="POST")

    said = lines(live_portal)

    assert SECRET not in live_portal.log.read_text() and "127.0.0.1" not in live_portal.log.read_text()
    assert {name for line in said for name in line} <= ALWAYS | set(FIELDS)
    requests = [line for line in said if line["event"] == "request"]
    assert {line["endpoint"] for line in requests} >= {"public.home", "none", "public.receipt"}
    assert all(isinstance(line["ms"], int) and line["request"] for line in requests)
    assert "server.listening" in {line["event"] for line in said}
    assert OTHER not in {line["event"] for line in said}


def test_the_time_of_a_line_is_utc() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "Starting gunicorn", (), None)
    record.created = 0.0
    assert json.loads(JsonLines().format(record))["time"] == "1970-01-01T00:00:00.000+00:00"


def test_an_exception_is_logged_by_kind_and_place(tmp_path: Path) -> None:
    try:
        raise RuntimeError(SECRET)
    except RuntimeError as error:
        record = logging.LogRecord(
            "x",
            logging.ERROR,
            "f",
            1,
            f"Error handling request /{SECRET}",
            (),
            (RuntimeError, error, error.__traceback__),
        )
    line = json.loads(JsonLines().format(record))
    assert (line["event"], line["kind"]) == ("server.request_broke", "RuntimeError")
    assert line["place"].startswith("test_log.py:")
    assert SECRET not in JsonLines().format(record)


@pytest.mark.parametrize("words", ["Invalid request from ip=1.2.3.4: x", "GET /report?a=13977712345", SECRET])
def test_free_text_of_a_library_becomes_an_event(words: str) -> None:
    record = logging.LogRecord("x", logging.WARNING, "f", 1, words, (), None)
    record.told = {"path": SECRET, "status": 200}
    line = json.loads(JsonLines().format(record))
    assert line.keys() == ALWAYS | {"status"}
    assert SECRET not in str(line) and "1.2.3.4" not in str(line)
