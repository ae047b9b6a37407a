"""What would tell two sources apart: asked at the terminal and in the office, answered in one document."""

from dataclasses import dataclass
from typing import Any

from portal.aggregation.pair import months, pair
from portal.aggregation.planner import POWER, SHARES, TWO_SIDED, Planned, Question, plan
from portal.aggregation.population import Population
from portal.aggregation.standard_city import standard_city
from portal.extract.columns import Extract
from portal.stats.planning import canaries_needed, exact_withheld

CALLED = (0.2, 0.05)  # chances that a leaked record is called, for the canaries
STANDARD = ("A", "B")


class TwoNeeded(ValueError):
    """There are calls, and the two sources were not both named."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: two sources, the first supposed to leak, and how its calls would come."""

    first: str | None = None
    second: str | None = None
    rate_ratio: float = 4.0
    delay: float = 4.0
    lasting: int | None = None


@dataclass(frozen=True, eq=False)
class Asked:
    """What is planned for; without data a standard city, whose calls come at no known rate."""

    names: tuple[str, str]
    city: Population
    question: Question
    mothers: int
    calls: int
    monthly: float


def planned(extract: Extract, wanted: Wanted) -> tuple[Asked, tuple[Planned, ...]]:
    """Every arrangement for the two sources; TwoNeeded or UnknownSource where they are not named."""
    asked = _asked(extract, wanted)
    return asked, plan(asked.city, asked.question)


def document(asked: Asked, plans: tuple[Planned, ...]) -> dict[str, Any]:
    """The document of `flask design --json`."""
    question = asked.question
    return {
        "between": asked.names[0],
        "and": asked.names[1],
        "population": "own" if asked.calls else "standard",
        "mothers": asked.mothers,
        "calls": asked.calls,
        "calls_a_month": asked.monthly or None,
        "rate_ratio": question.rate_ratio,
        "delay_days": question.delay,
        "lasting_days": question.lasting,
        "power": POWER,
        "two_sided_level": TWO_SIDED,
        "designs": [_written(asked, one) for one in plans],
        "withheld_exact": [{"share": share, "calls": exact_withheld(share)} for share in SHARES],
        "canaries": [{"called": called, "planted": canaries_needed(called)} for called in CALLED],
    }


def _asked(extract: Extract, wanted: Wanted) -> Asked:
    question = Question(wanted.rate_ratio, wanted.delay, wanted.lasting)
    if not len(extract.calls):
        return Asked(STANDARD, standard_city(), question, 0, 0, 0.0)
    if not (wanted.first and wanted.second):
        raise TwoNeeded
    found = pair(extract, wanted.first, wanted.second)
    if found is None:
        return Asked(STANDARD, standard_city(), question, 0, 0, 0.0)
    settled = Question(question.rate_ratio, question.delay, question.lasting, found.classes, found.registration)
    return Asked(found.names, found.city, settled, found.mothers, found.calls, found.monthly)


def _written(asked: Asked, one: Planned) -> dict[str, Any]:
    return {
        "design": one.arrangement.value,
        "amount": one.amount,
        "correlation": one.correlation,
        "standard_error_3000_calls": one.standard_error,
        "calls": one.calls,
        "engine_calls": one.engine_calls,
        "months": months(one, one.calls, asked.calls, asked.monthly),
        "engine_months": months(one, one.engine_calls, asked.calls, asked.monthly),
    }
