"""Conditional Poisson fits against published and peer-computed answers, in limits, and on planted truths."""

import itertools
import json

import numpy as np
import pandas as pd
import pytest

from portal.stats.conditional_poisson import InvalidTable, fit
from tests.stats.sccs_tables import intervals, reference, shared_file

MODELS = (
    "am_2_whitaker_oxford",
    "con_mod",
    "itp_mod1",
    "itp_mod2",
    "itp_mod3_whitaker_tabV",
    "opv_alldoses_diff",
    "opv_dose3_whitaker_tabVII",
)
# Oxford aseptic meningitis data, 10 children observed from day 366 to 730; event day and day of MMR vaccination.
# Miller et al. 1993, Lancet 341; as printed with its answers in Stata's help for `sccsdta` (Farrington, Whitaker).
OXFORD = (
    (398, 458),
    (413, 392),
    (449, 429),
    (455, 433),
    (472, 432),
    (474, 395),
    (485, 470),
    (524, 496),
    (700, 428),
    (399, 750),
)


def oxford():
    """Risk 15–35 days after vaccination, two age groups cut at day 548, ends inclusive."""
    rows = []
    for child, (event, vaccinated) in enumerate(OXFORD):
        cuts = sorted({366, 731, 548, *(min(max(vaccinated + shift, 366), 731) for shift in (15, 36))})
        for low, until in itertools.pairwise(cuts):
            exposed = vaccinated + 15 <= low < vaccinated + 36
            rows.append((child, until - low, low <= event < until, exposed, low >= 548))
    stratum, days, events, exposed, older = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return stratum, days, events, np.column_stack([exposed, older])


@pytest.mark.parametrize("model", MODELS)
def test_every_published_model_within_a_millionth(model):
    stratum, days, events, design, names = intervals(model)
    result = fit(stratum, days, events, design)
    for term, expected in reference(model).items():
        place = names.index(term)
        assert result.coefficients[place] == pytest.approx(expected["coef"], abs=1e-6)
        assert result.standard_errors[place] == pytest.approx(expected["se"], abs=1e-6)
        assert result.log_likelihood == pytest.approx(expected["loglik"], abs=1e-6)
    assert result.converged


@pytest.mark.parametrize("case", ["poisson_1d", "poisson_2d"])
def test_the_fixtures_computed_by_stata(case):
    data = json.loads(shared_file("sccs", "conditional_poisson_stata_fixtures.json").read_text())[case]
    design = np.array(data["x"]) if "x" in data else np.column_stack([data["x1"], data["x2"]])
    result = fit(data["g"], np.ones(len(data["y"])), data["y"], design)
    assert result.coefficients == pytest.approx(data["stata_params"], rel=1e-3)
    assert result.standard_errors == pytest.approx(data["stata_bse"], rel=1e-3)


def test_a_stratum_added_up_from_two_equal_ones_gives_the_same_answer():
    stratum, days, events, design = (
        [1, 1, 1, 2, 2, 2],
        [30, 20, 50] * 2,
        [1, 0, 2, 0, 1, 1],
        [[0, 0], [1, 0], [0, 1]] * 2,
    )
    apart = fit(stratum, days, events, design)
    together = fit([1, 1, 1], [30, 20, 50], [1, 1, 3], [[0, 0], [1, 0], [0, 1]])
    assert together.coefficients == pytest.approx(apart.coefficients, abs=1e-10)
    assert together.covariance == pytest.approx(apart.covariance, abs=1e-10)


def test_rows_in_any_order_and_pandas_columns_give_the_same_answer():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"who": np.repeat(list("abcdefgh"), 5), "days": 7, "x": rng.normal(size=40)})
    frame["events"] = rng.poisson(1.0, 40)
    shuffled = frame.sample(frac=1, random_state=2)
    one, other = (fit(one["who"], one["days"], one["events"], one["x"]) for one in (frame, shuffled))
    assert one.coefficients == pytest.approx(other.coefficients, abs=1e-10)


def test_two_intervals_are_a_binomial_proportion():
    result = fit([1, 1], [10, 10], [3, 12], [0, 1])
    assert result.coefficients[0] == pytest.approx(np.log(12 / 3), abs=1e-9)
    assert result.standard_errors[0] == pytest.approx(np.sqrt(1 / 3 + 1 / 12), abs=1e-9)


