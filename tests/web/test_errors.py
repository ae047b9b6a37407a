"""Every error has a page in words, in both languages, that says nothing of the machine."""

from pathlib import Path

import pytest
from flask import Flask, abort

from portal import create_app
from portal.settings import Settings
from portal.web.guard import public

SECRET = "她写的话"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    instance: Path = tmp_path_factory.mktemp("instance")
    settings = Settings(f"sqlite:///{instance / 'jingyue.db'}", instance, instance / "keys.json", "http://127.0.0.1")
    app = create_app(settings)
    app.add_url_rule("/fails/<int:code>", "fails", public(lambda code: abort(code)))
    app.add_url_rule("/breaks", "breaks", public(_break))
    return app


def _break() -> str:
    raise RuntimeError(SECRET)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 500, 503])
def test_every_error_is_worded(app: Flask, code: int, language: str) -> None:
    answer = app.test_client().get(f"/fails/{code}", headers={"Accept-Language": language})
    assert answer.status_code == code
    assert "error." not in answer.text, "a key without words shows itself"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_error_without_a_page_of_its_own_is_ours(app: Flask) -> None:
    answer = app.test_client().get("/fails/418")
    assert answer.status_code == 418
    assert "是我们的问题" in answer.text


def test_a_form_that_was_open_for_too_long_says_what_to_do(app: Flask) -> None:
    answer = app.test_client().post("/receipt", data={"csrf_token": "old"})
    assert answer.status_code == 400
    assert "这一页放得太久了" in answer.text


def test_what_broke_stands_neither_on_the_page_nor_in_the_log(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    answer = app.test_client().get("/breaks")
    assert answer.status_code == 500
    assert "是我们的问题" in answer.text
    assert SECRET not in answer.text
    assert "RuntimeError" in caplog.text
    assert SECRET not in caplog.text
