"""`flask staff add`."""

import click

from portal.casework import members, passwords
from portal.casework.passwords import PasswordTooShort
from portal.cli.running import PortalGroup, Refused, services
from portal.cli.wording import words
from portal.domain.access import Role
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
@click.option("--generate", is_flag=True, help=words("cli.option.generate"))
def add(login: str, name: str, role: str, generate: bool) -> None:
    """Add an account; its passphrase is typed twice, or made and shown once."""
    if not login.strip() or len(login) > LONGEST_LOGIN or not name.strip() or len(name) > LONGEST_NAME:
        raise Refused("cli.staff.empty")
    found = services()
    password = passwords.generated() if generate else _typed()
    try:
        member = members.add(
            login=login, name=name, role=Role(role), password=password, by=LOCAL_OPERATOR, at=found.clock(),
            store=found.store,
        )  # fmt: skip
    except LoginTaken as error:
        raise Refused("cli.staff.taken", login=login) from error
    except PasswordTooShort as error:
        raise Refused("cli.staff.too_short", shortest=passwords.SHORTEST) from error
    click.echo(words("cli.staff.added", login=member.login, role=member.role.value))
    if generate:
        click.echo(words("cli.staff.password", password=password))


def _typed() -> str:
    typed: str = click.prompt(words("cli.staff.passphrase"), hide_input=True, confirmation_prompt=True)
    return typed
