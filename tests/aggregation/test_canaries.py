"""What calls on canaries say: nothing too early, the right recipient, whole classes, no word where the plan leaked."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from portal.aggregation.canaries import assess
from portal.domain.canary import Canary, CanaryCall, CanaryKind, Planting
from portal.domain.planted import Assessment, CanaryWarning, RecipientCanaries

LEFT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
NOW = LEFT + timedelta(days=90)


def planted(*recipients: str, calls: Iterable[CanaryCall] = (), left: datetime = LEFT) -> Canary:
    plantings = tuple(Planting(name, left) for name in recipients)
    return Canary(CanaryKind.PLANTED, left, plantings, tuple(calls))


def control(calls: Iterable[CanaryCall] = ()) -> Canary:
    return Canary(CanaryKind.CONTROL, LEFT, (), tuple(calls))


def after(days: float, name_used: bool | None = None) -> CanaryCall:
    return CanaryCall(LEFT + timedelta(days=days), name_used)


def of(said: Assessment, name: str) -> RecipientCanaries:
    return next(one for one in said.recipients if one.recipient == name)


def test_numbers_called_speak_and_the_other_recipient_stays_silent() -> None:
    known = [planted("甲局", calls=[after(10 + place)]) for place in range(6)] + [planted("甲局")] * 8
    known += [planted("乙局")] * 14 + [control()] * 30

    said = assess(known, as_of=NOW)

    leaking, other = of(said, "甲局"), of(said, "乙局")
    assert (leaking.count.planted, leaking.count.called) == (14, 6)
    assert leaking.speaks and leaking.indistinguishable_from == ()
    assert leaking.count.log10_likelihood_ratio > 0 > other.count.log10_likelihood_ratio
    assert not other.speaks and other.count.p_value == 1
    assert said.classes == ()


def test_one_call_says_nothing_and_one_that_uses_the_name_does() -> None:
    rest = [planted("甲局")] * 13 + [control()] * 20
    once = assess([planted("甲局", calls=[after(3, False)]), *rest], as_of=NOW)
    named = assess([planted("甲局", calls=[after(3, True)]), *rest], as_of=NOW)

    assert not of(once, "甲局").rule_met and not of(once, "甲局").speaks
    assert of(named, "甲局").rule_met and of(named, "甲局").speaks
    assert of(named, "甲局").count.log10_likelihood_ratio > of(once, "甲局").count.log10_likelihood_ratio + 2


def test_ten_calls_on_one_number_are_one_number() -> None:
    known = [planted("甲局", calls=[after(day) for day in range(1, 11)]), *[planted("甲局")] * 13, *[control()] * 20]

    said = of(assess(known, as_of=NOW), "甲局")

    assert (said.count.called, said.count.calls) == (1, 10)
    assert not said.rule_met


def test_as_many_calls_as_on_controls_do_not_speak() -> None:
    known = [planted("甲局", calls=[after(5)])] * 3 + [planted("甲局")] * 11
    known += [control([after(5)])] * 3 + [control()] * 11

    said = of(assess(known, as_of=NOW), "甲局")

    assert said.rule_met and not said.speaks


def test_recipients_with_the_same_canaries_are_one_class() -> None:
    known = [planted("甲局", "乙局", calls=[after(8)])] * 6 + [planted("甲局", "乙局")] * 8
    known += [planted("丙局")] * 14 + [control()] * 30

    said = assess(known, as_of=NOW)

    assert said.classes == (("乙局", "甲局"),)
    assert of(said, "甲局").indistinguishable_from == ("乙局",)
    assert of(said, "乙局").indistinguishable_from == ("甲局",)
    assert of(said, "丙局").indistinguishable_from == ()
    assert CanaryWarning.SHARED_CANARIES in said.warnings


def test_a_call_on_a_number_of_its_own_tells_a_recipient_from_the_one_it_shares_with() -> None:
    shared = [planted("甲局", "乙局", calls=[after(8)])] * 5
    known = [*shared, planted("甲局", calls=[after(9)]), *[planted("甲局")] * 8, *[control()] * 30]

    said = assess(known, as_of=NOW)

    assert of(said, "甲局").indistinguishable_from == ()
    assert of(said, "乙局").indistinguishable_from == ("甲局",)
    assert said.classes == ()


def test_who_received_a_number_only_after_its_call_cannot_explain_it() -> None:
    later = Planting("乙局", LEFT + timedelta(days=40))
    called = Canary(CanaryKind.PLANTED, LEFT, (Planting("甲局", LEFT), later), (after(10),))

    said = assess([called] * 5 + [planted("甲局")] * 9 + [control()] * 30, as_of=NOW)

    assert of(said, "甲局").indistinguishable_from == ()
    assert of(said, "乙局").count.called == 0


def test_without_controls_nothing_is_said() -> None:
    said = assess([planted("甲局", calls=[after(5, True)])] * 5, as_of=NOW)

    assert of(said, "甲局").rule_met and not of(said, "甲局").speaks
    assert of(said, "甲局").count.p_value is None
    assert CanaryWarning.NO_CONTROLS in said.warnings


@pytest.mark.parametrize(
    ("spoiling", "warning"),
    [
        (control([after(20, True)]), CanaryWarning.CONTROLS_NAMED),
        (planted("丙局", calls=[CanaryCall(LEFT - timedelta(days=2), True)]), CanaryWarning.NAMED_BEFORE_EXPORT),
    ],
)
def test_a_plan_that_somebody_has_seen_silences_everything(spoiling: Canary, warning: CanaryWarning) -> None:
    known = [planted("甲局", calls=[after(4, True)])] * 6 + [planted("甲局")] * 8 + [control()] * 30
    assert of(assess(known, as_of=NOW), "甲局").speaks

    said = assess([*known, spoiling], as_of=NOW)

    assert not any(one.speaks for one in said.recipients)
    assert warning in said.warnings


def test_batches_are_counted_on_their_own_and_what_lies_ahead_not_at_all() -> None:
    second = LEFT + timedelta(days=30)
    known = [planted("甲局")] * 3 + [planted("甲局", left=second, calls=[after(35)])] * 2
    known += [planted("甲局", left=NOW + timedelta(days=1))] * 4 + [control()] * 10

    said = of(assess(known, as_of=NOW), "甲局")

    assert [(batch.count.planted, batch.count.called) for batch in said.batches] == [(3, 0), (2, 2)]
    assert said.count.planted == 5
    assert said.batches[0].exported_at == "2026-01-05T10:00:00+08:00"


def test_what_is_not_known_yet_does_not_count() -> None:
    known = [planted("甲局", calls=[after(60)])] * 5 + [control()] * 10
    assert of(assess(known, as_of=LEFT + timedelta(days=50)), "甲局").count.called == 0
    assert assess([], as_of=NOW).warnings == (CanaryWarning.NO_CANARIES,)


def test_the_document_is_plain_json() -> None:
    said = assess([planted("甲局", calls=[after(5)]), control()], as_of=NOW).to_json()

    assert set(said) == {"as_of", "controls", "calls_before_export", "recipients", "classes", "warnings"}
    assert set(said["controls"]) == {"numbers", "called", "named", "months", "rate_per_month"}
    assert said["recipients"][0]["batches"][0]["planted"] == 1
