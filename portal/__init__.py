"""Jingyue 静月: complaint intake, and the question which way the calls follow.

`create_app` is loaded when it is asked for: whoever wants only `portal.stats` needs neither Flask nor a database.
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    if name == "create_app":
        return import_module("portal.application").create_app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
