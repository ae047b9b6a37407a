"""Every view bears exactly one guard; a test walks the URL map and refuses one without."""

import hmac
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from flask import abort, g, redirect, request, url_for

from portal.domain.access import Permission
from portal.domain.presence import Presence
from portal.web import request_log, staff_cookie, step_up
from portal.web.context import now, services, web_context
from portal.web.staff_cookie import STAFF_COOKIE  # noqa: F401 - who looks for the guard looks for its cookie

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


def requires(permission: Permission, *, fresh: bool = False, enrolling: bool = False) -> Callable[[View], View]:
    """Open to signed-in staff whose role carries the permission.

    `fresh`: only with a proof of the last minutes, else it is asked for, and what was sent is kept.
    `enrolling`: open also to members who still have to replace their first passphrase, or to set up the second factor
    that the settings require.
    """

    def guarded_by(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            presence = _presence_of_request()
            if presence is None:
                return redirect(url_for("office.sign_in", next=request.full_path if request.method == "GET" else None))
            if not presence.member.may(permission):
                request_log.refused(presence.member.id, permission.value)
                abort(403)
            g.staff, g.presence = presence.member, presence
            if presence.first_passphrase and not enrolling:
                return redirect(url_for("office.passphrase"))
            if services().settings.second_factor_required and not presence.has_factor and not enrolling:
                return redirect(url_for("office.factors"))
            if fresh and not presence.fresh(now()):
                return step_up.answer(partial(view, *args, **kwargs))
            return view(*args, **kwargs)

        guarded.guard, guarded.fresh, guarded.enrolling = permission, fresh, enrolling  # type: ignore[attr-defined]
        return guarded

    return guarded_by


def _presence_of_request() -> Presence | None:
    token = staff_cookie.token()
    return web_context().keeper().identify(token, now()) if token else None
