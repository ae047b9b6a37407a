"""Large type for whoever needs it: remembered in a cookie, without scripts, on every page."""

from typing import Any

from flask import Flask, Response, request

from portal.web import cookies
from portal.web.wording import COOKIE_SECONDS

COOKIE, PARAMETER = "jingyue_display", "display"
LARGE, NORMAL = "large", "normal"


def register(app: Flask) -> None:
    """Offer the choice on every page and remember it."""
    app.context_processor(_display)
    app.after_request(_remember_choice)


def _chosen() -> str:
    wanted = request.args.get(PARAMETER) or cookies.shown(COOKIE)
    return LARGE if wanted == LARGE else NORMAL


def _display() -> dict[str, Any]:
    chosen = _chosen()
    return {"display": chosen, "other_display": NORMAL if chosen == LARGE else LARGE}


def _remember_choice(response: Response) -> Response:
    wanted = request.args.get(PARAMETER)
    if wanted in (LARGE, NORMAL):
        cookies.give(response, COOKIE, wanted, same_site="Lax", seconds=COOKIE_SECONDS)
    return response
