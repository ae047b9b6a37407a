"""Design planner, canaries, seized lists, alarm: what was answered is laid out, and another answer can be asked for."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.casework import analyses
from portal.casework import studies as casework
from portal.domain.access import Permission
from portal.domain.study import Study, StudyKind
from portal.web.context import now, services
from portal.web.forms.study import DesignForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.findings import progress_of, standing
from portal.web.storable import row_number

UNPROCESSABLE = 422
KINDS = "<any(design, canaries, seized, alarm):kind>"
ASKED = "<any(canaries, alarm):kind>"


@blueprint.get("/studies")
@requires(Permission.VIEW_STUDIES)
def studies() -> str:
    return render_template("office/studies.html", newest=casework.newest(store=services().store))


@blueprint.get(f"/studies/{KINDS}")
@requires(Permission.VIEW_STUDIES)
def study(kind: str) -> str:
    return _page(StudyKind(kind))


@blueprint.post("/studies/design")
@requires(Permission.VIEW_STUDIES)
def plan_design() -> tuple[str, int] | Response:
    form = _form(request.form)
    if not form.validate():
        return _page(StudyKind.DESIGN, form), UNPROCESSABLE
    return _asked(StudyKind.DESIGN, form.to_question())


@blueprint.post(f"/studies/{ASKED}")
@requires(Permission.VIEW_STUDIES)
def ask_for_study(kind: str) -> Response:
    return _asked(StudyKind(kind), None)


@blueprint.get(f"/studies/{KINDS}.json")
@requires(Permission.VIEW_STUDIES)
def study_progress(kind: str) -> Any:
    return progress_of(casework.latest_job(StudyKind(kind), store=services().store))


def _asked(kind: StudyKind, question: dict[str, Any] | None) -> Response:
    casework.ask(kind, question=question, by=g.staff.login, at=now(), store=services().store)
    return redirect(url_for("office.study", kind=kind.value), 303)


def _page(kind: StudyKind, form: DesignForm | None = None) -> str:
    store = services().store
    job, answers = casework.latest_job(kind, store=store), casework.history(kind, store=store)
    shown = {"kind": kind.value, "job": job, **standing(job)}
    if kind is StudyKind.DESIGN:
        shown["form"] = form or _form(None)
    chosen = _chosen(kind, answers)
    answer = chosen.answer if chosen else None
    newest = analyses.latest(store=store)
    shown["paths"] = newest.pictures.paths if newest else None
    return render_template(f"office/study_{kind.value}.html", answers=answers, chosen=chosen, answer=answer, **shown)


def _form(posted: Any) -> DesignForm:
    return DesignForm(posted, sources=casework.sources(store=services().store))


def _chosen(kind: StudyKind, answers: list[Study]) -> Study | None:
    """The answer that the address names, else the newest."""
    named = request.args.get("answer")
    if named is None:
        return answers[0] if answers else None
    try:
        return casework.find(kind, row_number(named), store=services().store)
    except (ValueError, casework.StudyMissing):
        abort(404)
