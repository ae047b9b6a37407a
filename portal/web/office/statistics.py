"""The document that a biostatistician and a judge read, as it stands in the repository."""

from functools import cache
from pathlib import Path

from flask import abort, render_template

from portal.domain.access import Permission
from portal.web.guard import requires
from portal.web.office import markdown
from portal.web.office.blueprint import blueprint

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "statistics.md"


@blueprint.get("/method/statistics")
@requires(Permission.USE_OFFICE)
def statistics() -> str:
    if not DOCUMENT.is_file():
        abort(404)
    text = _read()
    return render_template("office/statistics.html", sections=markdown.headings(text), body=markdown.html(text))


@cache
def _read() -> str:
    """Without its first heading, which is the page's own."""
    return DOCUMENT.read_text(encoding="utf-8").partition("\n")[2]
