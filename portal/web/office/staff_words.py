"""What was done to an account, and who came to the end of an allowance, in the reader's language."""

from collections.abc import Mapping
from datetime import timedelta

from flask_babel import gettext

from portal.domain.allowance import Reached
from portal.domain.journal import SYSTEM, Entry
from portal.web.office.blueprint import blueprint

NO_STAFF = (SYSTEM, "command_line")


@blueprint.app_template_filter("staff_deed_text")
def staff_deed_text(deed: Entry) -> str:
    """One line of an account's history."""
    by = actor_of(deed)
    roles = {name: gettext(f"role.{deed.details[name]}") for name in ("role", "before") if name in deed.details}
    named = {name: deed.details.get(name, "") for name in ("unit", "hospital")}
    return gettext(f"staff_deed.{deed.verb}", by=by, **named, **roles)


def actor_of(deed: Entry) -> str:
    """A login, or in words what is nobody's."""
    return gettext(f"actor.{deed.actor}") if deed.actor in NO_STAFF else deed.actor


@blueprint.app_template_filter("quota_text")
def quota_text(reached: Reached) -> str:
    """How much may be opened within how long."""
    return _allowed(reached.of.value, reached.most, reached.within // timedelta(minutes=1))


@blueprint.app_template_filter("alarm_text")
def alarm_text(alarm: Entry, names: Mapping[str, str]) -> str:
    """Who came to the end of which allowance, by name where the account is known."""
    said = alarm.details
    return (
        names.get(alarm.actor, alarm.actor)
        + gettext("list.colon")
        + _allowed(said["of"], said["most"], said["minutes"])
    )


def _allowed(what: str, most: int, minutes: int) -> str:
    within = gettext("quota.minutes", count=minutes) if minutes < 60 else gettext("quota.hours", count=minutes // 60)
    return gettext(f"quota.{what}", within=within, most=most)
