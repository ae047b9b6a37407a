"""For how long each class is kept, what is due of it, and when the portal last destroyed and destroys next."""

from typing import Any

from flask import render_template

from portal.domain.access import Permission
from portal.domain.retention_term import RetentionClass
from portal.intake import retention as kept
from portal.web.context import now, services
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint


@blueprint.get("/admin/retention")
@requires(Permission.ADMINISTER)
def retention() -> Any:
    terms, store, at = services().retention_terms, services().store, now()
    due = kept.due(terms=terms, store=store, at=at)
    return render_template(
        "office/admin/retention.html",
        due=due,
        count=sum(one.count for one in due if one.kind is not RetentionClass.BACKUPS),
        schedule=kept.schedule(terms=terms, store=store, at=at),
    )
