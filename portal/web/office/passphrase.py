"""One's own passphrase: another one in place of the one that is known."""

from typing import Any

from flask import g, render_template, request

from portal.casework import own_passphrase
from portal.domain.access import Permission
from portal.domain.presence import ProofRefused
from portal.web.context import now, services
from portal.web.forms.presence import PassphraseForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint

UNPROCESSABLE, TOO_MANY = 422, 429


@blueprint.get("/account/passphrase")
@requires(Permission.USE_OFFICE, enrolling=True)
def passphrase() -> str:
    return render_template("office/passphrase.html", form=PassphraseForm(), made=None)


@blueprint.post("/account/passphrase")
@requires(Permission.USE_OFFICE, fresh=True, enrolling=True)
def renew_passphrase() -> Any:
    """The new one stands in the answer itself, at no address: it is kept nowhere."""
    form, at = PassphraseForm(request.form), now()
    try:
        made = own_passphrase.renew(g.presence, form.to_passphrase(), store=services().store, at=at)
    except ProofRefused as refused:
        form.refuse(refused.until, at)
        answer = TOO_MANY if refused.until else UNPROCESSABLE
        return render_template("office/passphrase.html", form=form, made=None), answer
    return render_template("office/passphrase.html", form=form, made=made)
