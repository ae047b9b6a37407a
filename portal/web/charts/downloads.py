"""The table of each chart as a file."""

from urllib.parse import quote

from flask import Response, abort, jsonify, request

from portal.casework import analyses
from portal.domain.access import Permission
from portal.domain.dossier import disclosed
from portal.domain.view import choices, narrowed
from portal.web.charts import tables, written
from portal.web.charts.blueprint import blueprint
from portal.web.charts.overview_tables import FOLLOWED
from portal.web.charts.table import Table
from portal.web.context import services
from portal.web.forms.overview import ViewForm
from portal.web.guard import requires

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/<int:analysis_id>/<name>.csv")
@requires(Permission.VIEW_FINDINGS)
def as_csv(analysis_id: int, name: str) -> Response:
    table, title = _table(analysis_id, name)
    return _file(written.as_csv(table), "text/csv", f"{title}.csv")


@blueprint.get("/<int:analysis_id>/<name>.xlsx")
@requires(Permission.VIEW_FINDINGS)
def as_xlsx(analysis_id: int, name: str) -> Response:
    table, title = _table(analysis_id, name)
    return _file(written.as_xlsx(table), WORKBOOK, f"{title}.xlsx")


@blueprint.get("/<int:analysis_id>/<name>.json")
@requires(Permission.VIEW_FINDINGS)
def as_json(analysis_id: int, name: str) -> Response:
    return jsonify(written.as_json(_table(analysis_id, name)[0]))


@blueprint.get("/<int:analysis_id>/findings-document.json")
@requires(Permission.VIEW_FINDINGS)
def document(analysis_id: int) -> Response:
    try:
        found = analyses.find(analysis_id, store=services().store)
    except analyses.AnalysisMissing:
        abort(404)
    return jsonify(disclosed(found.findings.to_json()))


def _table(analysis_id: int, name: str) -> tuple[Table, str]:
    """A table, narrowed as the address asks, and its file's name, which says by what."""
    try:
        found = analyses.find(analysis_id, store=services().store)
        view = ViewForm(request.args).to_view(choices(found.pictures.overview))
        table = tables.find(name, found.findings, narrowed(found.pictures, view))
    except (analyses.AnalysisMissing, tables.NoSuchTable):
        abort(404)
    return table, f"jingyue-{analysis_id}-{name}{view.tag(*FOLLOWED.get(name, ()))}"


def _file(content: str | bytes, mimetype: str, name: str) -> Response:
    response = Response(content, mimetype=mimetype)
    plain = name.encode("ascii", "ignore").decode()
    full = "" if plain == name else f"; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}"{full}'
    return response
