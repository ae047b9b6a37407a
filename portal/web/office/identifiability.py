"""Which sources the data of an analysis can hold apart: a page of its own, for the newest run or any other."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from flask import abort, redirect, render_template, url_for

from portal.casework import analyses
from portal.casework.analyses import Analysis
from portal.domain.access import Permission
from portal.domain.picture import Identifiability, PairApart
from portal.web.charts import tables
from portal.web.context import services
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.office.chosen import part_of

SHADES = (0.25, 0.5)  # of what one class takes from another; from the last one on the two are weakly separable


@dataclass(frozen=True, slots=True)
class Square:
    """Two classes in the table of all against all; `shade` is 0 where nothing can be said, else 1 … 3."""

    pair: PairApart
    shade: int

    @property
    def overlap(self) -> float | None:
        """The part of what is known of one class that the other explains as well."""
        return None if self.pair.kept is None else 1 - self.pair.kept


@blueprint.get("/identifiability")
@requires(Permission.VIEW_FINDINGS)
def identifiability() -> Any:
    analysis = analyses.latest(store=services().store)
    return _page(analysis) if analysis else redirect(url_for("office.findings"))


@blueprint.get("/findings/<int:analysis_id>/identifiability")
@requires(Permission.VIEW_FINDINGS)
def one_identifiability(analysis_id: int) -> str:
    try:
        return _page(analyses.find(analysis_id, store=services().store))
    except analyses.AnalysisMissing:
        abort(404)


def squares(found: Identifiability) -> dict[tuple[int, int], Square]:
    """Every pair of classes by their places, in both orders."""
    placed: dict[tuple[int, int], Square] = {}
    for (one, other), pair in zip(combinations(range(len(found.classes)), 2), found.pairs, strict=True):
        placed[one, other] = placed[other, one] = Square(pair, _shade(pair))
    return placed


def _shade(pair: PairApart) -> int:
    return 0 if pair.kept is None else 1 + sum(1 - pair.kept > edge for edge in SHADES)


def _page(analysis: Analysis) -> str:
    found, about = analysis.pictures.identifiability, {"analysis": analysis, "view": part_of(analysis)["view"]}
    if found is None:
        return render_template("office/identifiability.html", found=None, title="identifiability.none", **about)
    weak = [pair for pair in found.pairs if pair.standing == "weak"]
    merged = [one for one in found.classes if len(one.members) > 1]
    return render_template(
        "office/identifiability.html",
        **about,
        found=found,
        title="identifiability.doubtful" if weak or merged else "identifiability.clear",
        weak=len(weak),
        merged=merged,
        squares=squares(found),
        tables=tables.every(analysis.findings, analysis.pictures),
    )
