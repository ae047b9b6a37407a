"""Registers the views of this face by importing them."""

from portal.web.office import (
    account,
    admin,
    case_words,
    complaints,
    dossiers,
    entry,
    findings,
    frame,
    identifiability,
    method,
    staff_words,
    statistics,
    studies,
    words,
)
from portal.web.office.blueprint import blueprint as blueprint

__all__ = [
    "account",
    "admin",
    "blueprint",
    "case_words",
    "complaints",
    "dossiers",
    "entry",
    "findings",
    "frame",
    "identifiability",
    "method",
    "staff_words",
    "statistics",
    "studies",
    "words",
]
