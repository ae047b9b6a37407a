"""Two sources side by side: the same pictures, on the same scales."""

from dataclasses import replace
from typing import Any

from flask import render_template, request

from portal.casework import jobs
from portal.casework.analyses import Analysis
from portal.domain.access import Permission
from portal.domain.finding import REGISTRATION
from portal.domain.picture import Lexis, PairApart, Pictures, Staircase
from portal.web.charts import tables
from portal.web.context import services
from portal.web.forms.overview import PairForm
from portal.web.guard import requires
from portal.web.office import story
from portal.web.office.blueprint import blueprint
from portal.web.office.chosen import analysis_of_request, part_of
from portal.web.office.findings import standing
from portal.web.office.words import vocabulary


@blueprint.get("/compare")
@requires(Permission.VIEW_FINDINGS)
def compare() -> str:
    analysis, job = analysis_of_request(), jobs.latest_analysis_job(store=services().store)
    if analysis is None:
        return render_template("office/no_analysis.html", job=job, **standing(job))
    if len(analysis.findings.sources) < 2:
        alone = part_of(analysis) | {"analysis": analysis}
        return render_template("office/compare_alone.html", job=job, **standing(job), **alone)
    return render_template("office/compare.html", job=job, **standing(job), **_shown(analysis))


def _shown(analysis: Analysis) -> dict[str, Any]:
    said, drawn = analysis.findings, analysis.pictures
    names = [one.source for one in said.sources]
    leading = story.lines(said)[0].members[0]
    proposed = (leading, next(name for name in (REGISTRATION, *names) if name != leading and name in names))
    form = PairForm(request.args)
    pair = form.to_pair(names, proposed)
    recipients = [row.recipient for row in drawn.calendar.rows]
    shown = replace(
        drawn,
        lexis=_with_staircases(drawn.lexis, pair),
        lags=tuple(curve for name in pair for curve in drawn.lags if curve.source == name),
        forest=tuple(row for row in drawn.forest if set(pair) & set(row.members)),
    )
    return part_of(analysis) | {
        "analysis": analysis,
        "findings": said,
        "pictures": replace(shown, lexis=_with_diagonal(shown.lexis, pair)),
        "misread": form.misread(names),
        "names": names,
        "pair": pair,
        "lines": [story.line_of(said, names.index(name)) for name in pair],
        "both": [said.sources[names.index(name)] for name in pair],
        "places": [names.index(name) for name in pair],
        "apart": _apart(drawn, pair),
        "tables": tables.every(said, shown),
        "recipients": recipients,
        "labels": vocabulary(),
        "chosen": next((name for name in pair if name in recipients), ""),
    }


def _with_staircases(lexis: Lexis | None, pair: tuple[str, str]) -> Lexis | None:
    if lexis is None:
        return None
    return replace(lexis, staircases=tuple(one for one in lexis.staircases if one.recipient in pair))


def _with_diagonal(lexis: Lexis | None, pair: tuple[str, str]) -> Lexis | None:
    """The registration's own staircase: whoever learns of a card on its day runs up the diagonal."""
    if lexis is None or REGISTRATION not in pair:
        return lexis
    ends = tuple((day, day) for day in (lexis.first_day, lexis.last_day))
    return replace(lexis, staircases=(*lexis.staircases, Staircase(REGISTRATION, ends)))


def _apart(drawn: Pictures, pair: tuple[str, str]) -> PairApart | None:
    found = drawn.identifiability.pairs if drawn.identifiability else ()
    return next((one for one in found if _members(one, pair) or _members(one, pair[::-1])), None)


def _members(one: PairApart, pair: tuple[str, str]) -> bool:
    return pair[0] in one.one and pair[1] in one.other
