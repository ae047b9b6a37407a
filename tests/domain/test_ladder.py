"""The evidence ladder: what lifts a finding, and what never does."""

from dataclasses import replace

import pytest

from portal.domain.finding import (
    Alarm,
    Finding,
    Findings,
    GateCheck,
    Interval,
    Reason,
    ReasonCode,
    SourceKind,
    WarningCode,
)
from portal.domain.ladder import Beyond, Lift, Rung, Second, standing, study_says
from portal.domain.list_origin import ListOrigin
from portal.domain.picture import Calendar, Knowledge, KnowledgeRow, Pictures
from portal.domain.planted import Assessment, CanaryCount, Controls, RecipientCanaries
from portal.domain.study import StudyKind
from portal.domain.vocabulary import Verdict

NAMED = Finding(
    "A", SourceKind.RECIPIENT, Verdict.IMPLICATED, probability=0.99, rate_ratio=Interval(3, 2, 4), p_value=1e-5,
    q_value=1e-4, family_p_value=0.001, gate=(GateCheck("before_export", True, Interval(1, 0.8, 1.2)),),
)  # fmt: skip
LISTED, PLANTED = Beyond(Second.SEIZED_LIST, ("A",)), Beyond(Second.CANARIES, ("A",))
NOBODY_ASKED = Pictures(None, (), (), (), Calendar((), ()))


def told(*sources: Finding, implicated: tuple[str, ...] = ("A",), **other: object) -> Findings:
    said = Findings("2026-03-01", 400, 1800, (2, 1), sources, implicated, Alarm(False, 0.5), "seed")
    return replace(said, **other)


def knowing(**weights: float | None) -> Pictures:
    rows = tuple(KnowledgeRow(source, 9, 9, 9, weight) for source, weight in weights.items())
    return replace(NOBODY_ASKED, knowledge=Knowledge(27, rows))


def test_timing_alone_reaches_the_second_rung_and_asks_for_another_kind() -> None:
    said = standing(NAMED, told(NAMED), NOBODY_ASKED)
    assert (said.rung, said.next, said.lifts) == (Rung.CONSISTENT, Rung.CORROBORATED, (Lift.SECOND_KIND,))


@pytest.mark.parametrize("verdict", [Verdict.NOT_IMPLICATED, Verdict.RULED_OUT])
def test_whom_the_calls_do_not_follow_stands_on_no_rung_whatever_else_is_found(verdict: Verdict) -> None:
    cleared = replace(NAMED, verdict=verdict)
    said = standing(cleared, told(cleared, implicated=()), NOBODY_ASKED, [LISTED, PLANTED])
    assert (said.rung, said.next, said.lifts) == (Rung.NONE, None, ())


def test_a_list_and_canaries_confirm_one_source() -> None:
    said = standing(NAMED, told(NAMED), NOBODY_ASKED, [LISTED, PLANTED])
    assert (said.rung, said.next, said.lifts) == (Rung.CONFIRMED, None, ())
    said = standing(NAMED, told(NAMED), NOBODY_ASKED, [PLANTED])
    assert (said.rung, said.lifts) == (Rung.CORROBORATED, (Lift.SEIZED_LIST,))


def test_without_the_calls_a_list_and_canaries_lift_nothing() -> None:
    open_ = replace(NAMED, verdict=Verdict.UNDETERMINED, q_value=0.2)
    said = standing(open_, told(open_, implicated=()), NOBODY_ASKED, [LISTED, PLANTED])
    assert (said.rung, said.lifts) == (Rung.EXPLORATORY, (Lift.SIGNIFICANCE,))


def test_a_class_is_never_confirmed_nor_lifted_by_what_speaks_for_one_of_it() -> None:
    one = replace(NAMED, verdict=Verdict.UNDETERMINED, indistinguishable_from=("B",))
    other = replace(one, source="B", indistinguishable_from=("A",))
    found = told(one, other, implicated=("A | B",))
    alone = standing(one, found, NOBODY_ASKED, [LISTED, PLANTED])
    assert (alone.members, alone.rung, alone.lifts) == (("A", "B"), Rung.CONSISTENT, (Lift.SECOND_KIND,))
    both = [Beyond(kind, ("B", "A")) for kind in (Second.SEIZED_LIST, Second.CANARIES)]
    assert standing(one, found, NOBODY_ASKED, both) == standing(other, found, NOBODY_ASKED, both)
    together = standing(one, found, NOBODY_ASKED, both)
    assert (together.rung, together.lifts) == (Rung.CORROBORATED, (Lift.SINGLE,))


