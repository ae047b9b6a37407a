"""What the queue can be narrowed by, as choices of a list in the reader's language."""

from collections.abc import Iterable
from enum import Enum

from flask_babel import gettext

from portal.casework.queue import Choices
from portal.domain.caseload import QueueFilter
from portal.web.forms.queue import MINE, NOBODY
from portal.web.office.blueprint import blueprint

Options = list[tuple[str, str]]


@blueprint.app_template_filter("title_of")
def title_of(which: QueueFilter) -> str:
    """Which title counts this part of the queue."""
    if which == QueueFilter(status=which.status):
        return which.status.value if which.status else "all"
    return "found"


@blueprint.app_template_filter("codes")
def codes(members: Iterable[Enum], family: str) -> Options:
    """The members of a vocabulary with their words."""
    return [(str(member.value), gettext(f"{family}.{member.value}")) for member in members]


@blueprint.app_template_filter("themselves")
def themselves(names: Iterable[str]) -> Options:
    """Names that are the same in every language."""
    return [(name, name) for name in names]


@blueprint.app_template_filter("officers")
def officers(choices: Choices) -> Options:
    """Who may have a complaint: I, nobody, each colleague."""
    known = [(MINE, gettext("queue.mine")), (NOBODY, gettext("queue.nobody"))]
    return known + [(str(officer.id), officer.name) for officer in choices.officers]
