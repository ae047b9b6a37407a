"""Every view bears exactly one guard; a test walks the URL map and refuses one without."""

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, g, redirect, request, url_for

from portal.domain.access import Permission, StaffMember
from portal.web.context import now, web_context

STAFF_COOKIE = "jingyue_staff"
View = Callable[..., Any]


def public(view: View) -> View:
    """Open to everybody."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def scraper(view: View) -> View:
    """Open to a machine that shows the token of the settings; where there is none, there is no such page."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        token = web_context().services.settings.metrics_token
        if not token:
            abort(404)
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(shown.encode(), token.encode()):
            abort(403)
        return view(*args, **kwargs)

    guarded.guard = "scraper"  # type: ignore[attr-defined]
    return guarded


def requires(permission: Permission) -> Callable[[View], View]:
    """Open to signed-in staff whose role carries the permission."""

    def guarded_by(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            member = _member_of_request()
            if member is None:
                return redirect(url_for("office.sign_in", next=request.full_path if request.method == "GET" else None))
            if not member.may(permission):
                abort(403)
            g.staff = member
            return view(*args, **kwargs)

        guarded.guard = permission  # type: ignore[attr-defined]
        return guarded

    return guarded_by


def _member_of_request() -> StaffMember | None:
    token = request.cookies.get(STAFF_COOKIE)
    return web_context().identify(token, now()) if token else None
