"""Large type for whoever needs it: remembered in a cookie, without scripts, on every page."""

from typing import Any

from flask import Flask, Response, request

from portal.web.wording import COOKIE_SECONDS

COOKIE = PARAMETER = "display"
LARGE, NORMAL = "large", "normal"


def register(app: Flask) -> None:
    """Offer the choice on every page and remember it."""
    app.context_processor(_display)
    app.after_request(_remember_choice)


def _chosen() -> str:
    wanted = request.args.get(PARAMETER) or request.cookies.get(f"jingyue_{COOKIE}")
    return LARGE if wanted == LARGE else NORMAL


def _display() -> dict[str, Any]:
    chosen = _chosen()
    return {"display": chosen, "other_display": NORMAL if chosen == LARGE else LARGE}


def _remember_choice(response: Response) -> Response:
    wanted = request.args.get(PARAMETER)
    if wanted in (LARGE, NORMAL):
        response.set_cookie(
            f"jingyue_{COOKIE}", wanted, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure
        )
    return response