def test_the_later_of_two_aliased_columns_is_dropped_and_changes_nothing():
    stratum, days, events = [1, 1, 1, 2, 2, 2], [5, 5, 5] * 2, [1, 2, 0, 0, 3, 1]
    x = np.array([0, 1, 0.5] * 2)
    result = fit(stratum, days, events, np.column_stack([np.ones(6), x, 2 * x + 1, np.array(stratum)]))
    assert result.dropped.tolist() == [True, False, True, True]
    assert np.isnan(result.coefficients[[0, 2, 3]]).all()
    assert result.coefficients[1] == pytest.approx(fit(stratum, days, events, x).coefficients[0], abs=1e-9)


def test_separation_is_reported_as_infinite_and_the_rest_is_still_estimated():
    stratum, days = [1, 1, 1, 2, 2, 2], [1] * 6
    events, design = [0, 1, 2, 0, 1, 1], [[0, 0], [1, 0], [1, 1]] * 2
    result = fit(stratum, days, events, design)
    assert result.coefficients[0] == np.inf
    assert result.infinite.tolist() == [True, False]
    assert not result.converged
    assert result.coefficients[1] == pytest.approx(np.log(3 / 2), abs=1e-6)


def test_strata_without_events_and_rows_without_days_say_nothing():
    plain = fit([1, 1, 2, 2], [10, 10, 10, 10], [1, 2, 2, 1], [0, 1, 0, 1])
    more = fit([1, 1, 2, 2, 3, 3, 1], [10, 10, 10, 10, 10, 10, 0], [1, 2, 2, 1, 0, 0, 0], [0, 1, 0, 1, 0, 1, 5])
    assert more.coefficients == pytest.approx(plain.coefficients, abs=1e-12)
    assert more.strata == 2


@pytest.mark.parametrize(
    ("stratum", "days", "events", "design"),
    [
        ([1, 1], [1, -1], [0, 1], [0, 1]),
        ([1, 1], [1, np.nan], [0, 1], [0, 1]),
        ([1, 1], [1, 1], [0, -1], [0, 1]),
        ([1, 1], [1, 1], [0, 1], [0, np.nan]),
        ([1, 1], [1, 0], [0, 1], [0, 1]),
        ([1, np.nan], [1, 1], [0, 1], [0, 1]),
        ([1, 1, 1], [1, 1], [0, 1], [0, 1]),
    ],
)
def test_impossible_input_is_refused(stratum, days, events, design):
    with pytest.raises(InvalidTable):
        fit(stratum, days, events, design)


def test_an_empty_table_has_nothing_to_say():
    result = fit([], [], [], np.empty((0, 2)))
    assert np.isnan(result.coefficients).all()
    assert result.log_likelihood == 0


def test_planted_rate_ratios_are_covered_by_their_intervals():
    rng, inside, rounds = np.random.default_rng(11), 0, 300
    truth = np.log(3.0)
    for _ in range(rounds):
        onset = rng.integers(20, 80, 150)
        stratum = np.repeat(np.arange(150), 2)
        days = np.column_stack([onset, 100 - onset]).ravel()
        exposed = np.tile([0.0, 1.0], 150)
        events = rng.poisson(0.02 * rng.gamma(1, 1, 150).repeat(2) * days * np.exp(truth * exposed))
        result = fit(stratum, days, events, exposed)
        inside += abs(result.coefficients[0] - truth) <= 1.96 * result.standard_errors[0]
    assert 0.91 <= inside / rounds <= 0.985


def test_a_large_table_is_fitted():
    rng = np.random.default_rng(3)
    patterns, intervals_each, columns = 18_600, 24, 37
    stratum = np.repeat(np.arange(patterns), intervals_each)
    design = (rng.random((len(stratum), columns)) < 0.12).astype(float)
    events = rng.poisson(0.8, len(stratum))
    result = fit(stratum, np.full(len(stratum), 10.0), events, design)
    assert result.converged
    assert np.abs(result.coefficients).max() < 0.1, "events were drawn without any effect"


def test_the_oxford_figures_as_printed():
    result = fit(*oxford())
    assert np.exp(result.coefficients) == pytest.approx([12.037, 0.225], abs=5e-4)
    assert result.log_likelihood == pytest.approx(-10.088277, abs=1e-6)
