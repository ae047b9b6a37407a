"""How long what names people is kept, and what has been kept long enough."""

from typing import Any

from flask import render_template

from portal.domain.access import Permission
from portal.intake import retention as kept
from portal.web.context import now, services
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint


@blueprint.get("/admin/retention")
@requires(Permission.ADMINISTER)
def retention() -> Any:
    store, at = services().store, now()
    return render_template(
        "office/admin/retention.html",
        due=kept.due(store=store, at=at),
        days=kept.KEPT_AFTER_LAST_CONTACT.days,
        before=at - kept.KEPT_AFTER_LAST_CONTACT,
        last=kept.last(store=store),
    )
