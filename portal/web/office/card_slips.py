"""A verifier at a hospital prints slips for those who show a card, and sees nothing else."""

from flask import g, render_template, request
from werkzeug.wrappers import Response

from portal.casework import card_slips
from portal.domain.access import Permission
from portal.domain.card_slip import A_DAY, LIVES
from portal.domain.period import local_day
from portal.web.context import now, services
from portal.web.forms.card_slips import PrintForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.onward import onward

CONFLICT, UNPROCESSABLE = 409, 422


@blueprint.get("/slips")
@requires(Permission.VERIFY_CARD)
def slips() -> tuple[str, int]:
    return _page(PrintForm())


@blueprint.post("/slips/print")
@requires(Permission.VERIFY_CARD, fresh=True)
def print_slips() -> tuple[str, int]:
    form, at = PrintForm(request.form), now()
    if not form.validate():
        return _page(form, UNPROCESSABLE)
    try:
        printed = card_slips.print_slips(
            form.to_count(), by=g.staff, store=services().store, vault=services().vault, at=at
        )
    except card_slips.NoHospital:
        return _page(form, CONFLICT)
    except card_slips.TooManySlips:
        form.ask_to_wait()
        return _page(form, UNPROCESSABLE)
    # No redirect: an address that showed the codes would be a way back to them.
    address, until = services().settings.public_url, local_day(at + LIVES)
    return render_template("office/slips_printed.html", printed=printed, address=address, until=until), 200


@blueprint.get("/slips/print")
@requires(Permission.VERIFY_CARD)
def after_printing() -> Response:
    """Choosing a language or reloading leads to the form."""
    return onward("office.slips")


def _page(form: PrintForm, answer: int = 200) -> tuple[str, int]:
    hospital = card_slips.hospital_of(g.staff, store=services().store)
    return render_template("office/slips.html", form=form, hospital=hospital, a_day=A_DAY), answer
