"""The empirical null against OHDSI's, in limits, and on controls whose bias is known."""

import csv

import numpy as np
import pytest
from scipy.stats import norm

from portal.stats.negative_controls import EmpiricalNull, TooFewControls, empirical_null
from tests.stats.sccs_tables import shared_file


def rows(name):
    with shared_file("calibration", name).open() as handle:
        return list(csv.DictReader(handle))


def log_likelihood(null, controls):
    return sum(
        norm.logpdf(float(row["logRr"]), null.mean, np.hypot(null.sd, float(row["seLogRr"]))) for row in controls
    )


def test_the_null_of_the_published_controls():
    controls = [row for row in rows("sccs.csv") if row["groundTruth"] == "0"]
    found = empirical_null([float(row["logRr"]) for row in controls], [float(row["seLogRr"]) for row in controls])
    printed = rows("calibration_reference.csv")[0]
    assert found.controls == int(printed["n_neg"]) == 45
    assert found.mean == pytest.approx(float(printed["null_mean"]), abs=5e-5)
    assert found.sd == pytest.approx(float(printed["null_sd"]), abs=5e-5)
    drug = found.p_value(float(printed["pos_logRr"]), float(printed["pos_se"]))
    assert drug == pytest.approx(float(printed["p_cal"]), abs=2e-4)
    # the difference is theirs: their search stops just short of the maximum
    theirs = EmpiricalNull(float(printed["null_mean"]), float(printed["null_sd"]), 45)
    assert log_likelihood(found, controls) >= log_likelihood(theirs, controls)


def test_every_published_calibrated_p_from_its_printed_null():
    for row in rows("calibration_reference.csv"):
        null = EmpiricalNull(float(row["null_mean"]), float(row["null_sd"]), int(row["n_neg"]))
        assert null.p_value(float(row["pos_logRr"]), float(row["pos_se"])) == pytest.approx(
            float(row["p_cal"]), abs=1e-9
        )


def test_three_printed_figures_without_the_shared_data():
    # EmpiricalCalibration 3.1.4, data set sccs: null and Sertraline
    null = EmpiricalNull(0.792158051923878, 0.28343634583577, 45)
    assert null.p_value(0.732623537, 0.0737170848974772) == pytest.approx(0.8389142, abs=5e-8)


def test_without_bias_the_p_value_is_the_usual_one():
    assert EmpiricalNull(0.0, 0.0, 9).p_value(0.4, 0.2) == pytest.approx(2 * norm.sf(2))
    assert EmpiricalNull(0.3, 0.1, 9).p_value(0.3, 0.2) == 1


def test_a_planted_bias_is_found_and_its_p_values_are_even():
    rng = np.random.default_rng(8)
    errors = rng.uniform(0.05, 0.4, 3000)
    null = empirical_null(rng.normal(0.5, np.hypot(0.25, errors)), errors)
    assert null.mean == pytest.approx(0.5, abs=0.02)
    assert null.sd == pytest.approx(0.25, abs=0.02)
    again = rng.normal(0.5, np.hypot(0.25, errors))
    below = np.mean([null.p_value(one, error) <= 0.05 for one, error in zip(again, errors, strict=True)])
    assert below == pytest.approx(0.05, abs=0.015)


def test_controls_without_an_estimate_are_left_out_and_too_few_are_refused():
    assert empirical_null([0.1, np.nan, -0.1, np.inf], [0.1] * 4).controls == 2
    for estimates, errors in (([0.1], [0.1]), ([0.1, 0.2], [0.1, 0.0])):
        with pytest.raises(TooFewControls):
            empirical_null(estimates, errors)
