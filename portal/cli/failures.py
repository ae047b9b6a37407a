"""What the worker's log says of a failure that nobody expected."""

import sys
import traceback

import click

from portal.cli.wording import words


def say_where(error: Exception) -> None:
    """The kind of failure and the places it passed, without its message: that may quote data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames[-5:]))
    click.echo(words("cli.worker.failed", kind=type(error).__name__, places=places), file=sys.stderr)
