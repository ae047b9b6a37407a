"""`flask plans add` and `flask plans list`."""

from datetime import datetime

import click

from portal.cli.imports import reason
from portal.cli.running import PortalGroup, Refused, services
from portal.cli.wording import words
from portal.domain.recipient import InvalidPlan
from portal.files.refusal import BadCell
from portal.intake import plans as planned

DAY = click.DateTime(["%Y-%m-%d"])


@click.group(cls=PortalGroup, help=words("cli.help.plans"))
def plans() -> None:
    """Recurring plans of exports."""


@plans.command("add", help=words("cli.help.plans_add"))
@click.option("--recipient", required=True, help=words("cli.option.recipient"))
@click.option("--day", required=True, type=int, help=words("cli.option.day"))
@click.option("--from", "start", required=True, type=DAY, help=words("cli.option.from"))
@click.option("--until", required=True, type=DAY, help=words("cli.option.until"))
@click.option("--districts", default="", help=words("cli.option.districts"))
@click.option("--hospitals", default="", help=words("cli.option.hospitals"))
@click.option("--columns", default="", help=words("cli.option.columns"))
def add(
    recipient: str, day: int, start: datetime, until: datetime, districts: str, hospitals: str, columns: str
) -> None:
    """Record a plan."""
    found = services()
    try:
        added = planned.add(
            recipient=recipient,
            day_of_month=day,
            start=start.date(),
            until=until.date(),
            districts=districts,
            hospital_names=hospitals,
            columns=columns,
            store=found.store,
            at=found.clock(),
        )
    except BadCell as bad:
        refusal = bad.at(0)
        raise Refused("cli.plans.refused", column=bad.column, value=refusal.value, reason=reason(refusal)) from bad
    except InvalidPlan as invalid:
        raise Refused("cli.plans.impossible", detail=str(invalid)) from invalid
    click.echo(words("cli.plans.added" if added else "cli.plans.known"))


@plans.command("list", help=words("cli.help.plans_list"))
def show() -> None:
    """Print the plans."""
    found = planned.known(store=services().store)
    if not found:
        click.echo(words("cli.plans.none"))
    for plan, still in found:
        places = "; ".join(sorted(plan.scope.districts | plan.scope.hospitals)) or words("cli.plans.everywhere")
        click.echo(
            words(
                "cli.plans.line",
                recipient=plan.recipient,
                day=plan.day_of_month,
                start=plan.valid.start,
                until=plan.valid.until,
                places=places,
                columns="; ".join(sorted(plan.columns)) or "–",
                planned=still,
            )
        )
