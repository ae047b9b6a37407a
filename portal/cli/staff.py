"""`flask staff add` and `unit`, and what otherwise takes two administrators: `flask staff role` and `reset`."""

import click

from portal.casework import account_requests, members
from portal.casework.account_requests import Confirmed
from portal.cli.running import PortalGroup, Refused, services
from portal.cli.wording import words
from portal.domain.access import Role
from portal.domain.account_request import AccountStep
from portal.intake.importing import LOCAL_OPERATOR
from portal.storage.staff import LoginTaken

LONGEST_LOGIN = 60
LONGEST_NAME = 120


@click.group(cls=PortalGroup, help=words("cli.help.staff"))
def staff() -> None:
    """Staff accounts."""


@staff.command("add", help=words("cli.help.staff_add"))
@click.option("--login", prompt=words("cli.staff.login"), help=words("cli.staff.login"))
@click.option("--name", prompt=words("cli.staff.name"), help=words("cli.staff.name"))
@click.option(
    "--role", prompt=words("cli.staff.role"), type=click.Choice([role.value for role in Role]),
    help=words("cli.staff.role"),
)  # fmt: skip
@click.option("--unit", default="", help=words("cli.staff.unit"))
def add(login: str, name: str, role: str, unit: str) -> None:
    """Add an account; its passphrase is made, shown once, and replaced at the first sign-in."""
    if not login.strip() or len(login) > LONGEST_LOGIN or not name.strip() or max(len(name), len(unit)) > LONGEST_NAME:
        raise Refused("cli.staff.empty")
    found = services()
    try:
        made = members.add_with_first(
            login=login, name=name, role=Role(role), by=LOCAL_OPERATOR, at=found.clock(), store=found.store, unit=unit
        )
    except LoginTaken as error:
        raise Refused("cli.staff.taken", login=login) from error
    click.echo(words("cli.staff.added", login=login.strip(), role=role))
    click.echo(words("cli.staff.password", password=made))


@staff.command("role", help=words("cli.help.staff_role"))
@click.argument("login")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def role(login: str, role: str) -> None:
    """Employ somebody for something else."""
    _change(login, AccountStep.ROLE, Role(role))
    click.echo(words("cli.staff.changed", login=login, role=role))


@staff.command("reset", help=words("cli.help.staff_reset"))
@click.argument("login")
def reset(login: str) -> None:
    """A made passphrase in place of the old one and of all second factors; it is shown once."""
    done = _change(login, AccountStep.RESET, None)
    click.echo(words("cli.staff.reset", login=login))
    click.echo(words("cli.staff.password", password=done.passphrase))


@staff.command("unit", help=words("cli.help.staff_unit"))
@click.argument("login")
@click.argument("unit")
def unit(login: str, unit: str) -> None:
    """Say to which office of the organisation somebody belongs."""
    if len(unit) > LONGEST_NAME:
        raise Refused("cli.staff.empty")
    found = services()
    try:
        members.set_unit_on_server(login, unit, by=LOCAL_OPERATOR, at=found.clock(), store=found.store)
    except members.MemberMissing as error:
        raise Refused("cli.staff.unknown", login=login) from error
    except members.NothingChanges as error:
        raise Refused("cli.staff.same_unit", login=login, unit=unit) from error
    click.echo(words("cli.staff.unit_set", login=login, unit=unit.strip()))


def _change(login: str, step: AccountStep, role: Role | None) -> Confirmed:
    found = services()
    try:
        return account_requests.change_on_server(
            login, step, role, by=LOCAL_OPERATOR, at=found.clock(), store=found.store
        )
    except members.MemberMissing as error:
        raise Refused("cli.staff.unknown", login=login) from error
