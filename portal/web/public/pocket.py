"""One page that stands on her phone, where she asked for it, with or without a network."""

import hashlib

from flask import Response as PlainResponse
from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.intake import catalogue, complaints, receipts
from portal.web.assets import asset_text, asset_url
from portal.web.context import now, services
from portal.web.forms.pocket import PocketForm
from portal.web.guard import public
from portal.web.public import visit
from portal.web.public.blueprint import blueprint
from portal.web.public.home import ELSEWHERE

NEEDED = ("style.css", "icons.svg", "logo.svg", "exit.js", "keep.js", "effort.js", "pocket.js")
ICON_SIZES = (192, 512)
COLOUR = "#23486a"
TOO_MANY = 429


@blueprint.route("/pocket", methods=["GET", "POST"])
@public
def pocket() -> tuple[str, int] | Response:
    """Her stay is not looked at: what is kept on a phone tells of nobody."""
    form = _form()
    token = receipts.submission_token(request.form.get("token"))
    flooded = False
    if request.method == "POST" and form.validate():
        try:
            answer = _added(form, token) if form.has_code else _begun(form, token)
        except complaints.Flooded:
            answer, flooded = None, True
        if answer is not None:
            return answer
    notice = "report.flooded" if flooded else None
    return _page(form, token, notice), TOO_MANY if flooded else 400 if form.errors else 200


def of_another_session() -> tuple[str, int]:
    """The page was open, or stood on the phone, while the browser forgot its cookies: nothing typed is lost."""
    return _page(_form(), receipts.new_submission_token(), "report.ask_again"), 400


@blueprint.get("/worker.js")
@public
def worker() -> PlainResponse:
    """The script that keeps the page on the phone; at the root, because it answers for all addresses below its own."""
    kept = [url_for("public.pocket"), *map(asset_url, NEEDED)]
    text = asset_text("worker.js")
    name = "jingyue-" + hashlib.sha256("\n".join([*kept, text]).encode()).hexdigest()[:12]
    listed = ", ".join(f'"{address}"' for address in kept)
    known = f'const NAME = "{name}";\nconst KEPT = [{listed}];\nconst AWAY = "{ELSEWHERE}";\n'
    return PlainResponse(known + text, mimetype="text/javascript")


@blueprint.get("/app.webmanifest")
@public
def manifest() -> PlainResponse:
    name = gettext("shared.name")
    icons = [
        {"src": asset_url(f"app-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in ICON_SIZES
    ]
    answer = jsonify(
        name=name, short_name=name, start_url=url_for("public.pocket"), scope="/", display="standalone", icons=icons,
        theme_color=COLOUR, background_color=COLOUR,
    )  # fmt: skip
    answer.mimetype = "application/manifest+json"
    return answer


def _form() -> PocketForm:
    return PocketForm(request.form or None, hospitals=catalogue.hospitals_by_district(services().store), at=now())


def _page(form: PocketForm, token: str, notice: str | None) -> str:
    return render_template("public/pocket.html", form=form, token=token, told=bool(request.form), notice=notice)


def _added(form: PocketForm, token: str) -> Response | None:
    code, store, vault = form.receipt.to_code(), services().store, services().vault
    found = complaints.look_up(code, store=store, vault=vault) if receipts.is_receipt(code) else None
    if found is None:
        form.receipt.refuse()
        return None
    visit.begin(code)
    try:
        complaints.add_calls(found, (form.to_call(),), token=token, store=store, vault=vault, at=now())
        flash("diary.added")
    except (complaints.Withdrawn, complaints.TooManyCalls):
        flash("diary.takes_no_calls")
    return redirect(url_for("public.diary"), 303)


def _begun(form: PocketForm, token: str) -> Response:
    effort, store, vault = request.form.get("work", ""), services().store, services().vault
    receipt = complaints.submit(form.to_report(), token=token, store=store, vault=vault, at=now(), effort=effort)
    visit.begin(receipt.code)
    return redirect(url_for("public.received"), 303)
