"""How the analysis works, in plain language."""

from flask import render_template

from portal.domain.access import Permission
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint


@blueprint.get("/method")
@requires(Permission.USE_OFFICE)
def method() -> str:
    return render_template("office/method.html")
