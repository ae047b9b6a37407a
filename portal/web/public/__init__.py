"""Registers the views of this face by importing them."""

from portal.web.public import (
    caller,
    diary,
    evidence,
    home,
    leaving,
    lookup,
    others,
    packets,
    paste,
    proof,
    quiet,
    received,
    recovery,
    report,
    say,
    timeline,
    words,
)
from portal.web.public.blueprint import blueprint

__all__ = [
    "blueprint",
    "caller",
    "diary",
    "evidence",
    "home",
    "leaving",
    "lookup",
    "others",
    "packets",
    "paste",
    "proof",
    "quiet",
    "received",
    "recovery",
    "report",
    "say",
    "timeline",
    "words",
]
