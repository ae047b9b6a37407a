"""As which face a request speaks to the database: by the page it asks for, and by who is known to ask."""

from flask import current_app, g, has_request_context, request

from portal.domain.face import OWNER, Face, Speaker
from portal.web import staff_cookie

OF_THE_OFFICE = ("office", "charts")
# Whatever is asked here concerns how the own account is entered.
AT_THE_DOOR = frozenset(f"portal.web.office.{name}" for name in ("sign_in", "factors", "account", "passphrase"))
# These count across complaints and read none.
WATCHING = frozenset(f"portal.web.office.admin.{name}" for name in ("health", "metrics", "retention"))


def of_request() -> Speaker:
    """Outside a request, the command line: the owner."""
    if not has_request_context():
        return OWNER
    view = current_app.view_functions.get(request.endpoint or "")
    module = view.__module__ if view else ""
    if request.blueprint in OF_THE_OFFICE and ("staff" not in g or module in AT_THE_DOOR):
        return Speaker(Face.DOOR)
    if module in WATCHING:
        return Speaker(Face.WATCH)
    if request.blueprint in OF_THE_OFFICE:
        return Speaker(Face.OFFICE, staff_cookie.token() or "")
    return Speaker(Face.MOTHERS)
