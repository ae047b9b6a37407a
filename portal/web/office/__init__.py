"""Registers the views of this face by importing them."""

from portal.web.office import (
    account,
    case_words,
    compare,
    complaints,
    entry,
    findings,
    frame,
    identifiability,
    method,
    overview,
    paths,
    statistics,
    studies,
    vendors,
    words,
)
from portal.web.office.blueprint import blueprint as blueprint

__all__ = [
    "account",
    "blueprint",
    "case_words",
    "compare",
    "complaints",
    "entry",
    "findings",
    "frame",
    "identifiability",
    "method",
    "overview",
    "paths",
    "statistics",
    "studies",
    "vendors",
    "words",
]
