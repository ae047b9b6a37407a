"""Where the office has a host name of its own, neither face is found under the name of the other."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal import create_app
from portal.settings import from_environment

MOTHERS, OFFICE = "https://jingyue.example", "https://office.jingyue.example"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = {"JINGYUE_INSTANCE": str(tmp_path_factory.mktemp("instance")), "JINGYUE_PUBLIC_URL": MOTHERS}
    app = create_app(from_environment(settings | {"JINGYUE_OFFICE_URL": f"{OFFICE}/"}))
    yield app
    app.extensions["jingyue"].services.store.close()


@pytest.mark.parametrize("path", ["/report", "/receipt", "/numbers", "/api/v1/releases", "/pocket", "/officer"])
def test_each_face_answers_under_its_own_name_only(app: Flask, path: str) -> None:
    browser = app.test_client()
    assert browser.get(path, base_url=OFFICE).status_code == 404
    assert browser.get(path, base_url=MOTHERS).status_code == (404 if path == "/officer" else 200)


@pytest.mark.parametrize("path", ["/office/sign-in", "/office/", "/office/charts/1/forest.csv"])
def test_the_office_is_not_found_where_mothers_report(app: Flask, path: str) -> None:
    browser = app.test_client()
    assert browser.get(path, base_url=MOTHERS).status_code == 404
    assert browser.post(path, base_url=MOTHERS).status_code == 404
    assert browser.get(path, base_url=OFFICE).status_code in (200, 302)


def test_the_bare_name_of_the_office_leads_inside_and_style_is_for_both(app: Flask) -> None:
    browser = app.test_client()
    assert browser.get("/", base_url=OFFICE).location == "/office/"
    for host in (MOTHERS, OFFICE):
        assert browser.get("/static/x/style.css", base_url=host).status_code == 200
        assert browser.get("/healthz", base_url=host).status_code == 200


def test_security_keys_answer_the_office_domain(app: Flask) -> None:
    party = app.extensions["jingyue"].services.relying_party
    assert party is not None and OFFICE in repr(party)
