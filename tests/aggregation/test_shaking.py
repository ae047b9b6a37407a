"""A class that stands only on the calls that ended an observation is not named."""

import numpy as np

from portal.aggregation.exposure import exposure, without_last_calls
from portal.aggregation.pipeline import analyse
from portal.aggregation.shaking import LAST_CALLS, Trial, summaries
from portal.domain.finding import REGISTRATION, LeftOut, ReasonCode
from portal.domain.vocabulary import Verdict
from portal.extract.assembly import assemble
from portal.extract.columns import Extract

DAY = 86_400
NOON = 4 * 3600  # in Shanghai, in UTC seconds of the day
FIRST = 20_000


def world(called: dict[str, list[int]], told: dict[str, list[int]], registered: dict[str, int]) -> Extract:
    """Mothers of one hospital with their calls (day, and day of telling) and one monthly recipient of all."""
    names = list(called)
    of_call = [name for name in names for _ in called[name]]
    days = [day for name in names for day in called[name]]
    tellings = [day for name in names for day in told[name]]
    count = len(days)
    mothers = {
        "mother": names, "tier": [2] * len(names), "hospital": ["甲院"] * len(names), "issuer": [None] * len(names),
        "weight": [1.0] * len(names), "registered_day": [registered[name] for name in names],
        "due_day": [registered[name] + 190 for name in names], "birth_day": [None] * len(names),
        "registered_precision": ["day"] * len(names),
    }  # fmt: skip
    calls = {
        "mother": of_call, "called_at": [day * DAY + NOON for day in days],
        "reported_at": [day * DAY + NOON for day in tellings], "precision": ["minute"] * count,
        "channel": ["call"] * count, "vendor": ["other"] * count, "caller": [None] * count, "knew": [[]] * count,
    }  # fmt: skip
    starts = range(FIRST - 30, FIRST + 300, 30)
    exports = {
        "recipient": ["甲局"] * len(starts), "exported_at": [(day + 45) * DAY + NOON for day in starts],
        "registered_from": list(starts), "registered_until": [day + 30 for day in starts],
        "planned": [False] * len(starts), "columns": [[]] * len(starts), "districts": [[]] * len(starts),
        "hospitals": [[]] * len(starts),
    }  # fmt: skip
    contacts = {"mother": of_call, "contacted_at": [day * DAY + NOON for day in tellings]}
    return assemble(
        hospitals=[("甲院", "东区")], recipients=["甲局"], mothers=mothers, calls=calls, contacts=contacts,
        exports=exports,
    )  # fmt: skip


def one_call_each(mothers: int) -> Extract:
    """Nobody leaks: calls come evenly, but each mother reports once, at her first call, and not before her card."""
    rng = np.random.default_rng(4)
    names = [f"m{number}" for number in range(mothers)]
    registered = {name: int(day) for name, day in zip(names, rng.integers(FIRST, FIRST + 240, mothers), strict=True)}
    called = {name: [registered[name] + int(rng.integers(-55, 40))] for name in names}
    told = {name: [max(called[name][0], registered[name]) + int(rng.integers(1, 4))] for name in names}
    return world(called, told, registered)


def test_only_the_last_call_goes_and_only_where_it_was_told_at_the_last_contact() -> None:
    found = exposure(
        world(
            {"listed": [FIRST + 10, FIRST + 20], "ended early": [FIRST + 12], "diary": [FIRST + 5, FIRST + 30]},
            {"listed": [FIRST + 40, FIRST + 40], "ended early": [FIRST + 13], "diary": [FIRST + 6, FIRST + 31]},
            {"listed": FIRST, "ended early": FIRST, "diary": FIRST},
        ),
        tiers=(2,),
        as_of=FIRST + 100,
    )
    assert sorted(found.call_day - FIRST) == [5, 10, 12, 20, 30]
    assert sorted(without_last_calls(found).call_day - FIRST) == [5, 10]


def test_mothers_who_report_once_at_their_first_call_speak_against_nobody() -> None:
    said = analyse(one_call_each(300)).findings
    registration = next(one for one in said.sources if one.source == REGISTRATION)
    assert registration.q_value <= 0.01, "the trap must be one: taken alone the calls seem to follow the registration"
    assert registration.verdict is Verdict.UNDETERMINED
    assert ReasonCode.FALLS_WITHOUT in {reason.code for reason in registration.reasons_against}
    assert [(trial.what, trial.tried, trial.stands) for trial in registration.left_out] == [(LAST_CALLS, 1, False)]
    assert said.implicated == ()


def test_what_fell_is_named_before_what_stood_with_less() -> None:
    made = (Trial("week", "2026-01-05", 2.0, True), Trial("week", "2026-01-12", 2.9, False))
    assert summaries(made) == (LeftOut("week", "2026-01-12", 2, 2.9, False),)


def test_of_every_kind_the_hardest_trial_is_shown() -> None:
    made = (
        Trial("week", "2026-01-05", 3.0, True), Trial("hospital", "甲院", 4.0, True),
        Trial("week", "2026-01-12", 1.2, False), Trial(LAST_CALLS, None, None, False),
    )  # fmt: skip
    assert summaries(made) == (
        LeftOut("week", "2026-01-12", 2, 1.2, False), LeftOut("hospital", "甲院", 1, 4.0, True),
        LeftOut(LAST_CALLS, None, 1, None, False),
    )  # fmt: skip
