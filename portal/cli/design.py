"""`flask design`: which arrangement of exports would tell two sources apart, and after how many calls."""

from dataclasses import asdict
from pathlib import Path

import click

from portal.aggregation.pair import UnknownSource, months
from portal.aggregation.planner import SHARES, Arrangement, Planned
from portal.cli.analysis import DIRECTORY, from_database, from_directory
from portal.cli.findings_table import NOT_SAID, aligned
from portal.cli.json_file import write_json
from portal.cli.planning import CALLED, Asked, TwoNeeded, Wanted, document, planned
from portal.cli.running import Refused, SettingUp, services
from portal.cli.studying import Answered, keep
from portal.cli.wording import words
from portal.domain.finding import REGISTRATION
from portal.domain.study import StudyKind
from portal.intake.importing import LOCAL_OPERATOR
from portal.stats.planning import canaries_needed, exact_withheld

COLUMNS = ("arrangement", "correlation", "standard_error", "calls", "engine_calls", "months")


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
    wanted = Wanted(first, second, rate_ratio, delay, lasting)
    known = "; ".join((REGISTRATION, *extract.recipients))
    try:
        asked, plans = planned(extract, wanted)
    except TwoNeeded as error:
        raise Refused("cli.design.name_two", names=known) from error
    except UnknownSource as unknown:
        raise Refused("cli.design.unknown", name=unknown.args[0], names=known) from unknown
    click.echo(_table(asked, plans))
    answer = document(asked, plans)
    if not directory:
        found = services()
        question = asdict(wanted)
        keep(Answered(StudyKind.DESIGN, answer, question), by=LOCAL_OPERATOR, at=found.clock(), store=found.store)
    if file:
        write_json(answer, file)


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
