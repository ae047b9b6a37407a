"""How every command runs: with the application's services, and without a traceback for what can be expected."""

from typing import Any

import click
from flask.cli import ScriptInfo
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from portal.cli.wording import words
from portal.domain.allowance import OpeningsSpent
from portal.domain.face import Face
from portal.domain.retention_term import RetentionTermsUnreadable
from portal.files.tables import UnreadableFile
from portal.services import Services
from portal.storage.upgrade import SchemaBehind
from portal.vault.keyring import KeysMissing, KeysUnreadable
from portal.vault.remote import VaultAway
from portal.vault.sealing import SealBroken

EXTENSION = "jingyue"  # where the application keeps what portal.web.context reads; no command imports the web
REFUSED = 2  # nothing was done
SOME_REFUSED = 3
INTERRUPTED = 130


class Refused(click.ClickException):
    """A command that says in words why it does nothing."""

    exit_code = REFUSED

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(words(key, **values))

    def show(self, file: Any = None) -> None:
        """On stderr, without click's English prefix."""
        click.echo(self.format_message(), err=True)


class PortalCommand(click.Command):
    """A command that first looks whether schema and keys are there, and words every expected fault."""

    ready_first = True
    face = Face.OWNER

    def invoke(self, ctx: click.Context) -> Any:
        """Run it."""
        try:
            if self.ready_first:
                refuse_unready(services().facing(self.face))
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo(words("cli.fault.interrupted"), err=True)
            ctx.exit(INTERRUPTED)
        except EXPECTED as fault:
            raise _worded(fault) from fault


class SettingUp(PortalCommand):
    """A command that brings about what the others need."""

    ready_first = False


class PortalGroup(click.Group):
    """A group whose commands are portal commands."""

    command_class = PortalCommand


EXPECTED = (
    UnreadableFile, KeysMissing, KeysUnreadable, SchemaBehind, SealBroken, DBAPIError, ArgumentError, NoSuchModuleError,
    OSError, RetentionTermsUnreadable, VaultAway, OpeningsSpent,
)  # fmt: skip


def services() -> Services:
    """The application's services."""
    info = click.get_current_context().ensure_object(ScriptInfo)
    found: Services = info.load_app().extensions[EXTENSION].services
    return found


def refuse_unready(found: Services) -> None:
    """Say what to run where schema or keys are missing."""
    for what in found.missing():
        raise Refused(f"cli.fault.no_{what}")


def _worded(fault: Exception) -> click.ClickException:
    if isinstance(fault, UnreadableFile):
        return Refused(f"cli.file.{fault.problem}", **fault.values)
    if isinstance(fault, RetentionTermsUnreadable):
        return Refused("cli.fault.retention_terms", detail=fault)
    if isinstance(fault, VaultAway):
        return Refused("cli.fault.no_vault")
    if isinstance(fault, OpeningsSpent):
        return Refused("cli.fault.openings_spent")
    if isinstance(fault, KeysUnreadable):
        return Refused("cli.fault.keys_unreadable")
    if isinstance(fault, KeysMissing):
        return Refused("cli.fault.no_keys")
    if isinstance(fault, SchemaBehind):
        return Refused("cli.fault.no_schema")
    if isinstance(fault, SealBroken):
        return Refused("cli.fault.seal_broken")
    if isinstance(fault, DBAPIError):
        # Only the driver's words: SQLAlchemy's would show the statement with its values.
        return Refused("cli.fault.database", detail=str(fault.orig).strip().splitlines()[0])
    if isinstance(fault, OSError):
        return Refused("cli.fault.system", detail=f"{fault.strerror or fault}: {fault.filename or ''}")
    return Refused("cli.fault.database_url")
