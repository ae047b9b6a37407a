"""The commands by name; each module is loaded only when its command is called, so that none pays for another.

The one place where a module is imported late: `flask --help` and a web worker that starts must not load pandas.
"""

from importlib import import_module
from typing import Any

import click
from flask import Flask

from portal.cli.wording import words

COMMANDS = {
    "hospitals": "portal.cli.imports",
    "exports": "portal.cli.imports",
    "reports": "portal.cli.imports",
    "registrations": "portal.cli.imports",
    "plans": "portal.cli.plans",
    "extract": "portal.cli.analysis",
    "correlate": "portal.cli.analysis",
    "alarm": "portal.cli.alarm",
    "design": "portal.cli.design",
    "canaries": "portal.cli.canaries",
    "seized": "portal.cli.seized",
    "dossier": "portal.cli.dossier",
    "worker": "portal.cli.worker",
    "demo": "portal.cli.demo",
    "staff": "portal.cli.staff",
    "keys": "portal.cli.keys",
    "db": "portal.cli.schema",
    "journal": "portal.cli.journal",
    "backup": "portal.cli.backups",
    "restore": "portal.cli.backups",
    "retention": "portal.cli.retention",
    "breach": "portal.cli.breaches",
    "publish": "portal.cli.publication",
}


class Lazy(click.Command):
    """Stands for a command in the list; the real one takes over once it is called."""

    def __init__(self, name: str, module: str) -> None:
        super().__init__(name)
        self._module = module

    def get_short_help_str(self, limit: int = 45) -> str:
        """The line of `flask --help`."""
        return words(f"cli.help.{self.name}")

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Load the real command and hand over to it."""
        real: click.Command = getattr(import_module(self._module), str(self.name))
        return real.make_context(info_name, args, parent, **extra)


def register(app: Flask) -> None:
    """Hang the commands on Flask's own command line."""
    for name, module in COMMANDS.items():
        app.cli.add_command(Lazy(name, module))
