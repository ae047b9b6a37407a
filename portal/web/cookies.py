"""Cookies for this host alone and for no script.

Under TLS their names begin with `__Host-`: browsers then take them over TLS only, for the whole host and no other one.
"""

from flask import current_app, request
from werkzeug.wrappers import Response

PREFIX = "__Host-"
WHOLE_HOST = "/"


def shown(name: str) -> str | None:
    """What the browser shows under a name."""
    return request.cookies.get(_named(name))


def give(
    response: Response, name: str, value: str, *, same_site: str, path: str = WHOLE_HOST, seconds: int | None = None
) -> None:
    """Hand a value to the browser; without `seconds` it is gone with the browser's session."""
    response.set_cookie(
        _named(name), value, max_age=seconds, path=_reaching(path), httponly=True, samesite=same_site, secure=_tls()
    )


def take_back(response: Response, name: str, *, same_site: str, path: str = WHOLE_HOST) -> None:
    """The browser shows it no more."""
    response.delete_cookie(_named(name), path=_reaching(path), httponly=True, samesite=same_site, secure=_tls())


def _named(name: str) -> str:
    return PREFIX + name if _tls() else name


def _reaching(path: str) -> str:
    return WHOLE_HOST if _tls() else path  # the prefix allows no narrower one


def _tls() -> bool:
    return current_app.config["SESSION_COOKIE_SECURE"]
