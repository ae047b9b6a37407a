"""Every page of one complaint: only for whoever it is assigned to and for supervisors, and one of them at a time."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import abort, g, render_template, request

from portal.casework import desk as casework
from portal.casework.complaints import ComplaintMissing
from portal.domain.access import Permission
from portal.web.context import now, services

NOT_FOUND, FORBIDDEN, CONFLICT = 404, 403, 409
# What a second person does without waiting for whoever asked; keeping longer changes nothing that is worked on.
SECOND_PERSON = frozenset(
    {
        "office.decide_identity",
        "office.decide_hold",
        "office.propose_hold",
        "office.propose_release",
        "office.redact",
    }
)
View = Callable[..., Any]


def at_desk(view: View) -> View:
    """Below the guard: refuses who may not read the complaint; a step holds it for a while, or finds it held.

    A supervisor's step holds nothing.
    """

    @wraps(view)
    def seated(complaint_id: UUID, **others: Any) -> Any:
        try:
            _turn()(complaint_id, member=g.staff, at=now(), store=services().store)
        except ComplaintMissing:
            abort(NOT_FOUND)
        except casework.NotAssigned as somebodys:
            page = render_template("office/not_assigned.html", complaint_id=complaint_id, handled=somebodys.handled)
            return page, FORBIDDEN
        except casework.KeptAway:
            return render_template("office/kept_away.html", complaint_id=complaint_id), FORBIDDEN
        except casework.HeldBySomebody as held:
            return render_template("office/held.html", complaint_id=complaint_id, hold=held.hold), CONFLICT
        return view(complaint_id=complaint_id, **others)

    seated.at_desk = True  # type: ignore[attr-defined]
    return seated


def _turn() -> Callable[..., Any]:
    if request.method == "GET" or request.endpoint in SECOND_PERSON:
        return casework.look
    return casework.take if g.staff.may(Permission.HANDLE_COMPLAINT) else casework.watch
