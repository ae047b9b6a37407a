"""Where a seized list may have been cut from: log10 likelihood ratios of its rows, its columns and known numbers.

Every hypothesis says from which distribution f the rows were drawn; the reference, gathering without our data, says q.
A row is wrong with probability eps whatever the hypothesis (misread, mistyped, from elsewhere), so with one field

    LR = prod over rows of (1 - eps) f(row) / q(row) + eps

where one row outside f costs a factor eps and a row inside gains what f is narrower than q: a hypothesis that explains
everything gains nothing. f and q are taken with the same shape (weekends, large hospitals), which then cancels.

The rows of one list are not independent draws. The ratio orders hypotheses and shows which ones are equal; its size
over thousands of rows is not a strength of proof, and the ratio per row is given beside it for that reason.

References
----------
P. Papadimitriou, H. Garcia-Molina (2011). Data leakage detection. IEEE TKDE 23, 51-63: the guilt of a holder, row by
row. Its probability reaches 1 for every holder of a hundred common rows, which is why batches are compared here.
R. Ruggles, H. Brodie (1947). An empirical approach to economic intelligence in World War II. JASA 42, 72-91 (edges).
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, xlog1py, xlogy
from scipy.stats import binom, hypergeom

ERROR_RATE = 0.02  # of a date or a hospital in a list that was typed, merged and sold on
DROPPED = 0.3  # chance that a thief leaves a column out
ADDED = 0.05  # chance that he adds one from elsewhere
ANY_COLUMN = 0.5  # chance of a column in a list that was gathered without our data
COINCIDENCE = 1e-6  # chance that a fresh number of ours stands on a stranger's list: a thousand rows of 1e9 numbers

LN10 = np.log(10)


class InvalidEvidence(ValueError):
    """Counts and densities that do not fit together, or rates that are no probabilities."""


def draw_ratio(counts: ArrayLike, densities: ArrayLike, reference: ArrayLike, error_rate: float) -> np.ndarray:
    """log10 likelihood ratio of rows by category against the reference, for every hypothesis.

    Parameters
    ----------
    counts : (categories,) rows of the list
    densities : (hypotheses, categories) probability of each category under each hypothesis
    reference : (categories,) probability under the reference; a category that it excludes is outside everything
    error_rate : eps

    Returns
    -------
    (hypotheses,) array

    Examples
    --------
    Ten rows inside a month of a year; ten rows of which one is outside.

    >>> month, year = np.array([[1.0, 0.0]]), np.array([1 / 12, 11 / 12])
    >>> [round(float(draw_ratio(rows, month, year, 0.02)[0]), 2) for rows in ([10, 0], [9, 1])]
    [10.71, 7.94]
    """
    rows, inside, base = (np.asarray(values, dtype=np.float64) for values in (counts, densities, reference))
    if not (rows.shape == base.shape and inside.ndim == 2 and inside.shape[1] == base.size and 0 < error_rate < 1):
        raise InvalidEvidence("one count and one reference for each category, and an error rate inside (0, 1)")
    narrower = np.divide(inside, base, out=np.zeros_like(inside), where=base > 0)
    return np.log10((1 - error_rate) * narrower + error_rate) @ rows


def column_ratio(present: ArrayLike, held: ArrayLike) -> np.ndarray:
    """log10 likelihood ratio of a list's columns, for every hypothesis.

    A column that the file held is still there unless dropped, one that it did not hold had to be added; the reference
    has each with probability one half.

    Parameters
    ----------
    present : (columns,) whether the list has it
    held : (hypotheses, columns) whether the files of a hypothesis had it

    Examples
    --------
    >>> round(float(column_ratio([True, True, False], [[True, True, False]])[0]), 3)
    0.571
    """
    there, had = np.asarray(present, dtype=bool), np.asarray(held, dtype=bool)
    if had.ndim != 2 or had.shape[1] != there.size:
        raise InvalidEvidence("one column of the list for each column of the files")
    chance = np.where(had, np.where(there, 1 - DROPPED, DROPPED), np.where(there, ADDED, 1 - ADDED))
    return np.log10(chance / ANY_COLUMN).sum(axis=1)


def later_ratio(later: int, told: int, error_rate: float) -> float:
    """log10 likelihood ratio of rows that tell of something later than the file, among those that tell anything.

    If the list came from that file, each of them is an error. The alternative has whatever share fits best, so that a
    share below the error rate says nothing, and no number of sound rows speaks for a file.

    Examples
    --------
    >>> round(later_ratio(8, 8, 0.02), 2), later_ratio(8, 700, 0.02)
    (-13.59, 0.0)
    """
    if not (0 <= later <= told and 0 < error_rate < 1):
        raise InvalidEvidence(f"{later} of {told}")
    share = later / told if told else 0.0
    if share <= error_rate:
        return 0.0
    logs = later * np.log10(error_rate / share)
    return float(logs + (told - later) * (np.log10((1 - error_rate) / (1 - share)) if later < told else 0.0))


def contrast_ratio(found_in: int, inside: int, found_out: int, outside: int, error_rate: float) -> float:
    """log10 likelihood ratio of known numbers that stand on the list, of people inside and outside a hypothesis.

    Under the hypothesis the share c of those inside is unknown (uniform) and those outside are found by error only;
    under the reference one unknown share holds for all of them.

    Examples
    --------
    >>> round(contrast_ratio(9, 10, 0, 10, 0.02), 2)
    4.42
    """
    if not (0 <= found_in <= inside and 0 <= found_out <= outside and 0 < error_rate < 1):
        raise InvalidEvidence("more numbers found than there are")
    own = betaln(found_in + 1, inside - found_in + 1)
    own += xlogy(found_out, error_rate) + xlog1py(outside - found_out, -error_rate)
    found, everybody = found_in + found_out, inside + outside
    return float((own - betaln(found + 1, everybody - found + 1)) / LN10)


def planted_ratio(found: int, planted: int, coincidence: float = COINCIDENCE) -> float:
    """log10 likelihood ratio of canaries found on a list: an unknown share c (uniform) against coincidence.

    Examples
    --------
    >>> round(planted_ratio(2, 3), 2), round(planted_ratio(0, 3), 2)
    (10.92, -0.6)
    """
    if not (0 <= found <= planted and 0 < coincidence < 1):
        raise InvalidEvidence(f"{found} of {planted}")
    by_chance = xlogy(found, coincidence) + xlog1py(planted - found, -coincidence)
    return float((betaln(found + 1, planted - found + 1) - by_chance) / LN10)


def edge_probability(gap: float, length: float, rows: int) -> float:
    """The chance that none of `rows` lies in the last `gap` of a window of `length`, if they are spread evenly.

    Examples
    --------
    >>> round(edge_probability(3, 30, 20), 3)
    0.122
    """
    if not (0 <= gap <= length and length > 0 and rows >= 0):
        raise InvalidEvidence(f"a gap of {gap} in {length}")
    return float((1 - gap / length) ** rows)


def outside_probability(outside: int, rows: int, error_rate: float) -> float:
    """The chance of at least so many rows outside a window, if each is wrong with the error rate."""
    if not (0 <= outside <= rows and 0 < error_rate < 1):
        raise InvalidEvidence(f"{outside} of {rows}")
    return float(binom.sf(outside - 1, rows, error_rate))


def all_inside_probability(drawn: int, inside: int, total: int) -> float:
    """The chance that `drawn` different hospitals, taken at random from `total`, all belong to a set of `inside`.

    Examples
    --------
    >>> round(all_inside_probability(26, 70, 75), 2)
    0.11
    """
    if not (0 <= inside <= total and 0 <= drawn <= total):
        raise InvalidEvidence(f"{drawn} and {inside} of {total}")
    return float(hypergeom.pmf(drawn, total, inside, drawn))
