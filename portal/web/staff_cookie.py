"""The cookies of the office: the session's token, and that of a sign-in that stands half open."""

from flask import g
from werkzeug.wrappers import Response

from portal.web import cookies

STAFF_COOKIE = "jingyue_staff"
HALF_OPEN_COOKIE = "jingyue_staff_half"
PATH = "/office"


def token() -> str | None:
    """The session's token: what the browser shows, or what it is given in the answer to this request."""
    return g.get("staff_token") or cookies.shown(STAFF_COOKIE)


def half_open_token() -> str | None:
    """That of a sign-in that stands half open."""
    return cookies.shown(HALF_OPEN_COOKIE)


def give(response: Response, token: str, *, name: str = STAFF_COOKIE) -> Response:
    """Hand a token to the browser: for the office alone, hidden from scripts and from other sites."""
    cookies.give(response, name, token, same_site="Strict", path=PATH)
    return response


def take_back(response: Response) -> Response:
    """The browser shows no token any more."""
    for name in (STAFF_COOKIE, HALF_OPEN_COOKIE):
        cookies.take_back(response, name, same_site="Strict", path=PATH)
    return response
