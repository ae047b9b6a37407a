"""Parties behind the calls: who calls whom, when, and whose lists seem to be the same."""

from collections import Counter
from typing import Any

from flask import abort, render_template, url_for
from flask_babel import gettext

from portal.casework import jobs
from portal.casework.analyses import Analysis
from portal.domain.access import Permission
from portal.domain.phone import CallerClass
from portal.domain.vendor_group import LEVELS, Held, Vendors
from portal.web.charts import overview_tables, tables
from portal.web.context import services
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.chosen import analysis_of_request, part_of
from portal.web.office.findings import standing
from portal.web.office.words import vocabulary

DRAWN = 20  # rows of the picture; the table beside it has them all
MOST_COLUMNS = 12  # recipients or hospitals beside them
LARGEST = 12  # parties in the table against recipients; the others are a click away


@blueprint.get("/vendors")
@requires(Permission.VIEW_FINDINGS)
def vendors() -> str:
    analysis, job = analysis_of_request(), jobs.latest_analysis_job(store=services().store)
    if analysis is None:
        return render_template("office/no_analysis.html", job=job, **standing(job))
    shown = _shown(analysis) | {"largest": LARGEST, "drawn": DRAWN}
    if shown["found"]:
        callers = {kind.value: gettext(f"caller.{kind}") for kind in CallerClass}
        shown |= {"web": _web(shown["found"], shown["carried"]), "labels": shown["labels"] | callers}
    drawn = tables.every(analysis.findings, shown["pictures"])
    return render_template("office/vendors.html", job=job, tables=drawn, **standing(job), **shown)


@blueprint.get("/vendors/<int:number>")
@requires(Permission.VIEW_FINDINGS)
def party(number: int) -> str:
    analysis = analysis_of_request()
    found = analysis.pictures.vendors if analysis else None
    one = next((one for one in found.parties if one.number == number), None) if found else None
    if analysis is None or found is None or one is None:
        abort(404)
    about = {
        "one": one,
        "cuts": {name: overview_tables.of_party(name, (one,)) for name in overview_tables.CUTS},
        "together": overview_tables.together(found, number),
        "beside": list(zip(one.recipients, found.recipients, strict=True)),
    }
    return render_template("office/party.html", **_shown(analysis), **about)


@blueprint.app_template_filter("share_shade")
def share_shade(held: Held, everybody: Held) -> int:
    """How dark a share is drawn: by how far it lies above that of all calls."""
    if held.share is None or everybody.share is None:
        return 0
    return sum(held.share - everybody.share >= level for level in LEVELS)


def _web(found: Vendors, carried: dict[str, Any]) -> dict[str, Any]:
    """What the picture of parties draws: rows in their order, pairs by their rows, and what heads the dots."""
    drawn = found.by_list[:DRAWN]
    place = {one.number: at for at, one in enumerate(drawn)}
    pairs = [pair for pair in found.together if pair.one in place and pair.other in place]
    above = {
        one.number: {"recipients": found.recipients_above(one), "hospitals": found.hospitals_above(one)}
        for one in drawn
    }
    return {
        "rows": [
            {
                "number": one.number, "trade": one.trade, "mothers": one.mothers, "calls": one.calls,
                "lines": one.lines, "wordings": one.wordings, "joints": one.joints,
                "signs": [vars(sign) for sign in one.signs], "partners": found.partners(one.number),
                "paired": bool(found.partners(one.number)), "above": above[one.number],
                "href": url_for("office.party", number=one.number, **carried),
            }
            for one in drawn
        ],
        "pairs": [
            {"one": place[pair.one], "other": place[pair.other], "mothers": pair.mothers, "ratio": pair.ratio}
            for pair in pairs
        ],
        "columns": {
            "recipients": [held.recipient for held in found.recipients][:MOST_COLUMNS],
            "hospitals": _marked([one["hospitals"] for one in above.values()]),
        },
    }  # fmt: skip


def _marked(above: list[dict[str, float]]) -> list[str]:
    """The names that stand out for any party, by the sum of what they stand out by."""
    sums: Counter[str] = Counter()
    for shares in above:
        sums.update(shares)
    return sorted(name for name, _ in sums.most_common(MOST_COLUMNS))


def _shown(analysis: Analysis) -> dict[str, Any]:
    about = part_of(analysis)
    whole = analysis.pictures.vendors
    return about | {
        "every_party": len(whole.parties) if whole else 0,
        "analysis": analysis,
        "findings": analysis.findings,
        "found": about["pictures"].vendors,
        "labels": vocabulary(),
        "recipients": [row.recipient for row in analysis.pictures.calendar.rows],
    }
