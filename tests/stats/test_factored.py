"""Counted products are the products."""

import numpy as np
import pytest

from portal.stats.conditional_likelihood import Table, derivatives, expected_events
from portal.stats.efficient_score import scores
from portal.stats.factored import Factored
from portal.stats.false_discovery import InvalidPValue, benjamini_yekutieli


@pytest.fixture
def tables():
    rng = np.random.default_rng(3)
    rows, strata = 400, 25
    codes = (rng.integers(-1, 5, rows), rng.integers(0, 3, rows), np.zeros(rows, dtype=int))
    design = Factored(codes, (5, 3, 1), rng.normal(size=(rows, 2)))
    starts = np.arange(0, rows, rows // strata)
    events = rng.poisson(0.3, rows).astype(float)
    events[starts] += 1
    parts = (np.ones(rows), events)
    return Table(*parts, design, starts, np.arange(strata)), Table(*parts, design[0:rows], starts, np.arange(strata))


def test_likelihood_score_and_information_are_those_of_the_written_out_design(tables):
    counted, written = tables
    beta = np.random.default_rng(1).normal(size=8) / 3
    ours, theirs = derivatives(counted, beta), derivatives(written, beta)
    assert ours.log_likelihood == pytest.approx(theirs.log_likelihood, rel=1e-12)
    np.testing.assert_allclose(ours.score, theirs.score, atol=1e-10)
    np.testing.assert_allclose(ours.information, theirs.information, atol=1e-10)
    np.testing.assert_allclose(expected_events(counted, beta), expected_events(written, beta), rtol=1e-12)


def test_scores_by_subject_add_up_and_their_information_is_that_of_the_likelihood(tables):
    counted, written = tables
    row = np.repeat(np.arange(len(counted.events)), counted.events.astype(int))
    subject = np.searchsorted(counted.starts, row, side="right") - 1
    beta = np.zeros(8)
    found = scores(counted, expected_events(counted, beta), subject, row, counted.design)
    at = derivatives(written, beta)
    np.testing.assert_allclose(found.total, at.score, atol=1e-10)
    np.testing.assert_allclose(found.told.parts(np.eye(len(at.score))).sum(axis=0), at.score, atol=1e-10)
    np.testing.assert_allclose(found.total, at.score, atol=1e-10)
    np.testing.assert_allclose(found.information, at.information, atol=1e-10)


def test_rows_can_be_picked_and_columns_added(tables):
    design = tables[0].design
    rows = np.array([1, 5, 390])
    np.testing.assert_array_equal(design.picked(rows)[0:3], design[0:400][rows])
    more = design.beside([design.codes[1]], [3], [np.ones((400, 1))])
    assert more.shape == (400, 11)
    np.testing.assert_array_equal(more[0:400][:, -1], 1.0)
    np.testing.assert_array_equal(more[0:400][:, 6:8], design[0:400][:, 4:6])


def test_weights_spend_the_level_and_equal_ones_change_nothing():
    p = [0.001, 0.02, 0.4]
    np.testing.assert_allclose(benjamini_yekutieli(p, [7, 7, 7]), benjamini_yekutieli(p))
    heavy, light = benjamini_yekutieli(p, [8, 1, 1])[0], benjamini_yekutieli(p, [1, 8, 8])[0]
    assert heavy < benjamini_yekutieli(p)[0] < light
    with pytest.raises(InvalidPValue):
        benjamini_yekutieli(p, [1, 0, 1])