def test_a_document_that_names_one_of_a_class_alone_is_not_believed() -> None:
    one = replace(NAMED, indistinguishable_from=("B",))
    said = standing(one, told(one), NOBODY_ASKED, [LISTED, PLANTED])
    assert (said.members, said.rung) == (("A", "B"), Rung.CONSISTENT)


def test_anonymous_reports_that_contradict_and_plans_without_runs_hold_a_finding_back() -> None:
    planned = replace(NAMED, reasons_against=(Reason(ReasonCode.PLANNED_ONLY),))
    said = standing(planned, told(planned, alarm=Alarm(True, 9.0)), NOBODY_ASKED, [LISTED, PLANTED])
    assert (said.rung, said.lifts) == (Rung.CONSISTENT, (Lift.ACTUAL_RUNS, Lift.TIERS_AGREE))


@pytest.mark.parametrize(
    ("weights", "rung"),
    [
        ({"A": 2.5, "B": -1.0, "registration": 0.2}, Rung.CORROBORATED),
        ({"A": 2.5, "B": 2.0}, Rung.CONSISTENT),
        ({"A": 0.9, "B": -3.0}, Rung.CONSISTENT),
        ({"A": None, "B": -3.0}, Rung.CONSISTENT),
        ({"B": 3.0}, Rung.CONSISTENT),
    ],
)
def test_what_callers_knew_counts_only_where_it_is_strong_for_this_source_alone(
    weights: dict[str, float | None], rung: Rung
) -> None:
    assert standing(NAMED, told(NAMED), knowing(**weights)).rung is rung


def test_every_open_condition_of_an_undetermined_finding_is_listed_once() -> None:
    weak = replace(
        NAMED, verdict=Verdict.UNDETERMINED, probability=0.6, q_value=0.3, family_p_value=0.4,
        gate=(GateCheck("before_export", False, Interval(2, 1.5, 3)),),
        reasons_against=(
            Reason(ReasonCode.GATE_FAILED, {"check": "before_export"}),
            Reason(ReasonCode.NOT_SEPARABLE, {"others": ["B"]}),
            Reason(ReasonCode.FALLS_WITHOUT, {"what": "week", "which": "2026-01-05"}),
        ),
    )  # fmt: skip
    said = standing(weak, told(weak, implicated=(), warnings=(WarningCode.TOO_FEW_CALLS,)), NOBODY_ASKED)
    assert set(said.lifts) == {
        Lift.MORE_CALLS, Lift.SIGNIFICANCE, Lift.PLACEBO, Lift.GATE, Lift.STABLE, Lift.SHAKING, Lift.SEPARATE_FROM,
    }  # fmt: skip
    untested = Finding("A", SourceKind.RECIPIENT, Verdict.UNDETERMINED)
    assert standing(untested, told(untested, implicated=()), NOBODY_ASKED).lifts == (Lift.TESTED,)


def test_canaries_and_lists_speak_for_all_whom_they_cannot_tell_apart() -> None:
    count = CanaryCount(14, 3, 4, 1, 30.0, 1e-6, 5.0)
    assessed = Assessment(
        "2026-03-01",
        Controls(100, 1, 0, 600.0, 0.001, 0.0001, 0.005),
        0,
        (
            RecipientCanaries("B", count, 1e-5, True, True, ("A",), ()),
            RecipientCanaries("C", count, 0.4, True, False, (), ()),
        ),
        (),
        (),
    )
    assert study_says(StudyKind.CANARIES, assessed.to_json()) == (Beyond(Second.CANARIES, ("A", "B")),)
    compared = ListOrigin(0.05, {}, (), 9, 2.0, ("B | A",), ("database",), (), {}, ())
    fits = (Beyond(Second.SEIZED_LIST, ("A", "B", "registration")),)
    assert study_says(StudyKind.SEIZED, compared.to_json()) == fits
    assert study_says(StudyKind.SEIZED, replace(compared, consistent_with=()).to_json()) == ()
    assert study_says(StudyKind.ALARM, {"classes": []}) == ()
