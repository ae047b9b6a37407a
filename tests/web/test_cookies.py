"""Every cookie is this host's alone: under TLS each name begins with `__Host-`, and no script reads any."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.casework import members
from portal.domain.access import Role
from portal.settings import from_environment

PASSPHRASE = "correct horse battery staple"
HOST = "jingyue.example"
TLS = f"https://{HOST}"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(from_environment({"JINGYUE_INSTANCE": str(tmp_path), "JINGYUE_PUBLIC_URL": TLS}))
    app.config["WTF_CSRF_ENABLED"] = False
    running = app.extensions["jingyue"].services
    members.add(
        login="wang", name="王敏", role=Role.ANALYST, password=PASSPHRASE, by="system", at=running.clock(),
        store=running.store,
    )  # fmt: skip
    yield app
    running.store.close()


def given(app: Flask) -> dict[str, set[str]]:
    """Every cookie that the portal hands out, with its attributes."""
    browser = app.test_client()
    typed = {"login": "wang", "password": PASSPHRASE}
    answers = (
        browser.get("/?lang=en&display=large", base_url=TLS),
        browser.get("/receipt", base_url=TLS),
        browser.post("/office/sign-in", data=typed, base_url=TLS),
        browser.post("/office/sign-out", base_url=TLS),
    )
    lines = [line for answer in answers for line in answer.headers.getlist("Set-Cookie")]
    return {line.split("=")[0]: set(line.split("; ")[1:]) for line in lines}


def test_each_name_bears_the_prefix_and_what_browsers_ask_for_with_it(app: Flask) -> None:
    cookies = given(app)
    own = {"jingyue", "jingyue_staff", "jingyue_staff_half", "jingyue_language", "jingyue_display"}
    assert set(cookies) == {f"__Host-{name}" for name in own}
    for name, attributes in cookies.items():
        assert {"Secure", "HttpOnly", "Path=/"} <= attributes, name
        assert not any(one.startswith("Domain") for one in attributes), name


def test_a_session_under_the_prefix_opens_the_office_and_ends(app: Flask) -> None:
    browser = app.test_client()
    browser.post("/office/sign-in", data={"login": "wang", "password": PASSPHRASE}, base_url=TLS)
    assert browser.get_cookie("__Host-jingyue_staff", domain=HOST) is not None
    assert browser.get("/office/account/factors", base_url=TLS).status_code == 200
    browser.post("/office/sign-out", base_url=TLS)
    assert browser.get_cookie("__Host-jingyue_staff", domain=HOST) is None
    assert browser.get("/office/account/factors", base_url=TLS).status_code == 302


def test_other_sites_send_none_of_the_office_along(app: Flask) -> None:
    cookies = given(app)
    assert "SameSite=Strict" in cookies["__Host-jingyue_staff"]
    assert {"SameSite=Lax"} <= cookies["__Host-jingyue"] & cookies["__Host-jingyue_language"]
