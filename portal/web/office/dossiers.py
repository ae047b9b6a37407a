"""The dossier of an analysis: asked for here, made by the worker, taken from here."""

from typing import Any

from flask import Response, abort, g, redirect, render_template, url_for

from portal.casework import analyses, dossiers
from portal.domain.access import Permission
from portal.files.dossier_archive import part
from portal.web.context import now, services
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint

PAGES = "dossier.pdf"  # the name of the document in the archive


@blueprint.get("/findings/<int:analysis_id>/dossier")
@requires(Permission.VIEW_FINDINGS)
def dossier(analysis_id: int) -> str:
    store = services().store
    try:
        analysis = analyses.find(analysis_id, store=store)
    except analyses.AnalysisMissing:
        abort(404)
    return render_template("office/dossier.html", analysis=analysis, asked=dossiers.find(analysis_id, store=store))


@blueprint.post("/findings/<int:analysis_id>/dossier")
@requires(Permission.VIEW_FINDINGS)
def ask_for_dossier(analysis_id: int) -> Any:
    try:
        dossiers.ask(analysis_id, by=g.staff.login, at=now(), store=services().store)
    except dossiers.NoSuchAnalysis:
        abort(404)
    return redirect(url_for("office.dossier", analysis_id=analysis_id), 303)


@blueprint.get("/findings/<int:analysis_id>/dossier.zip")
@requires(Permission.VIEW_FINDINGS)
def dossier_archive(analysis_id: int) -> Response:
    return _file(_taken(analysis_id), "application/zip", f"jingyue-dossier-{analysis_id}.zip")


@blueprint.get("/findings/<int:analysis_id>/dossier.pdf")
@requires(Permission.VIEW_FINDINGS)
def dossier_pages(analysis_id: int) -> Response:
    return _file(part(_taken(analysis_id), PAGES), "application/pdf", f"jingyue-dossier-{analysis_id}.pdf")


def _taken(analysis_id: int) -> bytes:
    try:
        return dossiers.take(analysis_id, by=g.staff.login, at=now(), store=services().store)
    except dossiers.NotMade:
        abort(404)


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
