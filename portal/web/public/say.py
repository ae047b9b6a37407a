"""What helps at once: two sentences for the phone, and how to have such calls blocked."""

from flask import render_template

from portal.web.guard import public
from portal.web.public.blueprint import blueprint

CARRIERS = ("mobile", "telecom", "unicom")


@blueprint.get("/say")
@public
def say() -> str:
    return render_template("public/say.html", carriers=CARRIERS)
