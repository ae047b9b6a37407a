"""What would tell two sources apart, and after how many calls: expected information for one arrangement after another.

The first source is supposed to leak, the second not. Each arrangement replays the same mothers under other export
days, or with records withheld: who holds which record from when changes, the mothers and their curves do not. Parts of
the mothers that are treated differently (held by both, by one, by nobody) are arms; their information adds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import ndtri

from portal.aggregation.exposure import NEVER
from portal.aggregation.levels import LEVEL
from portal.aggregation.population import ONSETS, Population, delay_place
from portal.stats.onset import onset
from portal.stats.planning import Expected, beside, events_needed, separation
from portal.stats.search import critical_value, path_length

POWER, TWO_SIDED = 0.8, 0.05
STANDARD_CALLS = 3000  # for which the standard error is printed
SHIFTS, SPANS, SHARES = (1, 3, 7, 14), (14, 27), (0.05, 0.1, 0.2)
PLASTIC = 1.32471795724474602596  # its inverse powers fill a square most evenly (Roberts 2018), by no chance at all
TURNS = 6
NEAR = 1.25  # of the fewest calls, within which the simpler arrangement is preferred
SOMETHING = 1e-6  # of a column's own variance; less is rounding
DELAYS = ONSETS.shape[1]


class Arrangement(StrEnum):
    """Ways to let files leave, worded under `cli.design.<code>` and `settles.<code>`."""

    AS_IS = "as_is"
    SHIFT = "shift"
    RANDOM_DAY = "random_day"
    WITHHELD = "withheld"
    HALF_DISTRICTS = "half_districts"


@dataclass(frozen=True)
class Question:
    """What is supposed to be true, and how many classes the engine would test.

    Attributes
    ----------
    rate_ratio : of the first source; the second has 1
    delay : median days from the export to the calls (log-normal onset); 0 is at once
    lasting : days after the export on which the effect ends; None: it stays
    classes : tested at once, for Benjamini and Yekutieli's price
    registration : whether the first source is the registration itself, which no file can shift or withhold; the time
        since registration is then not free
    """

    rate_ratio: float = 4.0
    delay: float = 0.0
    lasting: int | None = None
    classes: int = 3
    registration: bool = False


@dataclass(frozen=True)
class Planned:
    """One arrangement.

    Attributes
    ----------
    amount : days of shift, days over which the random day is spread, or share withheld; None where there is nothing
    correlation : of the two exposures within mothers, the curves taken out
    standard_error : of the difference of the log rate ratios after 3,000 calls
    calls : for 80 % power at a two-sided 5 %; None: never
    engine_calls : for 80 % power at the level on which the engine would name the first and not the second
    """

    arrangement: Arrangement
    amount: float | None
    correlation: float | None
    standard_error: float | None
    calls: float | None
    engine_calls: float | None


@dataclass(frozen=True, eq=False)
class Arm:
    """A part of the mothers, and the days on which the two sources hold their records."""

    weight: float
    first: np.ndarray
    second: np.ndarray


def plan(city: Population, question: Question) -> tuple[Planned, ...]:
    """Every arrangement for the two sources in the columns of `city.counted.held`."""
    first, second = city.counted.held[:, 0], city.counted.held[:, 1]
    made = [(Arrangement.AS_IS, None, [Arm(1.0, first, second)])]
    made += [(Arrangement.SHIFT, days, [Arm(1.0, first, shifted(second, days))]) for days in SHIFTS]
    made += [(Arrangement.RANDOM_DAY, span, _random(first, second, span, question)) for span in SPANS]
    made += [(Arrangement.WITHHELD, share, _withheld(first, second, share, question)) for share in SHARES]
    half = [Arm(0.5, first, second), Arm(0.5, first, np.full_like(second, NEVER))]
    made.append((Arrangement.HALF_DISTRICTS, 0.5, half))
    known: dict[bytes, Expected] = {}
    return tuple(
        _planned(city, question, kind, amount, _total(city, question, arms, known)) for kind, amount, arms in made
    )


def shifted(held: np.ndarray, days: int) -> np.ndarray:
    """The same files, each this many days later."""
    return np.where(held < NEVER, held + days, NEVER)


def scattered(held: np.ndarray, span: int, stream: int, turn: int = 0) -> np.ndarray:
    """Each file 0 … `span` days later, file by file on another day: an even sequence in place of a draw.

    `stream` (1 or 2) tells the two sources' days apart, `turn` takes the next stretch of the sequence.
    """
    came = held < NEVER
    days, place = np.unique(held[came], return_inverse=True)
    step = turn * len(days) + np.arange(1, len(days) + 1)
    late = np.floor((0.5 + step / PLASTIC**stream) % 1 * (span + 1)).astype(np.int64)
    moved = np.full_like(held, NEVER)
    moved[came] = held[came] + late[place]
    return moved


def effect(since: np.ndarray, question: Question) -> np.ndarray:
    """How much of the effect is there, these days after the export: 0 … 1."""
    begun = onset(since, question.delay)
    return begun if question.lasting is None else begun - onset(since - question.lasting, question.delay)


def simplest(plans: Iterable[Planned]) -> Planned | None:
    """Of the arrangements near the fewest calls the one that asks least of the offices; None where none ever does.

    They stand in that order; where nothing needs clearly fewer calls than the present one, that is the answer.
    """
    able = [one for one in plans if one.engine_calls is not None]
    fewest = min((one.engine_calls for one in able), default=0.0)
    return next((one for one in able if one.engine_calls <= NEAR * fewest), None)


def _random(first: np.ndarray, second: np.ndarray, span: int, question: Question) -> list[Arm]:
    """Each source's files on days of their own; several stretches of days, so that no single one decides."""
    return [
        Arm(
            1 / TURNS,
            first if question.registration else scattered(first, span, 1, turn),
            scattered(second, span, 2, turn),
        )
        for turn in range(TURNS)
    ]


