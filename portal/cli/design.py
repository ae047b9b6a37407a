"""`flask design`: which arrangement of exports would tell two sources apart, and after how many calls."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from portal.aggregation.pair import UnknownSource, months, pair
from portal.aggregation.planner import POWER, SHARES, TWO_SIDED, Arrangement, Planned, Question, plan
from portal.aggregation.population import Population
from portal.aggregation.standard_city import standard_city
from portal.cli.analysis import DIRECTORY, from_database, from_directory
from portal.cli.findings_table import NOT_SAID, aligned
from portal.cli.json_file import write_json
from portal.cli.running import Refused, SettingUp
from portal.cli.wording import words
from portal.domain.finding import REGISTRATION
from portal.extract.columns import Extract
from portal.stats.planning import canaries_needed, exact_withheld

COLUMNS = ("arrangement", "correlation", "standard_error", "calls", "engine_calls", "months")
CALLED = (0.2, 0.05)  # chances that a leaked record is called, for the canaries
STANDARD = ("A", "B")


@dataclass(frozen=True, eq=False)
class Asked:
    """What is planned for; without data a standard city, whose calls come at no known rate."""

    names: tuple[str, str]
    city: Population
    question: Question
    mothers: int
    calls: int
    monthly: float


@click.command(cls=SettingUp, help=words("cli.help.design"))
@click.option("--between", "first", help=words("cli.option.between"))
@click.option("--and", "second", help=words("cli.option.and"))
@click.option("--rate-ratio", type=click.FloatRange(1.01, 1000), default=4.0, help=words("cli.option.rate_ratio"))
@click.option("--delay", type=click.FloatRange(0, 60), default=4.0, help=words("cli.option.delay"))
@click.option("--lasting", type=click.IntRange(1, 1000), help=words("cli.option.lasting"))
@click.option("--json", "file", type=click.Path(path_type=Path, dir_okay=False), help=words("cli.option.design_json"))
@click.option("--from-extract", "directory", type=DIRECTORY, help=words("cli.option.from_extract"))
def design(
    first: str | None, second: str | None, rate_ratio: float, delay: float, lasting: int | None, file: Path | None,
    directory: Path | None,
) -> None:  # fmt: skip
    """Plan, print, write."""
    extract = from_directory(directory) if directory else from_database()
    asked = _asked(extract, first, second, Question(rate_ratio, delay, lasting))
    plans = plan(asked.city, asked.question)
    click.echo(_table(asked, plans))
    if file:
        write_json(_document(asked, plans), file)


def _asked(extract: Extract, first: str | None, second: str | None, question: Question) -> Asked:
    if len(extract.calls) and not (first and second):
        raise Refused("cli.design.name_two", names="; ".join((REGISTRATION, *extract.recipients)))
    if not len(extract.calls):
        return Asked(STANDARD, standard_city(), question, 0, 0, 0.0)
    try:
        found = pair(extract, str(first), str(second))
    except UnknownSource as unknown:
        known = "; ".join((REGISTRATION, *extract.recipients))
        raise Refused("cli.design.unknown", name=unknown.args[0], names=known) from unknown
    if found is None:
        return Asked(STANDARD, standard_city(), question, 0, 0, 0.0)
    settled = Question(question.rate_ratio, question.delay, question.lasting, found.classes, found.registration)
    return Asked(found.names, found.city, settled, found.mothers, found.calls, found.monthly)


def _table(asked: Asked, plans: tuple[Planned, ...]) -> str:
    heads = [words(f"study.design.column.{column}") for column in COLUMNS]
    rows = [_cells(asked, one) for one in plans]
    question = asked.question
    lasting = words("study.design.lasting", days=question.lasting) if question.lasting else words("study.design.stays")
    known = {"mothers": asked.mothers, "calls": asked.calls, "monthly": f"{asked.monthly:.0f}"}
    lines = [
        words("study.design.head", first=_name(asked.names[0]), second=_name(asked.names[1])),
        words("study.design.supposed", ratio=f"{question.rate_ratio:g}", delay=f"{question.delay:g}", lasting=lasting),
        words("study.design.own", **known) if asked.calls else words("study.design.standard"),
        *aligned([heads, *rows]),
        words("study.design.says"),
        words("study.design.exact", shares=_shares(), calls=", ".join(str(exact_withheld(share)) for share in SHARES)),
        *(words("study.design.canaries", called=f"{p:.0%}", planted=canaries_needed(p)) for p in CALLED),
    ]
    return "\n".join(lines)


def _cells(asked: Asked, one: Planned) -> list[str]:
    needed = months(one, one.engine_calls, asked.calls, asked.monthly)
    return [
        words(f"study.design.{one.arrangement}", amount=_amount(one)),
        _number(one.correlation, ".3f"),
        _number(one.standard_error, ".3f"),
        _calls(one.calls),
        _calls(one.engine_calls),
        _number(needed, ",.1f"),
    ]


def _amount(one: Planned) -> str:
    if one.amount is None or one.arrangement is Arrangement.HALF_DISTRICTS:
        return ""
    return f"{one.amount:.0%}" if one.arrangement is Arrangement.WITHHELD else f"{one.amount:g}"


def _calls(value: float | None) -> str:
    return words("study.design.never") if value is None else f"{value:,.0f}"


def _number(value: float | None, form: str) -> str:
    return NOT_SAID if value is None else format(value, form)


def _shares() -> str:
    return ", ".join(f"{share:.0%}" for share in SHARES)


def _name(name: str) -> str:
    return words("cli.findings.registration") if name == REGISTRATION else name


def _document(asked: Asked, plans: tuple[Planned, ...]) -> dict[str, Any]:
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
