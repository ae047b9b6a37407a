"""One's own account: what it may do, where it is signed in, what was done to it."""

from typing import Any
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.casework import members, own_sessions
from portal.domain.access import ROLE_PERMISSIONS, Permission, StaffMember
from portal.web.context import now, services
from portal.web.forms.office import own_path
from portal.web.forms.queue import to_id
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint

# What a member of staff meets first: the first page of these that the role may see.
STARTS = (
    (Permission.VIEW_FINDINGS, "office.overview"),
    (Permission.VIEW_QUEUE, "office.complaints"),
    (Permission.ENTER_REPORT, "office.entry"),
    (Permission.VERIFY_CARD, "office.slips"),
    (Permission.ADMINISTER, "office.members"),
    (Permission.READ_JOURNAL, "office.journal"),
    (Permission.WATCH_EXPORTS, "office.deliveries"),
    (Permission.USE_OFFICE, "office.account"),
)


OTHERS = "others"


@blueprint.get("/")
@requires(Permission.USE_OFFICE)
def start() -> Response:
    return redirect(url_for(first_page(g.staff)))


@blueprint.get("/account")
@requires(Permission.USE_OFFICE)
def account() -> str:
    permissions = [permission for permission in Permission if permission in ROLE_PERMISSIONS[g.staff.role]]
    store = services().store
    deeds = members.deeds(g.staff.id, store=store)
    sessions = own_sessions.listed(g.presence, store=store, at=now())
    return render_template(
        "office/account.html", member=g.staff, permissions=permissions, deeds=deeds, sessions=sessions, others=OTHERS
    )


@blueprint.post("/account/sessions")
@requires(Permission.USE_OFFICE, fresh=True)
def end_session() -> Response:
    session_id: UUID | None = to_id(request.form.get("session"))
    if request.form.get("session") == OTHERS:
        own_sessions.end_others(g.presence, store=services().store, at=now())
    if session_id is not None:
        own_sessions.end(g.presence, session_id, store=services().store, at=now())
    return redirect(url_for("office.account"), 303)


@blueprint.post("/account/notices")
@requires(Permission.USE_OFFICE, enrolling=True)
def read_notices() -> Response:
    own_sessions.read_notices(g.presence, store=services().store)
    return redirect(own_path(request.form.get("next")) or url_for("office.account"), 303)


@blueprint.get("/account/<any(sessions, notices):_account_step>")
@requires(Permission.USE_OFFICE)
def after_account_step(_account_step: str) -> Any:
    return redirect(url_for("office.account", **request.args))


def first_page(member: StaffMember) -> str:
    """The endpoint with which a member of staff begins."""
    return next(endpoint for permission, endpoint in STARTS if member.may(permission))
