"""The table of each chart as a file."""

from flask import Response, abort, jsonify

from portal.casework import analyses
from portal.domain.access import Permission
from portal.web.charts import tables, written
from portal.web.charts.blueprint import blueprint
from portal.web.charts.table import Table
from portal.web.context import services
from portal.web.guard import requires

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/<int:analysis_id>/<name>.csv")
@requires(Permission.VIEW_FINDINGS)
def as_csv(analysis_id: int, name: str) -> Response:
    response = Response(written.as_csv(_table(analysis_id, name)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="jingyue-{analysis_id}-{name}.csv"'
    return response


@blueprint.get("/<int:analysis_id>/<name>.xlsx")
@requires(Permission.VIEW_FINDINGS)
def as_xlsx(analysis_id: int, name: str) -> Response:
    response = Response(written.as_xlsx(_table(analysis_id, name)), mimetype=WORKBOOK)
    response.headers["Content-Disposition"] = f'attachment; filename="jingyue-{analysis_id}-{name}.xlsx"'
    return response


@blueprint.get("/<int:analysis_id>/<name>.json")
@requires(Permission.VIEW_FINDINGS)
def as_json(analysis_id: int, name: str) -> Response:
    return jsonify(written.as_json(_table(analysis_id, name)))


@blueprint.get("/<int:analysis_id>/findings-document.json")
@requires(Permission.VIEW_FINDINGS)
def document(analysis_id: int) -> Response:
    try:
        found = analyses.find(analysis_id, store=services().store)
    except analyses.AnalysisMissing:
        abort(404)
    return jsonify(found.findings.to_json())


def _table(analysis_id: int, name: str) -> Table:
    try:
        found = analyses.find(analysis_id, store=services().store)
        return tables.find(name, found.findings, found.pictures)
    except (analyses.AnalysisMissing, tables.NoSuchTable):
        abort(404)
