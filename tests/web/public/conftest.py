"""The mother's face under test: the real application on both databases, and a clock that can be moved on."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from portal import create_app
from portal.services import Services
from portal.settings import Settings
from portal.storage import hospitals
from tests.servers.databases import ROLES
from tests.web.forms.told import CARD, CONTACT, NOW, call, posted

TOKEN_FIELD = re.compile(r'name="csrf_token" value="([^"]+)"')
SUBMISSION_FIELD = re.compile(r'name="token" value="([^"]+)"')


class Browser:
    """A browser of hers: cookies, forms with their hidden tokens, and a clock."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.services: Services = app.extensions["jingyue"].services
        self.at = NOW
        self.services.clock = lambda: self.at

    def get(self, path: str, **options: object) -> TestResponse:
        return self.client.get(path, **options)

    def post(self, path: str, form: dict[str, str] | MultiDict | None = None, *, page: str = "/report") -> TestResponse:
        """Post with the hidden token of a page that has a form."""
        token = TOKEN_FIELD.search(self.client.get(page).text).group(1)
        told = MultiDict(form or {})
        told["csrf_token"] = token
        return self.client.post(path, data=told)

    def send_report(self, token: str = "t" * 32, *calls: dict[str, str], **card: str) -> TestResponse:
        """Everything at once, as the last screen posts it."""
        told = posted({**CARD, **card}, *(calls or (call(0),)), CONTACT, screen="check", go="send", token=token)
        return self.post("/report", told)

    def code(self) -> str:
        """The receipt on her page."""
        found = re.search(r'<p class="receipt-code">(.*?)</p>', self.get("/received").text).group(1)
        return "-".join(re.sub(r"<[^>]+>", " ", found).split())

    def pass_time(self, **more: float) -> None:
        self.at += timedelta(**more)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = Settings(
        database_url, tmp_path, tmp_path / "keys.json", "https://jingyue.example", messages="file", database_roles=ROLES
    )
    services = Services(settings)
    if not database_url.startswith("sqlite"):
        services.create_keys()
    with services.store.write() as connection:
        hospitals.put(connection, {"宁川市妇幼保健院": "江岸区", "青山区人民医院": "青山区"})
    services.store.close()
    app = create_app(settings)
    # The test client speaks plain HTTP, over which a browser would not send the Secure cookie of the real portal.
    app.config.update(SESSION_COOKIE_SECURE=False, SESSION_COOKIE_NAME="jingyue")
    yield app
    app.extensions["jingyue"].services.store.close()


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def another_browser(app: Flask) -> Browser:
    return Browser(app)


def text_of(answer: TestResponse) -> str:
    """What the page says, without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))
