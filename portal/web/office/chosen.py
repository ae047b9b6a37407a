"""Which saved analysis a page is about: the newest, or the one in the address."""

from flask import abort, request

from portal.casework import analyses
from portal.casework.analyses import Analysis
from portal.web.context import services

PARAMETER = "analysis"


def analysis_of_request() -> Analysis | None:
    """None before the first analysis; an address that names none that exists is not found."""
    named = request.args.get(PARAMETER)
    if named is None:
        return analyses.latest(store=services().store)
    try:
        return analyses.find(int(named), store=services().store)
    except (ValueError, OverflowError, analyses.AnalysisMissing):
        abort(404)


def carried() -> dict[str, str]:
    """The part of the address that goes along with every link to a sister page."""
    return {PARAMETER: request.args[PARAMETER]} if PARAMETER in request.args else {}
