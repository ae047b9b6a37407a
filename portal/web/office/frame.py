"""What stands around every page of the office: the navigation and who is signed in."""

from typing import Any

from flask import g, request, url_for
from flask_babel import gettext

from portal.domain.access import Permission
from portal.web.office.blueprint import blueprint

FINDINGS = {f"office.{page}" for page in ("findings", "source", "identifiability", "one_identifiability", "dossier")}
# The administrator's pages, in the order of their tabs.
ADMIN_PAGES = (
    ("office.members", "admin.tab.members"),
    ("office.recipients", "admin.tab.recipients"),
    ("office.hospitals", "admin.tab.hospitals"),
    ("office.vocabulary", "admin.tab.vocabulary"),
    ("office.languages", "admin.tab.languages"),
    ("office.retention", "admin.tab.retention"),
    ("office.health", "admin.tab.health"),
)
ADMIN = {endpoint for endpoint, _label in ADMIN_PAGES} | {
    f"office.{page}" for page in ("member", "add_member", "change_role", "add_plan", "hospital", "receive_hospitals")
}
OVERVIEW = {f"office.{page}" for page in ("overview", "paths", "compare", "vendors", "party")}
COMPLAINTS = {
    f"office.{page}" for page in ("complaints", "complaint", "team", "letters", "open_letters", "cases", "case")
}
# Endpoint, wording, icon, permission, and the endpoints that count as being there.
ENTRIES = (
    ("office.entry", "nav.entry", "edit", Permission.ENTER_REPORT, {"office.entry", "office.repeated"}),
    ("office.overview", "nav.overview", "calendar", Permission.VIEW_FINDINGS, OVERVIEW),
    ("office.findings", "nav.findings", "chart", Permission.VIEW_FINDINGS, FINDINGS),
    ("office.complaints", "nav.complaints", "list", Permission.VIEW_QUEUE, COMPLAINTS),
    ("office.studies", "nav.studies", "search", Permission.VIEW_STUDIES, {"office.studies", "office.study"}),
    ("office.members", "nav.admin", "user", Permission.ADMINISTER, ADMIN),
    ("office.method", "nav.method", "info", Permission.USE_OFFICE, {"office.method", "office.statistics"}),
)


@blueprint.context_processor
def frame() -> dict[str, Any]:
    """The variables that the office's layout expects; nothing of it before the sign-in."""
    staff = g.get("staff")
    if staff is None:
        return {"staff": None, "nav": [], "home_url": url_for("office.start")}
    nav = [
        {"href": url_for(endpoint), "label": gettext(label), "icon": icon, "current": request.endpoint in places}
        for endpoint, label, icon, permission, places in ENTRIES
        if staff.may(permission)
    ]
    return {"staff": staff, "nav": nav, "home_url": url_for("office.start"), "admin_pages": ADMIN_PAGES}
