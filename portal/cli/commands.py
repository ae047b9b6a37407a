"""The commands by name; each module is loaded only when its command is called, so that none pays for another."""

from flask import Flask


def register(app: Flask) -> None:
    """Hang the commands on Flask's own command line."""
