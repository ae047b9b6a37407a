"""Which saved analysis a page is about, the newest or the one in the address, and which part of it."""

from typing import Any

from flask import abort, request

from portal.casework import analyses
from portal.casework.analyses import Analysis
from portal.domain.view import View, choices, narrowed
from portal.web.context import services
from portal.web.forms.overview import ViewForm
from portal.web.storable import row_number

PARAMETER = "analysis"
EVERYTHING = View()


def analysis_of_request() -> Analysis | None:
    """None before the first analysis; an address that names none that exists is not found."""
    named = request.args.get(PARAMETER)
    if named is None:
        return analyses.latest(store=services().store)
    try:
        return analyses.find(row_number(named), store=services().store)
    except (ValueError, analyses.AnalysisMissing):
        abort(404)


def is_named() -> bool:
    """Whether the address names an analysis."""
    return PARAMETER in request.args


def carried(view: View = EVERYTHING) -> dict[str, str]:
    """The part of the address that goes along with every link to a sister page."""
    named = {PARAMETER: request.args[PARAMETER]} if is_named() else {}
    return named | view.address


def part_of(analysis: Analysis) -> dict[str, Any]:
    """What a page shows of an analysis: the part, by what it was narrowed, and by what it could be."""
    possible = choices(analysis.pictures.overview)
    view = ViewForm(request.args).to_view(possible)
    return {
        "view": view,
        "choices": possible,
        "carried": carried(view),
        "named": carried(),
        "pictures": narrowed(analysis.pictures, view),
    }
