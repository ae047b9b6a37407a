"""What was done to an account, in the reader's language."""

from flask_babel import gettext

from portal.domain.journal import SYSTEM, Entry
from portal.web.office.blueprint import blueprint

NO_STAFF = (SYSTEM, "command_line")


@blueprint.app_template_filter("staff_deed_text")
def staff_deed_text(deed: Entry) -> str:
    """One line of an account's history."""
    by = gettext(f"actor.{deed.actor}") if deed.actor in NO_STAFF else deed.actor
    roles = {name: gettext(f"role.{deed.details[name]}") for name in ("role", "before") if name in deed.details}
    return gettext(f"staff_deed.{deed.verb}", by=by, **roles)
