"""Whether the portal does its work, for the administrator."""

from typing import Any

from flask import render_template

from portal.casework import vitals
from portal.domain.access import Permission
from portal.web.context import now, services
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint


@blueprint.get("/admin/health")
@requires(Permission.ADMINISTER)
def health() -> Any:
    running = services()
    return render_template(
        "office/admin/health.html",
        missing=running.missing(),
        found=vitals.read(store=running.store, at=now()),
        scraped=bool(running.settings.metrics_token),
        embedded=running.embedded,
    )
