"""The auditor's page: who did what to what and when, and who opened how much; nobody's words, numbers or findings."""

from flask import render_template, request, url_for
from flask_babel import gettext

from portal.casework import auditing
from portal.domain.access import Permission
from portal.domain.journal import REPORTER, SYSTEM, ChainedEntry, Entry
from portal.web.context import now, services
from portal.web.forms.audit import AuditForm
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint

OTHERS = (SYSTEM, REPORTER, "command_line")


@blueprint.get("/journal")
@requires(Permission.READ_JOURNAL)
def journal() -> str:
    form, store = AuditForm(request.args), services().store
    standing = auditing.standing(store=store, at=now())
    actors = [(login, f"{name} ({login})") for login, name in standing.members.items()]
    form.offer(
        [*actors, *((one, actor_text(one)) for one in OTHERS)], [(one, verb_text(one)) for one in standing.verbs]
    )
    page = auditing.browse(form.to_filter(), store=store)
    older = url_for("office.journal", **form.to_query(), before=page.older) if page.older else None
    about = {"misread": form.misread(), "reversed": form.reversed}
    return render_template("office/journal.html", form=form, page=page, standing=standing, older=older, **about)


@blueprint.app_template_filter("verb_text")
def verb_text(verb: str) -> str:
    """A kind of deed in words; the code itself where an older release wrote one that we have no words for."""
    worded = gettext(f"verb.{verb}")
    return verb if worded == f"verb.{verb}" else worded


@blueprint.app_template_filter("actor_text")
def actor_text(actor: str) -> str:
    """A login, or in words who is no member of staff."""
    return gettext(f"actor.{actor}") if actor in OTHERS else actor


@blueprint.app_template_filter("deed_details")
def deed_details(deed: ChainedEntry) -> str:
    """What the journal keeps of a deed beside who, what and when; it never holds what identifies a person."""
    entry: Entry = deed.entry
    parts = [f"{name}={value}" for name, value in sorted(entry.details.items()) if value not in (None, "", [], {})]
    return gettext("list.separator").join(parts)
