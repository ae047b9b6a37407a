"""What a page of the office answers where a step cannot be: the same words whichever page asked."""

from typing import Any

from flask import render_template, request

from portal.casework.complaints import AttachmentMissing, ComplaintMissing
from portal.casework.masking import MaskingRefused
from portal.casework.opening import NothingSealed, QuotaReached
from portal.domain.identity import IdentityRefused
from portal.web.office.blueprint import blueprint
from portal.web.office.complaints import CONFLICT, NOT_FOUND, page_of

TOO_MANY = 429


@blueprint.errorhandler(ComplaintMissing)
@blueprint.errorhandler(AttachmentMissing)
def missing(_refused: LookupError) -> Any:
    return render_template("shared/error.html", code=NOT_FOUND), NOT_FOUND


@blueprint.errorhandler(NothingSealed)
def nothing_sealed(_refused: NothingSealed) -> Any:
    return _again("case.problem.nothing_sealed")


@blueprint.errorhandler(IdentityRefused)
def identity_refused(refused: IdentityRefused) -> Any:
    return _again(f"identity.refused.{refused.why}")


@blueprint.errorhandler(MaskingRefused)
def masking_refused(refused: MaskingRefused) -> Any:
    return _again(f"masking.refused.{refused.why}")


@blueprint.errorhandler(QuotaReached)
def quota_reached(refused: QuotaReached) -> Any:
    return render_template("office/quota.html", reached=refused.reached), TOO_MANY


def _again(problem: str) -> Any:
    """The complaint with what hinders; below the guard, so whoever asked may read it."""
    return page_of((request.view_args or {})["complaint_id"], CONFLICT, problem=problem)
