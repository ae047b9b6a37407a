"""Every code that a page of the office can meet is worded in both languages."""

import re
from collections.abc import Iterable

import pytest

from portal.aggregation.gate import NEARLY, UNCHANGED
from portal.aggregation.progress import Step
from portal.aggregation.shaking import INFLUENTIAL_MOTHERS, LAST_CALLS, WEEK
from portal.domain.access import Permission, Role
from portal.domain.finding import ReasonCode, SourceKind, WarningCode
from portal.domain.handling import OpeningReason
from portal.domain.job import JobState
from portal.domain.report import ClosingNote, Origin, Status, Withdrawal
from portal.domain.vocabulary import Tier, Verdict
from portal.web.charts.table import Kind
from portal.web.charts.tables import BUILDERS, every
from tests.architecture.catalogues import LANGUAGES, catalogue, domains, wording
from tests.architecture.source_tree import ROOT
from tests.web.office.saved import SAID
from tests.web.office.saved_overview import DRAWN_WITH_OVERVIEW

KINDS = [*(kind.value for kind in SourceKind), "class"]
STATES = [state for state in JobState if state is not JobState.FAILED]
NUMBERED = [verdict for verdict in Verdict if verdict is not Verdict.RULED_OUT]
SOURCES = [path for part in ("intake", "casework") for path in (ROOT / "portal" / part).glob("*.py")]
DEED = re.compile(r'_entry\("(\w+)"|"complaint\.(\w+)"')
DEEDS = sorted({one or other for path in SOURCES for one, other in DEED.findall(path.read_text(encoding="utf-8"))})
TITLES = "recipient recipient_not_registration class several registration none undetermined nothing".split()
CHECKS = {"before_export": UNCHANGED[1:], "end_of_observation": NEARLY, "earlier_exports": UNCHANGED[:1],
          "later_exports": UNCHANGED[:1]}  # fmt: skip
SHAKEN = ["hospital", "district", "issuer", "batch", WEEK, INFLUENTIAL_MOTHERS, LAST_CALLS]
FAILURES = ["analysis_failed", "out_of_memory", "database"]


def family(name: str, codes: Iterable[object]) -> set[str]:
    return {f"{name}.{getattr(code, 'value', code)}" for code in codes}


# The findings have a table of their own on the page; the file's columns are named by the contract.
SHOWN = [table for name, table in every(SAID, DRAWN_WITH_OVERVIEW).items() if name != "findings"]
WANTED = (
    family("reason", ReasonCode) | family("warning", WarningCode) | family("role", Role)
    | family("permission", Permission) | family("opening", OpeningReason) | family("closing", ClosingNote)
    | family("job", STATES) | family("status", Status) | family("origin", Origin) | family("tier", Tier)
    | family("withdrawal", Withdrawal) | family("title", TITLES) | family("table", BUILDERS)
    | family("deed.complaint", DEEDS) | family("failure", FAILURES)
    | {f"sentence.{verdict.value}.{kind}" for verdict in Verdict for kind in KINDS}
    | {f"sentence.{verdict.value}.{kind}.ratio" for verdict in NUMBERED for kind in KINDS}
    | {f"column.{column.name}" for table in SHOWN for column in table.columns}
    | {f"queue.title.{status}" for status in [*Status, "all"]}
    | family("step", Step) | {f"reason.falls_without.{what}" for what in SHAKEN}
    | family("gate", CHECKS) | family("reason.gate_failed", CHECKS) | {f"gate.{check}.needs" for check in CHECKS}
    | family("left_out", SHAKEN) | family("tiers", ["2", "2;1", "2;1;0"])
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_office_is_worded(language: str) -> None:
    known = {key for domain in domains() for key in wording(catalogue(language, domain))}
    assert sorted(WANTED - known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_check_asks_for_is_what_the_engine_asks(language: str) -> None:
    said = wording(catalogue(language, "office"))
    for check, limits in CHECKS.items():
        assert all(f"{limit:.2f}" in said[f"gate.{check}.needs"] for limit in limits), check


def test_every_kind_of_column_is_known_to_the_page() -> None:
    assert {column.kind for table in every(SAID, DRAWN_WITH_OVERVIEW).values() for column in table.columns} == set(Kind)


def test_the_deeds_are_those_of_the_code() -> None:
    assert {"submit", "tell_other_holders", "close", "open_sealed"} <= set(DEEDS)
