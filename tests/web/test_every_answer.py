"""What holds for every answer of the portal, walked from the map of its addresses."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, Rule, UUIDConverter
from werkzeug.test import TestResponse

from portal import create_app
from portal.settings import from_environment
from portal.web.headers import HEADERS, ONE_YEAR_OF_TLS

TLS = "https://jingyue.example"
NOWHERE = (
    "/.git/config", "/.env", "/app.py", "/static/", "/static/x/../../app.py", "/static/x/%2e%2e/app.py", "/docs/",
)  # fmt: skip
SAMPLES = {"digest": "x", "name": "style.css", "quarter": "2026-1"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("instance")
    app = create_app(from_environment({"JINGYUE_INSTANCE": str(folder), "JINGYUE_PUBLIC_URL": TLS}))
    yield app
    app.extensions["jingyue"].services.store.close()


def addresses(app: Flask, method: str) -> list[str]:
    return sorted({built(app, rule, method) for rule in app.url_map.iter_rules() if method in rule.methods})


def built(app: Flask, rule: Rule, method: str) -> str:
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        usual = UUID(int=1) if isinstance(converter, UUIDConverter) else 1
        values[name] = min(getattr(converter, "items", ())) if isinstance(converter, AnyConverter) else usual
    return app.url_map.bind("jingyue.example").build(
        rule.endpoint, values | {name: SAMPLES[name] for name in values if name in SAMPLES}, method=method
    )


def answers(app: Flask) -> list[tuple[str, TestResponse]]:
    browser = app.test_client()
    paths = [*addresses(app, "GET"), *NOWHERE]
    return [(path, browser.get(path, base_url=TLS)) for path in paths]


def test_every_answer_bears_the_headers_and_says_what_it_is(app: Flask) -> None:
    walked = answers(app)
    assert len(walked) > 100
    for path, answer in walked:
        assert answer.headers["Strict-Transport-Security"] == ONE_YEAR_OF_TLS, path
        for name, value in HEADERS.items():
            assert answer.headers.getlist(name) == [value], (path, name)
        kind = answer.headers["Content-Type"]
        assert "charset=utf-8" in kind.lower() or not kind.startswith("text/"), (path, kind)


def test_only_what_was_released_may_be_kept_or_read_from_elsewhere(app: Flask) -> None:
    for path, answer in answers(app):
        if path.startswith(("/api/", "/static/")) and answer.status_code == 200:
            continue
        assert answer.headers["Cache-Control"] == "no-store", path
        assert "Access-Control-Allow-Origin" not in answer.headers, path


def test_nothing_of_the_source_and_no_folder_is_served(app: Flask) -> None:
    browser = app.test_client()
    assert {path: browser.get(path, base_url=TLS).status_code for path in NOWHERE} == dict.fromkeys(NOWHERE, 404)
    assert browser.open("/", method="TRACE", base_url=TLS).status_code == 405
    assert not app.debug and not app.testing


def test_no_form_of_another_site_is_taken_anywhere(app: Flask) -> None:
    browser = app.test_client()
    paths = addresses(app, "POST")
    assert len(paths) > 50
    for path in paths:
        answer = browser.post(path, base_url=TLS, headers={"Referer": f"{TLS}/"})
        assert answer.status_code == 400, path
