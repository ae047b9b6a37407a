"""One analysis as it may leave the office: frozen from what was saved, and thawed again from a dossier's own data.

What the pages need stands in `dossier.json`, so that whoever has a dossier can lay out its pages again without our
database. Nothing is computed anew in thawing, rungs of the ladder included.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from portal.domain import ladder
from portal.domain.disclosure import suppressed
from portal.domain.dossier import disclosed, hidden_counts
from portal.domain.finding import Findings
from portal.domain.ladder import Beyond, Lift, Rung, Second, Standing
from portal.domain.picture import Pictures
from portal.domain.reply import Reply
from portal.web.charts import tables
from portal.web.charts.table import Cell, Column, Kind, Table

DRAWN = ("lexis", "lags", "vendor_stage", "forest", "calendar", "shares")  # pictures that stand in the pages
BESIDE = ("paths",)  # what the pages say of those whom the pictures name; dossiers made before lack it


class CannotThaw(ValueError):
    """The data is of a dossier from before pages could be laid out again, or of none."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a recipient said, without who of us wrote it down."""

    recipient: str
    received_on: date
    text: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """One analysis as it may leave the office; `hidden` counts the hidden cells of each table."""

    analysis_id: int
    created_at: datetime
    findings: Findings
    pictures: Pictures
    about: Mapping[str, Any] = field(repr=False)
    standings: Mapping[str, Standing]
    replies: tuple[Statement, ...]
    hidden: tuple[tuple[str, int], ...]
    tables: Mapping[str, Table] = field(repr=False, default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """All but the tables."""
        drawn = self.pictures.to_json()
        return {
            "about": self.about,
            "findings": disclosed(self.findings.to_json()),
            "evidence": {source: _said(standing) for source, standing in self.standings.items()},
            "replies": [
                {"recipient": one.recipient, "received_on": one.received_on.isoformat(), "text": one.text}
                for one in self.replies
            ],
            "pictures": {name: drawn[name] for name in (*DRAWN, *BESIDE)},
            "hidden": [list(one) for one in self.hidden],
        }


def freeze(
    analysis_id: int, created_at: datetime, findings: Findings, pictures: Pictures, *, code: str,
    code_of_analysis: str | None, language: str, replies: Sequence[Reply],
    beyond: Sequence[Beyond] = (), studies: Sequence[Mapping[str, Any]] | None = None, planned_in: int | None = None,
) -> Frozen:  # fmt: skip
    """Hide what is small, and say which run, which studies and which code this is."""
    shown = Findings.from_json(disclosed(findings.to_json()))
    about = {
        "analysis": analysis_id,
        "analysed_at": created_at.isoformat(),
        "as_of": findings.as_of,
        "seed": findings.seed,
        "tiers_used": list(findings.tiers_used),
        "language": language,
        "code": code,
        "code_of_analysis": code_of_analysis,
        "planned_in": planned_in,
        "studies": None if studies is None else list(studies),
    }
    found = {name: _hidden(table) for name, table in tables.every(shown, pictures).items()}
    standings = {one.source: ladder.standing(one, shown, pictures, tuple(beyond)) for one in shown.sources}
    said = tuple(Statement(one.recipient, one.received_on, one.text) for one in replies)
    drawn = _without_days(Pictures.from_json(hidden_counts(pictures.to_json())))
    return Frozen(
        analysis_id, created_at, shown, drawn, about, standings, said, tuple(_hidden_cells(found)), found
    )  # fmt: skip


def thawed(text: bytes) -> Frozen:
    """The same from the data of a dossier, but for the tables, which the pages do not need."""
    try:
        said = json.loads(text)
        about, kept = said["about"], said["pictures"]
        return Frozen(
            analysis_id=about["analysis"],
            created_at=datetime.fromisoformat(about["analysed_at"]),
            findings=Findings.from_json(said["findings"]),
            pictures=Pictures.from_json(_undrawn() | {name: kept[name] for name in DRAWN} | _kept_beside(kept)),
            about=about,
            standings={source: _standing(one) for source, one in said["evidence"].items()},
            replies=tuple(
                Statement(one["recipient"], date.fromisoformat(one["received_on"]), one["text"])
                for one in said["replies"]
            ),
            hidden=tuple((name, count) for name, count in said["hidden"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise CannotThaw from error


def _kept_beside(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: kept[name] for name in BESIDE if name in kept}


def _without_days(pictures: Pictures) -> Pictures:
    """The days at risk are not drawn, and the table that holds them rounds them and hides the small ones."""
    lags = tuple(
        replace(curve, bins=tuple(replace(one, mother_days=0.0) for one in curve.bins)) for curve in pictures.lags
    )
    return replace(pictures, lags=lags)


def _undrawn() -> dict[str, None]:
    return dict.fromkeys(Pictures.__dataclass_fields__)


def _said(standing: Standing) -> dict[str, Any]:
    return {
        "members": list(standing.members),
        "rung": standing.rung.value,
        "beside_timing": [second.value for second in standing.seconds],
        "missing_for_next": [lift.value for lift in standing.lifts],
    }


def _standing(said: Mapping[str, Any]) -> Standing:
    return Standing(
        tuple(said["members"]),
        Rung(said["rung"]),
        tuple(Second(one) for one in said["beside_timing"]),
        tuple(Lift(one) for one in said["missing_for_next"]),
    )


def _hidden(table: Table) -> Table:
    """The pages show what was hidden when it was saved; what leaves the office is looked through once more."""
    rows = tuple(tuple(map(_shown, table.columns, row)) for row in table.rows)
    return replace(table, rows=rows)


def _shown(column: Column, value: Cell) -> Cell:
    counted = column.kind is Kind.COUNT and isinstance(value, int)
    return suppressed(value) if counted else value


def _hidden_cells(found: Mapping[str, Table]) -> list[tuple[str, int]]:
    """How many counts of each table are hidden."""
    counts = []
    for name, table in found.items():
        counted = [place for place, column in enumerate(table.columns) if column.kind is Kind.COUNT]
        hidden = sum(row[place] is None for row in table.rows for place in counted)
        if hidden:
            counts.append((name, hidden))
    return counts
