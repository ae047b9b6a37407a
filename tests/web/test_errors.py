"""Every error has a page in words, in both languages, that says nothing of the machine."""

import os
import threading
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask, abort

from portal import create_app
from portal.settings import Settings
from portal.vault import keyring
from portal.vault.openings import Bounds
from portal.vault.serving import VaultServer
from portal.vault.vault import Vault
from portal.web.context import EXTENSION
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


def test_whoever_stumbles_at_a_desk_is_led_back_to_the_desk(app: Flask) -> None:
    client = app.test_client()
    assert 'href="/office/"' in client.get("/office/none").text
    assert 'href="/"' in client.get("/none").text and 'href="/office/"' not in client.get("/none").text


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


def test_a_vault_that_opens_no_more_is_a_page_in_words(tmp_path: Path) -> None:
    url, note = f"sqlite:///{tmp_path / 'jingyue.db'}", UUID(int=1)
    keys, bounds = keyring.create(tmp_path / "keys.json"), Bounds.beside(tmp_path / "keys.json", 0)
    server = VaultServer(tmp_path / "vault.sock", Vault(keys), frozenset({os.getuid()}), bounds)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = create_app(Settings(url, tmp_path, tmp_path / "k", "http://127.0.0.1", vault=tmp_path / "vault.sock"))
    vault = app.extensions[EXTENSION].services.vault
    sealed = vault.seal_case_note("note", note)
    app.add_url_rule("/opens", "opens", public(lambda: vault.open_case_note(sealed, note)))
    answer = app.test_client().get("/opens")
    assert (answer.status_code, "这一小时内不再打开别的投诉" in answer.text) == (429, True)
    vault.hang_up()
    server.shutdown()
    server.server_close()


def test_a_vault_that_is_away_is_a_page_in_words_and_is_found_again(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path / 'jingyue.db'}", tmp_path, tmp_path / "keys.json", "http://127.0.0.1")
    app = create_app(replace(settings, vault=tmp_path / "vault.sock"))
    app.add_url_rule("/seals", "seals", public(lambda: app.extensions[EXTENSION].services.vault.web_secret()))
    browser = app.test_client()
    away = browser.get("/report")
    assert (away.status_code, "暂时打不开" in away.text) == (503, True)
    assert not settings.keys.exists(), "no second set of keys comes into being"

    server = VaultServer(
        tmp_path / "vault.sock",
        Vault(keyring.create(settings.keys)),
        frozenset({os.getuid()}),
        Bounds.beside(settings.keys),
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser.get("/report")
    assert browser.get("/report").status_code < 400
    app.extensions[EXTENSION].services.vault.hang_up()
    server.shutdown()
    server.server_close()
    (tmp_path / "vault.sock").unlink()
    assert browser.get("/seals").status_code == 503
