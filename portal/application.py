"""The composition root: the only place that knows everybody."""

from contextlib import suppress

from flask import Flask, abort, current_app, request
from flask_wtf.csrf import CSRFProtect

from portal import settings as environment
from portal.casework.door import Door
from portal.casework.keeper import Keeper
from portal.cli import commands
from portal.domain.face import Face
from portal.services import Services
from portal.settings import PROJECT, Settings
from portal.vault.keyring import KeysMissing
from portal.vault.remote import VaultAway
from portal.web import (
    assets,
    clock_words,
    display,
    errors,
    headers,
    health,
    hosts,
    request_log,
    speaker,
    storable,
    uploads,
    wording,
)
from portal.web.api import blueprint as api
from portal.web.charts import blueprint as charts
from portal.web.context import EXTENSION, WebContext
from portal.web.office import blueprint as office
from portal.web.office.admin.metrics import blueprint as metrics
from portal.web.public import blueprint as public

MOST_FORM_BYTES = 256 * 1024  # two hundred calls with notes; web.uploads widens it where files are taken


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application."""
    settings = settings or environment.from_environment()
    services = Services(settings, speaker=speaker.of_request)
    app = Flask("portal", static_folder=None, template_folder="web/templates")
    _configure(app, services)
    app.extensions[EXTENSION] = WebContext(
        services, lambda: Keeper(Door(services.store.facing(Face.DOOR), services.vault, services.relying_party))
    )
    request_log.register(app)
    hosts.register(app, office_url=services.settings.office_url)
    uploads.register(app)
    storable.register(app)
    CSRFProtect(app)
    wording.register(app)
    display.register(app)
    clock_words.register(app)
    headers.register(app, https=settings.https)
    errors.register(app)
    assets.register(app, PROJECT / "static")
    for blueprint in (health.blueprint, metrics, public, api, office, charts):
        app.register_blueprint(blueprint)
    commands.register(app)
    return app


def _configure(app: Flask, services: Services) -> None:
    https = services.settings.https
    app.config.update(
        SESSION_COOKIE_NAME="__Host-jingyue" if https else "jingyue",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=MOST_FORM_BYTES,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a tired mother may leave the page open overnight
        WTF_CSRF_SSL_STRICT=False,  # Referrer-Policy is no-referrer; the token and SameSite carry the defence
    )
    try:
        app.secret_key = services.vault.web_secret()
    except KeysMissing:
        # Without keys nothing can be sealed, so nothing may be asked: every page but those for whoever watches says so.
        app.before_request(_refuse_without_keys)
    except VaultAway:
        app.before_request(lambda: _refuse_until_it_answers(services))


def _refuse_without_keys() -> None:
    if request.endpoint not in ("health.healthz", "metrics.metrics", "assets.asset"):
        abort(503)


def _refuse_until_it_answers(services: Services) -> None:
    """The session of a request was opened before this: the one that finds the vault again is still refused."""
    if current_app.secret_key is None:
        with suppress(VaultAway):
            current_app.secret_key = services.vault.web_secret()
        _refuse_without_keys()
