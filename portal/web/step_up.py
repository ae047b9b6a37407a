"""Before what must not be done with a browser left open: prove again who is there, and nothing that was typed is lost.

The page that asks is the answer to the request itself; it sends the same fields to the same address, with the proof
beside them. So nothing is kept on the server meanwhile, and nothing stands in an address.
"""

from collections.abc import Callable
from typing import Any

from flask import g, make_response, redirect, render_template, request, url_for

from portal.domain.presence import ProofRefused
from portal.web import staff_cookie
from portal.web.context import now, web_context
from portal.web.forms.presence import FIELDS, ProofForm

FORBIDDEN, TOO_MANY = 403, 429
OURS = {*FIELDS, "csrf_token"}


def answer(view: Callable[[], Any]) -> Any:
    """The view's answer where the request brings a proof; else the page that asks for one."""
    form, token, at = ProofForm(request.form), staff_cookie.token() or "", now()
    if not form.to_proof():
        return _page(form, token), FORBIDDEN
    try:
        new = web_context().keeper().prove(token, form.to_proof(), at)
    except ProofRefused as refused:
        form.refuse(refused.until, at)
        return _page(form, token), TOO_MANY if refused.until else FORBIDDEN
    g.staff_token = new
    return staff_cookie.give(make_response(view()), new)


def _page(form: ProofForm, token: str) -> Any:
    try:
        question = web_context().keeper().ask(token, now())
    except ProofRefused:
        return redirect(url_for("office.sign_in"))
    if request.method == "GET":
        address, kept = url_for("office.prove"), [("next", request.full_path.removesuffix("?"))]
    else:
        address = request.full_path.removesuffix("?")
        kept = [pair for pair in request.form.items(multi=True) if pair[0] not in OURS]
    return render_template(
        "office/prove.html", form=form, question=question, address=address, kept=kept, files=bool(request.files)
    )
