"""The first page, and the quick way out."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint

ELSEWHERE = "https://www.baidu.com/"  # what anybody might have open


@blueprint.get("/")
@public
def home() -> str:
    return render_template("public/home.html")


@blueprint.get("/exit")
@public
def leave_page() -> Response:
    visit.end()
    elsewhere = redirect(ELSEWHERE, 303)
    elsewhere.headers["Clear-Site-Data"] = '"cache"'
    return elsewhere