def _withheld(first: np.ndarray, second: np.ndarray, share: float, question: Question) -> list[Arm]:
    never = np.full_like(second, NEVER)
    if question.registration:
        return [Arm(1 - share, first, second), Arm(share, first, never)]
    return [
        Arm((1 - share) ** 2, first, second),
        Arm((1 - share) * share, first, never),
        Arm(share * (1 - share), never, second),
        Arm(share**2, never, never),
    ]


def _total(city: Population, question: Question, arms: list[Arm], known: dict[bytes, Expected]) -> Expected:
    """The arms with their weights; an arm that an earlier arrangement had is not computed again."""
    parts = []
    for arm in arms:
        name = arm.first.tobytes() + arm.second.tobytes()
        if name not in known:
            known[name] = _arm(city, question, arm)
        parts.append(known[name].weighted(arm.weight))
    return sum(parts[1:], start=parts[0])


def _arm(city: Population, question: Question, arm: Arm) -> Expected:
    """Columns after the curves: the first's true effect, the second's, then the engine's delays of both."""
    truth = [effect(city.since(held), question) for held in (arm.first, arm.second)]
    columns = np.hstack([np.column_stack(truth), city.onsets(arm.first), city.onsets(arm.second)])
    return city.information(columns, np.exp(np.log(question.rate_ratio) * truth[0]))


def _planned(city: Population, question: Question, kind: Arrangement, amount: float | None, total: Expected) -> Planned:
    given = city.without_since if question.registration else city.curves
    columns = np.arange(len(city.curves), len(total.information))
    left, before = total.efficient(columns, given), np.diag(total.information)[columns] / total.events
    apart = separation(left[:2, :2], before[:2])
    ratio = abs(np.log(question.rate_ratio))
    calls = events_needed(apart.difference, ratio, ndtri(1 - TWO_SIDED / 2), POWER)
    return Planned(
        arrangement=kind,
        amount=amount,
        correlation=apart.correlation,
        standard_error=_finite(apart.standard_error(STANDARD_CALLS)),
        calls=_finite(calls),
        engine_calls=_finite(_engine(question, left, before, ratio)),
    )


def _engine(question: Question, left: np.ndarray, before: np.ndarray, ratio: float) -> float:
    """Calls until the first passes the engine's threshold with all delays of the second in the model.

    The score of a delay's column is expected at its covariance with the true effect's column, times the effect.
    """
    wanted, rival = np.append(0, 2 + np.arange(DELAYS)), 2 + DELAYS + np.arange(DELAYS)
    variance = beside(left, wanted, rival)
    own, cross = np.diag(variance)[1:], variance[0, 1:]
    known = np.where(own > SOMETHING * before[wanted[1:]], _signal(own, cross), 0.0)
    place = delay_place(question.delay) if question.lasting is None else int(np.argmax(known))
    harmonic = sum(1 / rank for rank in range(1, question.classes + 1))
    threshold = critical_value(LEVEL / (question.classes * harmonic), path_length(variance[1:, 1:]))
    return events_needed(float(known[place]), ratio, threshold, POWER)


def _signal(own: np.ndarray, cross: np.ndarray) -> np.ndarray:
    """Squared expected score over its variance, for an effect of one."""
    return np.where(own > 0, np.maximum(cross, 0.0) ** 2 / np.where(own > 0, own, 1.0), 0.0)


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
