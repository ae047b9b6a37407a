"""Does a plan keep its promise? The planner's table, and simulated calls by the number that it asked for.

    python -m benchmarks.planning --worlds 100

Prints the table of the standard city under the assumptions of the first design study (rate ratio 4 for 30 days, at
once), with the time since registration as one step and free; then draws as many calls as one arrangement is said to
need, fits them, and counts how often the two rate ratios are told apart at a two-sided 5 %, with and without a leak.
"""

import argparse

import numpy as np
from scipy.special import ndtri
from tqdm import tqdm

from portal.aggregation.planner import TWO_SIDED, Arrangement, Planned, Question, effect, plan, shifted
from portal.aggregation.population import Population
from portal.aggregation.standard_city import standard_city, with_step
from portal.stats.conditional_likelihood import Table
from portal.stats.newton import inverse_information
from portal.stats.null_fit import null_fit

STUDY = Question(rate_ratio=4.0, delay=0.0, lasting=30)
STUDIED = (None, 662, 242, 128, 97, 167, 111, 1228, 614, 343, 213)  # calls in the first design study, in plan()'s order
SHIFT = 7
FIRST_SEED = 7_000_000


def main() -> None:
    """Print the tables and the simulation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=100)
    worlds = parser.parse_args().worlds
    city = standard_city()
    free = plan(city, STUDY)
    print(_table(plan(with_step(city), STUDY), free))
    promised = next(one for one in free if one.arrangement is Arrangement.SHIFT and one.amount == SHIFT)
    calls = round(promised.calls)
    for name, ratio in (("rate ratio 4", 4.0), ("no leak", 1.0)):
        told = [told_apart(city, ratio, calls, seed) for seed in tqdm(range(worlds), desc=name, leave=False)]
        share = np.mean(told)
        error = np.sqrt(max(share * (1 - share), 1 / worlds) / worlds)
        print(f"{name}, {SHIFT} days apart, {calls} calls, {worlds} worlds: told apart {share:.0%} ± {error:.0%}")


def told_apart(city: Population, ratio: float, calls: int, seed: int) -> bool:
    """Draw calls, fit the curves and both exposures, and ask whether the two log rate ratios differ."""
    rng = np.random.default_rng(FIRST_SEED + seed)
    first, second = city.counted.held[:, 0], shifted(city.counted.held[:, 1], SHIFT)
    columns = np.column_stack([effect(city.since(held), STUDY) for held in (first, second)])
    rate = city.expected * ratio ** columns[:, 0]
    events = rng.multinomial(calls, rate / rate.sum()).astype(float)
    table = _of_called(city, events, columns)
    top = null_fit(table)
    covariance = inverse_information(top.at.information)[-2:, -2:]
    spread = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    return bool(abs(top.beta[-2] - top.beta[-1]) > ndtri(1 - TWO_SIDED / 2) * np.sqrt(spread))


def _of_called(city: Population, events: np.ndarray, columns: np.ndarray) -> Table:
    """The rows of patterns with calls, under the curves and the two exposures."""
    starts = city.base.table.starts
    sizes = np.diff(np.append(starts, len(events)))
    called = np.add.reduceat(events, starts) > 0
    rows = np.repeat(called, sizes)
    design = np.hstack([city.nuisance[rows].toarray(), columns[rows]])
    begins = np.cumsum(sizes[called]) - sizes[called]
    return Table(np.ones(int(rows.sum())), events[rows], design, begins, np.flatnonzero(called))


def _table(step: tuple[Planned, ...], free: tuple[Planned, ...]) -> str:
    lines = [
        "| arrangement | amount | first study | one step | free curves | engine, free curves |",
        "|---|---|---|---|---|---|",
    ]
    for studied, simple, whole in zip(STUDIED, step, free, strict=True):
        cells = (whole.arrangement, whole.amount, studied, simple.calls, whole.calls, whole.engine_calls)
        lines.append(
            "| "
            + " | ".join("–" if one is None else f"{one:.4g}" if isinstance(one, float) else str(one) for one in cells)
            + " |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
