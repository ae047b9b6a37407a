"""The blueprint of the API: one budget for all who ask, answers that may be kept, errors as JSON."""

from http import HTTPStatus

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import HTTPException, TooManyRequests

from portal.web.api.budget import Budget
from portal.web.context import now, services

BUDGET = "api-budget"  # a file of the instance's folder
MOST_AT_ONCE, A_SECOND = 300, 10
KEPT_SECONDS = 3600  # a release comes once a quarter
RETRY_SECONDS = 5

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.before_request
def spend() -> None:
    """Refuse once the budget is spent: the mothers' pages share the machine."""
    if not Budget(services().settings.instance / BUDGET, MOST_AT_ONCE, A_SECOND).take(now()):
        raise TooManyRequests(retry_after=RETRY_SECONDS)


@blueprint.errorhandler(HTTPException)
def say_why(error: HTTPException) -> Response:
    """An error for machines: its name in HTTP."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    answer = jsonify(error=status.name.lower())
    answer.status_code = status
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


@blueprint.after_request
def keep(answer: Response) -> Response:
    """What was released may be kept by whoever read it, and asked for again by its tag."""
    if answer.status_code != HTTPStatus.OK:
        answer.headers["Cache-Control"] = "no-store"
        return answer
    answer.headers["Access-Control-Allow-Origin"] = "*"  # open data: no cookie is read here
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    answer.add_etag()
    return answer.make_conditional(request)
