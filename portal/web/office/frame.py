"""What stands around every page of the office: the navigation and who is signed in."""

from collections.abc import Iterable
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext

from portal.domain.access import Permission
from portal.web.office.blueprint import blueprint

# The administrator's pages, in the order of their tabs: endpoint, wording, and what below /office/admin belongs there.
ADMIN_PAGES = (
    ("office.members", "admin.tab.members", ("members",)),
    ("office.recipients", "admin.tab.recipients", ("recipients", "plans", "handovers")),
    ("office.receivers", "admin.tab.receivers", ("receivers",)),
    ("office.hospitals", "admin.tab.hospitals", ("hospitals",)),
    ("office.vocabulary", "admin.tab.vocabulary", ("vocabulary",)),
    ("office.languages", "admin.tab.languages", ("languages",)),
    ("office.retention", "admin.tab.retention", ("retention",)),
    ("office.health", "admin.tab.health", ("health",)),
)
# Endpoint, wording, icon, permission, and what below /office belongs there, pages that answer a form included.
ENTRIES = (
    ("office.entry", "nav.entry", "edit", Permission.ENTER_REPORT, ("entry",)),
    ("office.slips", "nav.slips", "receipt", Permission.VERIFY_CARD, ("slips",)),
    (
        "office.overview",
        "nav.overview",
        "calendar",
        Permission.VIEW_FINDINGS,
        ("overview", "paths", "compare", "vendors"),
    ),
    ("office.findings", "nav.findings", "chart", Permission.VIEW_FINDINGS, ("findings", "analysis", "identifiability")),
    ("office.complaints", "nav.complaints", "list", Permission.VIEW_QUEUE, ("complaints", "cases", "team")),
    ("office.studies", "nav.studies", "search", Permission.VIEW_STUDIES, ("studies",)),
    ("office.deliveries", "nav.deliveries", "file", Permission.WATCH_EXPORTS, ("deliveries",)),
    ("office.journal", "nav.journal", "list", Permission.READ_JOURNAL, ("journal",)),
    ("office.members", "nav.admin", "user", Permission.ADMINISTER, ("admin",)),
    ("office.method", "nav.method", "info", Permission.USE_OFFICE, ("method",)),
)


@blueprint.context_processor
def frame() -> dict[str, Any]:
    """The variables that the office's layout expects; nothing of it before the sign-in."""
    staff = g.get("staff")
    if staff is None:
        return {"staff": None, "presence": None, "nav": [], "home_url": url_for("office.start")}
    nav = [
        {"href": url_for(endpoint), "label": gettext(label), "icon": icon, "current": _is_below("office", parts)}
        for endpoint, label, icon, permission, parts in ENTRIES
        if staff.may(permission)
    ]
    around = {"staff": staff, "presence": g.presence, "nav": nav}
    tabs = [
        {"href": url_for(endpoint), "label": gettext(label), "current": _is_below("office/admin", parts)}
        for endpoint, label, parts in ADMIN_PAGES
    ]
    return around | {"home_url": url_for("office.start"), "admin_pages": tabs}


def _is_below(place: str, parts: Iterable[str]) -> bool:
    return any(f"{request.path}/".startswith(f"/{place}/{part}/") for part in parts)
