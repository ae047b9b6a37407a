"""`flask canaries plan`, `import`, `calls` and `assess`."""

from datetime import date, datetime
from pathlib import Path
from secrets import SystemRandom

import click

from portal.casework import canaries as planting
from portal.casework.canaries import NoHospitals, UnknownRecipient
from portal.cli.findings_table import NOT_SAID, aligned
from portal.cli.imports import DRY_RUN, FILE, reason, say
from portal.cli.json_file import write_json
from portal.cli.progress import progress_bar
from portal.cli.running import SOME_REFUSED, PortalGroup, Refused, services
from portal.cli.studying import Answered, assessed, keep
from portal.cli.wording import words
from portal.domain.period import Period, end_of, local_day
from portal.domain.planted import Assessment, CanaryCount, RecipientCanaries
from portal.domain.recipient import next_month
from portal.domain.study import StudyKind
from portal.intake import importing
from portal.intake.canary_imports import Canaries, CanaryCalls
from portal.intake.importing import LOCAL_OPERATOR, Kind

DAY = click.DateTime(["%Y-%m-%d"])
COLUMNS = ("recipient", "planted", "called", "named", "months", "p_value", "p_adjusted", "ratio", "speaks", "others")
OUT = click.Path(path_type=Path, dir_okay=False)


@click.group(cls=PortalGroup, help=words("cli.help.canaries"))
def canaries() -> None:
    """Numbers of our own in exported files."""


@canaries.command("plan", help=words("cli.help.canaries_plan"))
@click.option("--recipient", "recipients", multiple=True, required=True, help=words("cli.option.canary_recipient"))
@click.option("--per-batch", type=click.IntRange(1, 10_000), default=14, help=words("cli.option.per_batch"))
@click.option("--controls", type=click.IntRange(0, 10_000), default=100, help=words("cli.option.controls"))
@click.option("--from", "start", type=DAY, help=words("cli.option.registered_from"))
@click.option("--until", type=DAY, help=words("cli.option.registered_until"))
@click.option("--out", type=OUT, required=True, help=words("cli.option.canary_out"))
def plan(
    recipients: tuple[str, ...], per_batch: int, controls: int, start: datetime | None, until: datetime | None,
    out: Path,
) -> None:  # fmt: skip
    """Invent records and write them to a workbook."""
    found = services()
    try:
        made = planting.plan(
            recipients=recipients, per_batch=per_batch, controls=controls,
            registered=_window(start, until, local_day(found.clock())),
            out=out, rng=SystemRandom(), by=LOCAL_OPERATOR, at=found.clock(), store=found.store,
        )  # fmt: skip
    except UnknownRecipient as error:
        raise Refused("cli.canaries.unknown_recipient", name=error) from error
    except NoHospitals as error:
        raise Refused("cli.canaries.no_hospitals", name=error) from error
    click.echo(words("cli.canaries.planned", file=out, planted=made.planted, controls=made.controls))
    click.echo(words("cli.canaries.drawn" if made.from_cards else "cli.canaries.drawn_freely"))
    click.echo(words("cli.canaries.fill_in"))


@canaries.command("import", help=words("cli.help.canaries_import"))
@FILE
@DRY_RUN
def import_canaries(file: Path, dry_run: bool) -> None:
    """Register numbers, as keyed digests."""
    _import(file, Canaries(services().vault), dry_run)


@canaries.command("calls", help=words("cli.help.canaries_calls"))
@FILE
@DRY_RUN
def import_calls(file: Path, dry_run: bool) -> None:
    """Take calls on them."""
    _import(file, CanaryCalls(services().vault), dry_run)


@canaries.command("assess", help=words("cli.help.canaries_assess"))
@click.option("--as-of", type=DAY, help=words("cli.option.as_of"))
@click.option("--json", "file", type=OUT, help=words("cli.option.canary_json"))
def assess(as_of: datetime | None, file: Path | None) -> None:
    """Say what the calls say."""
    found = services()
    at = found.clock()
    said = assessed(found.store, min(end_of(as_of.date()), at) if as_of else at)
    keep(Answered(StudyKind.CANARIES, said.to_json()), by=LOCAL_OPERATOR, at=at, store=found.store)
    click.echo(_table(said))
    if file:
        write_json(said.to_json(), file)


def _window(start: datetime | None, until: datetime | None, today: date) -> Period:
    """The registrations of the next batch; where nothing is said, those of this month."""
    first = start.date() if start else today.replace(day=1)
    last = until.date() if until else next_month(first.replace(day=1))
    if last <= first:
        raise Refused("cli.canaries.backwards")
    return Period(first, last)


def _import(file: Path, kind: Kind, dry_run: bool) -> None:
    found = services()
    with progress_bar(file.name) as progress:
        outcome = importing.run(
            file, kind, store=found.store, at=found.clock(), dry_run=dry_run, wording=reason,
            file_name=found.vault.file_name, progress=progress,
        )  # fmt: skip
    say(outcome)
    if outcome.refused:
        click.get_current_context().exit(SOME_REFUSED)


def _table(said: Assessment) -> str:
    controls = said.controls
    lines = [
        words("study.canaries.head", as_of=said.as_of),
        words(
            "study.canaries.controls", numbers=controls.numbers, called=controls.called,
            months=_number(controls.months), rate=_number(controls.rate), low=_number(controls.low),
            high=_number(controls.high),
        ),
    ]  # fmt: skip
    if said.recipients:
        heads = [words(f"study.canary_column.{column}") for column in COLUMNS]
        lines += aligned([heads, *(row for one in said.recipients for row in _rows(one))])
    lines += [words("study.canaries.class", names="; ".join(names)) for names in said.classes]
    speaking = [one for one in said.recipients if one.speaks]
    for one in speaking:
        names = "; ".join((one.recipient, *one.indistinguishable_from))
        lines.append(words("study.canaries.speaks", names=names))
    if not speaking:
        lines.append(words("study.canaries.silent"))
    lines += [words(f"study.canary_warning.{warning}") for warning in said.warnings]
    return "\n".join(lines)


def _rows(one: RecipientCanaries) -> list[list[str]]:
    others = "; ".join(one.indistinguishable_from) or NOT_SAID
    speaks = words("study.canaries.yes" if one.speaks else "study.canaries.no")
    rows = [[one.recipient, *_cells(one.count, _number(one.p_adjusted)), speaks, others]]
    for batch in one.batches:
        rows.append([f"  {batch.exported_at[:16]}", *_cells(batch.count, NOT_SAID), NOT_SAID, NOT_SAID])
    return rows


def _cells(count: CanaryCount, adjusted: str) -> list[str]:
    return [
        str(count.planted), str(count.called), str(count.named), _number(count.months), _number(count.p_value),
        adjusted, _number(count.log10_likelihood_ratio),
    ]  # fmt: skip


def _number(value: float | None) -> str:
    return NOT_SAID if value is None else f"{value:.3g}"
